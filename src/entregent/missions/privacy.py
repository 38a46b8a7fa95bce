from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from entregent.missions.models import Card, Carried, Offer, Player
from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.people.privacy.merging import Ledger

COVERED = frozenset(
    {
        "missions.Deck.made_by",
        "missions.Draw.opened_by",
        "missions.Draw.drawn_by",
        "missions.Card.holder",
        "missions.Carried.person",
        "missions.Player.person",
        "missions.Offer.by",
        "missions.Offer.to",
    }
)
WHICH = ("card__deck__circle__name", "card__verb")


def _export(person: Person) -> dict[str, Any]:
    held = Card.objects.filter(holder=person).order_by("held_since")
    return {
        "held": list(held.values("deck__circle__name", "verb", "line", "held_since")),
        "carried": list(person.cards_carried.order_by("since").values(*WHICH, "since", "ended_at", "done_at")),
        "drew": list(
            person.draws_played.order_by("pk").values("draw__gathering__circle__name", "draw__drawn_at", "card__verb")
        ),
        "offered": list(person.cards_offered.order_by("pk").values(*WHICH, "made_at", "agreed_at")),
    }


def _erase(person: Person, now: datetime) -> None:
    """Their cards lie in the deck again; a draw stays as it was drawn, with "a former member" in it."""
    Card.objects.filter(holder=person).update(holder=None, held_since=None, reminded_at=None)
    Carried.objects.filter(person=person).delete()
    Offer.objects.filter(Q(by=person) | Q(to=person)).delete()
    Player.objects.filter(person=person, draw__drawn_at__isnull=True).delete()


def _holds(person: Person) -> bool:
    return person.mission_cards.exists() or person.cards_carried.exists() or person.draws_played.exists()


def _merge(ledger: Ledger) -> None:
    """Nobody plays twice in one draw, nor offers themselves a card."""
    ledger.settle(Player, "person", ("draw_id",))
    between = Q(by=ledger.kept, to=ledger.gone) | Q(by=ledger.gone, to=ledger.kept)
    for row in Offer.objects.filter(between):
        ledger.set_aside(row)


register(Part("missions", _export, _erase, _holds, _merge))
