"""Which days a rhythm means, and which slots to offer when no date is fixed. Pure: dates in, dates out."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import islice

from entregent.gatherings.enums import Rhythm

# How far from a rhythm's day a date people fixed still stands for it.
REACH = {Rhythm.WEEKLY: 2, Rhythm.FORTNIGHTLY: 4}
REACH_OF_A_MONTH = 9
LOOKED_AT_BESIDE = 5
SATURDAY = 5

USUAL: dict[str, tuple[int, time]] = {
    "lunch": (3, time(12, 30)),
    "dinner": (3, time(19, 30)),
    "club": (1, time(19, 0)),
    "sport": (5, time(10, 0)),
    "work": (1, time(9, 30)),
    "call": (1, time(18, 0)),
    "campaign": (5, time(10, 0)),
    "other": (3, time(18, 30)),
}
HISTORY = 12


@dataclass(frozen=True, order=True)
class Slot:
    day: date
    hour: time


def occurrences(rhythm: str, anchor: date, after: date) -> Iterator[date]:
    """Days of a rhythm strictly after `after`; a free rhythm has none. The anchor is any day of the rhythm."""
    if rhythm in (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY):
        step = 7 if rhythm == Rhythm.WEEKLY else 14
        first = anchor + timedelta(days=max(0, (after - anchor).days // step + 1) * step)
        while True:
            yield first
            first += timedelta(days=step)
    if rhythm in (Rhythm.MONTHLY_WEEKDAY, Rhythm.MONTHLY_LAST, Rhythm.MONTHLY_DATE):
        start = max(after, anchor - timedelta(days=1))
        year, month = start.year, start.month
        while True:
            day = _in_month(rhythm, anchor, year, month)
            if day > start:
                yield day
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _in_month(rhythm: str, anchor: date, year: int, month: int) -> date:
    """That month's day of the rhythm: a fifth Thursday or a 31st falls back to the last there is."""
    last = calendar.monthrange(year, month)[1]
    if rhythm == Rhythm.MONTHLY_DATE:
        return date(year, month, min(anchor.day, last))
    if rhythm == Rhythm.MONTHLY_LAST:
        return date(year, month, last - (date(year, month, last).weekday() - anchor.weekday()) % 7)
    first = 1 + (anchor.weekday() - date(year, month, 1).weekday()) % 7
    return date(year, month, max(day for day in range(first, last + 1, 7) if (day - 1) // 7 <= (anchor.day - 1) // 7))


def three_slots(
    *,
    rhythm: str,
    anchor: date | None,
    hour: time | None,
    past: Sequence[Slot],
    setting: str,
    today: date,
    taken: Collection[Slot] = (),
    off: Collection[date] = (),
) -> list[Slot]:
    """Three slots worth offering: what the rhythm says, else when people met before, else what the setting suggests.

    `past` is newest first, `taken` is what is fixed or was cancelled already, `off` the days nobody expects to meet on.
    The first slot is the likeliest; none is today, and they are distinct.
    """
    usual = Counter((slot.day.weekday(), slot.hour) for slot in past[:HISTORY]).most_common(2)
    found: list[Slot] = []
    if rhythm != Rhythm.FREE and anchor is not None and hour is not None:
        found += islice(_free(((day, hour) for day in occurrences(rhythm, anchor, today)), taken, off), 2)
    habits = [habit for habit, _ in usual] or [USUAL.get(setting, USUAL["other"])]
    for weekday, at in habits:
        found += [Slot(day, at) for day in _weekdays(weekday, today, 1 if len(habits) > 1 else 2)]
    weekday, at = habits[0]
    found.append(Slot(next(_weekdays((weekday + 1) % 5, today + timedelta(days=1), 1)), at))
    found += [Slot(day, at) for day in _weekdays(weekday, today, 4 + len(taken) + len(off))]
    distinct = [slot for slot in dict.fromkeys(found) if slot not in taken and slot.day not in off]
    return [distinct[0], *sorted(distinct[1:3])]


def neighbours(day: date, today: date, off: Collection[date]) -> list[date]:
    """The nearest days before and after that one can meet on: still to come, none off, no weekend for a weekday."""
    found = []
    for step in (-1, 1):
        beside = (day + timedelta(days=step * count) for count in range(1, LOOKED_AT_BESIDE))
        good = (one for one in beside if one not in off and (one.weekday() < SATURDAY or day.weekday() >= SATURDAY))
        found += [one for one in islice(good, 1) if one > today]
    return found


def stands_for(rhythm: str, fixed: date, day: date) -> bool:
    """Whether a date people fixed takes the place of that day of the rhythm."""
    return abs((fixed - day).days) <= REACH.get(Rhythm(rhythm), REACH_OF_A_MONTH)


def _free(slots: Iterable[tuple[date, time]], taken: Collection[Slot], off: Collection[date]) -> Iterator[Slot]:
    return (slot for slot in (Slot(day, hour) for day, hour in slots) if slot not in taken and slot.day not in off)


def _weekdays(weekday: int, after: date, count: int) -> Iterator[date]:
    first = after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
    return (first + timedelta(weeks=week) for week in range(count))
