"""To whom a card may be handed, and for which of theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from entregent.circles.models import Circle
from entregent.missions import queries, rules
from entregent.missions.models import Card, Offer
from entregent.people.models import Person
from entregent.web.missions.faces import Face, face_of

MOST = 60


@dataclass(frozen=True)
class OfferPage:
    card: Card
    face: Face
    circle: Circle
    holder: str  # "" when it is the reader's own
    theirs: bool  # the reader may let it go
    swaps: list[tuple[str, str, str, str]]  # name, key, what their card asks, its key
    others: list[tuple[str, str]]
    waiting: Offer | None


def offer_page(card: Card, reader: Person, now: datetime) -> OfferPage:
    circle = card.deck.circle
    holding = [one for one in queries.cards_of(card.deck) if one.holder_id not in (None, card.holder_id)]
    people = {person.pk: person for person in queries.who_may_take(card, MOST)}
    names = queries.names_of(circle, card.holder or reader, [*people, card.holder_id or 0])
    keys = {person.pk: person.key for person in people.values()}
    shown = {pk: name for pk, name in names.items() if name and pk in keys}
    return OfferPage(
        card=card,
        face=face_of(card),
        circle=circle,
        holder="" if card.holder_id == reader.pk else names.get(card.holder_id or 0, ""),
        theirs=card.holder_id is not None and rules.may_speak_for(card, reader, now),
        swaps=[
            (shown[one.holder_id], keys[one.holder_id], one.verb, one.key) for one in holding if one.holder_id in shown
        ],
        others=[(name, keys[pk]) for pk, name in shown.items()],
        waiting=queries.waiting_offers([card]).get(card.pk),
    )
