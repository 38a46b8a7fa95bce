"""Gatherings as calendars read them (RFC 5545, RFC 5546). They name their one reader, never anybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vDuration

from entregent.core.links import absolute
from entregent.core.walltime import zone_of
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering

STATES = {Reply.YES: "ACCEPTED", Reply.MAYBE: "TENTATIVE", Reply.NO: "DECLINED"}
AROUND = 400  # days on each side whose clock changes are told
DAY = timedelta(days=1)
LOOK_AGAIN = timedelta(hours=4)  # how often a calendar that asks is told to come back


@dataclass(frozen=True)
class Attendee:
    """The reader, as their calendar knows them: their address, what they have answered so far, where they answer.

    `replies_to` is where a calendar may send its own reply, "" when no mailbox reads them.
    """

    address: str
    reply: str = ""
    answer_url: str = ""
    replies_to: str = ""


@dataclass(frozen=True)
class Dated:
    """A gathering in somebody's subscribed calendar. `is_sure`: their answer speaks of its present date."""

    gathering: Gathering
    changed_at: datetime
    reply: str = ""
    is_sure: bool = True
    is_waiting: bool = False  # said yes, and no place was left
    is_public: bool = False  # read by anybody: when, and which circle; nothing else of it


def ics_of(
    gathering: Gathering,
    language: str,
    method: str = "PUBLISH",
    attendee: Attendee | None = None,
    stamp: datetime | None = None,
) -> bytes:
    """`method` is REQUEST (come?), CANCEL, or PUBLISH for a file to keep, which asks nothing.

    `stamp` is when this was written: of two writings under one SEQUENCE, calendars believe the later.
    """
    calendar = _calendar(method)
    calendar.add_component(zone_component(gathering.zone, gathering.day))
    with translation.override(language):
        calendar.add_component(_invitation(gathering, attendee, stamp or last_change(gathering)))
    return bytes(calendar.to_ical())


