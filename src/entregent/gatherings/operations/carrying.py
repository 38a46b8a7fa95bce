"""Taking a whole circle away, and bringing one in: there each person is invited again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction

from entregent.activity.operations import record
from entregent.circles import rules as circle_rules
from entregent.circles.enums import AddressForm, Hue, MailLevel, Setting
from entregent.circles.models import Circle, Membership
from entregent.circles.operations import BadPlace, NoName, change_circle, open_circle
from entregent.circles.operations.places import add_place
from entregent.circles.operations.roll import CHUNK, TRADE_LENGTH
from entregent.core import walltime
from entregent.core.folding import fold
from entregent.gatherings import rules
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Attendance, Gathering, Note, Series
from entregent.gatherings.operations.furnishing import furnish
from entregent.gatherings.operations.series import start_series
from entregent.gatherings.operations.unpacking import (
    Carried,
    NotACircle,
    number,
    numbers,
    on_the_clock,
    text,
    words_of,
    written_at,
)
from entregent.gatherings.queries.carrying import carried
from entregent.gatherings.registry import MovedIn, belongings
from entregent.people.enums import Language
from entregent.people.models import NAME_LENGTH, Person
from entregent.threads.models import Reply
from entregent.threads.operations import LONGEST
from entregent.trust.enums import Naming, Reach

LONGEST_NOTE = 8_000
EARLIEST = date(1900, 1, 1)  # of a rhythm
CHOICES: Mapping[str, Any] = {"setting": Setting, "hue": Hue, "language": Language, "address_form": AddressForm}


@transaction.atomic
def take_away(*, circle: Circle, by: Person, now: datetime) -> dict[str, Any]:
    """Everything of it this member may see; the journal says that they took it."""
    circle_rules.allow(circle, by, at_rest=True)
    record(
        actor=by,
        verb="took-away",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    return carried(circle=circle, viewer=by, now=now)


@transaction.atomic
def bring_in(*, whole: object, by: Person, now: datetime) -> Circle:
    """A new circle, hidden, `by` its founder. The others are in by name alone until somebody invites them again."""
    held = Carried(whole)
    try:
        circle = _open(held, by, now)
        people = _people(held, circle, by, now)
        dates = _dates(held, circle, people, now)
        _words(held, circle, dates, people, now)
        moved = MovedIn(circle, by, people, now)
        furnish(held, moved, dates)
        for one in belongings():
            one.unpack(moved, held.more(one.name, one.most))
    except (NoName, walltime.UnknownZone, OverflowError, TypeError) as error:
        raise NotACircle from error
    record(
        actor=by,
        verb="brought-in",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    return circle


def _open(held: Carried, by: Person, now: datetime) -> Circle:
    said = held.circle
    zone = text(said, "zone", 64) or settings.DEFAULT_ZONE
    language = by.language or settings.VISITOR_LANGUAGE
    circle = open_circle(name=text(said, "name", NAME_LENGTH), by=by, now=now, language=language, zone=zone)
    fields = {"purpose": text(said, "purpose", 400), "place": text(said, "place", 120)}
    fields |= {name: said[name] for name, choices in CHOICES.items() if said.get(name) in choices.values}
    change_circle(circle=circle, by=by, now=now, **fields)
    for place in held.places:
        try:
            add_place(circle=circle, name=text(place, "name", NAME_LENGTH), url=text(place, "url", 400), by=by, now=now)
        except BadPlace:
            continue
    _keep_rhythm(held.rhythm, start_series(circle, now), now)
    return circle


def _keep_rhythm(said: Mapping[str, Any], series: Series, now: datetime) -> None:
    if said.get("rhythm") in Rhythm.values:
        series.rhythm = said["rhythm"]
    anchor, hour = text(said, "anchor", 10), text(said, "hour", 8)
    try:
        series.anchor = date.fromisoformat(anchor) if anchor else None
        series.hour = on_the_clock(hour) if hour else None
    except ValueError as error:
        raise NotACircle from error
    if series.anchor is not None and not EARLIEST <= series.anchor <= (now + rules.FURTHEST).date():
        raise NotACircle
    series.place = text(said, "place", 200)
    series.minutes = min(max(number(said, "minutes"), 15), int(rules.LONGEST.total_seconds() // 60)) or 120
    series.save()


def _people(held: Carried, circle: Circle, by: Person, now: datetime) -> dict[int, Person]:
    """By their number in the file. Whoever bears the founder's own name is the founder."""
    found: dict[int, Person] = {}
    new: list[tuple[int, Person, Membership]] = []
    for row in held.members:
        name = text(row, "name", NAME_LENGTH)
        if fold(name) and fold(name) == by.name_folded and by not in found.values():
            found[number(row, "number")] = by
        elif fold(name):
            person = Person(made_at=now)
            person.set_unusable_password()
            new.append((number(row, "number"), person, _membership(row, name, circle, person, now)))
    Person.objects.bulk_create([person for _number, person, _row in new], batch_size=CHUNK)
    Membership.objects.bulk_create([row for _number, _person, row in new], batch_size=CHUNK)
    return found | {place: person for place, person, _row in new}


