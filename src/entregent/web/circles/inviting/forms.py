from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from entregent.core.addresses import as_pasted
from entregent.core.spreadsheets import MOST_BYTES, Unreadable, addresses_in, read_table
from entregent.web.sending import once_field

LONGEST_LIST, LONGEST_WORD = 40_000, 600
USES = (1, 5, 10, 30, 100)
DAYS = (1, 7, 14, 30, 60)


class AddressesForm(forms.Form):
    pasted = forms.CharField(
        label=_("Their addresses"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(
            attrs={
                "rows": 5,
                "autocapitalize": "none",
                "spellcheck": "false",
                "placeholder": "Odile <odile@example.org>",
            }
        ),
        help_text=_("One a line, or as they come out of your mail or a spreadsheet, with or without names."),
    )
    word = forms.CharField(
        label=_("A word from you"),
        max_length=LONGEST_WORD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands at the top of the mail. Each person gets one mail, and at most one reminder."),
    )
    from_file = forms.BooleanField(required=False, widget=forms.HiddenInput)
    once = once_field()


class LinkForm(forms.Form):
    """How often a link may be used, and how long."""

    uses = forms.TypedChoiceField(label=_("For how many people"), coerce=int, initial=30)
    days = forms.TypedChoiceField(label=_("For how long"), coerce=int, initial=14)
    once = once_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("uses", [(n, ngettext_lazy("one person", "%(n)s people", n) % {"n": n}) for n in USES])
        self._offer("days", [(n, ngettext_lazy("one day", "%(n)s days", n) % {"n": n}) for n in DAYS])

    def _offer(self, name: str, choices: list[tuple[int, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    def lives(self) -> timedelta:
        return timedelta(days=self.cleaned_data["days"])


class ListForm(forms.Form):
    """People a file brought in: who of them to invite. Their addresses are shown to nobody."""

    people = forms.TypedMultipleChoiceField(label=_("Whom to invite"), coerce=int, widget=forms.CheckboxSelectMultiple)
    word = AddressesForm.base_fields["word"]
    once = once_field()

    def __init__(self, typed: QueryDict | None = None, *, choices: list[tuple[int, str]]) -> None:
        super().__init__(typed, initial={"people": [number for number, _name in choices]})
        cast(forms.ChoiceField, self.fields["people"]).choices = choices


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("A spreadsheet saved as CSV, or contacts saved as .vcf"),
        help_text=_("With a column of addresses, and of names. Nothing leaves before you have seen whom it goes to."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.vcf,text/csv,text/vcard"}),
        error_messages={"required": _("Choose a file, of 10 MB at most: what is larger does not arrive.")},
    )

    def clean_file(self) -> Any:
        """What one would have pasted: a name and an address a line."""
        given: UploadedFile[Any] = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise ValidationError(gettext("This file is larger than 5 MB. Split it, and bring in each part."))
        try:
            found = addresses_in(read_table(given.read()))
        except Unreadable as why:
            raise ValidationError(str(why)) from why
        lines = "\n".join(as_pasted(name, address) for name, address in found)
        if not found or len(lines) > LONGEST_LIST:
            raise ValidationError(
                gettext("This file holds more addresses than one sending takes: split it.")
                if found
                else gettext("This file holds no e-mail address.")
            )
        return lines