def feed_of(dates: Sequence[Dated], name: str, language: str) -> bytes:
    """A calendar to subscribe to. The same dates are the same bytes, whenever they are asked for."""
    calendar = _calendar("PUBLISH")
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    calendar.add("refresh-interval", vDuration(LOOK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    for zone, days in _days_by_zone(dates).items():
        calendar.add_component(zone_component(zone, min(days), max(days)))
    with translation.override(language):
        for one in dates:
            calendar.add_component(_in_feed(one))
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Entregent//Entregent//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _days_by_zone(dates: Sequence[Dated]) -> dict[str, list[date]]:
    days: dict[str, list[date]] = {}
    for one in dates:
        days.setdefault(one.gathering.zone, []).append(one.gathering.day)
    return days


def _invitation(gathering: Gathering, attendee: Attendee | None, stamp: datetime) -> Event:
    said = [_to_bring(gathering)]
    if attendee is not None and attendee.answer_url:
        said.append(_("To answer, or to change an answer: %(url)s") % {"url": attendee.answer_url})
    event = _event(gathering, stamp, said)
    event.add("status", "CANCELLED" if gathering.cancelled_at else "CONFIRMED")
    event.add("organizer", _organizer(gathering, attendee))
    if attendee is not None:
        event.add("attendee", _attendee(attendee))
    return event


def _in_feed(one: Dated) -> Event:
    """What they said yes to takes their time; the rest only stands there."""
    answered = _answer_given(one) if one.reply and one.is_sure else ""
    said = [] if one.is_public else [_to_bring(one.gathering), answered]
    event = _event(one.gathering, one.changed_at, said, is_public=one.is_public)
    event.add("last-modified", one.changed_at)
    coming = one.reply == Reply.YES and one.is_sure and not one.is_waiting
    event.add("status", _status(one, coming))
    event.add("transp", "OPAQUE" if coming and not one.gathering.cancelled_at else "TRANSPARENT")
    event.add("organizer", _organizer(one.gathering, None))
    return event


def _answer_given(one: Dated) -> str:
    if one.is_waiting:
        return _("Answer given: on the waiting list")
    return _("Answer given: %(answer)s") % {"answer": Reply(one.reply).label}


def _status(one: Dated, coming: bool) -> str:
    if one.gathering.cancelled_at:
        return "CANCELLED"
    return "TENTATIVE" if one.reply in (Reply.YES, Reply.MAYBE) and not coming else "CONFIRMED"


def _event(gathering: Gathering, stamp: datetime, said: list[str], *, is_public: bool = False) -> Event:
    event = Event()
    event.add("uid", uid_of(gathering))
    event.add("sequence", gathering.sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", _on_the_clock(gathering.starts_at, gathering.zone))
    event.add("dtend", _on_the_clock(gathering.ends_at, gathering.zone))
    title = "" if is_public else gathering.title
    event.add("summary", ", ".join(filter(None, [gathering.circle.name, title])))
    page = ("public-circle", gathering.circle.slug) if is_public else ("gathering", gathering.key)
    event.add("url", absolute(reverse(page[0], args=[page[1]])))
    if gathering.place and not is_public:
        event.add("location", gathering.place)
    if any(said):
        event.add("description", "\n".join(filter(None, said)))
    return event


def uid_of(gathering: Gathering) -> str:
    return f"{gathering.key}@{urlsplit(settings.ADDRESS).hostname}"


def _to_bring(gathering: Gathering) -> str:
    return _("To bring: %(what)s") % {"what": gathering.bring} if gathering.bring else ""


def last_change(gathering: Gathering) -> datetime:
    return max(filter(None, [gathering.made_at, gathering.fixed_at, gathering.moved_at, gathering.cancelled_at]))


def _on_the_clock(instant: datetime, zone: str) -> datetime:
    """The wall time with its zone; in UTC where the clock shows that hour twice and this is the second one."""
    local = instant.astimezone(zone_of(zone))
    return instant.astimezone(UTC) if local.fold else local


def _organizer(gathering: Gathering, attendee: Attendee | None) -> vCalAddress:
    """The instance; where a mailbox is read, the reader's own way into it, since calendars reply to the organizer."""
    address = attendee.replies_to if attendee and attendee.replies_to else settings.MAIL_FROM
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = gathering.circle.name
    return organizer


def _attendee(attendee: Attendee) -> vCalAddress:
    person = vCalAddress(f"mailto:{attendee.address}")
    person.params["CN"] = attendee.address
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = STATES.get(Reply(attendee.reply), "") if attendee.reply else "NEEDS-ACTION"
    person.params["RSVP"] = "TRUE" if attendee.replies_to else "FALSE"
    return person


def zone_component(zone: str, day: date, last_day: date | None = None) -> Timezone:
    """The rules of a zone around some days: each change of its clock, at the hour the clock showed before it."""
    place = zone_of(zone)
    first = datetime.combine(day, time(), UTC) - AROUND * DAY
    component = Timezone()
    component.add("tzid", zone)
    component.add_component(_observance(first, place, first))
    for change in _changes(place, first, datetime.combine(last_day or day, time(), UTC) + AROUND * DAY):
        component.add_component(_observance(change, place, change - timedelta(seconds=1)))
    return component


def _changes(place: tzinfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants between two others at which the offset changes."""
    while first < last:
        low, high = first, first + DAY
        if _offset(low, place) != _offset(high, place):
            while high - low > timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if _offset(middle, place) == _offset(low, place) else (low, middle)
            yield high
        first += DAY


def _observance(change: datetime, place: tzinfo, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    local = change.astimezone(place)
    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", (change + _offset(before, place)).replace(tzinfo=None))
    part.add("tzoffsetfrom", _offset(before, place))
    part.add("tzoffsetto", _offset(change, place))
    part.add("tzname", local.tzname() or "")
    return part


def _offset(instant: datetime, place: tzinfo) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta()
