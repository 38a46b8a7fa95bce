from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from entregent.core.walltime import DoubleHour, ImpossibleHour
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.operations import InThePast, When
from entregent.threads.operations import LONGEST
from entregent.trust.enums import Naming, Reach
from entregent.web.fields import LineField
from entregent.web.gatherings.words import length_in_words

LENGTHS = (45, 60, 90, 120, 150, 180, 240, 360, 480)
YEARS_AHEAD = timedelta(days=3 * 366)
PLACE, WORDS = 200, 120
LONGEST_NUMBER = 18  # digits: what every database takes as a row's number


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(**{"label": _("Day"), "input_formats": ["%Y-%m-%d"], "widget": widget, **options})


class HourField(forms.TimeField):
    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        formats = ["%H:%M", "%H:%M:%S"]
        super().__init__(**{"label": _("Hour"), "input_formats": formats, "widget": widget, **options})


class LengthField(forms.TypedChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"label": _("How long"), "coerce": int, "empty_value": None, **options})

    def offer(self, usual: int) -> None:
        self.choices = [(minutes, length_in_words(minutes)) for minutes in sorted({*LENGTHS, usual})]


class WhenForm(forms.Form):
    """A day and an hour, and what goes with them. A tap on a slot sends the first two alone."""

    day = DayField()
    hour = HourField()
    which = forms.ChoiceField(
        label=_("That hour comes twice that day: which one?"),
        choices=[("first", _("the first one, before the clocks change")), ("second", _("the second one, after"))],
        widget=forms.RadioSelect,
        required=False,
    )
    place = LineField(label=_("Place"), max_length=PLACE, required=False)
    minutes = LengthField(required=False)
    title = LineField(
        label=_("What is special about it"), max_length=WORDS, required=False, help_text=_("“Ten years of the circle”")
    )
    bring = LineField(label=_("What to bring"), max_length=PLACE, required=False)

    def __init__(self, *args: Any, today: date, usual_minutes: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.usual_minutes = today, usual_minutes
        cast(LengthField, self.fields["minutes"]).offer(usual_minutes)
        self.asks_which = bool(self.data.get("which"))

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise ValidationError(_("That day has passed. Choose one to come."))
        if day - self.today > YEARS_AHEAD:
            raise ValidationError(_("That is more than three years away: is the year right?"))
        return day

    def when(self) -> When:
        typed = self.cleaned_data
        second = {"first": False, "second": True}.get(typed["which"])
        return When(
            day=typed["day"],
            hour=typed["hour"],
            place=typed["place"],
            title=typed["title"],
            bring=typed["bring"],
            minutes=typed["minutes"] or self.usual_minutes,
            second_time=second,
        )

    def refuse(self, why: Exception) -> None:
        """What the clock of that place has to say about the hour, as words beside the field it is about."""
        if isinstance(why, ImpossibleHour):
            self.add_error("hour", _("The clocks jump over that hour that day. Choose one a little earlier or later."))
        elif isinstance(why, DoubleHour):
            self.asks_which = True
            self.add_error("which", _("The clocks go back that day: say whether you mean the first or the second."))
        elif isinstance(why, InThePast):
            self.add_error("hour", _("That hour has passed. Choose one to come."))


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

    def __init__(self, *args: Any, usual_minutes: int, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(LengthField, self.fields["minutes"]).offer(usual_minutes)

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = self.cleaned_data
        if typed.get("rhythm") in (None, Rhythm.FREE):
            return typed
        if typed.get("anchor") is None and "anchor" not in self.errors:
            self.add_error("anchor", _("A rhythm needs a day to count from."))
        if typed.get("hour") is None and "hour" not in self.errors:
            self.add_error("hour", _("A rhythm needs an hour."))
        return typed

    def settled(self) -> tuple[Rhythm, date | None, time | None]:
        typed = self.cleaned_data
        return Rhythm(typed["rhythm"]), typed["anchor"], typed["hour"]


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("A word under this gathering"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST
    )
    reach = forms.ChoiceField(label=_("How far it may go"), choices=Reach.choices, initial=Reach.CIRCLE)
    naming = forms.ChoiceField(label=_("And my name"), choices=Naming.choices, initial=Naming.MAY)


class ThereForm(forms.Form):
    """Who was there: ticks for those of the circle, lines for the others. Every line is one name."""

    names = forms.CharField(
        label=_("Also there, one name a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
        help_text=_("For people who are not in the list. They get no mail."),
    )

    def typed_names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["names"].replace(";", "\n").splitlines() if line.strip()]


def ticked(typed: QueryDict) -> list[int]:
    """The people ticked; whoever is none of the circle's is passed over by the operation."""
    return [int(one) for one in typed.getlist("people") if one.isdecimal() and len(one) <= LONGEST_NUMBER]
