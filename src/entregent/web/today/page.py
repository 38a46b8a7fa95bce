"""What a person finds when they come in: the next date, whom to welcome, and nothing that scrolls for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle
from entregent.core import walltime
from entregent.core.words_of_time import DAYS_WITHOUT_DOUBT, capital, relative_day
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings import rules as gathering_rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import Seated
from entregent.people import queries as people_queries
from entregent.people.models import Person
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.gatherings.words import around_in_words, on_another_clock
from entregent.web.today.welcome import Welcome, welcomes

MOST_SUGGESTIONS = 3
MOST_DATES = 4
SHORTEST_NAME = 2


@dataclass(frozen=True)
class NextDate:
    url: str
    eyebrow: str
    headline: str
    hue: str
    circle: str
    day: date
    hour: time
    today: date
    zone: str  # named only when the reader lives by another clock
    place: str
    answer: str
    answer_url: str  # "" once answers are closed
    table: RoundTable
    anybody: bool  # sits at it


@dataclass(frozen=True)
class Today:
    first_name: str
    day: date
    dates: tuple[NextDate, ...]
    without_date: tuple[Circle, ...]
    more_without_date: int
    welcomes: tuple[Welcome, ...]
    wants_address: bool
    in_a_circle: bool
    may_open: bool

    @property
    def nothing_else(self) -> bool:
        return not (self.without_date or self.welcomes or self.wants_address)


def today(person: Person, circles: Sequence[Circle], now: datetime) -> Today:
    dates = gathering_queries.upcoming_for(person, now)
    tables = gathering_queries.seated(dates[:MOST_DATES], person)
    there = gathering_queries.were_there(dates[0], person) if dates and dates[0].starts_at <= now else []
    wants_address = not people_queries.addresses_of(person)
    without = [
        circle for circle in circles if not circle.archived_at and circle.pk not in {row.circle_id for row in dates}
    ]
    return Today(
        first_name=first_name(person.name),
        day=walltime.local(now, person.zone or settings.DEFAULT_ZONE).date(),
        dates=tuple(
            next_date(row, tables[row.pk], there if row is dates[0] else [], person, now) for row in dates[:MOST_DATES]
        ),
        without_date=tuple(without[:MOST_SUGGESTIONS]),
        more_without_date=len(without[MOST_SUGGESTIONS:]),
        welcomes=welcomes(person, dates, now)[: MOST_SUGGESTIONS - wants_address],
        wants_address=wants_address,
        in_a_circle=bool(circles),
        may_open=bool(circles) or circle_rules.may_open(person),
    )


def first_name(name: str) -> str:
    """ "Anne-Lise" of "Anne-Lise Lefèvre"; the whole of "M. Lefèvre"."""
    first = name.partition(" ")[0]
    return name if first.endswith(".") or len(first) < SHORTEST_NAME else first


def next_date(
    row: Gathering, seated: Sequence[Seated], there: Sequence[Seated], person: Person, now: datetime
) -> NextDate:
    """`there` is who is at the table, once it has begun and somebody said so."""
    around = there or seated
    today = walltime.local(now, row.zone).date()
    mine = next((one.reply for one in seated if one.person_id == person.pk), "")
    with translation.override(circle_queries.language_for(row.circle, person)):
        headline = around_in_words(list(around), person.pk)
    return NextDate(
        url=reverse("gathering", args=[row.key]),
        eyebrow=_eyebrow(row, today, now),
        headline=headline,
        hue=row.circle.hue,
        circle=row.circle.name,
        day=row.day,
        hour=row.hour,
        today=today,
        zone=row.zone if on_another_clock(row, person) else "",
        place=row.place or row.circle.place,
        answer=mine,
        answer_url=reverse("gathering-answer", args=[row.key]) if gathering_rules.is_open(row, now) else "",
        table=table_of(row, around, person.pk),
        anybody=any(one.reply != Reply.NO for one in around),
    )


def _eyebrow(row: Gathering, today: date, now: datetime) -> str:
    what = row.title or row.circle.name
    if row.starts_at <= now:
        return _("Now, %(what)s") % {"what": what}
    if (row.day - today).days > DAYS_WITHOUT_DOUBT:
        return what
    return f"{capital(relative_day(row.day, today, _language()))}, {what}"


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE
