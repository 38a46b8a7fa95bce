"""The draw: who plays, a promise published, a word said at the table, then each card somebody's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from entregent import engine
from entregent.activity.operations import record
from entregent.circles.models import Circle
from entregent.circles.queries import live_memberships
from entregent.circles.rules import allow
from entregent.core.folding import clean_line
from entregent.engine.errors import Refused
from entregent.gatherings.models import Gathering
from entregent.missions import queries, rules
from entregent.missions.models import WORD_LENGTH, Card, Deck, Draw, Player
from entregent.missions.operations.holding import return_to_deck, take
from entregent.missions.operations.refusals import DrawnAlready, NotFree, NotNow, TooFew
from entregent.people.models import Person


@transaction.atomic
def open_draw(
    *,
    deck: Deck,
    gathering: Gathering,
    by: Person,
    players: Sequence[int],
    secret: bytes,
    lot: Sequence[float],
    now: datetime,
) -> Draw:
    """Say who plays and publish the promise. `secret` and `lot` are the caller's own chance, `lot` one number a player:
    the order of the record, so that a load in it is nobody's by name.
    """
    allow(deck.circle, by)
    if not rules.may_draw(gathering, now):
        raise NotNow
    people = _of_the_circle(deck.circle, players)
    if len(people) < rules.FEWEST:
        raise TooFew
    draw = _promise(gathering, by, secret, now)
    carried = queries.loads(deck.circle, people, now)
    ordered = [person for _number, person in sorted(zip(lot, people, strict=False))]
    Player.objects.bulk_create(
        [Player(draw=draw, person_id=person, place=place, load=carried[person]) for place, person in enumerate(ordered)]
    )
    return draw


def _of_the_circle(circle: Circle, people: Sequence[int]) -> list[int]:
    rows = live_memberships(circle).filter(person__in=people).order_by("person")
    return list(rows.values_list("person_id", flat=True))


def _promise(gathering: Gathering, by: Person, secret: bytes, now: datetime) -> Draw:
    try:
        with transaction.atomic():
            return Draw.objects.create(
                gathering=gathering,
                opened_by=by,
                opened_at=now,
                commitment=engine.rotation.commitment(secret),
                secret=secret.hex(),
            )
    except IntegrityError as somebody_did:
        open_one = queries.open_draw(gathering)
        if open_one is None:
            raise
        raise DrawnAlready(open_one) from somebody_did


@transaction.atomic
def join(*, draw: Draw, person: Person, now: datetime) -> bool:
    """I play too, until the cards are drawn."""
    locked = _locked(draw)
    if not rules.may_join(locked, now) or locked.players.filter(person=person).exists():
        return False
    place = (locked.players.aggregate(last=Max("place"))["last"] or 0) + 1
    load = queries.loads(locked.gathering.circle, [person.pk], now)[person.pk]
    Player.objects.create(draw=locked, person=person, place=place, load=load)
    return True


@transaction.atomic
def sit_out(*, draw: Draw, person: Person) -> bool:
    """Not this time: one tap, and nothing remains of it."""
    locked = _locked(draw)
    return locked.is_open and bool(locked.players.filter(person=person).delete()[0])


def _locked(draw: Draw) -> Draw:
    rows = Draw.objects.select_for_update(of=("self",), no_key=True).select_related("gathering__circle")
    return rows.get(pk=draw.pk)


@transaction.atomic
def call_off(*, draw: Draw, now: datetime) -> bool:
    """Not drawn after all; another can be started."""
    return bool(Draw.objects.filter(pk=draw.pk, drawn_at__isnull=True, called_off_at=None).update(called_off_at=now))


@transaction.atomic
def draw_cards(*, draw: Draw, deck: Deck, by: Person, said: str, now: datetime) -> Draw:
    """Each draws one, by the engine's chance. Whoever taps second finds what the first drew."""
    locked = _locked(draw)
    if not locked.is_open:
        raise DrawnAlready(locked)
    players = queries.players_of(locked)
    if len(players) < rules.FEWEST:
        raise TooFew
    _hand_in(deck, locked.gathering, now)
    cards = dealt(list(queries.to_deal(deck, locked.gathering, now).select_for_update()), len(players))
    if not cards:
        raise TooFew
    _deal(locked, players, cards, clean_line(said, WORD_LENGTH), now)
    locked.drawn_at, locked.drawn_by = now, by
    locked.save(update_fields=["drawn_at", "drawn_by", "said", "public"])
    _tell(locked, by, now)
    return locked


