"""Gatherings that were, out of a spreadsheet: their dates, and who was there. Nobody is written to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entregent.circles.models import Circle, Import, Membership
from entregent.circles.operations.importing import Fate, Line, Report, strike_out, write_down
from entregent.circles.operations.roll import CHUNK, Known, PassedOver, Roll, chunks, take_back
from entregent.core import walltime
from entregent.core.folding import clean_line
from entregent.core.spreadsheets import Unreadable, read_table
from entregent.core.words_of_time import capital, clock, day_and_hour, long_day
from entregent.core.written_dates import Order
from entregent.gatherings import dates, queries, rules
from entregent.gatherings.models import Answer, Attendance, Gathering, StandingAnswer
from entregent.gatherings.operations.sheets import Entry, Sitting, read_sheet
from entregent.gatherings.operations.words_kept import written_under

MOST_PRESENCES = 200_000
TITLE_LENGTH = 120
PLACE_LENGTH = 200


class NoSuchImport(ValueError):
    """No import of this number, or it is undone already."""


@dataclass(frozen=True)
class Undone:
    """How many rows of each kind are gone, and what stays because it has come to life since."""

    gone: dict[str, int]
    kept: tuple[str, ...]


class Calendar:
    """Finds the gatherings a file speaks of, and remembers those it has to make until `save` makes them at once."""

    def __init__(self, circle: Circle, hour: time | None, now: datetime, *, pencils: bool = False) -> None:
        """`pencils`: what is to come is pencilled in instead of refused."""
        self.pencils = pencils
        series = queries.series_of(circle)
        self.circle, self.now, self.minutes = circle, now, series.minutes
        self.hour = hour or series.hour or dates.USUAL.get(circle.setting, dates.USUAL["other"])[1]
        self.by_day: dict[date, list[Gathering]] = defaultdict(list)
        for row in circle.gatherings.order_by("starts_at"):
            self.by_day[row.day].append(row)
        rows = Attendance.objects.filter(gathering__circle=circle)
        self.known = set(rows.values_list("gathering_id", "person_id"))
        self.new_gatherings: list[Gathering] = []
        self.new_presences: dict[tuple[int, Known], Gathering] = {}

    def check(self, sitting: Sitting) -> None:
        """Refuse a gathering there is any doubt about."""
        if self._here(sitting) is None:
            self._one(sitting)

    def holds(self, sitting: Sitting) -> bool:
        """Whether the circle has something at that hour already, wherever it comes from."""
        return any(row.hour == (sitting.hour or self.hour) for row in self.by_day[sitting.day])

    def _here(self, sitting: Sitting) -> Gathering | None:
        same = [row for row in self.by_day[sitting.day] if sitting.hour in (None, row.hour)]
        if len(same) > 1:
            raise PassedOver(_("there are two gatherings that day: say the hour"))
        if same and same[0].imported_at is None:
            raise PassedOver(_("this gathering is here already: say on its page who was there"))
        return same[0] if same else None

    def _one(self, sitting: Sitting) -> Gathering:
        hour = sitting.hour or self.hour
        try:
            starts_at = walltime.instant(sitting.day, hour, self.circle.zone)
        except (walltime.ImpossibleHour, walltime.DoubleHour, OverflowError) as error:
            raise PassedOver(_("the clock did not show this hour once that day: write another")) from error
        is_ahead = starts_at > self.now
        if is_ahead and not self.pencils:
            raise PassedOver(_("still to come: fix it on the circle’s page, so that everybody is told"))
        return Gathering(
            circle=self.circle,
            day=sitting.day,
            hour=hour,
            zone=self.circle.zone,
            starts_at=starts_at,
            title=clean_line(sitting.title, TITLE_LENGTH),
            place=clean_line(sitting.place, PLACE_LENGTH),
            minutes=self.minutes,
            answer_until=rules.answers_close(starts_at, self.now) if is_ahead else starts_at,
            made_at=self.now,
            fixed_at=None if is_ahead else self.now,
            imported_at=self.now,
        )

    def seat(self, sitting: Sitting, people: list[Known]) -> None:
        gathering = self._here(sitting)
        if gathering is None:
            gathering = self._one(sitting)
            gathering.recorded_at = self.now if people else None
            self.by_day[sitting.day].append(gathering)
            self.new_gatherings.append(gathering)
        for known in people:
            if (gathering.pk, known.person.pk) not in self.known:
                self.new_presences[id(gathering), known] = gathering
        if len(self.new_presences) > MOST_PRESENCES:
            raise Unreadable(
                _("This file says more than %(most)d times that somebody was there. Split it, and bring in each part.")
                % {"most": MOST_PRESENCES}
            )

    def size(self) -> int:
        return len(self.new_gatherings) + len(self.new_presences)

    def save(self) -> dict[str, list[int]]:
        """To be called once the roll has saved its people."""
        Gathering.objects.bulk_create(self.new_gatherings, batch_size=CHUNK)
        rows = [
            Attendance(gathering=gathering, person=known.person, at=self.now)
            for (_key, known), gathering in self.new_presences.items()
        ]
        Attendance.objects.bulk_create(rows, batch_size=CHUNK)
        return {"gatherings": [row.pk for row in self.new_gatherings], "attendances": [row.pk for row in rows]}


@dataclass(frozen=True)
class Reading:
    """How somebody said a sheet is to be read. `hour` stands for gatherings whose hour the file does not say."""

    hour: time | None = None
    order: Order | None = None
    chosen: Mapping[int, str] | None = None


@transaction.atomic
def import_gatherings(
    *,
    circle: Circle,
    content: bytes,
    file_name: str,
    now: datetime,
    hour: time | None = None,
    order: Order | None = None,
    chosen: Mapping[int, str] | None = None,
) -> Report:
    """Bring in what was."""
    roll, calendar, lines, left = _read(circle, content, now, Reading(hour, order, chosen), locks=True)
    made = roll.save()
    return Report(lines, left, write_down(circle, "gatherings", file_name, made | calendar.save(), now))


def try_gatherings(
    *,
    circle: Circle,
    content: bytes,
    now: datetime,
    hour: time | None = None,
    order: Order | None = None,
    chosen: Mapping[int, str] | None = None,
) -> Report:
    """What bringing it in would do. Nothing is written and nothing is locked."""
    _roll, _calendar, lines, left = _read(circle, content, now, Reading(hour, order, chosen), locks=False)
    return Report(lines, left, None)


def _read(
    circle: Circle, content: bytes, now: datetime, reading: Reading, *, locks: bool
) -> tuple[Roll, Calendar, tuple[Line, ...], tuple[str, ...]]:
    """In French nobody writes the month first; elsewhere a file whose every date can be read both ways is refused."""
    assumed = reading.order or (Order.DAY if circle.language == "fr" else None)
    sheet = read_sheet(read_table(content), assumed, reading.chosen)
    if locks:
        Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    calendar = Calendar(circle, reading.hour, now)
    roll = Roll(circle, [one.address for entry in sheet.entries for one in entry.people], now)
    return roll, calendar, tuple(_take(calendar, roll, entry) for entry in sheet.entries), sheet.unused


def _take(calendar: Calendar, roll: Roll, entry: Entry) -> Line:
    """What can be taken of a row is taken; what cannot is said."""
    if entry.fault:
        return Line(entry.number, Fate.PASSED, entry.what, entry.fault)
    before = calendar.size()
    faults: list[str] = []
    sittings = _sittings(calendar, entry, faults)
    people = _people(roll, entry, faults) if sittings else []
    if people or not entry.people:
        for sitting in sittings:
            calendar.seat(sitting, people)
    fate = Fate.ADDED if calendar.size() > before else Fate.PASSED if faults else Fate.HERE
    return Line(entry.number, fate, _title(entry, len(sittings), len(people)), " ; ".join(dict.fromkeys(faults)))


def _sittings(calendar: Calendar, entry: Entry, faults: list[str]) -> list[Sitting]:
    found = []
    for sitting in entry.sittings:
        try:
            calendar.check(sitting)
        except PassedOver as reason:
            faults.append(f"{sitting.day}: {reason}" if len(entry.sittings) > 1 else str(reason))
        else:
            found.append(sitting)
    if not entry.sittings:
        faults.append(_("no date is marked"))
    return found


def _people(roll: Roll, entry: Entry, faults: list[str]) -> list[Known]:
    found = []
    for one in entry.people:
        try:
            found.append(roll.meet(one))
        except PassedOver as reason:
            faults.append(str(reason))
    return found


def _title(entry: Entry, times: int, people: int) -> str:
    """What the row says, in a few words: who on which day, how many on that day, or who how many times."""
    name = entry.people[0].name if entry.people else ""
    if len(entry.sittings) != 1:
        return f"{name}, " + ngettext("%(count)d gathering", "%(count)d gatherings", times) % {"count": times}
    sitting, language = entry.sittings[0], get_language() or "en"
    day = long_day(sitting.day, language, today=date.min)
    if sitting.hour is not None:
        day = f"{day}, {clock(sitting.hour, language)}"
    if len(entry.people) == 1:
        return f"{name}, {day}"
    count = ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
    return f"{capital(day)}, {count}" if entry.people else capital(day)


@transaction.atomic
def undo_import(*, import_id: int, now: datetime) -> Undone:
    """Take back what a file brought. What somebody has touched since stays, with those who were there."""
    brought = Import.objects.select_for_update().select_related("circle").filter(pk=import_id, undone_at=None).first()
    if brought is None:
        raise NoSuchImport(import_id)
    made = Gathering.objects.filter(circle=brought.circle)
    kept = {row.pk: row for ids in chunks(brought.made_ids("gatherings")) for row in _touched(made.filter(pk__in=ids))}
    gone = {"attendances": 0, "gatherings": 0, "memberships": 0}
    for ids in chunks(brought.made_ids("attendances")):
        free = Attendance.objects.filter(pk__in=ids, gathering__recorded_by=None).exclude(gathering__in=kept)
        gone["attendances"] += free.delete()[0]
    for ids in chunks(brought.made_ids("gatherings")):
        gone["gatherings"] += made.filter(pk__in=set(ids) - kept.keys()).delete()[1].get("gatherings.Gathering", 0)
    people = take_back(brought, _seen_at_tables(brought.circle))
    gone["memberships"] = len(brought.made_ids("memberships")) - len(people)
    strike_out(brought, now)
    return Undone(gone, tuple(_kept(list(kept.values()), people)))


def _touched(rows: QuerySet[Gathering]) -> list[Gathering]:
    """Gatherings somebody has corrected, moved, answered or written under since they were brought in."""
    theirs = (
        Q(recorded_by__isnull=False)
        | Q(fixed_by__isnull=False)
        | Q(sequence__gt=0)
        | Q(answers__isnull=False)
        | Q(plans__isnull=False)
        | written_under()
    )
    said = Q(attendances__said_by__isnull=False)
    return list(rows.filter(theirs | said).distinct().order_by("starts_at"))


def _seen_at_tables(circle: Circle) -> set[int]:
    """Whoever is known to have been, to come, or to come always: undoing a list of members leaves them."""
    tables = Attendance.objects.filter(gathering__circle=circle).values_list("person_id", flat=True)
    answers = Answer.objects.filter(gathering__circle=circle).values_list("person_id", flat=True)
    standing = StandingAnswer.objects.filter(circle=circle).values_list("person_id", flat=True)
    return {*tables, *answers, *standing}


def _kept(gatherings: list[Gathering], people: list[Membership]) -> Iterator[str]:
    language = get_language() or "en"
    for row in gatherings:
        yield day_and_hour(row.day, row.hour, language, today=date.min)
    for member in people:
        yield member.shown_name
