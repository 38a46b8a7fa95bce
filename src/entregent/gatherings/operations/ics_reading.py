"""A calendar's file read into sittings: recurrences unrolled, exceptions heeded, whatever zones it speaks of.

Rules are counted before they are unrolled: what would take long, or never end, is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Any

import recurring_ical_events
from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from entregent.core.spreadsheets import Unreadable
from entregent.core.walltime import zone_of
from entregent.gatherings.operations.sheets import Sitting

UNREADABLE = "\ufffd"
MOST_BYTES = 1_000_000
MOST_EVENTS = 1000
MOST_RULES = 60
MOST_DATES = 1000
MOST_LINES = 30_000
BACK, AHEAD = timedelta(days=3653), timedelta(days=366)
MOST_LOOKED_AT = 20_000  # times one thing may have come back since it began
SIMPLE = ("DAILY", "WEEKLY")
PLAIN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}  # those always come back
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
WITHIN_A_DAY = ("BYHOUR", "BYMINUTE", "BYSECOND")


def read_calendar(content: bytes, zone: str, now: datetime) -> list[Sitting]:
    """What took place in the last ten years and what is to come within one, soonest first, on the circle's clock."""
    calendar = _parsed(content)
    first, last = now - BACK, now + AHEAD
    events = [event for event in calendar.events if str(event.get("STATUS", "")).upper() != "CANCELLED"]
    kept, dates = [], 0
    for event in events:
        count = _count(event, first, last)
        dates += count
        if count:
            kept.append(_ending_later(event))
        if dates > MOST_DATES:
            raise Unreadable(_too_much())
    unrolled = _unrolled(calendar, kept, first, last)
    found = {sitting for event in unrolled if (sitting := _sitting(event, zone)) is not None}
    return sorted(found, key=lambda one: (one.day, one.hour is not None, str(one.hour)))


def _parsed(content: bytes) -> Calendar:
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This calendar is larger than 1 MB. Export a shorter span of it."))
    upper = content.upper()
    if b"BEGIN:VCALENDAR" not in upper:
        raise Unreadable(_("This is no calendar file. Export one as .ics, and bring that in."))
    if upper.count(b"BEGIN:VEVENT") > MOST_EVENTS or upper.count(b"\nRRULE") > MOST_RULES:
        raise Unreadable(_too_much())
    if upper.count(b"\n") > MOST_LINES or upper.count(b"BEGIN:") > 2 * MOST_EVENTS or _listed(upper) > 4 * MOST_DATES:
        raise Unreadable(_too_much())
    try:
        calendar = Calendar.from_ical(_text(content))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(_broken()) from error
    if not isinstance(calendar, Calendar):
        raise Unreadable(_("This file holds several calendars: bring in one at a time."))
    return calendar


def _text(content: bytes) -> str:
    """Unfolded before it is decoded: programs fold lines in the middle of a letter. Old ones write Windows-1252; one
    wrong byte among many letters of UTF-8 is one wrong letter.
    """
    unfolded = re.sub(rb"\r?\n[ \t]", b"", content)
    text = unfolded.decode("utf-8-sig", errors="replace")
    wrong = text.count(UNREADABLE)
    letters = sum(not one.isascii() for one in text) - wrong
    return text if letters > wrong or not wrong else unfolded.decode("cp1252", errors="replace")


def _listed(upper: bytes) -> int:
    """How many dates are listed one by one, to be added or left out."""
    lines = upper.replace(b"\r\n ", b"").split(b"\n")
    return sum(line.count(b",") + 1 for line in lines if line.startswith((b"RDATE", b"EXDATE")))


def _broken() -> str:
    return _("This calendar cannot be read: it breaks the rules of such files.")


def _too_much() -> str:
    return _("This calendar holds more than %(most)d dates. Export a shorter span of it.") % {"most": MOST_DATES}


def _count(event: Event, first: datetime, last: datetime) -> int:
    """How many dates an event stands for in that span, or a few more: none for one that nothing can come of."""
    start = event.decoded("DTSTART", None)
    if not isinstance(start, date) or start.year < 1970:
        return 0
    rules = event.get("RRULE")
    if rules is None:
        return 1
    try:
        each = rules if isinstance(rules, list) else [rules]
        return sum(_count_rule(rule, _naive(start), first, last) for rule in each)
    except Unreadable:
        raise
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):  # a number no calendar counts to
        return 0


def _count_rule(rule: Any, begins: datetime, first: datetime, last: datetime) -> int:
    names = {str(name).upper() for name in rule}
    often = str(next(iter(rule.get("FREQ", [])), "")).upper()
    if often in TOO_OFTEN or names & set(WITHIN_A_DAY):
        raise Unreadable(_("This calendar holds something that comes back several times a day: it is no gathering."))
    if often in SIMPLE and names - PLAIN:
        raise Unreadable(_broken())
    try:
        written = rrulestr(rule.to_ical().decode(), dtstart=begins, ignoretz=True).replace(until=None)
        comes = next(iter(written.replace(count=None)), None)  # it would be looked for until the year 9999
    except (ValueError, TypeError, OverflowError):
        return 0
    if comes is None:
        raise Unreadable(_broken())
    stops = min(_naive(one) for one in (last, *rule.get("UNTIL", []))) + timedelta(days=1)
    spanned = takewhile(lambda moment: moment <= stops, islice(written, MOST_LOOKED_AT))
    return sum(moment >= _naive(first) - timedelta(days=1) for moment in spanned)


def _ending_later(event: Event) -> Event:
    """When it is over is not asked; one that ends before it begins would be taken to begin then."""
    event.pop("DTEND", None)
    event.pop("DURATION", None)
    return event


def _naive(moment: date) -> datetime:
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  (only counted)


def _unrolled(calendar: Calendar, events: list[Event], first: datetime, last: datetime) -> Iterator[Event]:
    whole = Calendar()
    for part in [*calendar.timezones, *events]:
        whole.add_component(part)
    try:
        yield from recurring_ical_events.of(whole, skip_bad_series=True).between(first, last)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable(_broken()) from error


def _sitting(event: Event, zone: str) -> Sitting | None:
    """Whole days have no hour of their own; an hour without a zone is read on the circle's clock."""
    start = event.decoded("DTSTART", None)
    if isinstance(start, datetime):
        here = start.astimezone(zone_of(zone)) if start.tzinfo else start
        day, hour = here.date(), here.time().replace(second=0, microsecond=0, tzinfo=None, fold=0)
    elif isinstance(start, date):
        day, hour = start, None
    else:
        return None
    return Sitting(day, hour, str(event.get("LOCATION", "")), str(event.get("SUMMARY", "")))
