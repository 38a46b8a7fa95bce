"""A table that holds so many: a yes takes a place or waits, and what comes free goes to the first who fits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.operations.fixing import Said
from entregent.notices.models import Notice
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, NOON, NOW, a_circle, a_date, day_of, fresh, say, seen, somebody, waiting

pytestmark = pytest.mark.django_db

NAMES = ("Anne", "Boris", "Chloé", "Denis", "Elsa")


@pytest.fixture
def people() -> list[Person]:
    return [somebody(name, f"{name.lower()}@example.org") for name in NAMES]


@pytest.fixture
def circle(people: list[Person]) -> Circle:
    return a_circle(*people)


@pytest.fixture
def table(circle: Circle, people: list[Person]) -> Gathering:
    """A table of two."""
    return a_date(circle, people[0], seats=2)


def all_say_yes(table: Gathering, people: list[Person], **more: Any) -> None:
    for place, person in enumerate(people):
        say(table, person, now=NOW + (1 + place) * HOUR, **more)


def line(table: Gathering) -> list[str]:
    return [row.person.name for row in queries.seats.waiting(fresh(table))]


def seated(table: Gathering) -> list[str]:
    rows = queries.answers(table)
    return [row.person.name for row in rows if row.has_place]


def test_the_first_take_the_places_and_the_rest_wait_in_order(table: Gathering, people: list[Person]) -> None:
    all_say_yes(table, people)
    assert (seated(table), line(table)) == (["Anne", "Boris"], ["Chloé", "Denis", "Elsa"])
    assert [queries.seats.line_of(table, person) for person in people] == [0, 0, 1, 2, 3]
    assert queries.seats.free(table) == 0


def test_a_cancellation_gives_its_place_to_the_first_who_waits_and_tells_them_once(
    table: Gathering, people: list[Person]
) -> None:
    all_say_yes(table, people)
    say(table, people[0], Reply.NO, now=NOW + 9 * HOUR)
    assert (seated(table), line(table)) == (["Boris", "Chloé"], ["Denis", "Elsa"])
    assert waiting("place-free") == ["Chloé"]
    say(table, people[0], Reply.NO, now=NOW + 9 * HOUR)
    assert (line(table), waiting("place-free")) == (["Denis", "Elsa"], ["Chloé"])


def test_saying_yes_again_or_maybe_keeps_nobody_s_place(table: Gathering, people: list[Person]) -> None:
    all_say_yes(table, people)
    say(table, people[3], now=NOW + 8 * HOUR)
    assert line(table) == ["Chloé", "Denis", "Elsa"]
    say(table, people[2], Reply.MAYBE, now=NOW + 9 * HOUR)
    say(table, people[2], now=NOW + 10 * HOUR)
    assert line(table) == ["Denis", "Elsa", "Chloé"]


def test_who_gave_their_place_up_waits_behind_the_others(table: Gathering, people: list[Person]) -> None:
    all_say_yes(table, people)
    say(table, people[0], Reply.NO, now=NOW + 8 * HOUR)
    say(table, people[0], now=NOW + 9 * HOUR)
    assert line(table) == ["Denis", "Elsa", "Anne"]


def test_guests_count_and_a_party_goes_in_whole_or_lets_others_pass(circle: Circle, people: list[Person]) -> None:
    table = a_date(circle, people[0], seats=3)
    say(table, people[0])
    say(table, people[1], now=NOW + HOUR)
    say(table, people[2], now=NOW + 2 * HOUR, guests=1)
    say(table, people[3], now=NOW + 3 * HOUR)
    assert (seated(table), line(table)) == (["Anne", "Boris", "Denis"], ["Chloé"])
    say(table, people[0], Reply.NO, now=NOW + 4 * HOUR)
    assert line(table) == ["Chloé"]
    say(table, people[2], now=NOW + 5 * HOUR, guests=0)
    assert (line(table), waiting("place-free")) == ([], [])


def test_whoever_has_a_place_brings_as_many_as_still_fit(circle: Circle, people: list[Person]) -> None:
    table = a_date(circle, people[0], seats=3)
    say(table, people[0])
    say(table, people[1])
    say(table, people[0], guests=3)
    assert [(row.person.name, row.guests, row.has_place) for row in queries.answers(table)] == [
        ("Anne", 1, True), ("Boris", 0, True),
    ]  # fmt: skip


def test_whoever_joins_by_video_takes_no_place(circle: Circle, people: list[Person]) -> None:
    table = a_date(circle, people[0], seats=1, video="https://call.example/lunch", place="Chez Youssef")
    say(table, people[0], by_video=True)
    say(table, people[1])
    assert (queries.seats.taken(table), line(table)) == (1, [])
    say(table, people[0], by_video=False)
    assert line(table) == ["Anne"]


def test_without_a_call_nobody_joins_by_video(table: Gathering, people: list[Person]) -> None:
    say(table, people[0], by_video=True)
    assert queries.seats.taken(table) == 1


def test_more_places_let_in_those_who_wait_and_fewer_put_nobody_out(
    table: Gathering, circle: Circle, people: list[Person]
) -> None:
    all_say_yes(table, people)
    for seats, left in ((4, ["Elsa"]), (1, ["Elsa"]), (None, [])):
        when = gatherings.When(table.day, table.hour, seats=seats)
        gatherings.move(gathering=table, by=people[0], when=when, seen=seen(circle), now=NOW + 9 * HOUR)
        assert line(table) == left
    assert waiting("place-free") == ["Chloé", "Denis", "Elsa"]


def test_the_circle_s_usual_number_of_places_is_kept_when_asked(circle: Circle, people: list[Person]) -> None:
    a_date(circle, people[0], seats=8, video="https://call.example/us")
    assert a_date(circle, people[0], days=3).seats is None
    a_date(circle, people[0], days=4, seats=6, video="https://call.example/us", keep=True)
    usual = a_date(circle, people[0], days=5)
    assert (usual.seats, usual.video) == (6, "https://call.example/us")
    assert Series.objects.get(circle=circle).seats == 6
    assert a_date(circle, people[0], days=6, seats=None).seats is None


def test_yeses_in_advance_take_the_places_first_said_first_seated(circle: Circle, people: list[Person]) -> None:
    for place, person in enumerate(people[:3]):
        gatherings.stand(circle=circle, person=person, weekday=None, now=NOW - (3 - place) * HOUR)
    table = a_date(circle, people[0], seats=2)
    assert (seated(table), line(table)) == (["Anne", "Boris"], ["Chloé"])
    gatherings.stand(circle=circle, person=people[3], weekday=None, now=NOW + HOUR)
    assert line(table) == ["Chloé", "Denis"]


def test_another_day_asks_everybody_again_and_the_list_starts_afresh(
    table: Gathering, circle: Circle, people: list[Person]
) -> None:
    all_say_yes(table, people)
    when = gatherings.When(day_of(NOW, 4), NOON)
    gatherings.move(gathering=table, by=people[0], when=when, seen=seen(circle), now=NOW + 9 * HOUR)
    assert (seated(table), line(table)) == ([], [])
    say(table, people[4], now=NOW + 10 * HOUR)
    assert seated(table) == ["Elsa"]


@pytest.mark.parametrize("goes", ["left", "erased"])
def test_the_place_of_somebody_who_goes_away_is_found_by_the_sweep(
    table: Gathering, circle: Circle, people: list[Person], goes: str
) -> None:
    all_say_yes(table, people)
    if goes == "left":
        circles.leave(circle=circle, person=people[1], now=NOW + 9 * HOUR)
    else:
        erase_all(people[1], NOW + 9 * HOUR)
    assert gatherings.sweep_places(NOW + 10 * HOUR) == 1
    assert gatherings.sweep_places(NOW + 10 * HOUR) == 0
    assert (line(table), waiting("place-free")) == (["Denis", "Elsa"], ["Chloé"])


def test_a_taken_back_yes_frees_its_place(table: Gathering, people: list[Person]) -> None:
    all_say_yes(table, people)
    gatherings.take_back_answer(gathering=table, person=people[0], now=NOW + 9 * HOUR)
    assert line(table) == ["Denis", "Elsa"]


# Once answers are closed


def test_after_the_cut_off_one_can_only_give_up_and_come_back_while_the_place_is_free(
    table: Gathering, people: list[Person]
) -> None:
    all_say_yes(table, people[:2])
    closed = table.answer_until + HOUR
    with pytest.raises(gatherings.TooLate):
        say(table, people[2], now=closed)
    gatherings.give_up(gathering=table, person=people[0], via=Via.MAIL, now=closed)
    assert seated(table) == ["Boris"]
    gatherings.come_back(gathering=table, person=people[0], now=closed)
    assert seated(table) == ["Boris", "Anne"]
    for person in (people[1], people[2]):
        with pytest.raises(gatherings.TooLate):
            gatherings.come_back(gathering=table, person=person, now=closed)


def test_a_place_given_up_late_goes_to_who_waits_and_is_not_taken_back(table: Gathering, people: list[Person]) -> None:
    all_say_yes(table, people[:3])
    closed = table.answer_until + HOUR
    gatherings.give_up(gathering=table, person=people[0], via=Via.PAGE, now=closed)
    assert (seated(table), waiting("place-free")) == (["Boris", "Chloé"], ["Chloé"])
    with pytest.raises(gatherings.TooLate):
        gatherings.come_back(gathering=table, person=people[0], now=closed)


@pytest.mark.parametrize("early", [True, False])
def test_before_the_cut_off_or_once_it_is_over_there_is_nothing_to_give_up(
    table: Gathering, people: list[Person], early: bool
) -> None:
    say(table, people[0])
    now = table.answer_until - HOUR if early else table.ends_at
    with pytest.raises(gatherings.TooLate):
        gatherings.give_up(gathering=table, person=people[0], via=Via.PAGE, now=now)


# A word, a diet


def test_a_word_goes_with_an_answer_until_it_is_over(table: Gathering, people: list[Person]) -> None:
    def word(text: str, now: Any = NOW + DAY) -> bool:
        return gatherings.say_more(gathering=table, person=people[0], word=text, now=now)

    assert word("  Ten minutes late ") is False
    say(table, people[0])
    assert word("  Ten   minutes late ") is True
    assert queries.seated([table], people[1])[table.pk][0].word == "Ten minutes late"
    with pytest.raises(gatherings.TooLate):
        word("too late", table.ends_at)


def test_a_diet_is_said_once_for_all_and_nothing_said_is_nothing_kept(people: list[Person]) -> None:
    for words in ("no nuts", "no nuts, no fish", ""):
        gatherings.say_diet(person=people[0], words=words, now=NOW)
        assert queries.seats.diet_of(people[0]) == words
    assert not Notice.objects.exists()


def test_whoever_has_answered_already_takes_one_place_and_not_two(circle: Circle, people: list[Person]) -> None:
    for person in people[:2]:
        gatherings.stand(circle=circle, person=person, weekday=None, now=NOW - HOUR)
    when = gatherings.When(day_of(NOW, 2), NOON, seats=2)
    said = [Said(people[0].pk, Reply.YES)]
    table = gatherings.fix_date(circle=circle, by=people[0], when=when, seen=seen(circle), now=NOW, said=said)
    assert (seated(table), line(table)) == (["Anne", "Boris"], [])


@pytest.mark.parametrize(("reply", "guests", "back"), [(Reply.MAYBE, 2, 2), (Reply.YES, 2, 2), (Reply.YES, 0, 0)])
def test_i_cannot_after_all_taken_back_is_what_was_said_before(
    circle: Circle, people: list[Person], reply: Reply, guests: int, back: int
) -> None:
    table = a_date(circle, people[0], days=1)
    say(table, people[1], reply, guests=guests)
    closed = table.answer_until + timedelta(minutes=1)
    gatherings.give_up(gathering=table, person=people[1], via=Via.PAGE, now=closed)
    given = gatherings.come_back(gathering=table, person=people[1], now=closed)
    assert (given.reply, given.guests) == (reply, back)
