"""Cards drawn with paper, noted on one page: card by card, who has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from entregent.circles.models import Circle
from entregent.gatherings.models import Gathering
from entregent.missions import queries
from entregent.missions.models import Deck
from entregent.people.models import Person
from entregent.web.missions.faces import Face, face_of

CARD = "card-"
MOST_DIGITS = 18


@dataclass(frozen=True)
class Row:
    """A card, and who is thought to have it."""

    field: str
    face: Face
    chosen: int


@dataclass(frozen=True)
class HandPage:
    gathering: Gathering
    circle: Circle
    rows: list[Row]
    people: list[tuple[int, str]]


def hand_page(gathering: Gathering, deck: Deck, reader: Person, typed: Mapping[int, int]) -> HandPage:
    here = [person.pk for person, _there in queries.here_to_play(gathering, reader)]
    names = queries.names_of(gathering.circle, reader, here)
    return HandPage(
        gathering=gathering,
        circle=gathering.circle,
        rows=[Row(f"{CARD}{card.pk}", face_of(card), typed.get(card.pk, 0)) for card in queries.cards_of(deck)],
        people=[(pk, names[pk]) for pk in here if names.get(pk)],
    )


def holders_of(posted: Mapping[str, str]) -> dict[int, int]:
    """By card, who has it, as the form was filled in."""
    said = {name.removeprefix(CARD): posted[name] for name in posted if name.startswith(CARD)}
    return {int(card): int(who) for card, who in said.items() if _is_number(card) and _is_number(who)}


def _is_number(written: str) -> bool:
    return written.isdecimal() and len(written) <= MOST_DIGITS
