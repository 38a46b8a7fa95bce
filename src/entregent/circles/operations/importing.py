"""A list of members out of a spreadsheet. Those it brings get no mail until somebody of the circle invites them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from entregent.activity.models import Event
from entregent.activity.operations import mark_undone, record
from entregent.circles import queries
from entregent.circles.enums import Source
from entregent.circles.models import Batch, Circle, Import
from entregent.circles.operations.inviting import invite
from entregent.circles.operations.roll import PassedOver, Roll, first_address, somebody_in
from entregent.core.folding import clean_line
from entregent.core.spreadsheets import Row, Table, Unreadable, columns_of, read_table
from entregent.people.models import Person
from entregent.people.queries import address_of

PERSON = ("name", "first name", "family name", "address", "trade")
FILE_NAME_LENGTH = 120


class Fate(StrEnum):
    """What became of a row."""

    ADDED = "added"
    HERE = "here"
    PASSED = "passed"


@dataclass(frozen=True)
class Line:
    """One row of the file: what it says, what became of it, and what was left out of it or why it was passed over."""

    number: int
    fate: Fate
    what: str
    why: str = ""


@dataclass(frozen=True)
class Report:
    lines: tuple[Line, ...]
    unused: tuple[str, ...]  # columns that say nothing we keep
    brought: Import | None  # None when the file taught nothing new

    def count(self, fate: Fate) -> int:
        return sum(line.fate == fate for line in self.lines)


@transaction.atomic
def import_members(
    *, circle: Circle, content: bytes, file_name: str, now: datetime, chosen: Mapping[int, str] | None = None
) -> Report:
    """Bring in the people of a file. Rows the circle knows already, and rows that leave a doubt, change nothing."""
    roll, lines, left = _called(circle, content, now, chosen, locks=True)
    return Report(lines, left, write_down(circle, "members", file_name, roll.save(), now))


def try_members(*, circle: Circle, content: bytes, now: datetime, chosen: Mapping[int, str] | None = None) -> Report:
    """What bringing it in would do. Nothing is written and nothing is locked: others go on meanwhile."""
    _roll, lines, left = _called(circle, content, now, chosen, locks=False)
    return Report(lines, left, None)


def _called(
    circle: Circle, content: bytes, now: datetime, chosen: Mapping[int, str] | None, *, locks: bool
) -> tuple[Roll, tuple[Line, ...], tuple[str, ...]]:
    """Everybody in the file, met; what became of each row; the columns that say nothing we keep."""
    table = read_table(content)
    columns = columns_of(table, chosen, PERSON)
    if not columns.keys() & {"name", "first name", "family name"}:
        raise Unreadable(no_names(table))
    if locks:
        Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    roll = Roll(circle, [first_address(row[columns.get("address")]) for row in table.rows], now)
    lines = tuple(_member(roll, row, columns) for row in table.rows)
    return roll, lines, unused(table, {columns[one] for one in PERSON if one in columns})


def _member(roll: Roll, row: Row, columns: dict[str, int]) -> Line:
    one = somebody_in(row, columns)
    before = roll.size()
    try:
        known = roll.meet(one)
    except PassedOver as reason:
        return Line(row.number, Fate.PASSED, one.name, str(reason))
    if known.membership.left_at is not None:
        return Line(row.number, Fate.PASSED, one.name, _("left this circle; an invitation can bring them back"))
    fate = Fate.ADDED if roll.size() > before else Fate.HERE
    called = known.membership.shown_name
    return Line(
        row.number, fate, one.name, "" if called == clean_line(one.name, 80) else _("as %(name)s") % {"name": called}
    )


def no_names(table: Table) -> str:
    return _("No column holds names; the first row reads: %(headers)s. Call one of them “Name”.") % {
        "headers": " · ".join(header for header in table.headers if header)[:300]
    }


def unused(table: Table, used: set[int]) -> tuple[str, ...]:
    return tuple(header for position, header in enumerate(table.headers) if header and position not in used)


def write_down(circle: Circle, what: str, file_name: str, made: dict[str, list[int]], now: datetime) -> Import | None:
    """Remember what a file made, for whoever wants to undo it; nothing is remembered of a file that made nothing."""
    if not any(made.values()):
        return None
    brought = Import.objects.create(
        circle=circle, what=what, file_name=clean_line(file_name, FILE_NAME_LENGTH), at=now, made=made
    )
    record(
        actor=None,
        verb="imported",
        kind="import",
        object_id=brought.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    return brought


def strike_out(brought: Import, now: datetime) -> None:
    """The import is undone; the journal says so."""
    brought.undone_at = now
    brought.save(update_fields=["undone_at"])
    undone = record(
        actor=None,
        verb="undid",
        kind="import",
        object_id=brought.pk,
        circle_id=brought.circle_id,
        now=now,
        open_to_circle=True,
    )
    for event in Event.objects.filter(kind="import", verb="imported", object_id=brought.pk):
        mark_undone(event, undone)


def invite_imported(*, circle: Circle, by: Person, person_ids: Collection[int], word: str, now: datetime) -> Batch:
    """Invite people a file brought with an address: the same mail, limits and two minutes as any invitation."""
    chosen = queries.imported_with_address(circle).filter(person__in=person_ids)
    addresses = [(row.name, address.written) for row in chosen if (address := address_of(row.person))]
    return invite(circle=circle, by=by, addresses=addresses, word=word, now=now, source=Source.FILE)