def _hand_in(deck: Deck, gathering: Gathering, now: datetime) -> None:
    """What was drawn before this gathering began goes back to the deck, done or not, without a word."""
    for card in deck.cards.filter(held_since__lt=gathering.starts_at).select_related("holder"):
        return_to_deck(card=card, now=now)


def dealt(free: Sequence[Card], players: int) -> list[Card]:
    """As many cards as there are players at most: work for two in three, light ones, blank ones for whoever is left."""
    work = [card for card in free if card.is_work][: rules.work_among(players)]
    light = [card for card in free if not card.is_work][: players - len(work)]
    return [*work, *light]


def _deal(draw: Draw, players: Sequence[Player], cards: Sequence[Card], said: str, now: datetime) -> None:
    places = {player.person_id: place for place, player in enumerate(players)}
    recent = [[places[one] for one in before if one in places] for before in queries.worked_lately(draw)]
    result = engine.rotation.draw(
        [card.is_work for card in cards],
        [player.load for player in players],
        recent,
        secret=bytes.fromhex(draw.secret),
        said=said,
    )
    draw.said, draw.public = said, result.public
    for card, place in zip(cards, result.holder, strict=True):
        take(card=card, person=players[place].person, now=now)
        players[place].card = card
    Player.objects.bulk_update(players, ["card"])


def _tell(draw: Draw, by: Person, now: datetime) -> None:
    """The journal says that cards were drawn; never who refused one."""
    circle_id = draw.gathering.circle_id
    record(actor=by, verb="drew", kind="draw", object_id=draw.pk, circle_id=circle_id, now=now, open_to_circle=True)


@transaction.atomic
def note_draw(*, deck: Deck, gathering: Gathering, by: Person, holders: Mapping[int, int], now: datetime) -> Draw:
    """Drawn by hand, with paper: which card, by its id, came to whom. A card somebody holds since is refused whole."""
    allow(deck.circle, by)
    if not rules.may_draw(gathering, now):
        raise NotNow
    people = {
        person.pk: person for person in Person.objects.filter(pk__in=_of_the_circle(deck.circle, [*holders.values()]))
    }
    cards = {card.pk: card for card in deck.cards.filter(pk__in=holders)}
    dealt_out = [
        (cards[card], people[person]) for card, person in holders.items() if card in cards and person in people
    ]
    if not dealt_out:
        raise TooFew
    _hand_in(deck, gathering, now)
    draw = Draw.objects.create(gathering=gathering, opened_by=by, opened_at=now, drawn_at=now, drawn_by=by)
    for card, person in dealt_out:
        if not take(card=card, person=person, now=now):
            raise NotFree
    first = {person.pk: card for card, person in reversed(dealt_out)}
    Player.objects.bulk_create(
        [
            Player(draw=draw, person_id=person, place=place, card=card)
            for place, (person, card) in enumerate(first.items())
        ]
    )
    _tell(draw, by, now)
    return draw


def still_fits(draw: Draw) -> str:
    """Drawn again from the record: "" when all is as it was promised, else what does not fit."""
    try:
        engine.rotation.check(draw.commitment, bytes.fromhex(draw.secret), draw.public)
    except Refused as altered:
        return str(dict(altered.reason.facts).get("what", "the record"))
    except ValueError:
        return "the secret"
    return ""


def proof_of(draw: Draw) -> str:
    """What anybody needs to draw again, in one text: `entregent check-draw` reads it."""
    told = {"commitment": draw.commitment, "secret": draw.secret, "record": draw.public}
    return json.dumps(told, ensure_ascii=False, indent=1)


def number_of(player: Player) -> int:
    """Which number of the record is theirs."""
    return player.draw.players.filter(place__lt=player.place).count()
