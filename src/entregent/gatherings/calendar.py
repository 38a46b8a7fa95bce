"""A gathering as calendars read it (RFC 5545, RFC 5546). It names its one reader, never anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from entregent.core.links import absolute
from entregent.core.walltime import zone_of
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering

STATES = {Reply.YES: "ACCEPTED", Reply.MAYBE: "TENTATIVE", Reply.NO: "DECLINED"}
AROUND = 400  # days on each side whose clock changes are told
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Attendee:
    """The reader, as their calendar knows them: their address, and what they have answered so far."""

    address: str
    reply: str = ""


def ics_of(gathering: Gathering, language: str, method: str = "PUBLISH", attendee: Attendee | None = None) -> bytes:
    """`method` is REQUEST (come?), CANCEL, or PUBLISH for a file to keep, which asks nothing."""
    calendar = Calendar()
    calendar.add("prodid", "-//Entregent//Entregent//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(zone_component(gathering.zone, gathering.day))
    with translation.override(language):
        calendar.add_component(_event(gathering, attendee))
    return bytes(calendar.to_ical())


def _event(gathering: Gathering, attendee: Attendee | None) -> Event:
    event = Event()
    event.add("uid", f"{gathering.key}@{urlsplit(settings.ADDRESS).hostname}")
    event.add("sequence", gathering.sequence)
    event.add("dtstamp", _last_change(gathering))
    event.add("dtstart", _on_the_clock(gathering.starts_at, gathering.zone))
    event.add("dtend", _on_the_clock(gathering.ends_at, gathering.zone))
    event.add("summary", ", ".join(filter(None, [gathering.circle.name, gathering.title])))
    event.add("status", "CANCELLED" if gathering.cancelled_at else "CONFIRMED")
    event.add("url", absolute(reverse("gathering", args=[gathering.key])))
    if gathering.place:
        event.add("location", gathering.place)
    if gathering.bring:
        event.add("description", _("To bring: %(what)s") % {"what": gathering.bring})
    event.add("organizer", _organizer(gathering))
    if attendee is not None:
        event.add("attendee", _attendee(attendee))
    return event


def _last_change(gathering: Gathering) -> datetime:
    return max(filter(None, [gathering.made_at, gathering.fixed_at, gathering.moved_at, gathering.cancelled_at]))


def _on_the_clock(instant: datetime, zone: str) -> datetime:
    """The wall time with its zone; in UTC where the clock shows that hour twice and this is the second one."""
    local = instant.astimezone(zone_of(zone))
    return instant.astimezone(UTC) if local.fold else local


def _organizer(gathering: Gathering) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{settings.MAIL_FROM}")
    organizer.params["CN"] = gathering.circle.name
    return organizer


def _attendee(attendee: Attendee) -> vCalAddress:
    person = vCalAddress(f"mailto:{attendee.address}")
    person.params["CN"] = attendee.address
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = STATES.get(Reply(attendee.reply), "") if attendee.reply else "NEEDS-ACTION"
    person.params["RSVP"] = "FALSE"
    return person


def zone_component(zone: str, day: date) -> Timezone:
    """The rules of a zone around a day: each change of its clock, at the hour the clock showed before it changed."""
    place = zone_of(zone)
    first = datetime.combine(day, time(), UTC) - AROUND * DAY
    component = Timezone()
    component.add("tzid", zone)
    component.add_component(_observance(first, place, first))
    for change in _changes(place, first, first + 2 * AROUND * DAY):
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
