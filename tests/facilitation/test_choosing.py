"""Finding who facilitates: asked, in turn, by lot; a refusal is one tap and leaves no trace."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import Feature
from entregent.circles.queries import features, journal
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries, turns
from entregent.facilitation.enums import How
from entregent.facilitation.models import Asking, Choice, Term
from entregent.facilitation.turns import Candidate, Served
from tests.cast import DAY, NOW, a_circle, somebody, verbs, waiting
from tests.facilitation.stage import SECRET, a_choice, a_term, asked, facilitates, friends, sweep

pytestmark = pytest.mark.django_db


def test_somebody_is_asked_and_says_yes() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = a_choice(circle, anne, gatherings=4)
    facilitation.ask(choice=choice, person=bruno, by=anne, now=NOW)
    assert waiting("would-you") == ["Bruno"]

    term = facilitation.accept(choice=choice, person=bruno, now=NOW)

    assert (facilitates(circle), term.gatherings, term.how) == ("Bruno", 4, How.ASKED)
    assert features.wants(circle, Feature.FACILITATOR)
    assert (waiting("would-you"), waiting("your-turn")) == ([], ["Bruno"])
    assert verbs(circle)[:2] == ["began", "began"]


def test_a_refusal_leaves_no_trace_and_the_asker_cannot_tell() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = a_choice(circle, anne)
    facilitation.ask(choice=choice, person=bruno, by=anne, now=NOW)
    before = (queries.asked_by(choice, anne), verbs(circle))

    facilitation.refuse(choice=choice, person=bruno, now=NOW)
    again = facilitation.ask(choice=choice, person=bruno, by=anne, now=NOW + DAY)

    assert (queries.asked_by(choice, anne), verbs(circle)) == before
    assert again.refused_at is not None  # what was asked is not asked again, and nobody is told so
    assert waiting("would-you") == ["Bruno"]  # not wanted any more once it is due
    facilitation.ask(choice=choice, person=chloe, by=anne, now=NOW)
    facilitation.accept(choice=choice, person=chloe, now=NOW)
    assert not Asking.objects.exists()
    assert bruno.pk not in [event.actor_id or event.about_id for event in journal(circle)]


def test_whoever_thinks_again_may_while_nobody_else_has_said_yes() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = a_choice(circle, anne)
    for person in (bruno, chloe):
        facilitation.ask(choice=choice, person=person, by=anne, now=NOW)
    facilitation.refuse(choice=choice, person=bruno, now=NOW)
    facilitation.accept(choice=choice, person=bruno, now=NOW + DAY)
    with pytest.raises(facilitation.TooLate):
        facilitation.accept(choice=choice, person=chloe, now=NOW + DAY)
    assert facilitates(circle) == "Bruno"


def test_nobody_says_yes_who_was_not_asked() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = a_choice(circle, anne)
    with pytest.raises(circles.Refused):
        facilitation.accept(choice=choice, person=bruno, now=NOW)
    assert not Term.objects.exists()


def test_taking_back_says_the_same_where_the_answer_was_no_already() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = a_choice(circle, anne)
    for person in (bruno, chloe):
        facilitation.ask(choice=choice, person=person, by=anne, now=NOW)
    facilitation.refuse(choice=choice, person=bruno, now=NOW)
    assert [facilitation.unask(choice=choice, person=one, by=anne, now=NOW) for one in (bruno, chloe)] == [True, True]
    assert not facilitation.unask(choice=choice, person=bruno, by=anne, now=NOW + DAY)


def test_taken_back_before_its_mail_leaves_nobody_was_asked() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = a_choice(circle, anne)
    facilitation.ask(choice=choice, person=bruno, by=anne, now=NOW)
    assert facilitation.unask(choice=choice, person=bruno, by=anne, now=NOW)
    assert asked(choice) == []
    facilitation.ask(choice=choice, person=bruno, by=anne, now=NOW)
    assert not facilitation.unask(choice=choice, person=bruno, by=anne, now=NOW + DAY)


def test_one_choice_at_a_time() -> None:
    circle, (anne, bruno, *_) = friends()
    a_choice(circle, anne)
    with pytest.raises(facilitation.UnderWay):
        a_choice(circle, bruno, How.TURN)
    assert Choice.objects.count() == 1


def test_while_somebody_facilitates_nobody_else_has_them_replaced() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    a_term(circle, anne)
    with pytest.raises(circles.Refused):
        a_choice(circle, bruno)
    a_term(circle, chloe, by=anne, now=NOW + DAY)  # they may hand over early
    assert facilitates(circle) == "Chloe"
    assert Term.objects.get(person=anne).ended_how == "handed-over"


def test_in_a_large_open_circle_a_newcomer_does_not_begin_and_is_not_in_turn() -> None:
    people = [somebody(f"Member {number}") for number in range(12)]
    circle = a_circle(*people)
    circles.set_way_in(circle=circle, way_in="open", now=NOW)
    newcomer = somebody("New", "new@example.org")
    circles.walk_in(circle=circle, person=newcomer, now=NOW)
    with pytest.raises(circles.NotSettled):
        a_choice(circle, newcomer)
    assert newcomer.pk not in [one.person_id for one in queries.candidates(circle, NOW)]
    assert len(queries.candidates(circle, NOW)) == 12


# In turn


def test_in_turn_the_next_is_asked_when_one_says_no() -> None:
    circle, found = friends()
    choice = a_choice(circle, found[0], How.TURN)
    order = []
    for _person in found:
        (name,) = asked(choice)
        order.append(name)
        facilitation.refuse(choice=choice, person=next(one for one in found if one.name == name), now=NOW)
    assert sorted(order) == ["Anne", "Bruno", "Chloe", "David"]
    choice.refresh_from_db()
    assert choice.how == How.ASKED  # everybody was asked: now anybody may ask whom they like
    assert asked(choice) == []


def test_in_turn_those_who_had_fewest_come_first_and_those_who_rest_are_not_asked() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    for week, person in enumerate((anne, bruno)):
        a_term(circle, person, now=NOW + week * DAY, by=anne)
    facilitation.not_me(circle=circle, person=chloe, wanted=True, now=NOW + 2 * DAY)
    choice = a_choice(circle, bruno, How.TURN, now=NOW + 3 * DAY)
    assert asked(choice) == ["David"]
    facilitation.not_me(circle=circle, person=david, wanted=True, now=NOW + 3 * DAY)
    assert asked(choice) == ["Anne"]


def test_silence_passes_the_turn_on_and_the_first_yes_counts() -> None:
    circle, found = friends()
    choice = a_choice(circle, found[0], How.TURN)
    (first,) = asked(choice)
    sweep(NOW + 3 * DAY)
    assert asked(choice) == [first]
    sweep(NOW + 5 * DAY)
    assert len(asked(choice)) == 2
    person = next(one for one in found if one.name == first)
    facilitation.accept(choice=choice, person=person, now=NOW + 6 * DAY)
    assert facilitates(circle) == first


def test_a_swap_asks_somebody_else_and_ones_own_turn_comes_next_time() -> None:
    circle, found = friends()
    choice = a_choice(circle, found[0], How.TURN)
    (name,) = asked(choice)
    mine = next(one for one in found if one.name == name)
    other = next(one for one in found if one.name != name)
    facilitation.swap(choice=choice, person=mine, other=other, now=NOW)
    assert asked(choice) == [other.name]
    facilitation.accept(choice=choice, person=other, now=NOW)
    order = turns.order(queries.candidates(circle, NOW + DAY), queries.served(circle), SECRET)
    assert order[-1] == other.pk
    assert mine.pk in order[:-1]


def test_whoever_comes_back_from_a_pause_starts_level() -> None:
    since = [NOW, NOW, NOW + 10 * DAY]
    people = [Candidate(number, moment) for number, moment in enumerate(since)]
    served = [Served(2, NOW)] + [Served(day % 2, NOW + (1 + day) * DAY) for day in range(6)]
    assert turns.order(people, served, SECRET)[0] == 2
    asked_once = [*served, Served(2, NOW + 11 * DAY)]
    assert turns.order(people, asked_once, SECRET)[0] != 2


# By lot


def test_the_lot_falls_on_somebody_in_the_hat_and_can_be_drawn_again() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = a_choice(circle, anne, How.DRAW)
    for person in (bruno, chloe):
        facilitation.put_in_hat(choice=choice, person=person, now=NOW)
    term = facilitation.draw(choice=choice, by=anne, said="pain perdu", now=NOW)
    choice.refresh_from_db()
    assert term.person in (bruno, chloe)
    assert (term.how, choice.said) == (How.DRAW, "pain perdu")
    turns.verify(choice.commitment, bytes(choice.secret), choice.drawn)


def test_an_empty_hat_draws_nobody_and_the_circle_is_asked() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = a_choice(circle, anne, How.DRAW)
    facilitation.put_in_hat(choice=choice, person=bruno, now=NOW)
    facilitation.take_out_of_hat(choice=choice, person=bruno)
    with pytest.raises(facilitation.NobodyInTheHat):
        facilitation.draw(choice=choice, by=anne, now=NOW)
    sweep(NOW + 8 * DAY)
    choice.refresh_from_db()
    assert (choice.how, choice.ended_at) == (How.ASKED, None)


def test_the_lot_is_drawn_on_its_day() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = a_choice(circle, anne, How.DRAW)
    facilitation.put_in_hat(choice=choice, person=bruno, now=NOW)
    sweep(NOW + 6 * DAY)
    assert facilitates(circle) == ""
    sweep(NOW + 8 * DAY)
    assert facilitates(circle) == "Bruno"


def test_called_off_nobody_is_looked_for() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = a_choice(circle, anne)
    facilitation.ask(choice=choice, person=bruno, by=anne, now=NOW)
    facilitation.stop_choosing(choice=choice, by=bruno, now=NOW)
    assert queries.choice_of(circle) is None
    assert waiting("would-you") == []
    with pytest.raises(facilitation.TooLate):
        facilitation.accept(choice=choice, person=bruno, now=NOW)
