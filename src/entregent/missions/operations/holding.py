"""Who holds a card: one person or nobody. Each act is one conditional update, so that of fifty at once one has it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.missions import rules
from entregent.missions.models import Card, Carried, Offer
from entregent.missions.operations.refusals import NotFree, NotTheirs
from entregent.people.models import Person


@transaction.atomic
def take(*, card: Card, person: Person, now: datetime) -> bool:
    """Take a card that nobody holds. False when it is in their hands already; somebody else's is refused."""
    free = Card.objects.filter(pk=card.pk, holder__isnull=True, put_aside_at__isnull=True)
    if free.update(holder=person, held_since=now, reminded_at=None):
        return True
    if Card.objects.filter(pk=card.pk, holder=person).exists():
        return False
    raise NotFree


@transaction.atomic
def put_back(*, card: Card, by: Person, now: datetime) -> bool:
    """Refuse a card, or pass it on to whoever wants it: it lies in the deck again, and nothing is written down."""
    if card.holder_id is None:
        return False
    if not rules.may_speak_for(card, by, now):
        raise NotTheirs
    return _let_go(card, now)


def _let_go(card: Card, now: datetime) -> bool:
    """The card first, then what was offered of it, as in a swap: the two wait for each other in one order."""
    held = Card.objects.filter(pk=card.pk, holder=card.holder_id, held_since=card.held_since)
    if not held.update(holder=None, held_since=None, reminded_at=None):
        return False
    end_offers(card, now)
    return True


def end_offers(card: Card, now: datetime) -> None:
    """What was offered of it, or for it, is no more."""
    waiting = Offer.objects.filter(ended_at__isnull=True)
    waiting.filter(card=card).update(ended_at=now)
    waiting.filter(in_return=card).update(ended_at=now)


@transaction.atomic
def finish(*, card: Card, person: Person, now: datetime) -> bool:
    """It is done: the card lies in the deck again, and that it was carried counts when chance is shared out next."""
    if card.holder_id != person.pk:
        return False
    return _carried(card, now, done_at=now)


@transaction.atomic
def take_up_again(*, card: Card, person: Person, now: datetime) -> bool:
    """Not done after all, said by whoever said it was, while nobody else holds it."""
    last = Carried.objects.filter(card=card, person=person, done_at__isnull=False).order_by("-pk").first()
    if last is None or not Card.objects.filter(pk=card.pk, holder__isnull=True).update(
        holder=person, held_since=last.since
    ):
        return False
    last.delete()
    return True


def _carried(card: Card, now: datetime, done_at: datetime | None = None) -> bool:
    """Out of somebody's hands by itself or done; of several at once one writes it down."""
    holder, since = card.holder, card.held_since
    if holder is None or since is None or not _let_go(card, now):
        return False
    Carried.objects.create(card=card, person=holder, since=since, ended_at=now, done_at=done_at)
    return True


@transaction.atomic
def return_to_deck(*, card: Card, now: datetime) -> bool:
    """A card not done goes back without a word."""
    return _carried(card, now)
