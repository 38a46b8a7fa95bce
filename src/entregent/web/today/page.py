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
from entregent.circles.models import Circle, Knock
from entregent.circles.queries import door
from entregent.core import walltime
from entregent.core.words_of_time import DAYS_WITHOUT_DOUBT, capital, relative_day
from entregent.facilitation import queries as facilitation_queries
from entregent.facilitation.letters import until_in_words
from entregent.facilitation.models import Asking
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings import rules as gathering_rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import Seated
from entregent.missions import queries as mission_queries
from entregent.missions.models import Card
from entregent.people import queries as people_queries
from entregent.people.models import Person
from entregent.polls import queries as poll_queries
from entregent.polls import rules as poll_rules
from entregent.polls.models import Poll
from entregent.polls.reasons import question
from entregent.trust.queries import reports_waiting
from entregent.web.circles.caring import Cared, cared
from entregent.web.circles.kept_out import KeptOut, kept_out_of
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.decisions.waiting import Waits, waiting_for
from entregent.web.gatherings.words import around_in_words, line_in_words, on_another_clock
from entregent.web.polls.asked import until_in_words as poll_until
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
    line: str  # where the reader is on the waiting list
    answer_url: str  # "" once answers are closed
    table: RoundTable
    anybody: bool  # sits at it


@dataclass(frozen=True)
class AskedOfMe:
    """A circle asks which date suits."""

    url: str
    circle: str
    question: str
    until: str
    answered: bool
    is_open: bool


@dataclass(frozen=True)
class WouldI:
    """A circle asks whether I would facilitate."""

    url: str
    circle: str
    words: str


@dataclass(frozen=True)
class Today:
    first_name: str
    day: date
    dates: tuple[NextDate, ...]
    polls: tuple[AskedOfMe, ...]
    decisions: tuple[Waits, ...]
    asked: tuple[WouldI, ...]
    without_date: tuple[Circle, ...]
    more_without_date: int
    welcomes: tuple[Welcome, ...]
    cares: tuple[Cared, ...]
    cards: tuple[Card, ...]  # in the reader's hand, or offered to them
    knocks: tuple[Knock, ...]  # who asks to come into a circle the reader answers for
    wants_address: bool
    kept_out: tuple[KeptOut, ...]
    reports: int  # that wait to be read, for whoever runs the instance
    in_a_circle: bool
    may_open: bool

    @property
    def nothing_else(self) -> bool:
        asked = (self.reports, self.kept_out, self.cards, self.asked, self.polls, self.decisions, self.without_date)
        found = (*asked, self.welcomes, self.knocks, self.cares)
        return not (any(found) or self.wants_address)


def today(person: Person, circles: Sequence[Circle], now: datetime) -> Today:
    dates = gathering_queries.upcoming_for(person, now)
    tables = gathering_queries.seated(dates[:MOST_DATES], person)
    there = gathering_queries.were_there(dates[0], person) if dates and dates[0].starts_at <= now else []
    wants_address = not people_queries.addresses_of(person)
    polls = poll_queries.waiting_for(person, [circle.pk for circle in circles if not circle.archived_at])
    resting = {circle.pk for circle in circles if getattr(circle, "rests", False)}
    settled = {row.circle_id for row in dates} | set(polls) | resting
    without = [circle for circle in circles if not circle.archived_at and circle.pk not in settled]
    return Today(
        first_name=first_name(person.name),
        day=walltime.local(now, person.zone or settings.DEFAULT_ZONE).date(),
        dates=tuple(
            next_date(row, tables[row.pk], there if row is dates[0] else [], person, now) for row in dates[:MOST_DATES]
        ),
        polls=tuple(asked_of(poll, now) for poll in polls.values()),
        decisions=waiting_for(person, circles, now),
        asked=tuple(would_i(one, now) for one in facilitation_queries.asked_of(person)),
        without_date=tuple(without[:MOST_SUGGESTIONS]),
        more_without_date=len(without[MOST_SUGGESTIONS:]),
        welcomes=welcomes(person, dates, now)[: MOST_SUGGESTIONS - wants_address],
        cards=tuple(mission_queries.held_by(person)[:MOST_SUGGESTIONS]),
        cares=cared(person, now)[:MOST_SUGGESTIONS],
        knocks=tuple(door.waiting_for_me(person)[:MOST_SUGGESTIONS]),
        wants_address=wants_address,
        kept_out=kept_out_of(person, now),
        reports=reports_waiting(person),
        in_a_circle=bool(circles),
        may_open=bool(circles) or circle_rules.may_open(person),
    )


def asked_of(poll: Poll, now: datetime) -> AskedOfMe:
    return AskedOfMe(
        url=reverse("poll", args=[poll.key]),
        circle=poll.circle.name,
        question=question(poll.circle.setting),
        until=poll_until(poll, now),
        answered=bool(getattr(poll, "answered", False)),
        is_open=poll_rules.is_open(poll, now),
    )


def would_i(asking: Asking, now: datetime) -> WouldI:
    choice = asking.choice
    here = walltime.local(now, choice.circle.zone).date()
    length = until_in_words(choice.gatherings, choice.until, _language(), here)
    url = reverse("facilitation", args=[choice.circle.slug])
    return WouldI(url, choice.circle.name, capital(_("facilitate %(length)s") % {"length": length}))


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
    mine = next((one for one in seated if one.person_id == person.pk), None)
    waits = mine is not None and mine.reply == gathering_queries.WAITING
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
        answer=mine.said if mine else "",
        line=line_in_words(gathering_queries.seats.line_of(row, person) if waits else 0),
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
