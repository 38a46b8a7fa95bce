"""A circle's deck: seeded in its language, made its own, put away and taken out again."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.queries import features
from entregent.circles.rules import NotSettled
from entregent.gatherings import operations as gatherings
from entregent.missions import operations as missions
from entregent.missions import queries, rules
from entregent.missions.enums import Sign, Weight
from entregent.missions.models import Card, Deck
from entregent.people.models import Person
from tests.cast import NOW, a_circle, somebody
from tests.missions.stage import a_deck, card

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org")


@pytest.fixture
def circle(nadia: Person) -> Circle:
    return a_circle(nadia)


@pytest.mark.parametrize(
    ("language", "form", "first"),
    [("en", "vous", "Fix the date"), ("fr", "vous", "Fixer la date"), ("fr", "tu", "Fixer la date")],
)
def test_a_deck_is_seeded_once_in_the_circles_language(
    circle: Circle, nadia: Person, language: str, form: str, first: str
) -> None:
    Circle.objects.filter(pk=circle.pk).update(language=language, address_form=form)
    circle.refresh_from_db()

    deck, again = a_deck(circle, nadia), a_deck(circle, nadia)

    cards = queries.cards_of(deck)
    assert deck == again
    assert [one.number for one in cards] == list(range(1, 13))
    assert cards[0].verb == first
    assert {one.sign for one in cards} == set(Sign)
    assert [one.weight for one in cards] == [Weight.WORK] * 8 + [Weight.LIGHT] * 4
    assert all(one.line and one.done for one in cards)
    assert features.wants(circle, Feature.CARDS)


def test_a_circle_that_wants_no_more_cards_has_no_deck_and_finds_its_own_again(circle: Circle, nadia: Person) -> None:
    deck = a_deck(circle, nadia)
    mine = missions.add_card(deck=deck, by=nadia, now=NOW, verb="Bake", line="A cake.", sign="sun", weight="light")
    circles.answer_feature(circle=circle, feature=Feature.CARDS, wanted=False, by=nadia, now=NOW)
    assert queries.deck_of(circle) is None
    assert queries.visible_card(viewer=nadia, key=mine.key) is None

    assert a_deck(circle, nadia) == deck
    assert queries.visible_card(viewer=nadia, key=mine.key) == mine


def test_a_card_is_written_changed_put_aside_and_each_can_be_taken_back(circle: Circle, nadia: Person) -> None:
    deck = a_deck(circle, nadia)
    words = {"verb": "Bake", "line": "A cake for next time.", "done": "", "sign": "sun", "weight": "light"}
    made = missions.add_card(deck=deck, by=nadia, now=NOW, **words)
    assert (made.number, made.verb, made.is_work) == (13, "Bake", False)

    before = missions.change_card(card=made, by=nadia, verb="Bake\n a cake", weight="work")
    assert (card(deck, 13).verb, card(deck, 13).is_work) == ("Bake a cake", True)
    assert before == words
    missions.change_card(card=made, by=nadia, **before)
    assert (card(deck, 13).verb, card(deck, 13).is_work) == ("Bake", False)

    assert missions.put_aside(card=made, by=nadia, now=NOW)
    assert not missions.put_aside(card=made, by=nadia, now=NOW)
    assert made not in queries.cards_of(deck)
    assert queries.aside_of(deck) == [made]
    assert missions.bring_back(card=made, by=nadia)
    assert made in queries.cards_of(deck)


def test_a_deck_holds_only_so_many_cards(circle: Circle, nadia: Person) -> None:
    deck = a_deck(circle, nadia)
    Card.objects.create(deck=deck, number=rules.MOST_CARDS, verb="Last", line="…", made_at=NOW)
    with pytest.raises(missions.TooMany):
        missions.add_card(deck=deck, by=nadia, now=NOW, verb="More", line="…")


def test_in_a_large_open_circle_a_newcomer_looks_and_a_settled_member_changes(circle: Circle, nadia: Person) -> None:
    for number in range(11):
        circles.add_member(circle=circle, person=somebody(f"Person {number}"), now=NOW, invited_by=nadia)
    Circle.objects.filter(pk=circle.pk).update(way_in="open")  # as agreed by consent
    circle.refresh_from_db()
    newcomer = somebody("Inès", "ines@example.org")
    circles.walk_in(circle=circle, person=newcomer, now=NOW)
    with pytest.raises(NotSettled):
        a_deck(circle, newcomer)
    deck = a_deck(circle, nadia)
    with pytest.raises(NotSettled):
        missions.add_card(deck=deck, by=newcomer, now=NOW, verb="No", line="…")
    with pytest.raises(NotSettled):
        missions.put_aside(card=card(deck), by=newcomer, now=NOW)
    assert missions.take(card=card(deck), person=newcomer, now=NOW)
    assert Deck.objects.count() == 1


def test_a_deck_moves_house_with_its_circle_and_nobody_holds_a_card_there(circle: Circle, nadia: Person) -> None:
    deck = a_deck(circle, nadia)
    missions.add_card(deck=deck, by=nadia, now=NOW, verb="Bake", line="A cake.", sign="sun", weight="light")
    missions.put_aside(card=card(deck, 2), by=nadia, now=NOW)
    Card.objects.filter(pk=card(deck, 1).pk).update(holder=nadia)
    whole = gatherings.take_away(circle=circle, by=nadia, now=NOW)
    assert [row["held_by"] for row in whole["cards"]] == [1] + [0] * 12

    moved = queries.deck_of(gatherings.bring_in(whole=whole, by=nadia, now=NOW))

    assert moved is not None
    assert [(one.verb, one.sign, one.weight) for one in queries.cards_of(moved)][-1] == ("Bake", "sun", "light")
    assert (len(queries.cards_of(moved)), len(queries.aside_of(moved))) == (12, 1)
    assert not moved.cards.filter(holder__isnull=False).exists()


def test_a_circle_without_cards_has_none_where_it_moves(circle: Circle, nadia: Person) -> None:
    whole = gatherings.take_away(circle=circle, by=nadia, now=NOW)
    assert (whole["cards"], queries.deck_of(gatherings.bring_in(whole=whole, by=nadia, now=NOW))) == ([], None)
