"""The deck, my cards and the cards in play, each assembled from the circle's cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.queries import features
from entregent.circles.queries.met import names_met
from entregent.circles.rules import may
from entregent.core.walltime import local
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.missions import queries, rules
from entregent.missions.models import Card, Deck, Draw, Offer
from entregent.people.models import Person
from entregent.polls.queries import waiting_poll
from entregent.web.missions.faces import Face, Leads, face_of, leads

A_PAGE = 8  # cards to a sheet of A4
LAST_DRAWS = 3
MOST_IN_PLAY = 5


@dataclass(frozen=True)
class Lying:
    """A card of the deck, and what the reader may do with it."""

    face: Face
    is_mine: bool
    is_free: bool


@dataclass(frozen=True)
class DeckPage:
    circle: Circle
    today: date
    cards: list[Lying]
    aside: list[Card]
    may: bool
    playable: Gathering | None
    draws: list[Draw]


@dataclass(frozen=True)
class Mine:
    """A card in my hand: what it asks, where it does its work, and what I offered of it."""

    card: Card
    face: Face
    circle: Circle
    leads: Leads | None
    offered: Offer | None
    asked: str  # whom it is offered to


@dataclass(frozen=True)
class MyCards:
    cards: list[Mine]
    offers: list[tuple[str, Offer]]


@dataclass(frozen=True)
class InPlay:
    """On the circle's page: who holds what."""

    lines: list[tuple[str, str, bool]]  # what it asks, whose it is, whether it is mine
    more: int


def deck_page(circle: Circle, deck: Deck, reader: Person, now: datetime) -> DeckPage:
    cards = queries.cards_of(deck)
    holders = [card.holder_id for card in cards if card.holder_id]
    names = queries.names_of(circle, reader, holders)
    return DeckPage(
        circle=circle,
        today=local(now, circle.zone).date(),
        cards=[_lying(card, names, reader) for card in cards],
        aside=queries.aside_of(deck),
        may=may(circle, reader),
        playable=playable(circle, now),
        draws=queries.last_draws(circle, LAST_DRAWS),
    )


def _lying(card: Card, names: dict[int, str], reader: Person) -> Lying:
    holder = "" if card.holder_id is None else names.get(card.holder_id) or _("a member")
    return Lying(face_of(card, holder), card.holder_id == reader.pk, card.holder_id is None)


def playable(circle: Circle, now: datetime) -> Gathering | None:
    """The gathering whose cards can be drawn now: the one that is on, else the last."""
    if circle.archived_at is not None:
        return None
    on = gathering_queries.next_gathering(circle, now)
    found = on if on is not None and rules.may_draw(on, now) else gathering_queries.last_gathering(circle, now)
    return found if found is not None and rules.may_draw(found, now) else None


def printed(deck: Deck) -> list[list[Face]]:
    """The deck by sheets of eight, filled up with blank cards to write on."""
    faces = [face_of(card) for card in queries.cards_of(deck)]
    faces += [blank()] * (-len(faces) % A_PAGE or A_PAGE)
    return [faces[start : start + A_PAGE] for start in range(0, len(faces), A_PAGE)]


def blank() -> Face:
    return Face(number="", pip="○", verb=_("Blank"), line=_("Nothing to do this time."), done="", path="")


def my_cards(person: Person, now: datetime) -> MyCards:
    cards = [card for card in queries.held_by(person) if card.holder_id == person.pk]
    offered, offers = queries.waiting_offers(cards), queries.offers_to(person)
    names = names_met(person, [*(one.to_id for one in offered.values()), *(one.by_id for one in offers)])
    return MyCards([_mine(card, offered.get(card.pk), names, now) for card in cards], named(offers, names))


def named(offers: Sequence[Offer], names: dict[int, str]) -> list[tuple[str, Offer]]:
    """What is asked of the reader, with who asks."""
    return [(names.get(offer.by_id) or _("a member"), offer) for offer in offers]


def _mine(card: Card, offered: Offer | None, names: dict[int, str], now: datetime) -> Mine:
    asked = names.get(offered.to_id, "") if offered else ""
    return Mine(card, face_of(card), card.deck.circle, way_of(card, now), offered, asked)


def way_of(card: Card, now: datetime) -> Leads | None:
    circle = card.deck.circle
    if card.sign == "date" and (poll := waiting_poll(circle)) is not None:
        return leads(card, poll_key=poll.key)
    if card.sign == "notes" and (last := gathering_queries.last_gathering(circle, now)) is not None:
        return leads(card, gathering_key=last.key)
    return leads(card)


def on_the_table(circle: Circle, reader: Person, size: int) -> tuple[InPlay | None, bool]:
    """The cards in play, and whether the circle is offered to play: once, above about ten members, to whoever may
    say yes for it. A smaller circle, or one that answered, is asked for its cards alone, in one query.
    """
    if size <= rules.OFFERED_ABOVE:
        return in_play(circle, reader), False
    wanted = features.answers(circle).get(Feature.CARDS)
    return (in_play(circle, reader) if wanted else None), wanted is None and may(circle, reader)


def in_play(circle: Circle, reader: Person) -> InPlay | None:
    cards = queries.in_play(circle, reader)
    lines = [
        (card.verb, str(getattr(card, "calls", "")) or _("a member"), card.holder_id == reader.pk) for card in cards
    ]
    lines.sort(key=lambda line: not line[2])
    return InPlay(lines[:MOST_IN_PLAY], len(lines[MOST_IN_PLAY:])) if lines else None
