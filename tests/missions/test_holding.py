"""Cards in people's hands: taken, refused, done, changed with somebody's; one mail before the next time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import Feature, MailLevel
from entregent.gatherings.models import Gathering
from entregent.missions import operations as missions
from entregent.missions import queries, rules
from entregent.missions.models import Card, Carried, Deck, Draw, Offer, Player
from entregent.missions.notices import link_to
from entregent.notices.models import Notice
from entregent.notices.registry import kind_of
from entregent.people import operations as people_operations
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOW, a_date, somebody, verbs, waiting
from tests.missions.stage import a_table, card, drawn, holders, people

pytestmark = pytest.mark.django_db
EVENING = NOW + 8 * HOUR


@pytest.fixture
def around() -> list[Person]:
    return people(4)


@pytest.fixture
def table(around: list[Person]) -> tuple[Deck, Gathering]:
    return a_table(*around)


@pytest.fixture
def deck(table: tuple[Deck, Gathering]) -> Deck:
    return table[0]


def give(deck: Deck, number: int, person: Person, ago: timedelta = 18 * HOUR) -> Card:
    missions.take(card=card(deck, number), person=person, now=NOW - ago)
    return card(deck, number)


def test_a_card_is_one_persons(deck: Deck, around: list[Person]) -> None:
    assert missions.take(card=card(deck), person=around[0], now=NOW)
    assert not missions.take(card=card(deck), person=around[0], now=NOW)  # a second tap
    with pytest.raises(missions.NotFree):
        missions.take(card=card(deck), person=around[1], now=NOW)
    missions.put_aside(card=card(deck, 2), by=around[0], now=NOW)
    with pytest.raises(missions.NotFree):
        missions.take(card=card(deck, 2), person=around[1], now=NOW)


def test_a_card_is_refused_without_a_trace(deck: Deck, around: list[Person]) -> None:
    mine = give(deck, 1, around[0])
    said = verbs(deck.circle)
    assert missions.put_back(card=mine, by=around[0], now=NOW)
    assert not missions.put_back(card=card(deck), by=around[0], now=NOW)
    assert holders(deck) == {}
    assert not Carried.objects.exists()
    assert verbs(deck.circle) == said


def test_one_phone_speaks_for_all_while_it_goes_round_and_no_longer(
    table: tuple[Deck, Gathering], around: list[Person]
) -> None:
    deck, _gathering = table
    drawn(*table, around)
    first, second = Card.objects.filter(deck=deck, holder__isnull=False).exclude(holder=around[0])[:2]
    assert missions.put_back(card=card(deck, first.number), by=around[0], now=NOW + HOUR)
    with pytest.raises(missions.NotTheirs):
        missions.put_back(card=card(deck, second.number), by=around[0], now=EVENING)
    assert second.holder is not None
    assert missions.put_back(card=card(deck, second.number), by=second.holder, now=EVENING)


def test_a_card_just_taken_at_home_is_nobody_elses_to_speak_for(deck: Deck, around: list[Person]) -> None:
    nadia, theo, ines, karim = around
    give(deck, 2, ines, ago=240 * HOUR)
    missions.take(card=card(deck, 1), person=theo, now=NOW)
    hers = missions.offer(card=card(deck, 1), by=theo, to=ines, in_return=card(deck, 2), now=NOW + MINUTE)
    for by in (theo, nadia):
        with pytest.raises(missions.NotTheirs):
            missions.agree(offer=hers, by=by, now=NOW + MINUTE)
        with pytest.raises(missions.NotTheirs):
            missions.put_back(card=card(deck, 2), by=by, now=NOW + MINUTE)
    with pytest.raises(missions.NotTheirs):
        missions.offer(card=card(deck, 1), by=karim, to=karim, now=NOW + MINUTE)
    assert holders(deck) == {1: "Théo", 2: "Inès"}
    assert missions.agree(offer=hers, by=ines, now=NOW + MINUTE)


def test_a_card_held_before_the_draw_is_not_changed_by_whoever_has_the_phone(
    table: tuple[Deck, Gathering], around: list[Person]
) -> None:
    deck, gathering = table
    nadia, theo, ines, karim = around
    give(deck, 12, karim)
    drawn(deck, gathering, [nadia, theo, ines])
    dealt, holder = next((number, name) for number, name in holders(deck).items() if number != 12)
    giver = next(one for one in around if one.name == holder)
    swap = missions.offer(card=card(deck, dealt), by=giver, to=karim, in_return=card(deck, 12), now=NOW + MINUTE)
    with pytest.raises(missions.NotTheirs):
        missions.agree(offer=swap, by=giver, now=NOW + MINUTE)
    assert missions.agree(offer=swap, by=karim, now=NOW + MINUTE)


def test_a_card_is_done_and_that_can_be_taken_back(deck: Deck, around: list[Person]) -> None:
    mine = give(deck, 1, around[0])
    assert not missions.finish(card=mine, person=around[1], now=NOW)
    assert missions.finish(card=mine, person=around[0], now=NOW)
    assert not missions.finish(card=card(deck), person=around[0], now=NOW)
    assert holders(deck) == {}
    assert list(Carried.objects.values_list("person__name", "done_at")) == [("Nadia", NOW)]

    assert missions.take_up_again(card=card(deck), person=around[0], now=NOW)
    assert not missions.take_up_again(card=card(deck), person=around[0], now=NOW)
    assert holders(deck) == {1: "Nadia"}
    assert not Carried.objects.exists()


def test_two_change_cards_once_both_agree(deck: Deck, around: list[Person]) -> None:
    mine, theirs = give(deck, 1, around[0]), give(deck, 2, around[1])
    asked = missions.offer(card=mine, by=around[0], to=around[1], in_return=theirs, now=NOW)
    assert holders(deck) == {1: "Nadia", 2: "Théo"}
    with pytest.raises(missions.NotTheirs):
        missions.agree(offer=asked, by=around[0], now=NOW)

    assert missions.agree(offer=asked, by=around[1], now=NOW)

    assert holders(deck) == {1: "Théo", 2: "Nadia"}
    asked.refresh_from_db()
    assert not missions.agree(offer=asked, by=around[1], now=NOW)
    assert holders(deck) == {1: "Théo", 2: "Nadia"}


def test_a_card_is_handed_on_once_the_other_agrees_or_stays(deck: Deck, around: list[Person]) -> None:
    mine = give(deck, 1, around[0])
    asked = missions.offer(card=mine, by=around[0], to=around[1], now=NOW)
    with pytest.raises(missions.NotTheirs):
        missions.decline(offer=asked, by=around[2], now=NOW)
    assert missions.decline(offer=asked, by=around[1], now=NOW)
    assert holders(deck) == {1: "Nadia"}
    again = missions.offer(card=mine, by=around[0], to=around[2], now=NOW)
    assert missions.agree(offer=again, by=around[2], now=NOW)
    assert holders(deck) == {1: "Inès"}


def test_what_else_was_offered_of_a_card_falls_with_it(deck: Deck, around: list[Person]) -> None:
    mine, theirs = give(deck, 1, around[0]), give(deck, 2, around[1])
    missions.offer(card=mine, by=around[0], to=around[1], in_return=theirs, now=NOW)
    handed_on = missions.offer(card=theirs, by=around[1], to=around[2], now=NOW)
    assert missions.agree(offer=handed_on, by=around[2], now=NOW)
    assert not Offer.objects.filter(ended_at=None).exists()


def test_an_offer_falls_when_its_card_has_moved_on(deck: Deck, around: list[Person]) -> None:
    mine, theirs = give(deck, 1, around[0]), give(deck, 2, around[1])
    asked = missions.offer(card=mine, by=around[0], to=around[1], in_return=theirs, now=NOW)
    Card.objects.filter(pk=theirs.pk).update(holder=around[2])
    with pytest.raises(missions.NotFree):
        missions.agree(offer=asked, by=around[1], now=NOW)
    assert holders(deck) == {1: "Nadia", 2: "Inès"}
    missions.put_back(card=card(deck, 1), by=around[0], now=NOW)
    assert not Offer.objects.filter(ended_at=None).exists()


def test_nobody_is_asked_across_a_block_nor_outside_the_circle(deck: Deck, around: list[Person]) -> None:
    mine = give(deck, 1, around[0])
    people_operations.block(by=around[1], person=around[0], now=NOW)
    for who in (around[1], somebody("Stranger"), around[0]):
        with pytest.raises(missions.NotFree):
            missions.offer(card=mine, by=around[0], to=who, now=NOW)
    with pytest.raises(missions.NotTheirs):
        missions.offer(card=mine, by=around[2], to=around[3], now=NOW)
    with pytest.raises(missions.NotFree):
        missions.offer(card=mine, by=around[0], to=around[2], in_return=card(deck, 2), now=NOW)


# What time does


def test_one_mail_before_the_next_gathering_to_the_holder_alone(deck: Deck, around: list[Person]) -> None:
    give(deck, 2, around[1])
    a_date(deck.circle, around[0], days=6)
    missions.sweep_cards(NOW + 2 * DAY)
    assert waiting("card") == []
    missions.sweep_cards(NOW + 5 * DAY)
    missions.sweep_cards(NOW + 5 * DAY)
    assert waiting("card") == ["Théo"]


def test_where_no_date_is_fixed_the_mail_leaves_after_four_days(deck: Deck, around: list[Person]) -> None:
    give(deck, 1, around[1], timedelta())
    missions.sweep_cards(NOW + 3 * DAY)
    assert waiting("card") == []
    missions.sweep_cards(NOW + 4 * DAY)
    assert waiting("card") == ["Théo"]


def test_somebody_who_wants_few_mails_gets_none_about_cards(deck: Deck, around: list[Person]) -> None:
    give(deck, 1, around[1])
    circles.set_mail(circle=deck.circle, person=around[1], level=MailLevel.MONTHLY)
    missions.sweep_cards(NOW + 10 * DAY)
    assert waiting("card") == []


@pytest.mark.parametrize("since", ["put back", "left", "plays no more"])
def test_the_mail_is_dropped_once_it_is_no_longer_wanted(deck: Deck, around: list[Person], since: str) -> None:
    mine = give(deck, 1, around[1])
    missions.sweep_cards(NOW + 10 * DAY)
    notice = Notice.objects.get(kind="card")
    assert kind_of(notice).wanted(notice, NOW) == ""
    if since == "put back":
        missions.put_back(card=mine, by=around[1], now=NOW)
    elif since == "left":
        circles.leave(circle=deck.circle, person=around[1], now=NOW)
    else:
        circles.answer_feature(circle=deck.circle, feature=Feature.CARDS, wanted=False, by=around[0], now=NOW)
    assert kind_of(notice).wanted(notice, NOW) != ""


def test_the_mail_says_what_to_do_and_where_to_pass_it_on(deck: Deck, around: list[Person]) -> None:
    mine = give(deck, 2, around[1])
    a_date(deck.circle, around[0], days=6)
    missions.sweep_cards(NOW + 5 * DAY)
    letter = kind_of(notice := Notice.objects.get(kind="card")).write(notice, NOW + 5 * DAY)
    assert letter.subject == "Your card: Find the place"
    assert [line.split(":")[0] for line in letter.context["lines"]] == [mine.line, "Done when", "Next time"]
    assert [action.words for action in letter.context["actions"]] == ["It is done", "Pass it on"]
    assert link_to(mine, around[1], NOW).object_id == mine.pk


def test_a_card_not_done_goes_back_after_the_next_gathering_without_a_word(deck: Deck, around: list[Person]) -> None:
    give(deck, 1, around[1])
    a_date(deck.circle, around[0], days=3)
    missions.sweep_cards(NOW + 3 * DAY + 4 * HOUR)
    assert holders(deck) == {1: "Théo"}
    missions.sweep_cards(NOW + 4 * DAY)
    assert holders(deck) == {}
    assert list(Carried.objects.values_list("person__name", "done_at")) == [("Théo", None)]


def test_a_card_goes_back_when_its_holder_leaves_or_after_two_months(deck: Deck, around: list[Person]) -> None:
    give(deck, 1, around[1])
    give(deck, 2, around[2])
    circles.leave(circle=deck.circle, person=around[1], now=NOW)
    missions.sweep_cards(NOW)
    assert holders(deck) == {2: "Inès"}
    asked = missions.offer(card=card(deck, 2), by=around[2], to=around[3], now=NOW)
    missions.sweep_cards(NOW + rules.BACK_AT_LAST)
    asked.refresh_from_db()
    assert (holders(deck), asked.ended_at is None) == ({}, False)


# What a person holds


def test_a_person_takes_their_cards_away_and_is_erased(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, _gathering = table
    drawn(*table, around)
    told = privacy.export_all(around[1])["missions"]
    assert len(told["held"]) == len(told["drew"]) == 1

    privacy.erase_all(around[1], NOW)

    assert "Théo" not in holders(deck).values()
    assert not Card.objects.filter(holder=around[1]).exists()
    assert Player.objects.filter(person=around[1]).exists()  # the draw stays as it was drawn
    assert missions.still_fits(Draw.objects.get()) == ""


def test_two_records_of_one_person_hold_the_cards_of_both(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    drawn(deck, gathering, around)
    missions.offer(card=Card.objects.filter(holder=around[1])[0], by=around[1], to=around[2], now=NOW)
    merge = privacy.merge_all(kept=around[2], gone=around[1], by=around[2], now=NOW)
    assert Card.objects.filter(holder=around[2]).count() == 2
    assert Player.objects.filter(person=around[2]).count() == 1
    assert not Offer.objects.exists()
    privacy.undo_merge(merge_id=merge.pk, now=NOW)
    assert Card.objects.filter(holder=around[2]).count() == 1
    assert Player.objects.count() == 4
    assert Offer.objects.count() == 1


def test_cards_in_play_name_nobody_across_a_block(deck: Deck, around: list[Person]) -> None:
    give(deck, 1, around[0])
    give(deck, 2, around[1])
    people_operations.block(by=around[1], person=around[3], now=NOW)
    seen = [(one.number, getattr(one, "calls", None)) for one in queries.in_play(deck.circle, around[3])]
    assert seen == [(1, "Nadia"), (2, "")]
