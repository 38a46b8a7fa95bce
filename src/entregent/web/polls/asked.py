"""A poll that waits for its date, as the pages around it say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles.models import Circle
from entregent.circles.rules import may
from entregent.core.walltime import local
from entregent.core.words_of_time import DAYS_WITHOUT_DOUBT, capital, relative_day, small_number, weekday
from entregent.gatherings import queries as gathering_queries
from entregent.people.models import Person
from entregent.polls import queries, rules
from entregent.polls.models import Poll
from entregent.polls.reasons import question
from entregent.web.gatherings.words import lang
from entregent.web.polls.page import Fixing, fixing_of
from entregent.web.sending import new_sending


@dataclass(frozen=True)
class Asked:
    poll: Poll
    question: str
    is_open: bool
    until: str
    answered: str
    mine: bool
    may: bool  # fix the date from it
    fixing: list[Fixing]
    seen: int
    once: str


def asked(circle: Circle, reader: Person, now: datetime) -> Asked | None:
    """What the circle is asked about its next date; None when it is asked nothing."""
    poll = queries.waiting_poll(circle)
    if poll is None:
        return None
    tallies = queries.tallies(poll, queries.slots_of(poll))
    return Asked(
        poll=poll,
        question=question(circle.setting),
        is_open=rules.is_open(poll, now),
        until=until_in_words(poll, now),
        answered=_answered(queries.answered_of(poll)),
        mine=poll.ballots.filter(person=reader, answered_at__isnull=False).exists(),
        may=circle.archived_at is None and may(circle, reader),
        fixing=fixing_of(tallies, queries.cannot(poll, tallies, reader), now),
        seen=gathering_queries.series_of(circle).version,
        once=new_sending(),
    )


def until_in_words(poll: Poll, now: datetime) -> str:
    """ "Poll until Wednesday", "Poll over: a date to fix"."""
    if not rules.is_open(poll, now):
        return _("The poll is over: which date?")
    here, today = local(poll.closes_at, poll.zone), local(now, poll.zone).date()
    return _("Poll until %(day)s") % {"day": _day(here.date(), today)}


def _day(day: date, today: date) -> str:
    """ "tomorrow", "Wednesday", "Wednesday 9 December"."""
    if 2 <= (day - today).days <= DAYS_WITHOUT_DOUBT:
        return weekday(day, lang())
    return relative_day(day, today, lang())


def _answered(count: int) -> str:
    if not count:
        return _("Nobody has answered yet.")
    said = ngettext("%(count)s person has answered.", "%(count)s people have answered.", count)
    return capital(said % {"count": small_number(count, lang(), feminine=True)})
