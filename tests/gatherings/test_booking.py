"""Somebody books the table: they alone read the count, the diets, and who cannot come after all."""

from __future__ import annotations

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.notices.delivery import deliver_due
from entregent.notices.models import Notice
from entregent.notices.writing import Mail
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, MINUTE, NOON, NOW, a_circle, a_date, day_of, fresh, say, seen, somebody, waiting
from tests.notices.post import LetterBox

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Person]:
    return [somebody(name, f"{name.lower()}@example.org") for name in ("Anne", "Boris", "Chloe")]


@pytest.fixture
def circle(people: list[Person]) -> Circle:
    return a_circle(*people)


@pytest.fixture
def table(circle: Circle, people: list[Person]) -> Gathering:
    """In five days, and everybody comes; Anne books."""
    table = a_date(circle, people[0], days=5)
    for person in people:
        say(table, person)
    assert gatherings.book(gathering=table, by=people[0], instead_of=None, now=NOW)
    Notice.objects.filter(kind="date").delete()
    return table


def mails_at(now: object) -> list[Mail]:
    box = LetterBox(keeps=True)
    while deliver_due(now, box):  # type: ignore[arg-type]
        pass
    return box.mails


def test_of_two_who_book_one_does_and_another_may_take_it_over(table: Gathering, people: list[Person]) -> None:
    anne, boris, _ = people
    assert gatherings.book(gathering=table, by=boris, instead_of=None, now=NOW) is False
    assert fresh(table).booked_by == anne
    assert gatherings.book(gathering=table, by=boris, instead_of=anne.pk, now=NOW) is True
    assert (fresh(table).booked_by, waiting("headcount")) == (boris, ["Boris"])
    assert gatherings.stop_booking(gathering=table, by=anne, now=NOW) is False
    assert gatherings.stop_booking(gathering=table, by=boris, now=NOW) is True
    assert (fresh(table).booked_by, waiting("headcount")) == (None, [])


def test_when_answers_close_one_mail_tells_the_booker_the_count_and_the_diets(
    table: Gathering, people: list[Person]
) -> None:
    _, boris, chloe = people
    gatherings.say_diet(person=boris, words="no nuts", now=NOW)
    say(table, boris, guests=1)
    say(table, chloe, Reply.MAYBE)
    assert mails_at(table.answer_until - MINUTE) == []
    (mail,) = mails_at(table.answer_until)
    assert mail.to == "anne@example.org"
    assert all(said in mail.text for said in ("Three people at the table.", "Boris (+ 1)", "no nuts", "Maybe: Chloe"))
    assert mails_at(table.answer_until + HOUR) == []


def test_a_late_no_is_told_to_the_booker_once_and_an_early_one_is_on_the_page(
    table: Gathering, people: list[Person]
) -> None:
    _, boris, chloe = people
    say(table, boris, Reply.NO, now=NOW + HOUR)
    assert (waiting("late-no"), [one.name for one in queries.seats.comers(table) if one.late]) == ([], ["Boris"])
    late = table.starts_at - 20 * HOUR
    for reply in (Reply.NO, Reply.YES, Reply.NO):
        say(table, chloe, reply, now=late, word="a fever")
    assert waiting("late-no") == ["Anne"]
    (mail,) = mails_at(late + 5 * MINUTE)
    assert all(said in mail.text for said in ("Chloe can’t come after all.", "“a fever”", "One person at the table."))


def test_who_comes_back_within_two_minutes_was_never_missing(table: Gathering, people: list[Person]) -> None:
    late = table.starts_at - 20 * HOUR
    say(table, people[1], Reply.NO, now=late)
    say(table, people[1], now=late)
    assert mails_at(late + 5 * MINUTE) == []


def test_after_the_cut_off_a_no_goes_to_the_booker(table: Gathering, people: list[Person]) -> None:
    closed = table.answer_until + HOUR
    mails_at(closed)
    gatherings.give_up(gathering=table, person=people[1], via=Via.MAIL, now=closed)
    (mail,) = mails_at(closed + 5 * MINUTE)
    assert (mail.to, "Boris can’t come after all." in mail.text) == ("anne@example.org", True)


def test_nobody_is_told_of_their_own_no_nor_when_nobody_books(table: Gathering, people: list[Person]) -> None:
    closed = table.answer_until + HOUR
    gatherings.give_up(gathering=table, person=people[0], via=Via.PAGE, now=closed)
    Gathering.objects.filter(pk=table.pk).update(booked_by=None)
    gatherings.give_up(gathering=table, person=people[1], via=Via.PAGE, now=closed)
    assert waiting("late-no") == []


def test_a_date_that_moves_has_another_headcount(table: Gathering, circle: Circle, people: list[Person]) -> None:
    when = gatherings.When(day_of(NOW, 8), NOON)
    moved = gatherings.move(gathering=table, by=people[1], when=when, seen=seen(circle), now=NOW + HOUR)
    due = Notice.objects.filter(kind="headcount", dropped_at=None).values_list("due_at", flat=True)
    assert list(due) == [moved.answer_until]
    gatherings.move_back(gathering=moved, by=people[1], now=NOW + HOUR)
    assert list(due.all()) == [table.answer_until]


def test_a_booker_erased_books_no_more_and_a_diet_goes_with_its_person(table: Gathering, people: list[Person]) -> None:
    gatherings.say_diet(person=people[0], words="no nuts", now=NOW)
    erase_all(people[0], NOW + DAY)
    assert (fresh(table).booked_by, queries.seats.diet_of(people[0])) == (None, "")


def test_a_place_that_comes_free_is_told_to_the_one_who_has_it(circle: Circle, people: list[Person]) -> None:
    table = a_date(circle, people[0], days=5, seats=1)
    Notice.objects.filter(kind="date").delete()
    for place, person in enumerate(people):
        say(table, person, now=NOW + place * MINUTE)
    say(table, people[0], Reply.NO, now=NOW + HOUR)
    (mail,) = mails_at(NOW + HOUR)
    assert (mail.to, mail.subject.startswith("A place for you:")) == ("boris@example.org", True)
    assert "your place is kept" in mail.text
    assert mails_at(NOW + 2 * HOUR) == []
