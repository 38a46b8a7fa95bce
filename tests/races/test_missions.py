"""Fifty hands on one card, two who draw at once, two who agree at once: one holder each, and no other answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from django.http import HttpResponse

from entregent.missions import operations as missions
from entregent.missions import queries
from entregent.missions.models import Card, Deck, Draw
from entregent.people.models import Person
from tests.cast import MINUTE, NOW, a_circle, somebody
from tests.missions.stage import a_deck, a_table, card, holders, people, promised
from tests.races.together import Pause, of, only, together, unguarded
from tests.web.visiting import as_person, words

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CROWD, AT_ONCE = 50, 6
ELSEWHERE = (
    "Tuesday lunch This card is in other hands “Fix the date” went to somebody else a moment ago. "
    "Nothing has changed for you. See the deck My cards"
)


def a_crowd(size: int) -> tuple[Deck, list[Person]]:
    everybody = [somebody(f"Person {number}") for number in range(size)]
    return a_deck(a_circle(*everybody), everybody[0]), everybody


def everybody_takes(take: Callable[..., bool], deck: Deck, crowd: list[Person]) -> bool:
    """Whether one of them holds the card and knows it, and all the others are told that they do not."""
    wanted = card(deck)
    outcomes = together([lambda one=one: take(card=wanted, person=one, now=NOW) for one in crowd])  # type: ignore[misc]
    winners = [one.name for one, outcome in zip(crowd, outcomes, strict=True) if outcome is True]
    return (
        only(outcomes, bool, missions.NotFree)
        and len(of(missions.NotFree, outcomes)) == len(crowd) - 1
        and list(holders(deck).values()) == winners
    )


def test_fifty_hands_on_one_card() -> None:
    assert everybody_takes(missions.take, *a_crowd(CROWD))


def test_control_without_its_condition_each_believes_to_hold_it() -> None:
    deck, crowd = a_crowd(AT_ONCE)
    assert not everybody_takes(looks_first(AT_ONCE), deck, crowd)


def pages_of(deck: Deck, crowd: list[Person]) -> list[tuple[int, str]]:
    """Fifty people press the button of their own page at once: what each is answered."""
    clients = [as_person(person) for person in crowd]
    path = f"/cards/{card(deck).key}/take"
    answers = together([lambda client=client: client.post(path) for client in clients])  # type: ignore[misc]
    assert only(answers, HttpResponse)
    return [(one.status_code, "" if one.status_code == 302 else words(one)) for one in of(HttpResponse, answers)]


def test_fifty_hands_on_one_card_and_forty_nine_get_a_plain_page() -> None:
    deck, crowd = a_crowd(CROWD)
    answers = pages_of(deck, crowd)
    assert len(holders(deck)) == 1
    assert sorted(status for status, _said in answers) == [302] + [409] * (CROWD - 1)
    assert {said for status, said in answers if status == 409} == {ELSEWHERE}


def looks_first(size: int) -> Callable[..., bool]:
    """Taking by looking whether a card is free, and only then writing one's name on it."""
    pause = Pause(size)

    def take(*, card: Card, person: Person, now: datetime) -> bool:
        free = Card.objects.filter(pk=card.pk, holder__isnull=True).exists()
        pause()
        if not free:
            raise missions.NotFree
        return bool(Card.objects.filter(pk=card.pk).update(holder=person, held_since=now))

    return take


def two_draw(draw_cards: Callable[..., Draw]) -> bool:
    around = people(4)
    deck, gathering = a_table(*around)
    draw = promised(deck, gathering, around)
    acts = [
        lambda by=by, said=said: draw_cards(draw=draw, deck=deck, by=by, said=said, now=NOW)
        for by, said in zip(around[:2], ("one", "two"), strict=True)
    ]
    outcomes = together(acts)
    made = of(Draw, outcomes)
    return only(outcomes, Draw, missions.DrawnAlready) and len(made) == 1 and missions.still_fits(made[0]) == ""


def test_of_two_who_draw_at_once_one_does() -> None:
    assert two_draw(missions.draw_cards)


def test_control_without_the_lock_both_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(2) as pause:
        monkeypatch.setattr(queries, "players_of", pause.after(queries.players_of))
        assert not two_draw(unguarded(missions.draw_cards, monkeypatch))


def test_of_two_who_start_a_draw_at_once_one_does() -> None:
    around = people(3)
    deck, gathering = a_table(*around)
    outcomes = together([lambda: promised(deck, gathering, around)] * 2)
    assert only(outcomes, Draw, missions.DrawnAlready)
    assert Draw.objects.count() == 1


def a_swap_and_a_refusal(agree: Callable[..., bool]) -> bool:
    """Théo agrees to a change while Nadia puts her card back: it changed hands whole, or not at all."""
    around = people(3)
    deck, _gathering = a_table(*around)
    for number, person in ((1, around[0]), (2, around[1])):
        missions.take(card=card(deck, number), person=person, now=NOW)
    asked = missions.offer(card=card(deck), by=around[0], to=around[1], in_return=card(deck, 2), now=NOW)
    offered = queries.visible_offer(viewer=around[1], number=asked.pk)
    mine = card(deck)
    outcomes = together(
        [
            lambda: agree(offer=offered, by=around[1], now=NOW + MINUTE),
            lambda: missions.put_back(card=mine, by=around[0], now=NOW + MINUTE),
        ]
    )
    return only(outcomes, bool, missions.NotFree) and holders(deck) in ({1: "Théo", 2: "Nadia"}, {2: "Théo"})


def test_of_two_changes_that_cross_one_is_made() -> None:
    """Each asked the other for the same; both say yes at once. `agree` takes the cards in one order."""
    around = people(3)
    deck, _gathering = a_table(*around)
    for number, person in ((1, around[0]), (2, around[1])):
        missions.take(card=card(deck, number), person=person, now=NOW)
    one = missions.offer(card=card(deck, 1), by=around[0], to=around[1], in_return=card(deck, 2), now=NOW)
    other = missions.offer(card=card(deck, 2), by=around[1], to=around[0], in_return=card(deck, 1), now=NOW)
    acts = [(one, around[1]), (other, around[0])]
    outcomes = together([partial(missions.agree, offer=offer, by=by, now=NOW + MINUTE) for offer, by in acts])
    assert sorted(map(str, outcomes)) == ["False", "True"]
    assert holders(deck) == {1: "Théo", 2: "Nadia"}


def test_a_change_is_whole_or_is_not() -> None:
    assert a_swap_and_a_refusal(missions.agree)
