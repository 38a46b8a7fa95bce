"""How the next facilitator is found, and what they write to the circle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entregent.facilitation import rules
from entregent.facilitation.enums import BEGUN, How
from entregent.facilitation.models import CRITERIA_LENGTH, MESSAGE_LENGTH, SIX
from entregent.web.fields import DayField

ELECTED_WITHIN = timedelta(days=rules.NAMES_FOR + rules.CHANGES_FOR + 2 * rules.CONSENT_FOR)


def _how(offered: Sequence[How]) -> forms.ChoiceField:
    choices = [(one.value, one.label) for one in offered]
    return forms.ChoiceField(label=_("How"), choices=choices, widget=forms.RadioSelect, initial=How.ASKED)


class BeginForm(forms.Form):
    how = _how(BEGUN)
    gatherings = forms.IntegerField(
        label=_("For how many gatherings"), min_value=rules.FEWEST, max_value=rules.MOST, initial=SIX
    )
    until = DayField(
        label=_("Or until a day"), required=False, help_text=_("Until the holidays, say. It counts if you give it.")
    )

    criteria = forms.CharField(
        label=_("What it takes"),
        max_length=CRITERIA_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What one looks for in whoever facilitates; everybody reads it before giving a name."),
    )

    def __init__(self, *args: Any, today: date, may_elect: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.may_elect = today, may_elect
        if not may_elect:
            self.fields["how"] = _how([one for one in BEGUN if one != How.ELECTION])

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise forms.ValidationError(_("That day has passed. Choose one to come."))
        if until is not None and until > self.today + rules.LONGEST_TERM:
            raise forms.ValidationError(_("A year at most: then it is somebody else’s turn."))
        if until is not None and self.data.get("how") == How.ELECTION and until <= self.today + ELECTED_WITHIN:
            raise forms.ValidationError(_("An election takes two weeks: choose a later day."))
        return until


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Your words"), max_length=MESSAGE_LENGTH, widget=forms.Textarea(attrs={"rows": 9}), strip=True
    )


class AwayForm(forms.Form):
    until = DayField(label=_("Back on"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("That day has passed. Choose one to come."))
        if until > self.today + rules.LONGEST_TERM:
            raise forms.ValidationError(_("A year at most: for longer, step down and come back to it."))
        return until
