"""The draw: who plays, the promise, the word, what came out; checkable by anybody, fair over time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from entregent.engine import rotation
from entregent.gatherings.models import Gathering
from entregent.missions import operations as missions
from entregent.missions import queries, rules
from entregent.missions.models import Card, Carried, Deck, Draw
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOW, a_date, verbs
from tests.missions.stage import SECRET, a_table, card, drawn, holders, people, promised

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> list[Person]:
    return people(6)


@pytest.fixture
def table(around: list[Person]) -> tuple[Deck, Gathering]:
    return a_table(*around)


def test_each_draws_one_card_and_two_in_three_are_work(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table

    draw = drawn(deck, gathering, around, said="persimmon")

    players = queries.players_of(draw)
    came_out = [player.card for player in players if player.card]
    assert sorted(one.number for one in came_out) == [1, 2, 3, 4, 9, 10]
    assert holders(deck) == {player.card.number: player.person.name for player in players if player.card}
    assert set(holders(deck).values()) == {one.name for one in around}
    assert (draw.said, draw.drawn_by) == ("persimmon", around[0])
    assert verbs(deck.circle)[0] == "drew"


def test_with_more_people_than_cards_the_others_draw_blank_ones(
    table: tuple[Deck, Gathering], around: list[Person]
) -> None:
    deck, gathering = table
    Card.objects.filter(deck=deck, number__gt=2).update(put_aside_at=NOW)
    draw = drawn(deck, gathering, around)
    cards = [player.card and player.card.number for player in queries.players_of(draw)]
    assert sorted(cards, key=lambda one: one or 0) == [None] * 4 + [1, 2]


def test_nobody_is_asked_to_fix_a_date_that_is_fixed(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    a_date(deck.circle, around[0], days=6)
    drawn(deck, gathering, around)
    assert 1 not in holders(deck)
    assert {2, 3, 4, 5} <= set(holders(deck))


def test_anybody_can_draw_again_from_what_was_published(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    before = promised(deck, gathering, around)
    assert (before.commitment, before.public) == (rotation.commitment(SECRET), "")

    draw = missions.draw_cards(draw=before, deck=deck, by=around[1], said="persimmon", now=NOW)

    told = json.loads(missions.proof_of(draw))
    rotation.check(told["commitment"], bytes.fromhex(told["secret"]), told["record"])
    holder = json.loads(told["record"])["holder"]
    people_in_order = [player.person_id for player in queries.players_of(draw)]
    came_out = Card.objects.filter(deck=deck, holder__isnull=False).order_by("number")
    assert [people_in_order[one] for one in holder] == [one.holder_id for one in came_out]
    assert missions.still_fits(draw) == ""
    assert "Nadia" not in told["record"]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"secret": bytes(32).hex()}, "the secret"),
        ({"secret": "no"}, "the secret"),
        ({"public": "{}"}, "the record"),
        ({"public": None}, "the result"),
    ],
)
def test_a_draw_altered_afterwards_does_not_fit(
    table: tuple[Deck, Gathering], around: list[Person], changed: dict[str, str | None], what: str
) -> None:
    draw = drawn(*table, around)
    record = json.loads(draw.public)
    record["holder"] = record["holder"][::-1]
    for name, value in changed.items():
        setattr(draw, name, json.dumps(record) if value is None else value)
    assert missions.still_fits(draw) == what


def test_one_draw_is_open_at_a_time_and_is_drawn_once(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    draw = promised(deck, gathering, around)
    with pytest.raises(missions.DrawnAlready) as faster:
        promised(deck, gathering, around)
    assert faster.value.draw == draw

    missions.draw_cards(draw=draw, deck=deck, by=around[0], said="", now=NOW)
    held = holders(deck)
    with pytest.raises(missions.DrawnAlready):
        missions.draw_cards(draw=draw, deck=deck, by=around[1], said="again", now=NOW)
    assert holders(deck) == held
    assert not missions.call_off(draw=draw, now=NOW)


def test_a_draw_is_called_off_and_another_started(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    draw = promised(*table, around)
    assert missions.call_off(draw=draw, now=NOW)
    with pytest.raises(missions.DrawnAlready):
        missions.draw_cards(draw=draw, deck=table[0], by=around[0], said="", now=NOW)
    assert promised(*table, around).is_open


def test_somebody_sits_out_and_comes_in_again_until_the_cards_are_drawn(
    table: tuple[Deck, Gathering], around: list[Person]
) -> None:
    deck, gathering = table
    draw = promised(deck, gathering, around)
    assert missions.sit_out(draw=draw, person=around[2])
    assert not missions.sit_out(draw=draw, person=around[2])
    assert missions.join(draw=draw, person=around[2], now=NOW)
    assert not missions.join(draw=draw, person=around[2], now=NOW)
    assert missions.sit_out(draw=draw, person=around[5])

    missions.draw_cards(draw=draw, deck=deck, by=around[0], said="", now=NOW)

    assert "Yann" not in holders(deck).values()
    assert not missions.join(draw=draw, person=around[5], now=NOW)
    assert not missions.sit_out(draw=draw, person=around[0])


def test_a_draw_needs_two_people_of_the_circle_and_a_card(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    stranger = people(1)[0]
    with pytest.raises(missions.TooFew):
        promised(deck, gathering, [around[0], stranger])
    Card.objects.update(put_aside_at=NOW)
    with pytest.raises(missions.TooFew):
        drawn(deck, gathering, around)


@pytest.mark.parametrize(
    ("late", "refused"),
    [(-2 * DAY, True), (-DAY - HOUR, True), (-DAY + 4 * HOUR, False), (DAY, False), (4 * DAY, True)],
)
def test_cards_are_drawn_at_the_gathering_and_a_few_days_after(
    table: tuple[Deck, Gathering], around: list[Person], late: timedelta, refused: bool
) -> None:
    deck, gathering = table
    if refused:
        with pytest.raises(missions.NotNow):
            promised(deck, gathering, around, NOW + late)
    else:
        assert promised(deck, gathering, around, NOW + late).is_open


def test_what_was_held_since_before_goes_back_and_counts_as_carried(
    table: tuple[Deck, Gathering], around: list[Person]
) -> None:
    deck, gathering = table
    missions.take(card=card(deck, 2), person=around[3], now=gathering.starts_at - DAY)
    missions.take(card=card(deck, 3), person=around[3], now=NOW - MINUTE)

    draw = promised(deck, gathering, around)
    loads = {player.person.name: player.load for player in queries.players_of(draw)}
    missions.draw_cards(draw=draw, deck=deck, by=around[0], said="", now=NOW)

    assert loads["Karim"] == 2
    assert list(Carried.objects.values_list("card__number", "person__name", "done_at")) == [(2, "Karim", None)]
    assert holders(deck)[3] == "Karim"  # taken up since: it stays theirs


def test_work_does_not_come_twice_in_three_draws_while_others_have_had_none(
    table: tuple[Deck, Gathering], around: list[Person]
) -> None:
    deck, gathering = table
    Card.objects.filter(deck=deck, number__gt=2).update(put_aside_at=NOW)
    got = []
    for number in range(3):
        draw = drawn(deck, gathering, around, NOW + number * MINUTE, secret=bytes([number]) * 32)
        got += [player.person.name for player in queries.players_of(draw) if player.card]
        Card.objects.filter(deck=deck).update(holder=None, held_since=None)
    assert sorted(got) == sorted(one.name for one in around)


def test_cards_drawn_with_paper_are_noted_by_one_for_all(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    said = {card(deck, 1).pk: around[1].pk, card(deck, 9).pk: around[2].pk}

    draw = missions.note_draw(deck=deck, gathering=gathering, by=around[0], holders=said, now=NOW)

    assert draw.by_hand
    assert holders(deck) == {1: "Théo", 9: "Inès"}
    with pytest.raises(missions.NotFree):
        missions.note_draw(
            deck=deck, gathering=gathering, by=around[0], holders={card(deck, 1).pk: around[4].pk}, now=NOW
        )
    assert Draw.objects.count() == 1
    with pytest.raises(missions.TooFew):
        missions.note_draw(deck=deck, gathering=gathering, by=around[0], holders={}, now=NOW)


def test_loads_of_long_ago_are_forgotten(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, _gathering = table
    for ended in (NOW - DAY, NOW - rules.LOAD_OF - DAY):
        Carried.objects.create(card=card(deck, 1), person=around[0], since=ended - DAY, ended_at=ended)
    Carried.objects.create(card=card(deck, 9), person=around[0], since=NOW - DAY, ended_at=NOW)  # a light one
    assert queries.loads(deck.circle, [around[0].pk, around[1].pk], NOW) == {around[0].pk: 1, around[1].pk: 0}
