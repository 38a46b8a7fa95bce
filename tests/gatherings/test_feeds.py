"""A calendar somebody subscribed to: their dates and nobody's names, the same bytes until something changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar, Event

from entregent.core import walltime
from entregent.gatherings import feeds, operations
from entregent.gatherings.calendar import Dated, feed_of
from entregent.gatherings.enums import Reply, Takes
from entregent.gatherings.models import Answer, Feed, Gathering
from entregent.gatherings.operations import When
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOON, NOW, ZONE, a_circle, a_date, a_past_date, day_of, fresh, say, seen, somebody

pytestmark = pytest.mark.django_db


def content(person: Person, takes: Takes = Takes.COMING, now: datetime = NOW) -> bytes:
    feed = operations.open_feed(person=person, takes=takes, now=NOW)
    return feed_of(feeds.dates_for(feed, now).dates, "My circles", "en")


def events(person: Person, takes: Takes = Takes.COMING, now: datetime = NOW) -> list[Event]:
    calendar = Calendar.from_ical(content(person, takes, now))
    assert isinstance(calendar, Calendar)
    return list(calendar.events)


def said(event: Event) -> tuple[str, str]:
    return str(event["STATUS"]), str(event["TRANSP"])


def company() -> tuple[Person, Person, Gathering]:
    nadia, theo = somebody("Nadia Benali", "nadia@example.org"), somebody("Théo Prat", "theo@example.org")
    return nadia, theo, a_date(a_circle(nadia, theo), nadia, place="Chez Youssef", now=NOW - DAY, days=4)


def test_it_takes_what_one_said_yes_or_maybe_to() -> None:
    nadia, theo, gathering = company()
    for reply, expected in (
        (Reply.YES, [("CONFIRMED", "OPAQUE")]),
        (Reply.MAYBE, [("TENTATIVE", "TRANSPARENT")]),
        (Reply.NO, []),
    ):
        say(gathering, theo, reply)
        assert [said(event) for event in events(theo)] == expected
    assert events(nadia) == []


def test_or_every_fixed_date_of_one_s_circles_and_of_no_other() -> None:
    nadia, theo, _gathering = company()
    inès = somebody("Inès")
    a_date(a_circle(inès, name="Elsewhere"), inès)
    assert [said(event) for event in events(theo, Takes.ALL)] == [("CONFIRMED", "TRANSPARENT")]
    assert events(theo, Takes.ALL)[0]["LOCATION"] == "Chez Youssef"
    assert events(nadia, Takes.ALL)[0]["SUMMARY"] == "Tuesday lunch"


def test_a_guest_has_the_one_date_they_were_brought_to() -> None:
    nadia, _theo, gathering = company()
    a_date(gathering.circle, nadia, days=9)
    odile = operations.come_as_guest(
        gathering=gathering, written="odile@example.org", name="Odile", brought_by=nadia, now=NOW
    )
    assert [event["UID"] for event in events(odile, Takes.ALL)] == [f"{gathering.key}@testserver"]


def test_a_cancelled_date_stays_and_says_so_under_the_same_name() -> None:
    nadia, theo, gathering = company()
    say(gathering, theo)
    (before,) = events(theo)
    operations.cancel(gathering=gathering, by=nadia, seen=seen(gathering.circle), now=NOW + HOUR)
    (after,) = events(theo, now=NOW + HOUR)
    assert said(after) == ("CANCELLED", "TRANSPARENT")
    assert (after["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (before["UID"], 0, 1)
    assert after.decoded("DTSTAMP") == NOW + HOUR


def test_a_moved_date_is_uncertain_until_one_answers_again() -> None:
    nadia, theo, gathering = company()
    say(gathering, theo)
    when = When(day_of(NOW, 5), NOON, place="Elsewhere")
    operations.move(gathering=gathering, by=nadia, when=when, seen=seen(gathering.circle), now=NOW + HOUR)
    (moved,) = events(theo)
    assert (said(moved), moved["LOCATION"]) == (("TENTATIVE", "TRANSPARENT"), "Elsewhere")
    assert "DESCRIPTION" not in moved
    say(fresh(gathering), theo, now=NOW + 2 * HOUR)
    (answered,) = events(theo)
    assert said(answered) == ("CONFIRMED", "OPAQUE")
    assert answered["DESCRIPTION"] == "Answer given: I’m coming"


def test_a_yes_without_a_place_takes_no_time() -> None:
    _nadia, theo, gathering = company()
    say(gathering, theo)
    Answer.objects.update(waiting_since=NOW)
    (event,) = events(theo)
    assert (said(event), event["DESCRIPTION"]) == (("TENTATIVE", "TRANSPARENT"), "Answer given: on the waiting list")


def test_who_left_reads_nothing_more() -> None:
    from entregent.circles import operations as circles

    _nadia, theo, gathering = company()
    say(gathering, theo)
    circles.leave(circle=gathering.circle, person=theo, now=NOW)
    assert events(theo) == events(theo, Takes.ALL) == []


def test_it_keeps_half_a_year_of_what_was() -> None:
    nadia, _theo, gathering = company()
    for days in (170, 190):
        a_past_date(gathering.circle, nadia, days=days)
    assert len(events(nadia, Takes.ALL)) == 2


def test_names_of_others_are_never_in_it() -> None:
    nadia, theo, gathering = company()
    say(gathering, nadia)
    say(gathering, theo)
    text = content(theo, Takes.ALL).decode()
    assert not any(name in text for name in ("Nadia", "Benali", "Théo", "Prat", "nadia@", "theo@"))


def test_it_changes_when_the_place_does_and_not_before() -> None:
    nadia, theo, gathering = company()
    say(gathering, theo)
    before = content(theo)
    assert content(theo, now=NOW + 5 * DAY) == before
    when = When(gathering.day, gathering.hour, place="Elsewhere", minutes=gathering.minutes)
    operations.move(gathering=gathering, by=nadia, when=when, seen=seen(gathering.circle), now=NOW + HOUR)
    feed = Feed.objects.get(person=theo)
    assert content(theo) != before
    assert feeds.dates_for(feed, NOW).changed_at == NOW + HOUR


def test_lunch_stays_at_half_past_twelve_on_both_sides_of_the_change() -> None:
    """One set of rules a zone, and it covers every date."""
    nadia = somebody("Nadia")
    circle = a_circle(nadia)
    summer, winter = date(2026, 10, 22), date(2027, 4, 1)
    gatherings = [
        Gathering(
            circle=circle, key=f"abcdefghjk{n}", day=day, hour=time(12, 30), zone=ZONE, made_at=NOW, fixed_at=NOW,
            starts_at=walltime.instant(day, time(12, 30), ZONE),
        )
        for n, day in enumerate((summer, date(2026, 12, 3), winter), 2)
    ]  # fmt: skip
    calendar = Calendar.from_ical(feed_of([Dated(one, NOW) for one in gatherings], "x", "en"))
    assert isinstance(calendar, Calendar)
    (zone,) = calendar.timezones
    rules = zone.to_tz()
    for event, gathering in zip(calendar.events, gatherings, strict=True):
        wall = event.decoded("DTSTART").replace(tzinfo=None)
        assert wall.time() == NOON
        assert wall.replace(tzinfo=rules).astimezone(UTC) == gathering.starts_at


# The address


def test_its_address_is_a_key_that_can_be_stopped_and_made_anew() -> None:
    theo = somebody("Théo")
    first = operations.open_feed(person=theo, takes=Takes.ALL, now=NOW)
    token = feeds.token_of(first)
    assert feeds.feed_at(token) == first
    operations.stop_feed(person=theo, now=NOW)
    assert feeds.feed_at(token) is None
    operations.resume_feed(person=theo)
    assert feeds.feed_at(token) == first
    operations.stop_feed(person=theo, now=NOW)
    second = operations.open_feed(person=theo, takes=Takes.ALL, now=NOW)
    assert feeds.feed_at(token) is None
    assert feeds.feed_at(feeds.token_of(second)) == second


def test_changing_what_it_takes_keeps_its_address() -> None:
    theo = somebody("Théo")
    token = feeds.token_of(operations.open_feed(person=theo, takes=Takes.ALL, now=NOW))
    assert feeds.token_of(operations.open_feed(person=theo, takes=Takes.COMING, now=NOW)) == token


def test_it_outlives_a_new_key(settings: object) -> None:
    from django.conf import settings as now_set

    theo = somebody("Théo")
    feed = operations.open_feed(person=theo, takes=Takes.ALL, now=NOW)
    token = feeds.token_of(feed)
    settings.LINK_KEYS = ["a newer key", *now_set.LINK_KEYS]  # type: ignore[attr-defined]
    assert feeds.feed_at(token) == feed
    settings.LINK_KEYS = ["a newer key"]  # type: ignore[attr-defined]
    assert feeds.feed_at(token) is None


def test_forged_addresses_and_those_of_who_was_erased_open_nothing() -> None:
    theo = somebody("Théo", "theo@example.org")
    token = feeds.token_of(operations.open_feed(person=theo, takes=Takes.ALL, now=NOW))
    assert [feeds.feed_at(forged) for forged in ("x", "A" * 32, token[:-1] + "x")] == [None] * 3
    assert privacy.export_all(theo)["gatherings"]["calendar_feeds"] == [
        {"takes": "all", "made_at": NOW, "stopped_at": None}
    ]
    privacy.erase_all(theo, NOW)
    assert feeds.feed_at(token) is None
