"""A circle takes its deck out, and makes it its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.operations import answer_feature
from entregent.circles.queries import language_for
from entregent.circles.rules import allow
from entregent.core.folding import clean_line
from entregent.missions import rules
from entregent.missions.models import LINE_LENGTH, VERB_LENGTH, Card, Deck
from entregent.missions.operations.refusals import TooMany
from entregent.missions.seeds import SEEDS
from entregent.people.models import Person

LENGTHS = {"verb": VERB_LENGTH, "line": LINE_LENGTH, "done": LINE_LENGTH}
CARD_FIELDS = ("sign", "weight", *LENGTHS)


@transaction.atomic
def open_deck(*, circle: Circle, by: Person, now: datetime) -> Deck:
    """The circle plays with cards from now on: a good deck in its language, or the one it had before."""
    answer_feature(circle=circle, feature=Feature.CARDS, wanted=True, by=by, now=now)
    deck, made = Deck.objects.get_or_create(circle=circle, defaults={"made_by": by, "made_at": now})
    if made:
        with translation.override(language_for(circle, None)):
            Card.objects.bulk_create(_seeded(deck, now))
    return deck


def _seeded(deck: Deck, now: datetime) -> list[Card]:
    return [
        Card(
            deck=deck,
            number=number,
            sign=seed.sign,
            weight=seed.weight,
            verb=str(seed.verb),
            line=str(seed.line),
            done=str(seed.done),
            made_at=now,
        )
        for number, seed in enumerate(SEEDS, 1)
    ]


@transaction.atomic
def add_card(*, deck: Deck, by: Person, now: datetime, **words: str) -> Card:
    """A card of the circle's own, under the next number."""
    allow(deck.circle, by)
    Deck.objects.select_for_update().get(pk=deck.pk)  # of two cards written at once each gets its own number
    last = deck.cards.aggregate(last=Max("number"))["last"] or 0
    if last >= rules.MOST_CARDS:
        raise TooMany
    return Card.objects.create(deck=deck, number=last + 1, made_at=now, **_clean(words))


@transaction.atomic
def change_card(*, card: Card, by: Person, **words: str) -> dict[str, str]:
    """Put it in other words; answers what it said before, to take it back."""
    allow(card.deck.circle, by)
    before = {field: str(getattr(card, field)) for field in CARD_FIELDS}
    Card.objects.filter(pk=card.pk).update(**_clean(words))
    return before


def _clean(words: dict[str, str]) -> dict[str, str]:
    lines = {field: clean_line(words[field], most) for field, most in LENGTHS.items() if field in words}
    return {field: words[field] for field in ("sign", "weight") if field in words} | lines


def put_aside(*, card: Card, by: Person, now: datetime) -> bool:
    """Not dealt any more; whoever holds it finishes, or not. It can be brought back."""
    allow(card.deck.circle, by)
    return bool(Card.objects.filter(pk=card.pk, put_aside_at__isnull=True).update(put_aside_at=now))


def bring_back(*, card: Card, by: Person) -> bool:
    allow(card.deck.circle, by)
    return bool(Card.objects.filter(pk=card.pk, put_aside_at__isnull=False).update(put_aside_at=None))
