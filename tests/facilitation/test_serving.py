"""A term: its gatherings, its pauses, its end; the next choice begins by itself; anybody may act meanwhile."""

from __future__ import annotations

from datetime import date

import pytest

from entregent.circles import operations as circles
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Asking, Choice, Term
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import sweep_dates
from entregent.notices.models import Notice
from entregent.people import privacy
from tests.cast import DAY, NOW, a_past_date, say, verbs, waiting
from tests.facilitation.stage import a_choice, a_term, asked, facilitates, friends, meet, sweep

pytestmark = pytest.mark.django_db


def test_a_term_of_six_ends_after_six_gatherings_and_the_next_choice_begins_by_itself() -> None:
    circle, (anne, *_) = friends()
    a_term(circle, anne)
    after = meet(circle, anne, 5, NOW)
    sweep(after)
    assert facilitates(circle) == "Anne"
    assert queries.standing(circle, anne, after).left == 1

    later = meet(circle, anne, 1, NOW + 5 * 7 * DAY)
    sweep(later)

    assert facilitates(circle) == ""
    assert queries.standing(circle, anne, later).how == How.ASKED
    assert waiting("turn-over") == ["Anne"]
    assert verbs(circle)[:2] == ["began-itself", "ended"]
    sweep(later)
    assert Choice.objects.count() == 2


def test_until_a_day_it_ends_that_day_however_many_gatherings() -> None:
    circle, (anne, *_) = friends()
    a_term(circle, anne, until=date(2026, 12, 24))
    sweep(NOW + 29 * DAY)
    assert facilitates(circle) == "Anne"
    sweep(NOW + 30 * DAY)
    assert facilitates(circle) == ""


def test_in_turn_the_end_of_a_term_asks_the_next_one() -> None:
    circle, people = friends()
    choice = a_choice(circle, people[0], How.TURN, gatherings=1)
    first = Asking.objects.get(choice=choice).person
    facilitation.accept(choice=choice, person=first, now=NOW)
    after = meet(circle, first, 1, NOW)
    sweep(after)
    following = queries.choice_of(circle)
    assert following is not None
    assert asked(following) != [first.name]
    assert len(asked(following)) == 1
    assert waiting("would-you") == asked(following)


def test_called_off_no_other_choice_begins_by_itself() -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne, gatherings=1)
    after = meet(circle, anne, 1, NOW)
    sweep(after)
    choice = queries.choice_of(circle)
    assert choice is not None
    facilitation.stop_choosing(choice=choice, by=bruno, now=after)
    sweep(after + DAY)
    assert queries.choice_of(circle) is None


def test_stepping_down_asks_for_no_reason() -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne)
    with pytest.raises(circles.Refused):
        facilitation.step_down(circle=circle, by=bruno, now=NOW)
    facilitation.step_down(circle=circle, by=anne, now=NOW + DAY)
    sweep(NOW + DAY)
    assert facilitates(circle) == ""
    assert queries.choice_of(circle) is not None


def test_while_away_anybody_acts_and_back_they_do_again() -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne)
    assert not queries.is_facilitating(circle, bruno, NOW)
    facilitation.go_away(circle=circle, by=anne, until=date(2026, 12, 1))
    assert queries.is_facilitating(circle, bruno, NOW)
    assert queries.facilitator(circle, NOW) is None
    assert queries.standing(circle, bruno, NOW).away_until == date(2026, 12, 1)
    assert not queries.is_facilitating(circle, bruno, NOW + 8 * DAY)
    assert queries.facilitator(circle, NOW + 8 * DAY) == anne


@pytest.mark.parametrize("erased", [False, True])
def test_gone_or_erased_the_page_says_so_at_once_and_the_next_is_looked_for(erased: bool) -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne)
    if erased:
        privacy.erase_all(anne, NOW + DAY)
    else:
        circles.leave(circle=circle, person=anne, now=NOW + DAY)
    assert queries.standing(circle, bruno, NOW + DAY).is_gone
    assert queries.is_facilitating(circle, bruno, NOW + DAY)
    sweep(NOW + DAY)
    assert Term.objects.get().ended_how == "gone"
    assert queries.choice_of(circle) is not None
    assert waiting("turn-over") == []


def test_without_a_facilitator_nothing_begins_by_itself() -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne)
    with pytest.raises(circles.Refused):
        facilitation.do_without(circle=circle, by=bruno, now=NOW + DAY)
    facilitation.do_without(circle=circle, by=anne, now=NOW + DAY)
    sweep(NOW + DAY)
    stands = queries.standing(circle, bruno, NOW + DAY)
    assert (stands.wanted, stands.person_id, stands.how) == (False, None, "")


@pytest.mark.parametrize("count", [1, 3])
def test_who_facilitates_is_one_query(count: int, django_assert_num_queries: object) -> None:
    circle, people = friends()
    for number in range(count):
        a_term(circle, people[number], by=people[max(0, number - 1)], now=NOW + number * DAY)
    with django_assert_num_queries(1):  # type: ignore[operator]
        stands = queries.standing(circle, people[0], NOW + 4 * DAY)
    assert stands.name == people[count - 1].name


def test_a_day_without_a_next_date_whoever_facilitates_is_asked_and_else_the_last_comers() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    term = a_term(circle, chloe, by=anne, now=NOW - 9 * DAY)
    held = a_past_date(circle, anne, days=2)
    for person in (anne, bruno):
        say(held, person, now=NOW - 3 * DAY)
    sweep_dates(NOW)
    assert waiting("next-missing") == ["Chloe"]

    Notice.objects.all().delete()
    Gathering.objects.update(next_asked_at=None)
    Term.objects.filter(pk=term.pk).update(away_until=date(2026, 12, 24))
    sweep_dates(NOW)
    assert waiting("next-missing") == ["Anne", "Bruno"]
