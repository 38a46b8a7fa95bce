"""The circle's next date, offered on a page that is about something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from entregent.core.walltime import local
from entregent.gatherings import queries, rules
from entregent.gatherings.models import Gathering
from entregent.polls.models import Poll
from entregent.polls.queries import waiting_poll
from entregent.polls.rules import is_open
from entregent.web.links.held import Held


@dataclass(frozen=True)
class NextDate:
    gathering: Gathering
    reply: str
    is_open: bool
    today: date


def open_poll(held: Held, now: datetime) -> Poll | None:
    """What the circle is asked, for somebody whose link is past its time."""
    if held.circle is None or not held.is_member or held.is_revoked:
        return None
    poll = waiting_poll(held.circle)
    return poll if poll is not None and is_open(poll, now) else None


def next_date(held: Held, now: datetime) -> NextDate | None:
    """Only a member may know it. A live link speaks of its own date itself; a dead one sends it anew."""
    if held.circle is None or not held.is_member or held.is_revoked:
        return None
    found = queries.next_to_come(held.circle, now, held.gathering if held.is_live else None)
    if found is None:
        return None
    mine = queries.answer_of(found, held.person)
    return NextDate(
        gathering=found,
        reply=mine.reply if mine else "",
        is_open=rules.is_open(found, now),
        today=local(now, found.zone).date(),
    )
