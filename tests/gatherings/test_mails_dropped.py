"""A mail that has nothing left to say to its reader is dropped, with a plain reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.core.addresses import lookup_key
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, a_date, a_past_date, say, seen, somebody
from tests.notices.post import LEFT, deliver, why_dropped

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org")


@pytest.fixture
def circle(nadia: Person, theo: Person) -> Circle:
    return a_circle(nadia, theo)


Act = Callable[[Gathering, Person], None]


def level_none(gathering: Gathering, person: Person) -> None:
    circles.set_mail(circle=gathering.circle, person=person, level=MailLevel.NONE)


def leave(gathering: Gathering, person: Person) -> None:
    circles.leave(circle=gathering.circle, person=person, now=NOW)


def answer(gathering: Gathering, person: Person) -> None:
    say(gathering, person, Reply.NO, via=Via.MAIL)


def refuse(gathering: Gathering, person: Person) -> None:
    people.refuse_mail(lookup=lookup_key("theo@example.org"), now=NOW)


def lose_address(gathering: Gathering, person: Person) -> None:
    person.addresses.all().delete()


def delete_circle(gathering: Gathering, person: Person) -> None:
    Circle.objects.filter(pk=gathering.circle_id).update(deleted_at=NOW)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (level_none, "wants no mail from this circle"),
        (leave, "left the circle"),
        (answer, "already answered"),
        (refuse, "this address asked for no more mail"),
        (lose_address, "no address to write to"),
        (delete_circle, "the circle was deleted"),
    ],
)
def test_between_the_queue_and_the_post(circle: Circle, nadia: Person, theo: Person, act: Act, reason: str) -> None:
    act(a_date(circle, nadia), theo)
    mails = deliver(NOW + LEFT)
    assert "theo@example.org" not in mails
    assert why_dropped("date")["Théo"] == reason


def test_somebody_erased_leaves_no_row_at_all(circle: Circle, nadia: Person, theo: Person) -> None:
    a_date(circle, nadia)
    privacy.erase_all(theo, NOW)
    assert list(deliver(NOW + LEFT)) == ["nadia@example.org"]
    assert not Notice.objects.filter(person=theo).exists()


def test_a_mail_queued_for_somebody_erased_meanwhile(circle: Circle, nadia: Person, theo: Person) -> None:
    a_date(circle, nadia)
    Person.objects.filter(pk=theo.pk).update(erased_at=NOW)
    deliver(NOW + LEFT)
    assert why_dropped("date") == {"Théo": "its reader was erased"}


def test_a_date_that_has_begun_is_told_to_nobody(circle: Circle, nadia: Person) -> None:
    gathering = a_date(circle, nadia)
    assert deliver(gathering.starts_at) == {}
    assert set(why_dropped("date").values()) == {"the gathering has begun"}


def test_an_answer_somebody_else_gave_for_them_keeps_no_mail_back(circle: Circle, nadia: Person, theo: Person) -> None:
    say(a_date(circle, nadia), theo, via=Via.SOMEBODY)
    assert "theo@example.org" in deliver(NOW + LEFT)


def test_cancelled_nothing_about_the_date_leaves(circle: Circle, nadia: Person) -> None:
    gathering = a_date(circle, nadia)
    gatherings.cancel(gathering=gathering, by=nadia, seen=seen(circle), now=NOW)
    assert deliver(NOW + LEFT) == {}
    assert set(why_dropped("date-cancelled").values()) == {"was never told of the date"}


def test_what_was_never_remembered_counts_as_read(circle: Circle, nadia: Person) -> None:
    """Rows of mails are forgotten after sixty days; a date fixed long before is still called off to everybody."""
    gathering = a_date(circle, nadia, days=90)
    deliver(NOW + LEFT)
    Notice.objects.all().delete()
    late = NOW + 70 * DAY
    gatherings.cancel(gathering=gathering, by=nadia, seen=seen(circle), now=late)
    assert sorted(deliver(late + LEFT)) == ["nadia@example.org", "theo@example.org"]


def test_a_cancellation_taken_back_is_told_to_nobody(circle: Circle, nadia: Person) -> None:
    gathering = a_date(circle, nadia)
    deliver(NOW + LEFT)
    gatherings.cancel(gathering=gathering, by=nadia, seen=seen(circle), now=NOW + HOUR)
    Gathering.objects.filter(pk=gathering.pk).update(cancelled_at=None)
    assert deliver(NOW + HOUR + LEFT) == {}
    assert set(why_dropped("date-cancelled").values()) == {"the cancellation was taken back"}


def test_too_late_nobody_is_told_that_it_is_off(circle: Circle, nadia: Person) -> None:
    gathering = a_date(circle, nadia)
    deliver(NOW + LEFT)
    gatherings.cancel(gathering=gathering, by=nadia, seen=seen(circle), now=NOW + HOUR)
    assert deliver(gathering.starts_at) == {}
    assert set(why_dropped("date-cancelled").values()) == {"the gathering would be over"}


def test_a_lost_mail_is_sent_again_answered_or_not(circle: Circle, nadia: Person, theo: Person) -> None:
    gathering = a_date(circle, nadia)
    deliver(NOW + LEFT)
    say(gathering, theo, now=NOW + HOUR)
    circles.set_mail(circle=circle, person=theo, level=MailLevel.NONE)
    assert gatherings.write_again(circle=circle, person=theo, now=NOW + HOUR)
    assert list(deliver(NOW + HOUR)) == ["theo@example.org"]


def test_a_guest_reads_of_a_change_though_their_answer_was_for_the_old_date(circle: Circle, nadia: Person) -> None:
    gathering = a_date(circle, nadia)
    gatherings.come_as_guest(gathering=gathering, written="o@example.org", name="Odile", brought_by=nadia, now=NOW)
    assert "o@example.org" in deliver(NOW + LEFT)
    when = gatherings.When(gathering.day, gathering.hour.replace(hour=19))
    gatherings.move(gathering=gathering, by=nadia, when=when, seen=seen(circle), now=NOW + HOUR)
    assert "o@example.org" in deliver(NOW + HOUR + LEFT)


def test_no_word_about_a_missing_date_once_there_is_one(circle: Circle, nadia: Person, theo: Person) -> None:
    past = a_past_date(circle, nadia, days=2)
    gatherings.record_attendance(gathering=past, by=nadia, person_ids=[nadia.pk, theo.pk], names=[], now=NOW)
    gatherings.sweep_dates(NOW)
    circles.set_mail(circle=circle, person=theo, level=MailLevel.DATES)
    a_date(circle, nadia)
    deliver(NOW)
    assert why_dropped("next-missing") == {
        "Nadia": "the next date is fixed",
        "Théo": "wants no such mail from this circle",
    }


def test_an_archived_circle_asks_for_nothing(circle: Circle, nadia: Person) -> None:
    past = a_past_date(circle, nadia, days=2)
    gatherings.record_attendance(gathering=past, by=nadia, person_ids=[nadia.pk], names=[], now=NOW)
    gatherings.sweep_dates(NOW)
    Circle.objects.filter(pk=circle.pk).update(archived_at=NOW)
    assert deliver(NOW) == {}
