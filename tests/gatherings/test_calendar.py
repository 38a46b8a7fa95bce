"""A gathering read back by another program: the same instants, around every change of the clocks, and nobody's name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event, Timezone

from entregent.circles.models import Circle
from entregent.core import walltime
from entregent.gatherings.calendar import Attendee, ics_of, zone_component
from entregent.gatherings.models import Gathering
from tests.cast import NOW, a_circle, a_date, say, somebody

PARIS = "Europe/Paris"
ZONES = (
    PARIS,
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Asia/Kolkata",
)


def a_gathering(
    day: date = date(2026, 12, 3), hour: time = time(12, 30), zone: str = PARIS, second: bool = False, **more: Any
) -> Gathering:
    """Not saved: a calendar needs no database."""
    circle = Circle(slug="plateau", name="Les déjeuners du plateau", zone=zone)
    return Gathering(
        circle=circle,
        key="abcdefghjkmn",
        day=day,
        hour=hour,
        zone=zone,
        second_time=second,
        starts_at=walltime.instant(day, hour, zone, second),
        made_at=NOW,
        fixed_at=NOW,
        **more,
    )


def read(gathering: Gathering, *rest: Any, **more: Any) -> tuple[Calendar, Event]:
    calendar = Calendar.from_ical(ics_of(gathering, "en", *rest, **more))
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    return calendar, event


def test_it_says_what_when_and_where() -> None:
    gathering = a_gathering(place="Le Petit Marché, Viroflay", title="Galette", bring="une fève", sequence=3)
    calendar, event = read(gathering, "REQUEST", Attendee("theo@example.org"))
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == "abcdefghjkmn@testserver"
    assert event["SEQUENCE"] == 3
    assert event["SUMMARY"] == "Les déjeuners du plateau, Galette"
    assert event["LOCATION"] == "Le Petit Marché, Viroflay"
    assert event["DESCRIPTION"] == "To bring: une fève"
    assert event["STATUS"] == "CONFIRMED"
    assert event["ORGANIZER"] == "mailto:entregent@testserver"
    assert event["ORGANIZER"].params["CN"] == "Les déjeuners du plateau"
    assert event["URL"] == "http://testserver/g/abcdefghjkmn"


def test_the_one_attendee_is_the_reader_with_their_answer() -> None:
    for reply, state in (("", "NEEDS-ACTION"), ("yes", "ACCEPTED"), ("maybe", "TENTATIVE"), ("no", "DECLINED")):
        _, event = read(a_gathering(), "REQUEST", Attendee("theo@example.org", reply))
        attendee = event["ATTENDEE"]
        assert attendee == "mailto:theo@example.org"
        assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == (state, "FALSE")


def test_a_file_to_keep_asks_nothing() -> None:
    calendar, event = read(a_gathering())
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event


def test_a_cancelled_one_says_so_under_the_same_name() -> None:
    calendar, event = read(a_gathering(cancelled_at=NOW, sequence=1), "CANCEL", Attendee("theo@example.org"))
    assert (calendar["METHOD"], event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert event["UID"] == read(a_gathering())[1]["UID"]


@pytest.mark.django_db
def test_names_of_others_are_never_in_it() -> None:
    nadia, theo = somebody("Nadia Benali", "nadia@example.org"), somebody("Théo Prat", "theo@example.org")
    gathering = a_date(a_circle(nadia, theo), nadia)
    say(gathering, nadia)
    text = ics_of(gathering, "fr", "REQUEST", Attendee("theo@example.org")).decode()
    assert not any(name in text for name in ("Nadia", "Benali", "Théo", "Prat", "nadia@"))


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2026, 10, 25), date(2026, 3, 28), date(2026, 3, 29)])
def test_lunch_stays_at_half_past_twelve_across_the_change(day: date) -> None:
    calendar, event = read(a_gathering(day))
    assert event["DTSTART"].params["TZID"] == PARIS
    assert event.decoded("DTSTART").replace(tzinfo=None) == datetime.combine(day, time(12, 30))
    own_rules = calendar.timezones[0].to_tz()
    read_back = datetime.combine(day, time(12, 30), own_rules)
    assert read_back.astimezone(UTC) == walltime.instant(day, time(12, 30), PARIS)


def test_the_second_of_two_hours_is_said_in_utc() -> None:
    """A calendar takes an hour shown twice for the first one."""
    autumn = date(2026, 10, 25)
    first, second = (read(a_gathering(autumn, time(2, 30), second=again))[1] for again in (False, True))
    assert first.decoded("DTSTART").astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second["DTSTART"].to_ical() == b"20261025T013000Z"


def test_a_gathering_over_the_change_lasts_as_long_as_it_lasts() -> None:
    _, event = read(a_gathering(date(2026, 10, 25), time(1, 30), minutes=120))
    assert event.decoded("DTEND").astimezone(UTC) - event.decoded("DTSTART").astimezone(UTC) == timedelta(hours=2)


@pytest.mark.parametrize("zone", ZONES)
def test_the_rules_of_a_zone_are_those_of_its_clock(zone: str) -> None:
    """Read back by the calendar library, hour by hour through two years, except the hour of the change itself."""
    read_back = Timezone.from_ical(zone_component(zone, date(2026, 7, 1)).to_ical())
    assert isinstance(read_back, Timezone)
    own = read_back.to_tz()
    place = ZoneInfo(zone)
    moment = datetime(2025, 8, 1, tzinfo=UTC)
    while moment < datetime(2027, 6, 1, tzinfo=UTC):
        wall = moment.astimezone(place).replace(tzinfo=None)
        nearby = {(wall + timedelta(hours=h)).replace(tzinfo=place).utcoffset() for h in (-2, -1, 0, 1, 2)}
        if len(nearby) == 1:
            assert wall.replace(tzinfo=own).utcoffset() == nearby.pop(), (zone, wall)
        moment += timedelta(hours=7)


def test_a_change_is_dated_by_the_clock_before_it() -> None:
    """RFC 5545, 3.6.5: the onset of a rule is told in the time that was shown until then."""
    parts = zone_component(PARIS, date(2026, 12, 3)).subcomponents
    onsets = {(part.name, part["DTSTART"].to_ical()) for part in parts}
    assert ("STANDARD", b"20261025T030000") in onsets
    assert ("DAYLIGHT", b"20270328T020000") in onsets


def test_it_is_said_in_the_reader_s_language() -> None:
    calendar = Calendar.from_ical(ics_of(a_gathering(bring="rien"), "fr"))
    assert calendar.walk("VEVENT")[0]["DESCRIPTION"] == "À apporter\u00a0: rien"
