"""Calendars as programs export them, read into dates of a circle: recurrences, exceptions, zones, and bombs."""

from __future__ import annotations

import resource
from datetime import date
from datetime import time as hour_of_day

import pytest

from entregent.circles.models import Circle
from entregent.circles.operations.importing import Fate
from entregent.core.spreadsheets import Unreadable, read_table
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations.calendars import import_calendar
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import NOW, a_circle, a_date, seen, somebody
from tests.gatherings.files import BOMBS, CSV_BOMBS, THURSDAYS, calendar, event

pytestmark = pytest.mark.django_db

NOON = hour_of_day(12, 30)
DINER = calendar(event("one", "DTSTART:20261105T123000", "SUMMARY:Dîner"))


@pytest.fixture
def circle() -> Circle:
    return a_circle(somebody("Nadia", "nadia@example.org"))


def brought(circle: Circle, content: bytes = THURSDAYS) -> dict[str, int]:
    report = import_calendar(circle=circle, content=content, file_name="agenda.ics", now=NOW)
    return {str(fate): report.count(fate) for fate in Fate}


def dates(circle: Circle, **only: object) -> list[tuple[date, hour_of_day, str, str]]:
    rows = Gathering.objects.filter(circle=circle, **only).order_by("starts_at")
    return [(row.day, row.hour, row.title, row.place) for row in rows]


def test_recurrences_exceptions_and_zones_become_the_circle_s_past(circle: Circle) -> None:
    assert brought(circle) == {"added": 12, "here": 0, "passed": 0}
    lunch = ("Déjeuner", "Chez Youssef")
    assert dates(circle, fixed_at__isnull=False) == [
        (date(2026, 10, 8), NOON, *lunch),
        (date(2026, 10, 22), NOON, *lunch),
        (date(2026, 10, 29), NOON, *lunch),
        (date(2026, 10, 30), hour_of_day(23, 30), "Appel", ""),
        (date(2026, 10, 31), NOON, "Journée", ""),
        (date(2026, 11, 6), hour_of_day(19, 0), "Dîner", "Ailleurs"),
        (date(2026, 11, 12), NOON, *lunch),
        (date(2026, 11, 19), NOON, *lunch),
    ]


def test_what_is_to_come_is_pencilled_in_and_nobody_is_written_to(circle: Circle) -> None:
    brought(circle)
    assert [day for day, *_rest in dates(circle, fixed_at__isnull=True)] == [
        date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17),
    ]  # fmt: skip
    pencilled = queries.pencilled(circle, NOW)
    assert pencilled is not None
    assert (pencilled.day, queries.next_gathering(circle, NOW)) == (date(2026, 11, 26), None)
    assert (Notice.objects.count(), Person.objects.count()) == (0, 1)


def test_the_same_calendar_twice_changes_nothing(circle: Circle) -> None:
    brought(circle)
    assert brought(circle) == {"added": 0, "here": 12, "passed": 0}


def test_it_is_taken_back_except_what_somebody_confirmed(circle: Circle) -> None:
    report = import_calendar(circle=circle, content=THURSDAYS, file_name="agenda.ics", now=NOW)
    nadia = Person.objects.get()
    when = gatherings.When(date(2026, 11, 26), NOON)
    gatherings.fix_date(circle=circle, by=nadia, when=when, seen=seen(circle), now=NOW)
    assert report.brought is not None
    undone = gatherings.undo_import(import_id=report.brought.pk, now=NOW)
    assert (undone.gone["gatherings"], len(undone.kept), circle.gatherings.count()) == (11, 1, 1)


def test_a_date_the_circle_fixed_stays_as_it_is(circle: Circle) -> None:
    fixed = a_date(circle, Person.objects.get(), place="Ours")
    assert brought(circle)["here"] == 1
    fixed.refresh_from_db()
    assert (fixed.place, fixed.imported_at) == ("Ours", None)


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_at_once(circle: Circle, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if name == "one long line":
        assert brought(circle, BOMBS[name])["passed"] in (0, 1)
    else:
        with pytest.raises(Unreadable):
            brought(circle, BOMBS[name])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize("name", CSV_BOMBS)
def test_so_is_a_spreadsheet_that_is_one(name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        table = read_table(CSV_BOMBS[name])
    except Unreadable:
        table = None
    assert table is None or not table.rows
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize(
    "content",
    [
        DINER.decode().encode("cp1252"),
        DINER.replace("î".encode(), b"\xc3\r\n \xae"),
        b"\xef\xbb\xbf" + DINER,
        DINER.replace(b"END:VEVENT", "DESCRIPTION:é è ".encode() + b"\xe9\r\nEND:VEVENT"),
    ],
    ids=["as old programs write", "folded in the middle of a letter", "with a mark before it", "one wrong byte"],
)
def test_letters_survive(circle: Circle, content: bytes) -> None:
    brought(circle, content)
    assert dates(circle) == [(date(2026, 11, 5), NOON, "Dîner", "")]


def test_what_breaks_the_rules_of_such_files_is_said(circle: Circle) -> None:
    with pytest.raises(Unreadable, match="breaks the rules"):
        brought(circle, calendar(event("1", "DTSTART:20260101T000000Z", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")))
    with pytest.raises(Unreadable, match="no calendar file"):
        brought(circle, b"Name;Address")


def test_an_hour_without_a_zone_is_read_on_the_circle_s_clock(circle: Circle) -> None:
    brought(circle, calendar(event("1", "DTSTART:20261001T123000", "SUMMARY:x")))
    assert [hour for _day, hour, *_rest in dates(circle)] == [NOON]


@pytest.mark.parametrize(
    ("rule", "count"),
    [
        ("FREQ=DAILY;COUNT=3", 3),
        ("FREQ=DAILY;UNTIL=20200110T000000Z", 8),
        ("FREQ=MONTHLY;BYDAY=1TH;UNTIL=20200630", 6),
        ("FREQ=YEARLY", 8),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=5", 5),
    ],
)
def test_rules_as_calendars_write_them(circle: Circle, rule: str, count: int) -> None:
    content = calendar(event("1", "DTSTART;TZID=Europe/Paris:20200102T123000", f"RRULE:{rule}", "SUMMARY:x"))
    assert brought(circle, content)["added"] == count


@pytest.mark.parametrize("rule", ["INTERVAL=0", "INTERVAL=99999999999999999999", "COUNT=99999999999999999999"])
def test_a_rule_that_counts_for_nothing_is_no_mistake_of_ours(circle: Circle, rule: str) -> None:
    written = event("1", "DTSTART;TZID=Europe/Paris:20200102T123000", f"RRULE:FREQ=WEEKLY;{rule}", "SUMMARY:x")
    assert brought(circle, calendar(written))["added"] == 0


@pytest.mark.parametrize("end", ["DTEND:20260801T123000", "DTEND:19000101T000000", "DURATION:P99999999999W"])
def test_one_that_ends_before_it_begins_takes_place_when_it_begins(circle: Circle, end: str) -> None:
    brought(circle, calendar(event("one", "DTSTART:20261105T123000", end, "SUMMARY:Dîner")))
    assert dates(circle) == [(date(2026, 11, 5), NOON, "Dîner", "")]
