from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from entregent.core.walltime import DoubleHour, ImpossibleHour
from entregent.gatherings import rules
from entregent.gatherings.models import ADDRESS_LENGTH, WORD_LENGTH, Venue
from entregent.gatherings.operations import InThePast, When
from entregent.threads.operations import LONGEST
from entregent.trust.enums import Naming, Reach
from entregent.web.fields import DayField, HourField, LineField
from entregent.web.gatherings.words import length_in_words

LENGTHS = (45, 60, 90, 120, 150, 180, 240, 360, 480)
YEARS_AHEAD = timedelta(days=3 * 366)
PLACE, WORDS = 200, 120
LONGEST_NUMBER = 18  # digits: what every database takes as a row's number


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
    venue = forms.ChoiceField(label=_("A place of the book"), required=False)
    place = LineField(label=_("Place"), max_length=PLACE, required=False)
    minutes = LengthField(required=False)
    title = LineField(
        label=_("What is special about it"), max_length=WORDS, required=False, help_text=_("“Ten years of the circle”")
    )
    bring = LineField(label=_("What to bring"), max_length=PLACE, required=False)
    seats = forms.IntegerField(
        label=_("How many places"),
        required=False,
        min_value=1,
        max_value=rules.MOST_SEATS,
        help_text=_("Beyond, people wait in order and each is told when a place comes free. Empty: as many as come."),
    )
    video = forms.URLField(
        label=_("A link to join by video"),
        required=False,
        max_length=ADDRESS_LENGTH,
        assume_scheme="https",
        help_text=_("Only those who come read it."),
    )
    keep = forms.BooleanField(label=_("So many places, and that link, for the next dates too"), required=False)

    def __init__(
        self, *args: Any, today: date, usual_minutes: int, venues: Sequence[Venue] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.venues = {venue.key: venue for venue in venues}
        choices = [("", _("another place, below")), *((key, venue.line) for key, venue in self.venues.items())]
        cast(forms.ChoiceField, self.fields["venue"]).choices = choices
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
            place=self.venues[typed["venue"]].line if typed["venue"] else typed["place"],
            title=typed["title"],
            bring=typed["bring"],
            minutes=typed["minutes"] or self.usual_minutes,
            second_time=second,
            seats=typed["seats"] if "seats" in self.data else rules.USUAL,
            video=typed["video"] if "video" in self.data else None,
            keep=typed["keep"],
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


HERE = [(reach.value, reach.label) for reach in (Reach.TABLE, Reach.CIRCLE)]


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("A word under this gathering"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST
    )
    reach = forms.ChoiceField(label=_("How far it may go"), choices=HERE, initial=Reach.CIRCLE)
    naming = forms.ChoiceField(label=_("And my name"), choices=Naming.choices, initial=Naming.MAY)

    def __init__(self, *args: Any, label: str = "", table_alone: bool = False, **options: Any) -> None:
        """`table_alone`: under what only the table reads, nothing goes further."""
        super().__init__(*args, **options)
        self.fields["text"].label = label or self.fields["text"].label
        if table_alone:
            cast(forms.ChoiceField, self.fields["reach"]).choices = HERE[:1]


class MoreForm(forms.Form):
    """What goes with an answer: a word for everybody, and what whoever books the table should know."""

    word = LineField(
        label=_("A word with it"),
        max_length=WORD_LENGTH,
        required=False,
        help_text=_("“Ten minutes late”: the members of the circle read it."),
    )
    diet = LineField(
        label=_("What I do not eat"),
        max_length=WORD_LENGTH,
        required=False,
        help_text=_("Kept for the next times; only whoever books a table you come to reads it."),
    )


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
