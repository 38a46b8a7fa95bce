"""The ways people keep who was there in a spreadsheet, read into one: people at sittings. Nothing is looked up here.

A row for each gathering, with its people in one cell; a row for each person at each gathering; a row for each person
and a column for each date; a row for each date and a column for each person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from django.utils.translation import gettext as _

from entregent.circles.operations.importing import no_names, unused
from entregent.circles.operations.roll import Somebody, somebody_in
from entregent.core.folding import fold
from entregent.core.spreadsheets import Row, Table, Unreadable, columns_of
from entregent.core.written_dates import MixedOrders, Order, UnknownOrder, day_and_hour, hour_of, order_in

THERE = {"x", "1", "oui", "yes", "o", "y", "v", "p", "present", "presente", "present e", "vrai", "true", "ok"}
ABSENT = {"", "0", "non", "no", "n", "a", "absent", "absente", "absent e", "abs", "excuse", "excusee", "faux", "false"}
TICKS = {"✓", "✔", "✔️", "☑", "✅", "•", "●", "×"}
DASHES = {"-", "–", "—", "/", "."}
BETWEEN_NAMES = re.compile(r"[\n\r;,/&+•]|\bet\b|\band\b")
NAMES = ("name", "first name", "family name")
PERSON = (*NAMES, "address", "trade")
SITTING = ("day", "hour", "place", "title")


@dataclass(frozen=True)
class Sitting:
    """A gathering as the file tells it; the hour is None when it does not say."""

    day: date
    hour: time | None = None
    place: str = ""
    title: str = ""


@dataclass(frozen=True)
class Entry:
    """One row: all these people were at all these sittings. `fault` says why the row cannot be read."""

    number: int
    people: tuple[Somebody, ...] = ()
    sittings: tuple[Sitting, ...] = ()
    what: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    entries: tuple[Entry, ...]
    unused: tuple[str, ...]


class Fault(ValueError):
    """Why one row cannot be read."""


def read_sheet(table: Table, assumed: Order | None, chosen: Mapping[int, str] | None = None) -> Sheet:
    """`assumed` says which number of 03/04/2026 comes first when the file itself leaves it open."""
    columns = columns_of(table, chosen)
    is_named = not columns.keys().isdisjoint(NAMES)
    if is_named and "people" in columns:
        raise Unreadable(_("One column holds names and another who was there: keep one of them, or rename it."))
    if "day" not in columns:
        return _persons_by_dates(table, columns, assumed)
    order = _order(table.column(columns["day"]), assumed)
    if is_named:
        return _sheet(table, partial(_one_at_one, columns, order), _positions(columns, *PERSON, *SITTING))
    if "people" in columns:
        return _sheet(table, partial(_many_at_one, columns, order), _positions(columns, "people", *SITTING))
    marked = _marked_columns(table, set(columns.values()))
    return _sheet(table, partial(_across, columns, order, marked), _positions(columns, *SITTING) | marked.keys())


def _persons_by_dates(table: Table, columns: dict[str, int], assumed: Order | None) -> Sheet:
    order = _order(table.headers, assumed)
    dated = {
        position: Sitting(*found)
        for position, header in enumerate(table.headers)
        if (found := day_and_hour(header, order))
    }
    if not dated:
        raise Unreadable(_("No column holds dates, and no date heads a column. Call a column “Date”."))
    if columns.keys().isdisjoint(NAMES):
        raise Unreadable(no_names(table))
    return _sheet(table, partial(_under_dates, columns, dated), _positions(columns, *PERSON) | dated.keys())


def _sheet(table: Table, read: Callable[[Row], Entry], used: set[int]) -> Sheet:
    return Sheet(tuple(_entry(row, read) for row in table.rows), unused(table, used))


def _entry(row: Row, read: Callable[[Row], Entry]) -> Entry:
    try:
        return read(row)
    except Fault as fault:
        return Entry(row.number, what=next(filter(None, row.cells)), fault=str(fault))


def _positions(columns: dict[str, int], *meanings: str) -> set[int]:
    return {columns[meaning] for meaning in meanings if meaning in columns}


def _one_at_one(columns: dict[str, int], order: Order, row: Row) -> Entry:
    return Entry(row.number, (somebody_in(row, columns),), (_sitting(row, columns, order),))


def _many_at_one(columns: dict[str, int], order: Order, row: Row) -> Entry:
    names = [name.strip() for name in BETWEEN_NAMES.split(row[columns["people"]])]
    return Entry(row.number, tuple(Somebody(name) for name in names if name), (_sitting(row, columns, order),))


def _under_dates(columns: dict[str, int], dated: dict[int, Sitting], row: Row) -> Entry:
    there = [sitting for position, sitting in dated.items() if _was_there(row[position])]
    return Entry(row.number, (somebody_in(row, columns),), tuple(there))


def _across(columns: dict[str, int], order: Order, marked: dict[int, str], row: Row) -> Entry:
    there = [Somebody(name) for position, name in marked.items() if _was_there(row[position])]
    return Entry(row.number, tuple(there), (_sitting(row, columns, order),))


def _marked_columns(table: Table, taken: set[int]) -> dict[int, str]:
    """Columns headed by a person: under it nothing but marks, and at least one."""
    marked = {}
    for position, header in enumerate(table.headers):
        cells = set(table.column(position)) if header and position not in taken else set()
        if any(_mark(cell) for cell in cells) and all(_mark(cell) is not None for cell in cells):
            marked[position] = header
    return marked


def _mark(cell: str) -> bool | None:
    """True for there, False for absent, None for what says neither."""
    word = fold(cell)
    if cell in TICKS or word in THERE:
        return True
    return False if cell in DASHES or (word in ABSENT and (word or not cell)) else None


def _was_there(cell: str) -> bool:
    mark = _mark(cell)
    if mark is None:
        raise Fault(_("“%(cell)s” says neither there nor absent: write x, or leave it empty") % {"cell": cell[:40]})
    return mark


def _sitting(row: Row, columns: dict[str, int], order: Order) -> Sitting:
    found = day_and_hour(row[columns["day"]], order)
    if found is None:
        raise Fault(_("“%(cell)s” is no date") % {"cell": row[columns["day"]][:40]})
    day, hour = found
    written = row[columns.get("hour")]
    if written:
        hour = hour_of(written)
        if hour is None:
            raise Fault(_("“%(cell)s” is no hour") % {"cell": written[:40]})
    return Sitting(day, hour, row[columns.get("place")], row[columns.get("title")])


def _order(writings: Sequence[str], assumed: Order | None) -> Order:
    try:
        return order_in(writings, assumed)
    except MixedOrders as error:
        raise Unreadable(
            _("“%(one)s” puts the day first and “%(other)s” the month. Write every date as 2026-11-26.")
            % {"one": error.day_first, "other": error.month_first}
        ) from error
    except UnknownOrder as error:
        raise Unreadable(
            _("“%(date)s” can be read day first or month first. Write dates as 2026-11-26, or say which comes first.")
            % {"date": error}
        ) from error
