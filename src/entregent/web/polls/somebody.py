"""Answering for somebody who telephoned: first who it is, then what they said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Membership
from entregent.core.folding import clean_line
from entregent.core.walltime import local
from entregent.people.models import NAME_LENGTH, Person
from entregent.polls import queries
from entregent.polls.models import Poll
from entregent.polls.reasons import question
from entregent.web.polls.page import Cell, Grid, grid

MOST = 20


@dataclass(frozen=True)
class SomebodyPage:
    poll: Poll
    circle: Circle
    question: str
    today: date
    search: str
    members: list[Membership]
    more: bool
    who: str  # the key of a member
    name: str  # what they are called
    said: bool  # whether they have answered before, by themselves or through somebody
    grid: Grid | None

    @property
    def cells(self) -> list[Cell]:
        return self.grid.mine if self.grid else []


def somebody_page(poll: Poll, reader: Person, now: datetime, who: str, name: str, search: str) -> SomebodyPage:
    """`who` is a member's key, `name` somebody without an address; neither, and the page asks who telephoned."""
    members = circle_queries.members(circle=poll.circle, viewer=reader, search=search).exclude(person=reader)
    chosen = members.filter(person__key=who).first() if who else None
    called = chosen.shown_name if chosen else clean_line(name, NAME_LENGTH)
    found = [] if called else list(members[: MOST + 1])
    row = queries.row_of(poll, chosen.person) if chosen else None
    tallies = queries.tallies(poll, queries.slots_of(poll))
    return SomebodyPage(
        poll=poll,
        circle=poll.circle,
        question=question(poll.circle.setting),
        today=local(now, poll.zone).date(),
        search=search,
        members=found[:MOST],
        more=len(found) > MOST,
        who=chosen.person.key if chosen else "",
        name=called,
        said=row is not None,
        grid=grid(tallies, row) if called else None,
    )
