"""Fields of several forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entregent.core.addresses import BadAddress, lookup_key
from entregent.core.folding import clean_line
from entregent.core.walltime import LAST_YEAR
from entregent.people.models import NAME_LENGTH

EARLIEST = 1900


class LineField(forms.CharField):
    """One line as its writer meant it; blanks alone are nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": NAME_LENGTH, **options})

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "", (self.max_length or NAME_LENGTH) * 4)


class AddressField(forms.CharField):
    widget = forms.EmailInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("Your e-mail address"), "max_length": 254, **options})
        self.widget.attrs |= {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}

    def clean(self, value: Any) -> str:
        written = str(super().clean(value))
        if not written:
            return ""
        try:
            lookup_key(written)
        except BadAddress as error:
            raise ValidationError(_("This is not an e-mail address: is a letter missing?")) from error
        return written


def own_name(**options: Any) -> LineField:
    widget = forms.TextInput(attrs={"autocomplete": "name"})
    return LineField(**{"label": _("Your name"), "widget": widget, **options})


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"label": _("Day"), "input_formats": ["%Y-%m-%d"], "widget": widget, **options})

    def clean(self, value: Any) -> date | None:
        """A year mistyped is said here, before anything reckons with it."""
        day: date | None = super().clean(value)
        if day is not None and not EARLIEST <= day.year < LAST_YEAR:
            raise forms.ValidationError(_("Look at the year again: no calendar here goes that far."))
        return day


class HourField(forms.TimeField):
    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        formats = ["%H:%M", "%H:%M:%S"]
        super().__init__(**{"label": _("Hour"), "input_formats": formats, "widget": widget, **options})
