"""What an app above knows of a circle: whom to ask for its next date, who carries what, what moves house with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


Row = Mapping[str, Any]


@dataclass(frozen=True)
class MovedIn:
    """A circle brought in from a file; its `people` by their number there, `by` among them or beside them."""

    circle: Circle
    by: Person
    people: Mapping[int, Person]
    now: datetime


@dataclass(frozen=True)
class Belonging:
    """What a circle takes with it when it moves house: a list of the file, `most` rows long."""

    name: str
    most: int
    pack: Callable[[Circle, Mapping[int, int]], list[dict[str, Any]]]  # people's ids to their numbers
    unpack: Callable[[MovedIn, Sequence[Row]], None]


_belongings: list[Belonging] = []


def register_belonging(what: Belonging) -> None:
    _belongings.append(what)


def belongings() -> list[Belonging]:
    return sorted(_belongings, key=lambda one: one.name)
