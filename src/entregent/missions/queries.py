"""Decks, cards and draws, as somebody of their circle; who holds what, and what chance is told of the past."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from entregent.circles.enums import Feature
from entregent.circles.models import Circle, FeatureAnswer, Membership
from entregent.circles.queries import names_in
from entregent.core.prepared import prepared
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.missions import rules
from entregent.missions.enums import Sign, Weight
from entregent.missions.models import Card, Carried, Deck, Draw, Offer, Player
from entregent.people.models import Block, Person
from entregent.people.queries import blocked_pairs


def _wanted(circle: str) -> Exists:
    return Exists(FeatureAnswer.objects.filter(circle=OuterRef(circle), feature=Feature.CARDS, wanted=True))


def _as_member(viewer: Person, circle: str) -> Q:
    """Rows of circles the viewer is in."""
    here = {f"{circle}__memberships__person": viewer, f"{circle}__memberships__left_at__isnull": True}
    return Q(**here, **{f"{circle}__deleted_at__isnull": True})


def deck_of(circle: Circle) -> Deck | None:
    """The circle's deck while it plays with cards; None before it wanted one, and once it wants none any more."""
    return Deck.objects.filter(_wanted("circle"), circle=circle).first()


def visible_card(*, viewer: Person, key: str) -> Card | None:
    """A card as a member of its circle; None for everybody else, whether it exists or not."""
    rows = Card.objects.filter(_as_member(viewer, "deck__circle"), _wanted("deck__circle"), key=key)
    return rows.select_related("deck__circle", "holder").first()


def visible_draw(*, viewer: Person, key: str) -> Draw | None:
    rows = Draw.objects.filter(_as_member(viewer, "gathering__circle"), key=key)
    return rows.select_related("gathering__circle").first()


def draws_by_ids(circle: Circle, ids: Collection[int]) -> QuerySet[Draw]:
    return Draw.objects.filter(gathering__circle=circle, pk__in=ids)


def visible_offer(*, viewer: Person, number: int) -> Offer | None:
    rows = Offer.objects.filter(_as_member(viewer, "card__deck__circle"), pk=number)
    return rows.select_related("card__deck__circle", "card__holder", "in_return", "by", "to").first()


def card_of_link(person: Person, number: int) -> Card | None:
    """The card a mail spoke of, as whoever it was sent to, while they are in the circle."""
    rows = Card.objects.filter(_as_member(person, "deck__circle"), pk=number)
    return rows.select_related("deck__circle").first()


def cards_of(deck: Deck) -> list[Card]:
    return list(deck.cards.filter(put_aside_at__isnull=True).order_by("number"))


def aside_of(deck: Deck) -> list[Card]:
    return list(deck.cards.filter(put_aside_at__isnull=False).order_by("number"))


def in_play(circle: Circle, viewer: Person) -> list[Card]:
    """The cards somebody holds, in one query; each with what the circle `calls` its holder, "" across a block."""
    return [_named(card) for card in _in_play(circle=circle, viewer=viewer)]


@prepared
def _in_play(circle: Circle, viewer: Person) -> QuerySet[Card]:
    between = Q(by=viewer, person=OuterRef("holder")) | Q(by=OuterRef("holder"), person=viewer)
    here = Membership.objects.filter(circle=circle, person=OuterRef("holder"))
    rows = Card.objects.filter(_wanted("deck__circle"), deck__circle=circle, holder__isnull=False).annotate(
        typed=here.values("name")[:1],
        imported=here.values("imported_at")[:1],
        apart=Exists(Block.objects.filter(between)),
    )
    return rows.select_related("holder").order_by("number")


def _named(card: Card) -> Card:
    holder, typed = card.holder, getattr(card, "typed", "") or ""
    own = holder.name if holder else ""
    name = typed if getattr(card, "imported", None) and typed else own or typed
    card.calls = "" if getattr(card, "apart", False) else name  # type: ignore[attr-defined]
    return card


def held_by(person: Person) -> list[Card]:
    """Somebody's cards in all their circles, and those another member offers them."""
    return _held_by(person=person)


@prepared
def _held_by(person: Person) -> QuerySet[Card]:
    waits = Offer.objects.filter(card=OuterRef("pk"), to=person, ended_at__isnull=True)
    rows = Card.objects.filter(_as_member(person, "deck__circle"), _wanted("deck__circle"))
    mine = rows.filter(Q(holder=person) | Exists(waits), deck__circle__archived_at__isnull=True)
    return mine.select_related("deck__circle").order_by("held_since", "number")


def offers_to(person: Person, circle: Circle | None = None) -> list[Offer]:
    """What others would hand to this person, or change with them."""
    rows = Offer.objects.filter(_as_member(person, "card__deck__circle"), to=person, ended_at__isnull=True)
    rows = rows.exclude(by__in=blocked_pairs(person))
    if circle is not None:
        rows = rows.filter(card__deck__circle=circle)
    return list(rows.select_related("card__deck__circle", "in_return", "by").order_by("pk"))


def waiting_offers(cards: Iterable[Card]) -> dict[int, Offer]:
    """By card, what its holder offered and nobody has answered yet."""
    rows = Offer.objects.filter(card__in=[card.pk for card in cards], ended_at__isnull=True)
    return {row.card_id: row for row in rows.select_related("to", "in_return")}


