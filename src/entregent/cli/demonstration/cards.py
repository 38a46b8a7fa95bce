"""The lunches play with mission cards: three draws, one card refused, one done, the last ones still in play."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from random import Random

from entregent.cli.demonstration.days import Days
from entregent.cli.demonstration.lunches import Lunches
from entregent.cli.demonstration.people import KEEPER
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import past_gatherings, people_at
from entregent.missions import operations as missions
from entregent.missions.models import Card, Deck
from entregent.people.models import Person

TAKEN_OUT_BY = "Nadia Benali"
DRAWS = 3
AT_COFFEE = timedelta(minutes=95)
WORDS = ("kouign-amann", "persimmon", "mistral")
FEWEST = 4


def tell(story: Lunches, days: Days) -> None:
    last = list(reversed(past_gatherings(story.circle, days.now)[:DRAWS]))
    nadia, chance = story.people[TAKEN_OUT_BY], Random(57)  # noqa: S311
    deck = missions.open_deck(circle=story.circle, by=nadia, now=last[0].starts_at - timedelta(days=1))
    deck.circle = story.circle
    for lunch, word in zip(last, WORDS, strict=True):
        _draw(deck, lunch, nadia, word, chance)
    _since(deck, story.people[KEEPER[0]], days)


def _draw(deck: Deck, lunch: Gathering, by: Person, word: str, chance: Random) -> None:
    """Among those who were there: the number of the lunch stands for the secret, so that each telling is the same."""
    players = [person.pk for person in people_at(lunch) if person.erased_at is None]
    if len(players) < FEWEST:
        return
    now = lunch.starts_at + AT_COFFEE
    draw = missions.open_draw(
        deck=deck,
        gathering=lunch,
        by=by,
        players=players,
        secret=hashlib.sha256(word.encode()).digest(),
        lot=[chance.random() for _one in players],
        now=now - timedelta(minutes=2),
    )
    missions.draw_cards(draw=draw, deck=deck, by=by, said=word, now=now)


def _since(deck: Deck, keeper: Person, days: Days) -> None:
    """Somebody refused a card, another is done, and the keeper took one up."""
    now = days.now - timedelta(minutes=10)
    held = deck.cards.filter(holder__isnull=False).select_related("deck__circle", "holder").order_by("-number")
    for card, is_done in zip(list(held[:2]), (False, True), strict=False):
        _let_go(card, is_done, now)
    free = deck.cards.filter(holder__isnull=True, put_aside_at__isnull=True).order_by("number").first()
    if free is not None and not deck.cards.filter(holder=keeper).exists():
        missions.take(card=free, person=keeper, now=now)


def _let_go(card: Card, is_done: bool, now: datetime) -> None:
    if card.holder is not None and is_done:
        missions.finish(card=card, person=card.holder, now=now)
    elif card.holder is not None:
        missions.put_back(card=card, by=card.holder, now=now)
