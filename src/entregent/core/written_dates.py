"""Dates and hours as people type them in a spreadsheet, in French or in English. Texts in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from enum import StrEnum
from functools import lru_cache

from entregent.core.folding import fold

MONTHS = (
    "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june", "juillet july",
    "aout august", "septembre september", "octobre october", "novembre november", "decembre december",
)  # fmt: skip
WEEKDAYS = (
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
IDLE = {"le", "the", "of", "a", "at", "on", "de", "du"}
ORDINAL = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)")
HOUR = re.compile(r"(\d{1,2})(?: ?h(?:eures?|rs?)?(?: ?(\d{2}))?| (\d{2})(?: \d{2})?)?(?: ?(am|pm))?")
NAMED_HOURS = {"midi": time(12), "noon": time(12)}
FIRST_YEAR_OF_TWO_DIGITS = 70


class Order(StrEnum):
    """Which number comes first in 03/04/2026."""

    DAY = "day"
    MONTH = "month"


class MixedOrders(ValueError):
    """Some dates can only be read day first, others only month first; the two that show it."""

    def __init__(self, day_first: str, month_first: str) -> None:
        super().__init__(day_first, month_first)
        self.day_first, self.month_first = day_first, month_first


class UnknownOrder(ValueError):
    """Every date can be read both ways, and nothing says which is meant; one of them."""


def day_and_hour(written: str, order: Order) -> tuple[date, time | None] | None:
    """The date, and the hour where one follows; None when it is neither. "jeudi 1er décembre 2026, 12 h 30" is both."""
    words = _words(written)
    day = _day(words[:3], order)
    if day is None:
        return None
    if words[3:] in ([], ["00", "00"], ["00", "00", "00"]):
        return day, None
    hour = hour_of(" ".join(words[3:]))
    return (day, hour) if hour else None


def hour_of(written: str) -> time | None:
    """12:30, 12h30, 12 h 30, 12 h, midi, 7:30 pm. None when it is no hour."""
    text = fold(written)
    if text in NAMED_HOURS:
        return NAMED_HOURS[text]
    found = HOUR.fullmatch(text)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    if found[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[4] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def order_in(writings: Iterable[str], assumed: Order | None) -> Order:
    """The one order in which these dates can all be read; `assumed` settles it when both will do."""
    only: dict[Order, str] = {}
    doubtful = ""
    for written in writings:
        readings = dict(_readings(written))
        if len(readings) == 1:
            only.setdefault(next(iter(readings)), written)
        elif len(set(readings.values())) == 2:
            doubtful = doubtful or written
    if len(only) == 2:
        raise MixedOrders(only[Order.DAY], only[Order.MONTH])
    if only:
        return next(iter(only))
    if doubtful and assumed is None:
        raise UnknownOrder(doubtful)
    return assumed or Order.DAY


def _readings(written: str) -> Iterator[tuple[Order, date]]:
    """How a date of three numbers, its year last, can be read; nothing for the others, which leave no doubt."""
    words = _words(written)[:3]
    if len(words) == 3 and all(word.isdigit() for word in words) and len(words[0]) <= 2:
        for order in Order:
            day = _day(words, order)
            if day is not None:
                yield order, day


def _words(written: str) -> list[str]:
    text = re.sub(r"(?<=\d)T(?=\d)", " ", written.strip())
    words = [word for word in fold(text).split() if word not in WEEKDAYS and word not in IDLE]
    words = [found[1] if (found := ORDINAL.fullmatch(word)) else word for word in words]
    return words[1:] if words and _begins_a_weekday(words[0]) and _is_day(words[1:4]) else words


def _begins_a_weekday(word: str) -> bool:
    return any(name.startswith(word) for name in WEEKDAYS)


def _is_day(words: list[str]) -> bool:
    """What tells "mar. 3/11/2026", a Tuesday, from "mar. 3, 2026", in March."""
    return any(_day(words, order) for order in Order)


def _day(words: list[str], order: Order) -> date | None:
    if len(words) != 3:
        return None
    first, second, third = words
    if first.isdigit() and len(first) == 4:
        parts = (first, second, third)
    elif _month(first) or (order == Order.MONTH and second.isdigit()):
        parts = (third, first, second)
    else:
        parts = (third, second, first)
    year, month, day = _year(parts[0]), _month(parts[1]) or _number(parts[1]), _number(parts[2])
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(word: str) -> int:
    return int(word) if re.fullmatch(r"[0-9]{1,2}", word) else 0


def _year(word: str) -> int:
    if not re.fullmatch(r"[0-9]{2}|[0-9]{4}", word):
        return 0
    year = int(word)
    if len(word) == 4:
        return year
    return year + (2000 if year < FIRST_YEAR_OF_TWO_DIGITS else 1900)


@lru_cache(maxsize=2_000)
def _month(word: str) -> int:
    """From a name or its beginning, when three letters or more leave one month: "janv.", "Sept", "mars"; else 0."""
    found = {number for number, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names.split())}
    return found.pop() if len(word) >= 3 and len(found) == 1 else 0
