"""A circle that takes turns, and what its people answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.circles.models import Circle
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Asking, Choice, Term
from entregent.people.models import Person
from tests.cast import DAY, NOW, a_circle, a_date, somebody

SECRET = bytes(range(16))
OPENED = NOW - 60 * DAY


def people(*names: str) -> list[Person]:
    return [somebody(name, f"{name.lower()}@example.org", now=OPENED) for name in names]


def friends(*names: str) -> tuple[Circle, list[Person]]:
    found = people(*(names or ("Anne", "Bruno", "Chloe", "David")))
    return a_circle(*found, now=OPENED), found


def a_choice(circle: Circle, by: Person, how: How = How.ASKED, *, now: datetime = NOW, **more: Any) -> Choice:
    return facilitation.begin(circle=circle, how=how, by=by, secret=SECRET, now=now, **more)


def a_term(circle: Circle, person: Person, by: Person | None = None, *, now: datetime = NOW, **more: Any) -> Term:
    """Asked, and said yes."""
    choice = a_choice(circle, by or person, now=now, **more)
    facilitation.ask(choice=choice, person=person, by=by or person, now=now)
    return facilitation.accept(choice=choice, person=person, now=now)


def asked(choice: Choice) -> list[str]:
    """Who is asked and has not answered, by name."""
    rows = Asking.objects.filter(choice=choice, refused_at__isnull=True).order_by("pk")
    return [row.person.name for row in rows.select_related("person")]


def facilitates(circle: Circle) -> str:
    term = queries.term_of(circle)
    return term.person.name if term else ""


def meet(circle: Circle, by: Person, times: int, now: datetime) -> datetime:
    """So many gatherings, a week apart; answers the day after the last one."""
    for week in range(times):
        a_date(circle, by, days=2, now=now + week * 7 * DAY)
    return now + ((times - 1) * 7 + 3) * DAY


def sweep(now: datetime) -> int:
    return facilitation.sweep_terms(now, lambda: SECRET)