def who_may_take(card: Card, most: int) -> list[Person]:
    """Members to whom its holder may hand a card: those at the last tables first."""
    rows = Membership.objects.filter(circle=card.deck.circle, left_at__isnull=True, imported_at__isnull=True)
    rows = rows.filter(person__erased_at__isnull=True).exclude(person=card.holder)
    played = Player.objects.filter(draw__gathering__circle=card.deck.circle, person=OuterRef("person"))
    last = played.order_by("-draw").values("draw")[:1]
    ordered = rows.annotate(last=last).order_by(F("last").desc(nulls_last=True), "sort_name", "pk")
    return [row.person for row in ordered.select_related("person")[:most]]


def last_draws(circle: Circle, most: int) -> list[Draw]:
    rows = Draw.objects.filter(gathering__circle=circle, drawn_at__isnull=False).select_related("gathering")
    return list(rows.order_by("-drawn_at", "-pk")[:most])


def draws_of(gathering: Gathering) -> list[Draw]:
    return list(gathering.draws.filter(called_off_at__isnull=True).order_by("pk"))


def have_played(draws: Sequence[Draw]) -> set[int]:
    return set(Player.objects.filter(draw__in=draws).values_list("person_id", flat=True))


def offers_for(cards: Sequence[Card]) -> Offer | None:
    """What somebody asks of whoever holds one of these: to change it, or to take another."""
    rows = Offer.objects.filter(in_return__in=cards, ended_at__isnull=True).select_related("card", "in_return", "by")
    return rows.order_by("pk").first()


def open_draw(gathering: Gathering) -> Draw | None:
    return gathering.draws.filter(drawn_at__isnull=True, called_off_at__isnull=True).first()


def players_of(draw: Draw) -> list[Player]:
    return list(draw.players.select_related("person", "card").order_by("place"))


def names_of(circle: Circle, viewer: Person, person_ids: Sequence[int]) -> dict[int, str]:
    """What people are called in a circle; "" for somebody a block stands between, or who was erased."""
    names = names_in(circle.pk, list(person_ids))
    return names | dict.fromkeys(blocked_pairs(viewer) & set(names), "")


def here_to_play(gathering: Gathering, viewer: Person) -> list[tuple[Person, bool]]:
    """Members who may play, and whether they are thought to be there: recorded, else answered that they come."""
    there = {person.pk for person in gathering_queries.people_at(gathering)}
    apart = blocked_pairs(viewer) - {viewer.pk}
    rows = Membership.objects.filter(circle=gathering.circle, left_at__isnull=True, person__erased_at__isnull=True)
    known = rows.filter(person__in=there) if there else rows.filter(imported_at__isnull=True)
    people = [
        row.person for row in known.exclude(person__in=apart).select_related("person").order_by("sort_name", "pk")
    ]
    return [(person, person.pk in there) for person in people]


def loads(circle: Circle, people: Sequence[int], now: datetime) -> dict[int, int]:
    """How many cards that are work each carried of late, those they still hold among them."""
    since = now - rules.LOAD_OF
    past = Carried.objects.filter(card__deck__circle=circle, card__weight=Weight.WORK, person__in=people)
    counts = dict.fromkeys(people, 0)
    for person, count in past.filter(ended_at__gt=since).values_list("person").annotate(Count("pk")):
        counts[person] += count
    held = Card.objects.filter(deck__circle=circle, weight=Weight.WORK, holder__in=people)
    for person, count in held.values_list("holder").annotate(Count("pk")):
        counts[person] += count
    return counts


def worked_lately(draw: Draw) -> list[list[int]]:
    """Who got work in the last two draws of the circle, oldest first."""
    before = Draw.objects.filter(gathering__circle=draw.gathering.circle, drawn_at__isnull=False).exclude(pk=draw.pk)
    last = list(before.order_by("-drawn_at", "-pk")[: rules.LATELY])
    rows = Player.objects.filter(draw__in=last, card__weight=Weight.WORK).order_by("place")
    return [[row.person_id for row in rows if row.draw_id == one.pk] for one in reversed(last)]


def to_deal(deck: Deck, gathering: Gathering, now: datetime) -> QuerySet[Card]:
    """What lies in the deck and is called for: nobody is asked to fix a date that is fixed."""
    rows = deck.cards.filter(put_aside_at__isnull=True, holder__isnull=True)
    if gathering_queries.next_to_come(gathering.circle, now, besides=gathering) is not None:
        rows = rows.exclude(sign=Sign.DATE)
    return rows.order_by(F("weight").desc(), "number")


def carried_now(circle: Circle) -> list[tuple[int, str]]:
    """Who holds which card, for whoever facilitates next."""
    rows = Card.objects.filter(_wanted("deck__circle"), deck__circle=circle, holder__isnull=False)
    return list(rows.order_by("number").values_list("holder", "verb"))


def news_holder(circle: Circle) -> int | None:
    """Id of whoever holds the card about news to the absent."""
    held = Card.objects.filter(deck__circle=circle, sign=Sign.NEWS, put_aside_at__isnull=True)
    return held.filter(holder__isnull=False).order_by("number").values_list("holder_id", flat=True).first()


def packed(circle: Circle, numbers: Mapping[int, int]) -> list[dict[str, Any]]:
    """The deck as it moves house with its circle: what each card says, and who holds it."""
    cards = Card.objects.filter(_wanted("deck__circle"), deck__circle=circle).order_by("number")[: rules.MOST_CARDS]
    return [
        {field: getattr(card, field) for field in ("sign", "weight", "verb", "line", "done")}
        | {"aside": card.put_aside_at is not None, "held_by": numbers.get(card.holder_id or 0, 0)}
        for card in cards
    ]
