"""What a circle says of its rhythm, its breaks and its days off."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entregent.core.clock import now
from entregent.gatherings import rules
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.holidays import Holidays
from entregent.gatherings.operations.pausing import NAME_LENGTH, WHY_LENGTH
from entregent.web.fields import DayField, HourField, LineField
from entregent.web.gatherings.forms import PLACE, LengthField

LONGEST_BREAK = timedelta(days=366)
BY_HAND, AUTOMATIC = "hand", "rhythm"


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(label=_("The circle meets"), choices=Rhythm.choices, widget=forms.RadioSelect)
    anchor = DayField(
        label=_("From which day"),
        required=False,
        help_text=_("Any day of the rhythm: the next one, say. It gives the weekday, or the date in the month."),
    )
    hour = HourField(label=_("At what hour"), required=False)
    place = LineField(label=_("Where, usually"), max_length=PLACE, required=False)
    minutes = LengthField()
    counts = forms.ChoiceField(
        label=_("A date counts"),
        choices=[
            (BY_HAND, _("once a member confirms it in one tap")),
            (AUTOMATIC, _("at once: the rhythm fixes it by itself, and its mail leaves")),
        ],
        initial=BY_HAND,
        required=False,
        widget=forms.RadioSelect,
    )
    holidays = forms.ChoiceField(
        label=_("Public holidays"),
        choices=Holidays.choices,
        required=False,
        help_text=_("A date that falls on one is asked about, and its neighbours are offered."),
    )

    def __init__(self, *args: Any, usual_minutes: int, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(LengthField, self.fields["minutes"]).offer(usual_minutes)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = self.cleaned_data
        if typed.get("rhythm") in (None, Rhythm.FREE):
            return typed
        if typed.get("anchor") is None and "anchor" not in self.errors:
            self.add_error("anchor", _("A rhythm needs a day to count from."))
        if typed.get("anchor") is not None and typed["anchor"] > (now() + rules.FURTHEST).date():
            self.add_error("anchor", _("Too far ahead: choose a day within the next three years."))
        if typed.get("hour") is None and "hour" not in self.errors:
            self.add_error("hour", _("A rhythm needs an hour."))
        return typed

    def settled(self) -> dict[str, Any]:
        """As `operations.set_rhythm` takes it."""
        typed = self.cleaned_data
        anchor: date | None = typed["anchor"]
        hour: time | None = typed["hour"]
        return {
            "rhythm": Rhythm(typed["rhythm"]),
            "anchor": anchor,
            "hour": hour,
            "place": typed["place"],
            "minutes": typed["minutes"],
            "automatic": typed["counts"] == AUTOMATIC and typed["rhythm"] != Rhythm.FREE,
            "holidays": typed["holidays"],
        }


class PauseForm(forms.Form):
    """A break: until when, and why if one wants to say."""

    back_on = DayField(label=_("Back on"), help_text=_("The circle is asked for its next date on that day, by itself."))
    why = LineField(
        label=_("Why, in a word"), max_length=WHY_LENGTH, required=False, help_text=_("“The summer holidays”")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_back_on(self) -> date:
        day: date = self.cleaned_data["back_on"]
        if day <= self.today:
            raise ValidationError(_("Choose a day to come: the circle is asked again on it."))
        if day - self.today > LONGEST_BREAK:
            raise ValidationError(_("That is more than a year away: is the year right?"))
        return day


class DayOffForm(forms.Form):
    """One day of the circle's own."""

    day = DayField(label=_("Day"))
    name = LineField(
        label=_("What it is"), max_length=NAME_LENGTH, required=False, help_text=_("“The village fair”, say.")
    )

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise ValidationError(_("That day has passed. Choose one to come."))
        return day
