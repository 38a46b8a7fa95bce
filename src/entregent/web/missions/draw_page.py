"""A draw as one member sees it: before, while a phone goes round, what came out, and how one knows it is chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering
from entregent.missions import operations, queries, rules
from entregent.missions.models import Card, Deck, Draw, Offer, Player
from entregent.people.models import Person
from entregent.web.missions.faces import Face, Leads, face_of
from entregent.web.missions.page import blank, named, way_of


@dataclass(frozen=True)
class StartPage:
    """Who plays, and the three ways to draw."""

    gathering: Gathering
    circle: Circle
    today: date
    people: list[tuple[int, str, bool]]  # id, name, ticked
    cards: int
    drawn: list[Draw]


@dataclass(frozen=True)
class Hand:
    """What one player drew, and what has become of it."""

    place: int
    name: str
    is_me: bool
    face: Face
    card: Card | None
    still: bool  # it is in their hands
    holder: str = ""  # whose it is by now, "" when it lies in the deck
    leads: Leads | None = None
    offer: Offer | None = None


@dataclass(frozen=True)
class DrawPage:
    draw: Draw
    gathering: Gathering
    circle: Circle
    today: date
    players: list[tuple[int, str]]
    names: str
    plays: bool
    hands: list[Hand]
    mine: Hand | None
    offers: list[tuple[str, Offer]]
    blanks: str
    imprint: str
    at: datetime
    link: str

    @property
    def cards(self) -> list[Hand]:
        return [hand for hand in self.hands if hand.card is not None]


def start_page(gathering: Gathering, deck: Deck, reader: Person, now: datetime) -> StartPage:
    drawn = [draw for draw in queries.draws_of(gathering) if draw.drawn_at]
    had = queries.have_played(drawn)
    here = queries.here_to_play(gathering, reader)
    names = queries.names_of(gathering.circle, reader, [person.pk for person, _there in here])
    return StartPage(
        gathering=gathering,
        circle=gathering.circle,
        today=local(now, gathering.zone).date(),
        people=[(one.pk, names[one.pk], there and one.pk not in had) for one, there in here if names.get(one.pk)],
        cards=queries.to_deal(deck, gathering, now).count(),
        drawn=drawn,
    )


def draw_page(draw: Draw, reader: Person, now: datetime) -> DrawPage:
    circle, players = draw.gathering.circle, queries.players_of(draw)
    offers = queries.offers_to(reader, circle) if draw.drawn_at else []
    held = [player.card.holder_id for player in players if player.card and player.card.holder_id]
    known = [*(player.person_id for player in players), *held, *(offer.by_id for offer in offers)]
    names = queries.names_of(circle, reader, known)
    shown = [(player, names.get(player.person_id) or _("a member")) for player in players]
    hands = [_hand(player, name, reader, names) for player, name in shown] if draw.drawn_at else []
    return DrawPage(
        draw=draw,
        gathering=draw.gathering,
        circle=circle,
        today=local(now, circle.zone).date(),
        players=[(player.place, name) for player, name in shown],
        names=", ".join(sorted(name for _player, name in shown)),
        plays=any(player.person_id == reader.pk for player in players),
        hands=hands,
        mine=next((hand for hand in hands if hand.is_me), None),
        offers=named(offers, names),
        blanks=", ".join(hand.name for hand in hands if hand.card is None),
        imprint=imprint(draw.commitment),
        at=local(draw.opened_at, circle.zone),
        link=absolute(reverse("draw", args=[draw.key])),
    )


def _hand(player: Player, name: str, reader: Person, names: dict[int, str]) -> Hand:
    card = player.card
    return Hand(
        place=player.place,
        name=name,
        is_me=player.person_id == reader.pk,
        face=face_of(card, name) if card else blank(),
        card=card,
        still=card is not None and card.holder_id == player.person_id,
        holder=names.get(card.holder_id) or _("a member") if card and card.holder_id else "",
    )


def turned(page: DrawPage, place: int, now: datetime) -> Hand | None:
    """One hand alone, as the phone shows it to whoever has it."""
    hand = next((hand for hand in page.hands if hand.place == place), None)
    if hand is None or hand.card is None:
        return hand
    hand.card.deck.circle = page.circle
    offer = queries.offers_for([hand.card])
    return replace(hand, leads=way_of(hand.card, now), offer=offer)


def imprint(commitment: str) -> str:
    """ "9f3a…c71e"."""
    return f"{commitment[:4]}…{commitment[-4:]}" if commitment else ""


@dataclass(frozen=True)
class ProofPage:
    draw: Draw
    circle: Circle
    day: date
    at: datetime
    imprint: str
    wrong: str  # what does not fit, "" when all does
    proof: str
    number: int | None  # the reader's own in the record
    by_hand: bool


def what_differs(what: str) -> str:
    said = {"the secret": _("the secret"), "the result": _("the result")}
    return said.get(what, _("the record")) if what else ""


def proof_page(draw: Draw, reader: Person) -> ProofPage:
    """The draw is made again, now, from what was published."""
    circle = draw.gathering.circle
    mine: Sequence[Player] = [one for one in queries.players_of(draw) if one.person_id == reader.pk]
    return ProofPage(
        draw=draw,
        circle=circle,
        day=draw.gathering.day,
        at=local(draw.opened_at, circle.zone),
        imprint=imprint(draw.commitment),
        wrong="" if draw.by_hand or not draw.drawn_at else what_differs(operations.still_fits(draw)),
        proof=operations.proof_of(draw) if draw.drawn_at and not draw.by_hand else "",
        number=operations.number_of(mine[0]) if mine else None,
        by_hand=draw.by_hand,
    )


def for_others(page: DrawPage, now: datetime) -> bool:
    """Whether the phone may still go round."""
    drawn = page.draw.drawn_at
    return drawn is not None and now - drawn <= rules.AT_THE_TABLE
