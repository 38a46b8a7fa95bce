"""What a file holds, each value checked as it is read: nothing of it is trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from entregent.circles import rules as circle_rules
from entregent.core.folding import clean_line
from entregent.core.walltime import FIRST_YEAR
from entregent.gatherings import rules
from entregent.gatherings.queries.carrying import MOST_VENUES, VERSION
from entregent.trust.enums import Naming

MOST_MEMBERS, MOST_DATES, MOST_WORDS = 10_000, 3_000, 20_000
MOST_PRESENCES = 50_000  # in all, as at tables: more would hold the database for longer than anybody waits
LIKE_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # what no database holds, or no page shows


class NotACircle(ValueError):
    """What was given is no circle taken away from here."""


class Carried:
    """The file, list by list."""

    def __init__(self, whole: object) -> None:
        if not isinstance(whole, dict) or whole.get("entregent") != VERSION:
            raise NotACircle
        self.circle, self.rhythm = self._table(whole, "circle"), self._table(whole, "rhythm")
        self._whole = whole
        self.places = rows(whole.get("places"), circle_rules.MOST_PLACES)
        self.members = rows(whole.get("members"), MOST_MEMBERS)
        self.dates = rows(whole.get("dates"), MOST_DATES)
        self.words = rows(whole.get("words"), MOST_WORDS)
        self.venues = self.more("venues", MOST_VENUES)
        if sum(map(_presences, self.dates)) > MOST_PRESENCES:
            raise NotACircle
        for named in (self.members, self.dates):
            if len({number(row, "number") for row in named}) < len(named):
                raise NotACircle

    def more(self, name: str, most: int) -> list[dict[str, Any]]:
        """A list that files written before it existed do not have."""
        return rows(self._whole.get(name, []), most)

    def _table(self, whole: dict[str, Any], name: str) -> dict[str, Any]:
        table = whole.get(name)
        if not isinstance(table, dict):
            raise NotACircle
        return table


def rows(given: object, most: int) -> list[dict[str, Any]]:
    if not isinstance(given, list) or len(given) > most or not all(isinstance(row, dict) for row in given):
        raise NotACircle
    return given


def _presences(date: Mapping[str, Any]) -> int:
    tables = rows(date.get("tables", []), rules.MOST_PLANNED)
    return len(numbers(date, "there")) + sum(1 + len(numbers(table, "people")) for table in tables)


def numbers(row: Mapping[str, Any], name: str) -> list[int]:
    """People, by their number in the file."""
    given = row.get(name, [])
    if not isinstance(given, list) or len(given) > MOST_MEMBERS or not all(isinstance(one, int) for one in given):
        raise NotACircle
    return given


def text(row: Mapping[str, Any], name: str, most: int) -> str:
    value = row.get(name, "")
    if not isinstance(value, str):
        raise NotACircle
    return clean_line(value, most)


def number(row: Mapping[str, Any], name: str) -> int:
    value = row.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool):
        raise NotACircle
    return value


def on_the_clock(written: str) -> time:
    """An hour of the wall: one that names a zone is no such thing."""
    hour = time.fromisoformat(written)
    if hour.tzinfo is not None:
        raise ValueError(written)
    return hour


def clean_text(written: str) -> str:
    return LIKE_NO_TEXT.sub("", written).strip()


def words_of(row: Mapping[str, Any]) -> str:
    written = row.get("text")
    if not isinstance(written, str) or row.get("naming") not in Naming.values:
        raise NotACircle
    return clean_text(written)


def written_at(row: Mapping[str, Any], now: datetime, name: str = "written") -> datetime:
    try:
        written = datetime.fromisoformat(text(row, name, 40))
    except ValueError as error:
        raise NotACircle from error
    if written.year <= FIRST_YEAR:
        raise NotACircle
    return min(written, now) if written.tzinfo else now
