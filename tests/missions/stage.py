"""A circle that plays with cards, a gathering that has just ended, and a chance that is the same each time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Gathering
from entregent.missions import operations as missions
from entregent.missions.models import Card, Deck, Draw
from entregent.people.models import Person
from tests.cast import HOUR, NOW, a_circle, a_past_date, somebody

NAMES = ("Nadia", "Théo", "Inès", "Karim", "Odile", "Yann", "Rosalie", "Hugo", "Maïwenn", "Jeanne", "Malik", "Chloé")
SECRET = bytes(range(32))


def people(count: int, now: datetime = NOW) -> list[Person]:
    return [somebody(name, f"p{number}@example.org", now=now) for number, name in enumerate(NAMES[:count])]


def a_deck(circle: Circle, by: Person, now: datetime = NOW) -> Deck:
    deck = missions.open_deck(circle=circle, by=by, now=now)
    deck.circle = circle
    return deck


def a_table(*around: Person, now: datetime = NOW) -> tuple[Deck, Gathering]:
    """They had lunch yesterday, and have a deck."""
    circle = a_circle(*around, now=now - timedelta(days=60))
    gathering = a_past_date(circle, around[0], days=1, now=now)
    there = [one.pk for one in around]
    gatherings.record_attendance(gathering=gathering, by=around[0], person_ids=there, names=[], now=now - HOUR)
    return a_deck(circle, around[0], now - timedelta(days=50)), gathering


def promised(
    deck: Deck, gathering: Gathering, players: Sequence[Person], now: datetime = NOW, secret: bytes = SECRET
) -> Draw:
    ids = [one.pk for one in players]
    return missions.open_draw(
        deck=deck, gathering=gathering, by=players[0], players=ids, secret=secret, lot=range(len(ids)), now=now
    )


def drawn(
    deck: Deck,
    gathering: Gathering,
    players: Sequence[Person],
    now: datetime = NOW,
    said: str = "",
    secret: bytes = SECRET,
) -> Draw:
    draw = promised(deck, gathering, players, now, secret)
    return missions.draw_cards(draw=draw, deck=deck, by=players[0], said=said, now=now)


def card(deck: Deck, number: int = 1) -> Card:
    """As the next page would read it."""
    return Card.objects.select_related("deck__circle", "holder").get(deck=deck, number=number)


def holders(deck: Deck) -> dict[int, str]:
    """By number, whose each card is."""
    rows = Card.objects.filter(deck=deck, holder__isnull=False).select_related("holder").order_by("number")
    return {row.number: row.holder.name for row in rows if row.holder}
