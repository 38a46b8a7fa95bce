"""A deck moves house with its circle."""

from __future__ import annotations

from collections.abc import Sequence

from entregent.circles.enums import Feature
from entregent.circles.operations import answer_feature
from entregent.gatherings.operations.unpacking import text
from entregent.gatherings.registry import MovedIn, Row
from entregent.missions.enums import Sign, Weight
from entregent.missions.models import Card, Deck
from entregent.missions.operations.deck import LENGTHS


def unpack(moved: MovedIn, rows: Sequence[Row]) -> None:
    """All cards lie in the deck: nobody here has drawn one yet."""
    said = [row for row in rows if text(row, "verb", LENGTHS["verb"])]
    if not said:
        return
    answer_feature(circle=moved.circle, feature=Feature.CARDS, wanted=True, by=moved.by, now=moved.now)
    deck = Deck.objects.create(circle=moved.circle, made_by=moved.by, made_at=moved.now)
    Card.objects.bulk_create([_card(row, number, deck, moved) for number, row in enumerate(said, 1)])


def _card(row: Row, number: int, deck: Deck, moved: MovedIn) -> Card:
    words = {field: text(row, field, most) for field, most in LENGTHS.items()}
    sign, weight = text(row, "sign", 8), text(row, "weight", 5)
    return Card(
        deck=deck,
        number=number,
        sign=sign if sign in Sign.values else Sign.QUESTION,
        weight=weight if weight in Weight.values else Weight.WORK,
        made_at=moved.now,
        put_aside_at=moved.now if row.get("aside") else None,
        **words,
    )
