from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from entregent.circles.models import Membership
from entregent.circles.queries import met
from entregent.core.words_of_time import weekday
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import StandingAnswer
from entregent.notices.queries import returned_among
from entregent.people import queries as people_queries
from entregent.people.models import Person
from entregent.web.circles.kept_out import KeptOut, kept_out_of

A_MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class OwnAddress:
    id: int
    written: str
    is_proved: bool
    may_go: bool
    gets_mails: bool


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
    came_back: tuple[str, ...]
    kept_out: tuple[KeptOut, ...]


def me(person: Person, memberships: Sequence[Membership], language: str, now: datetime) -> Me:
    return Me(
        addresses=addresses(person),
        memberships=tuple(memberships),
        standing=tuple(_standing(row, language) for row in gathering_queries.standing_answers_of(person)),
        has_blocked=people_queries.blocked_by_me(person).exists(),
        refuses_mail=people_queries.refuses_all_mail(person),
        came_back=came_back(person),
        kept_out=kept_out_of(person, now),
    )


def came_back(person: Person) -> tuple[str, ...]:
    """Addresses nothing is sent to any more, since mail to them came back."""
    rows = people_queries.addresses_of(person)
    returned = returned_among([row.lookup for row in rows])
    return tuple(row.written for row in rows if row.lookup in returned)


def _standing(row: StandingAnswer, language: str) -> Standing:
    day = "" if row.weekday is None else weekday(A_MONDAY + timedelta(days=row.weekday), language)
    return Standing(row.circle.slug, row.circle.name, day)


def addresses(person: Person) -> tuple[OwnAddress, ...]:
    rows = people_queries.addresses_of(person)
    proved = {row.pk for row in rows if row.verified_at}
    first = people_queries.address_of(person)
    return tuple(
        OwnAddress(row.pk, row.written, row.pk in proved, bool(proved - {row.pk}), row == first) for row in rows
    )


def blocked(person: Person) -> tuple[Blocked, ...]:
    rows = list(people_queries.blocked_by_me(person))
    names = met.names_met(person, [row.person_id for row in rows])
    return tuple(Blocked(row.person.key, names.get(row.person_id, ""), row.at) for row in rows)
