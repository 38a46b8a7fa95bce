from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from entregent.circles import queries as circle_queries
from entregent.circles.models import Membership
from entregent.core.words_of_time import weekday
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import StandingAnswer
from entregent.people import queries as people_queries
from entregent.people.models import Person

A_MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class OwnAddress:
    id: int
    written: str
    is_proved: bool
    may_go: bool


@dataclass(frozen=True)
class Standing:
    slug: str
    circle: str
    weekday: str  # "" means each date


@dataclass(frozen=True)
class Blocked:
    key: str
    name: str
    since: datetime


@dataclass(frozen=True)
class Me:
    addresses: tuple[OwnAddress, ...]
    memberships: tuple[Membership, ...]
    standing: tuple[Standing, ...]
    has_blocked: bool
    refuses_mail: bool


def me(person: Person, memberships: Sequence[Membership], language: str) -> Me:
    return Me(
        addresses=addresses(person),
        memberships=tuple(memberships),
        standing=tuple(_standing(row, language) for row in gathering_queries.standing_answers_of(person)),
        has_blocked=people_queries.blocked_by_me(person).exists(),
        refuses_mail=people_queries.refuses_all_mail(person),
    )


def _standing(row: StandingAnswer, language: str) -> Standing:
    day = "" if row.weekday is None else weekday(A_MONDAY + timedelta(days=row.weekday), language)
    return Standing(row.circle.slug, row.circle.name, day)


def addresses(person: Person) -> tuple[OwnAddress, ...]:
    rows = people_queries.addresses_of(person)
    proved = {row.pk for row in rows if row.verified_at}
    return tuple(OwnAddress(row.pk, row.written, row.pk in proved, bool(proved - {row.pk})) for row in rows)


def blocked(person: Person) -> tuple[Blocked, ...]:
    rows = list(people_queries.blocked_by_me(person))
    names = circle_queries.names_met(person, [row.person_id for row in rows])
    return tuple(Blocked(row.person.key, names.get(row.person_id, ""), row.at) for row in rows)
