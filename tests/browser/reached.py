"""A page of `every_page`, and how one comes to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from entregent.people.models import Link, Person
from entregent.people.queries import token_of
from tests.cast import Story


@dataclass(frozen=True)
class Reached:
    """A page: its address, who looks at it ("" for a visitor), the status it answers with."""

    path: str
    who: Person | None = None
    status: int = 200


Way = Callable[[Story], Reached]


def told_in(link: Link) -> Reached:
    return Reached(reverse("link", args=[token_of(link)]))
