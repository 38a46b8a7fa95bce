"""What waits for somebody's word, as the pages around it say so; nothing where nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.decisions import queries
from entregent.decisions.queries import Awaiting
from entregent.decisions.registry import kind_of
from entregent.people.models import Person
from entregent.web.decisions.words import state_in_words


@dataclass(frozen=True)
class Waits:
    key: str
    circle: str
    title: str
    state: str
    examine: bool  # an objection, having said what one thinks


@dataclass(frozen=True)
class Decisions:
    """Of one circle: whether its page leads to them at all, and what waits for the reader."""

    any: bool
    waiting: list[Waits]
    has_charter: bool
    is_due: bool  # its charter is to be looked at again


def decisions_of(circle: Circle, reader: Person, now: datetime, has_any: bool, review_on: date | None) -> Decisions:
    waits = queries.awaiting_here(circle, reader, now) if has_any else []
    is_due = review_on is not None and review_on <= local(now, circle.zone).date()
    return Decisions(has_any, _lines(waits, now), review_on is not None, is_due)


def waiting_for(person: Person, circles: Sequence[Circle], now: datetime) -> tuple[Waits, ...]:
    ids = [circle.pk for circle in circles if not circle.archived_at]
    return tuple(_lines(queries.awaiting(person, ids, now), now)) if ids else ()


def _lines(found: Iterable[Awaiting], now: datetime) -> list[Waits]:
    return [
        Waits(
            key=one.proposal.key,
            circle=one.proposal.circle.name,
            title=kind_of(one.proposal).title(one.proposal),
            state=state_in_words(one.proposal, now),
            examine=one.examine,
        )
        for one in found
    ]
