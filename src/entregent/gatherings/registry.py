"""What an app above knows of a circle: whom to ask for its next date, who carries what. It registers how at start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from entregent.circles.models import Circle
from entregent.people.models import Person

InCharge = Callable[[Circle, datetime], Person | None]
_known: list[InCharge] = []


def register(who: InCharge) -> None:
    _known.append(who)


def in_charge(circle: Circle, now: datetime) -> Person | None:
    """Who sees to the next date, or None where nobody in particular does."""
    return next((person for who in _known if (person := who(circle, now)) is not None), None)


Chores = Callable[[Circle], list[tuple[int, str]]]
_carried: list[Chores] = []


def register_chores(what: Chores) -> None:
    _carried.append(what)


def chores_of(circle: Circle) -> list[tuple[int, str]]:
    """Who carries what for the circle just now: the person's id, and what, in the circle's own words."""
    return [one for what in _carried for one in what(circle)]
