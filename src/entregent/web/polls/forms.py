"""Which dates to ask about and until when; and what somebody says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from entregent.core import walltime
from entregent.core.walltime import DoubleHour, ImpossibleHour, OutOfReach
from entregent.gatherings.dates import Slot as Offered
from entregent.gatherings.operations import InThePast, TooFar
from entregent.polls import rules
from entregent.polls.enums import Choice
from entregent.polls.operations import BadSlots, TooSoon
from entregent.web.fields import DayField, HourField, LineField
from entregent.web.gatherings.forms import PLACE, WORDS
from entregent.web.gatherings.words import when_in_words

OTHERS = 4  # lines for days that are not proposed
WRITTEN = "%Y-%m-%dT%H:%M"
AGAIN = (
    (0, _("no, just this once")),
    (1, _("yes, a week later")),
    (2, _("yes, two weeks later")),
    (4, _("yes, four weeks later")),
)


class SlotsWidget(forms.CheckboxSelectMultiple):
    """Ticks; or all of them in one field with commas between, as an undo sends them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [one for value in data.getlist(name) for one in value.split(",") if one]


class SlotsForm(forms.Form):
    slots = forms.MultipleChoiceField(label=_("Dates to ask about"), widget=SlotsWidget, required=False)
    until_day = DayField(label=_("Answers until"))
    until_hour = HourField(label=_("at"))
    place = LineField(label=_("Where"), max_length=PLACE, required=False)
    title = LineField(label=_("What is special about it"), max_length=WORDS, required=False)
    again = forms.TypedChoiceField(
        label=_("Ask again by itself, the same days"),
        choices=AGAIN,
        coerce=int,
        required=False,
        help_text=_("Once the gathering is over, if no other date is fixed."),
    )

    def __init__(self, *args: Any, offered: Sequence[Offered], zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        choices = [(written(slot), when_in_words(slot.day, slot.hour)) for slot in offered]
        cast(forms.MultipleChoiceField, self.fields["slots"]).choices = choices
        for number in range(OTHERS):
            self.fields[f"day{number}"] = DayField(required=False)
            self.fields[f"hour{number}"] = HourField(required=False)

    @property
    def others(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"day{number}"], self[f"hour{number}"]) for number in range(OTHERS)]

    @property
    def others_shown(self) -> bool:
        """Open where something was typed, or where there is nothing to tick."""
        typed = any(day.value() or day.errors or hour.errors for day, hour in self.others)
        return typed or not cast(forms.MultipleChoiceField, self.fields["slots"]).choices

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = self.cleaned_data
        for number in range(OTHERS):
            day, hour = typed.get(f"day{number}"), typed.get(f"hour{number}")
            if day and not hour and f"hour{number}" not in self.errors:
                self.add_error(f"hour{number}", _("At what hour?"))
        if typed.get("until_day") and typed.get("until_hour"):
            self._check_deadline()
        return typed

    def _check_deadline(self) -> None:
        """Said beside the deadline: the dates asked about have faults of their own."""
        try:
            self.closes_at()
        except OutOfReach:
            self.add_error("until_day", _("That is too far away: is the year right?"))
        except ImpossibleHour:
            self.add_error("until_hour", _("The clocks jump over this hour that day. Choose another."))

    def chosen(self) -> list[Offered]:
        typed = self.cleaned_data
        ticked = [read(one) for one in typed["slots"]]
        others = [(typed.get(f"day{number}"), typed.get(f"hour{number}")) for number in range(OTHERS)]
        return [*ticked, *(Offered(day, hour) for day, hour in others if day and hour)]

    def closes_at(self) -> datetime:
        typed = self.cleaned_data
        return walltime.instant(typed["until_day"], typed["until_hour"], self.zone, second_time=False)

    def refuse(self, why: Exception) -> None:
        """What cannot be asked, as words beside the field it is about."""
        if isinstance(why, BadSlots):
            fewest, most = {"fewest": rules.FEWEST_SLOTS}, {"most": rules.MOST_SLOTS}
            self.add_error("slots", _("Offer at least %(fewest)s dates, and %(most)s at most.") % (fewest | most))
        elif isinstance(why, TooSoon):
            self.add_error("until_day", _("Leave people at least half an hour, and close before the first date."))
        elif isinstance(why, InThePast):
            self.add_error("slots", _("One of these dates has passed. Choose dates to come."))
        elif isinstance(why, (TooFar, OutOfReach)):
            self.add_error("slots", _("That is more than three years away: is the year right?"))
        elif isinstance(why, ImpossibleHour):
            self.add_error("slots", _("The clocks jump over one of these hours that day. Choose another."))
        elif isinstance(why, DoubleHour):
            self.add_error("slots", _("The clocks show one of these hours twice that day. Choose another."))


def written(slot: Offered) -> str:
    return datetime.combine(slot.day, slot.hour).strftime(WRITTEN)


def read(text: str) -> Offered:
    """What `written` wrote: the form has checked that it is one of its choices."""
    moment = datetime.strptime(text, WRITTEN)  # noqa: DTZ007
    return Offered(moment.date(), moment.time())


def until(moment: datetime, zone: str) -> dict[str, date | time]:
    here = walltime.local(moment, zone)
    return {"until_day": here.date(), "until_hour": here.time().replace(second=0, microsecond=0)}


def choices_of(typed: QueryDict) -> dict[int, Choice]:
    """What was said of the slots that were on the page: what is left blank there counts as no.

    Empty when nothing was said at all. A slot that came later is left for later; of one that is no more nothing counts.
    """
    shown = {int(one) for one in typed.get("slots", "").split(",") if one.isdecimal() and len(one) <= 18}
    said = {pk: typed.get(f"slot-{pk}", "") for pk in shown}
    if not any(choice in Choice.values for choice in said.values()):
        return {}
    return {pk: Choice(choice) if choice in Choice.values else Choice.NO for pk, choice in said.items()}
