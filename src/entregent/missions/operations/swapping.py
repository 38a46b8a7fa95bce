"""A card handed to somebody, or changed for one of theirs, once both agree."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from entregent.circles.queries import is_here
from entregent.missions import rules
from entregent.missions.models import Card, Offer
from entregent.missions.operations.holding import end_offers
from entregent.missions.operations.refusals import NotFree, NotTheirs
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs


@transaction.atomic
def offer(*, card: Card, by: Person, to: Person, now: datetime, in_return: Card | None = None) -> Offer:
    """Ask somebody to take this card, or to change it for theirs. One question at a time: a new one replaces it."""
    if card.holder is None or not rules.may_speak_for(card, by, now):
        raise NotTheirs
    holder = card.holder
    if to == holder or to.pk in blocked_pairs(holder) or not is_here(card.deck.circle, to):
        raise NotFree
    if in_return is not None and (in_return.holder_id != to.pk or in_return.deck_id != card.deck_id):
        raise NotFree
    Offer.objects.filter(card=card, ended_at__isnull=True).update(ended_at=now)
    return Offer.objects.create(card=card, by=holder, to=to, in_return=in_return, made_at=now)


@transaction.atomic
def agree(*, offer: Offer, by: Person, now: datetime) -> bool:
    """Both agree: the cards change hands in one go, or not at all. A second tap finds it done."""
    if not _speaks(offer, by, now):
        raise NotTheirs
    both = Card.objects.filter(Q(pk=offer.card_id) | Q(pk=offer.in_return_id)).order_by("pk")
    list(both.select_for_update(no_key=True))  # in one order: two swaps that cross do not wait for each other
    if not Offer.objects.filter(pk=offer.pk, ended_at__isnull=True).update(ended_at=now, agreed_at=now):
        return False
    _move(offer.card, offer.by, offer.to, now)
    end_offers(offer.card, now)
    if offer.in_return is not None:
        _move(offer.in_return, offer.to, offer.by, now)
        end_offers(offer.in_return, now)
    return True


def _move(card: Card, giver: Person, taker: Person, now: datetime) -> None:
    held = Card.objects.filter(pk=card.pk, holder=giver)
    if not held.update(holder=taker, held_since=now, reminded_at=None):
        raise NotFree


def _speaks(offer: Offer, by: Person, now: datetime) -> bool:
    """Whoever is asked; at the table, whoever holds the one phone while they look at it."""
    return by == offer.to or _table(offer, by, now)


def _table(offer: Offer, by: Person, now: datetime) -> bool:
    cards = [offer.card, offer.in_return] if offer.in_return is not None else [offer.card]
    return rules.at_one_table(cards, [offer.by, offer.to], by, now)


def decline(*, offer: Offer, by: Person, now: datetime) -> bool:
    """Keep one's own: no reason is asked, and nothing is shown."""
    if by not in (offer.by, offer.to) and not _table(offer, by, now):
        raise NotTheirs
    return bool(Offer.objects.filter(pk=offer.pk, ended_at__isnull=True).update(ended_at=now))
