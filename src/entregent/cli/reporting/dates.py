"""Days as people write them in a spreadsheet, read the same way down the whole column; and said back in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

Reader = Callable[[str], float | None]

CLOCK = r"(?:[T ,]+(\d{1,2})[:h](\d{2})(?::\d{2})?.*)?$"
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + CLOCK)
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + CLOCK)
SECONDS = re.compile(r"\d{9,10}(\.\d+)?$")
DAY, HOURS, MINUTES = 86_400, 24, 60
MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ),
}  # fmt: skip


def day_of(year: str, month: str, day: str, hour: str | None, minute: str | None) -> float | None:
    if int(hour or 0) >= HOURS or int(minute or 0) >= MINUTES:
        return None
    try:
        return date(int(year), int(month), int(day)).toordinal() + (int(hour or 0) * 60 + int(minute or 0)) / 1440
    except ValueError:
        return None


def year_first(cell: str) -> float | None:
    found = YEAR_FIRST.match(cell)
    return day_of(*found.groups()) if found else None


def day_first(cell: str) -> float | None:
    found = YEAR_LAST.match(cell)
    return day_of(found[3], found[2], found[1], found[4], found[5]) if found else None


def month_first(cell: str) -> float | None:
    found = YEAR_LAST.match(cell)
    return day_of(found[3], found[1], found[2], found[4], found[5]) if found else None


def seconds(cell: str) -> float | None:
    if not SECONDS.match(cell):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC).toordinal() + float(cell) / DAY


def reader_of(cells: Sequence[str]) -> Reader | None:
    """The one way that reads most of these cells; day before month where both read as many."""
    ways = (year_first, day_first, month_first, seconds)
    reads = [sum(way(cell) is not None for cell in cells) for way in ways]
    return ways[reads.index(max(reads))] if any(reads) else None


def in_words(day: float, language: str) -> str:
    """12 May 2026, 1er juin 2026."""
    when = date.fromordinal(int(day))
    first = "1er" if language == "fr" and when.day == 1 else str(when.day)
    return f"{first}\u00a0{MONTHS[language][when.month - 1]} {when.year}"
