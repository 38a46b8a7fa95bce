"""What time alone does to cards: one reminder to the holder, and back to the deck without a word."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from entregent.circles.enums import MailLevel
from entregent.circles.models import Membership
from entregent.core.sweeping import row_by_row
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.missions import rules
from entregent.missions.models import Card, Offer
from entregent.missions.operations.holding import return_to_deck
from entregent.notices.operations import queue

REMINDED = (MailLevel.EVERY, MailLevel.DATES)


def sweep_cards(now: datetime) -> int:
    Offer.objects.filter(ended_at__isnull=True, made_at__lt=now - rules.OFFER_WAITS).update(ended_at=now)
    with row_by_row() as each:
        back = each(_past_their_time(now), lambda card: return_to_deck(card=card, now=now))
        return back + each(_to_remind(now), lambda card: _remind(card, now))


def _held() -> QuerySet[Card]:
    """In somebody's hands, of circles in use."""
    rows = Card.objects.filter(holder__isnull=False, deck__circle__deleted_at__isnull=True)
    return rows.filter(deck__circle__archived_at__isnull=True).select_related("deck__circle", "holder")


def _since() -> QuerySet[Gathering]:
    """Gatherings that count and began after the card was taken."""
    rows = Gathering.objects.filter(gathering_queries.fixed(), circle=OuterRef("deck__circle"))
    return rows.filter(starts_at__gt=OuterRef("held_since"))


def _past_their_time(now: datetime) -> list[Card]:
    """The next gathering is over; or there was none, and two months went by; or their holder has left."""
    over = _since().filter(starts_at__lt=now - rules.BACK_AFTER)
    here = Membership.objects.filter(circle=OuterRef("deck__circle"), person=OuterRef("holder"), left_at__isnull=True)
    late = _held().annotate(over=Exists(over), here=Exists(here), deck_circle=F("deck__circle"))
    return [card for card in late if card.over or not card.here or _is_old(card, now)]


def _is_old(card: Card, now: datetime) -> bool:
    return card.held_since is not None and card.held_since < now - rules.BACK_AT_LAST


def _to_remind(now: datetime) -> list[Card]:
    """Two days before the next gathering; where no date is fixed, four days after the card was drawn."""
    reads = Membership.objects.filter(
        circle=OuterRef("deck__circle"), person=OuterRef("holder"), left_at__isnull=True, mail__in=REMINDED
    )
    waiting = _held().filter(Exists(reads), reminded_at__isnull=True, held_since__lt=now - rules.HELD_FIRST)
    ahead = _since().filter(starts_at__gt=now)
    rows = waiting.annotate(next=ahead.order_by("starts_at").values("starts_at")[:1])
    return [card for card in rows if _is_time(card, now)]


def _is_time(card: Card, now: datetime) -> bool:
    upcoming = getattr(card, "next", None)
    if upcoming is not None:
        return bool(now >= upcoming - rules.REMIND_BEFORE)
    return card.held_since is not None and now - card.held_since >= rules.REMIND_WITHOUT_DATE


@transaction.atomic
def _remind(card: Card, now: datetime) -> bool:
    """One mail, to the holder alone; of several workers one writes it."""
    same = Card.objects.filter(pk=card.pk, holder=card.holder_id, held_since=card.held_since, reminded_at__isnull=True)
    if card.holder is None or card.held_since is None or not same.update(reminded_at=now):
        return False
    queue(
        kind="card",
        dedupe=f"card:{card.pk}:{card.holder_id}:{int(card.held_since.timestamp())}",
        now=now,
        person=card.holder,
        object_id=card.pk,
        circle_id=card.deck.circle_id,
    )
    return True
