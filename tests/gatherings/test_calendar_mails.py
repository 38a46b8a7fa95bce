"""The calendar part of mails: to whoever said yes or maybe, and a new revision only where calendars need one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

import pytest
from icalendar import Calendar, Event

from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import When
from entregent.notices.models import Notice
from entregent.notices.writing import Mail
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_date, fresh, say, seen, somebody
from tests.notices.post import LEFT, deliver, why_dropped

pytestmark = pytest.mark.django_db

THEO = "theo@example.org"


@dataclass
class Table:
    nadia: Person
    theo: Person
    gathering: Gathering

    def move(self, now: datetime, **changes: object) -> None:
        one = fresh(self.gathering)
        was = {"day": one.day, "hour": one.hour, "place": one.place, "title": one.title, "minutes": one.minutes}
        when = When(**{**was, **changes})  # type: ignore[arg-type]
        gatherings.move(gathering=one, by=self.nadia, when=when, seen=seen(one.circle), now=now)


@pytest.fixture
def table() -> Table:
    nadia, theo = somebody("Nadia", "nadia@example.org"), somebody("Théo", THEO)
    return Table(nadia, theo, a_date(a_circle(nadia, theo), nadia, days=4, place="Chez Youssef", title="Lunch"))


def told(table: Table) -> None:
    deliver(NOW + LEFT)


def part_of(mail: Mail) -> tuple[str, Event] | None:
    """The method of its calendar part, as its MIME type and its content both say it, and the event."""
    parts = [part for part in mail.message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        assert [one for one in mail.message.walk() if one.get_content_type() == "application/ics"] == []
        return None
    calendar = Calendar.from_ical(parts[0].get_content())
    assert isinstance(calendar, Calendar)
    assert calendar["METHOD"] == parts[0].get_param("method")
    return str(calendar["METHOD"]), calendar.events[0]


def sent_to_theo(now: datetime) -> tuple[str, Event] | None:
    return part_of(deliver(now)[THEO])


def test_a_question_fills_no_calendar(table: Table) -> None:
    assert sent_to_theo(NOW + LEFT) is None


def test_a_place_kept_in_advance_comes_with_the_date(table: Table) -> None:
    gatherings.stand(circle=table.gathering.circle, person=table.theo, weekday=None, now=NOW)
    method, event = sent_to_theo(NOW + LEFT) or ("", Event())
    assert (method, event["ATTENDEE"].params["PARTSTAT"]) == ("REQUEST", "ACCEPTED")


@pytest.mark.parametrize(("reply", "state"), [(Reply.YES, "ACCEPTED"), (Reply.MAYBE, "TENTATIVE")])
def test_whoever_comes_gets_it_by_mail_when_they_ask(table: Table, reply: Reply, state: str) -> None:
    told(table)
    say(table.gathering, table.theo, reply)
    for _twice in range(2):
        gatherings.mail_for_calendar(gathering=table.gathering, person=table.theo, now=NOW + HOUR)
    assert Notice.objects.filter(kind="date-calendar").count() == 1
    mail = deliver(NOW + HOUR)[THEO]
    assert mail.subject.endswith(": for your calendar")
    method, event = part_of(mail) or ("", Event())
    attendee = event["ATTENDEE"]
    assert (method, attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("REQUEST", state, "FALSE")
    assert "To answer, or to change an answer: http://testserver/l/" in str(event["DESCRIPTION"])


def test_and_not_who_said_no_since(table: Table) -> None:
    told(table)
    say(table.gathering, table.theo, Reply.NO)
    gatherings.mail_for_calendar(gathering=table.gathering, person=table.theo, now=NOW + HOUR)
    assert deliver(NOW + HOUR) == {}
    assert why_dropped("date-calendar") == {"Théo": "no longer coming"}


def test_a_guest_has_it_once_they_answered(table: Table) -> None:
    odile = gatherings.come_as_guest(
        gathering=table.gathering, written="odile@example.org", name="Odile", brought_by=table.theo, now=NOW
    )
    assert part_of(deliver(NOW + LEFT)["odile@example.org"]) is None
    say(table.gathering, odile, via=Via.MAIL)
    gatherings.mail_for_calendar(gathering=table.gathering, person=odile, now=NOW + HOUR)
    assert part_of(deliver(NOW + HOUR)["odile@example.org"]) is not None


@pytest.mark.parametrize(
    ("change", "sequence", "state"),
    [
        ({"hour": time(19, 0)}, 1, "NEEDS-ACTION"),
        ({"place": "Elsewhere"}, 1, "ACCEPTED"),
        ({"minutes": 60}, 1, "ACCEPTED"),
        ({"title": "Galette"}, 0, "ACCEPTED"),
    ],
)
def test_only_what_matters_to_a_calendar_is_a_new_revision(
    table: Table, change: dict[str, object], sequence: int, state: str
) -> None:
    told(table)
    say(table.gathering, table.theo)
    table.move(NOW + HOUR, **change)
    method, event = sent_to_theo(NOW + HOUR + LEFT) or ("", Event())
    assert (method, event["SEQUENCE"], event["ATTENDEE"].params["PARTSTAT"]) == ("REQUEST", sequence, state)
    assert event.decoded("DTSTAMP") == NOW + HOUR + LEFT, "of two under one SEQUENCE the later counts"


def test_a_change_of_words_can_be_called_back_too(table: Table) -> None:
    told(table)
    table.move(NOW + HOUR, title="Galette")
    gatherings.call_back(gathering=fresh(table.gathering), by=table.nadia, now=NOW + HOUR + MINUTE)
    back = fresh(table.gathering)
    assert (back.title, back.sequence) == ("Lunch", 0)


@pytest.mark.parametrize(("reply", "gets"), [(Reply.YES, True), (Reply.MAYBE, True), (Reply.NO, False)])
def test_a_cancellation_reaches_the_calendars_that_have_it(table: Table, reply: Reply, gets: bool) -> None:
    told(table)
    say(table.gathering, table.theo, reply)
    gatherings.cancel(gathering=table.gathering, by=table.nadia, seen=seen(table.gathering.circle), now=NOW + DAY)
    part = sent_to_theo(NOW + DAY + LEFT)
    assert (part is not None) == gets
    if part is not None:
        method, event = part
        assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
        assert "DESCRIPTION" not in event


def test_a_date_back_on_is_a_revision_after_its_cancellation(table: Table) -> None:
    told(table)
    say(table.gathering, table.theo)
    gatherings.cancel(gathering=table.gathering, by=table.nadia, seen=seen(table.gathering.circle), now=NOW + HOUR)
    deliver(NOW + HOUR + LEFT)
    back = fresh(table.gathering)
    gatherings.restore(gathering=back, by=table.nadia, seen=seen(back.circle), now=NOW + DAY)
    method, event = sent_to_theo(NOW + DAY + LEFT) or ("", Event())
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 2)
