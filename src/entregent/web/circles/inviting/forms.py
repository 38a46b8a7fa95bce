from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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