def _membership(row: Mapping[str, Any], name: str, circle: Circle, person: Person, now: datetime) -> Membership:
    membership = Membership(
        circle=circle,
        person=person,
        joined_at=now,
        settled_at=now,
        imported_at=now,
        mail=MailLevel.NONE,
        trade=text(row, "trade", TRADE_LENGTH),
    )
    membership.rename(name)
    return membership


def _dates(held: Carried, circle: Circle, people: Mapping[int, Person], now: datetime) -> dict[int, Gathering]:
    """What was is on record; what is still to come stands in pencil until somebody confirms it."""
    made: dict[int, Gathering] = {}
    taken: set[tuple[date, time]] = set()
    presences: list[Attendance] = []
    for row in held.dates:
        gathering = _date(row, circle, now)
        if gathering is None or (gathering.day, gathering.hour) in taken:
            continue
        taken.add((gathering.day, gathering.hour))
        made[number(row, "number")] = gathering
        there = {people[one] for one in numbers(row, "there") if one in people} if gathering.fixed_at else set()
        gathering.recorded_at = now if there else None
        presences += [Attendance(gathering=gathering, person=person, at=now) for person in there]
    Gathering.objects.bulk_create(made.values(), batch_size=CHUNK)
    Attendance.objects.bulk_create(presences, batch_size=CHUNK)
    return made


def _date(row: Mapping[str, Any], circle: Circle, now: datetime) -> Gathering | None:
    """None for an hour the clock did not show once that day."""
    try:
        day, hour = date.fromisoformat(text(row, "day", 10)), on_the_clock(text(row, "hour", 8))
        starts_at = walltime.instant(day, hour, circle.zone)
    except (walltime.ImpossibleHour, walltime.DoubleHour):
        return None
    except ValueError as error:
        raise NotACircle from error
    was = starts_at <= now
    return Gathering(
        circle=circle,
        day=day,
        hour=hour,
        zone=circle.zone,
        starts_at=starts_at,
        answer_until=starts_at,
        title=text(row, "title", 120),
        place=text(row, "place", 200),
        bring=text(row, "bring", 200),
        minutes=min(max(number(row, "minutes"), 15), int(rules.LONGEST.total_seconds() // 60)),
        made_at=now,
        fixed_at=now if was else None,
        imported_at=now if was else None,
    )


def _words(
    held: Carried, circle: Circle, dates: Mapping[int, Gathering], people: Mapping[int, Person], now: datetime
) -> None:
    """Under their date, with their label. Whose name does not go with them, a former member said them."""
    replies: list[Reply] = []
    notes: list[Note] = []
    unnamed = None
    for row in held.words:
        gathering, said = dates.get(number(row, "date")), words_of(row)
        if gathering is None or not said:
            continue
        by = people.get(number(row, "by"))
        author = by if by is not None and row["naming"] == Naming.MAY else unnamed
        if author is None:
            author = unnamed = _nobody(now)
        label = {"author": author, "reach": Reach.CIRCLE, "naming": row["naming"], "written_at": written_at(row, now)}
        if row.get("kind") == "note":
            notes.append(Note(gathering=gathering, text=said[:LONGEST_NOTE], **label))
        else:
            ids = {"kind": "gathering", "object_id": gathering.pk, "circle_id": circle.pk}
            replies.append(Reply(text=said[:LONGEST], **ids, **label))
    Reply.objects.bulk_create(replies, batch_size=CHUNK)
    Note.objects.bulk_create(notes, batch_size=CHUNK)


def _nobody(now: datetime) -> Person:
    person = Person.objects.make(now)
    person.erased_at = now
    person.save(update_fields=["erased_at"])
    return person
