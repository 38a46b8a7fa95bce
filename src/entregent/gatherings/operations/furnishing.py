"""What a circle that is brought in had on its dates beside people: its places, and who sat at which table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from entregent.circles.operations.roll import CHUNK
from entregent.core.folding import fold
from entregent.gatherings import rules
from entregent.gatherings.enums import Noise, StepFree
from entregent.gatherings.models import Gathering, Seat, Table, TablePlan, Venue, VenueWord
from entregent.gatherings.operations.unpacking import Carried, number, numbers, rows, text
from entregent.gatherings.operations.venues import LENGTHS, WORD_LENGTH
from entregent.gatherings.registry import MovedIn

CHOICES: Mapping[str, Any] = {"step_free": StepFree, "noise": Noise}


def furnish(held: Carried, moved: MovedIn, dates: Mapping[int, Gathering]) -> None:
    _venues(held, moved, list(dates.values()))
    _tables(held, moved, dates)


def _venues(held: Carried, moved: MovedIn, dates: list[Gathering]) -> None:
    made = [(row, _venue(row, moved)) for row in held.venues if fold(text(row, "name", LENGTHS["name"]))]
    Venue.objects.bulk_create([venue for _row, venue in made], batch_size=CHUNK)
    said = [word for row, venue in made for word in _said_of(row, venue, moved)]
    VenueWord.objects.bulk_create(said, batch_size=CHUNK)
    called = {fold(name): venue for _row, venue in reversed(made) for name in (venue.line, venue.name)}
    for gathering in dates:
        gathering.venue = called.get(fold(gathering.place)) if gathering.place else None
    Gathering.objects.bulk_update([one for one in dates if one.venue], ["venue"], batch_size=CHUNK)


def _venue(row: Mapping[str, Any], moved: MovedIn) -> Venue:
    facts = {name: text(row, name, most) for name, most in LENGTHS.items()}
    facts |= {name: "" for name, choices in CHOICES.items() if facts[name] not in choices.values}
    away = bool(row.get("away"))
    return Venue(
        circle=moved.circle,
        made_at=moved.now,
        made_by=moved.by,
        changed_at=moved.now,
        put_away_at=moved.now if away else None,
        put_away_by=moved.by if away else None,
        **facts,
    )


def _said_of(row: Mapping[str, Any], venue: Venue, moved: MovedIn) -> list[VenueWord]:
    """One line a person. What people said who do not come along is left: a line of nobody is no advice."""
    lines = {}
    for word in rows(row.get("words", []), len(moved.people) + 1):
        person, said = moved.people.get(number(word, "by")), text(word, "text", WORD_LENGTH)
        if person is not None and said:
            lines[person] = said
    return [VenueWord(venue=venue, person=person, text=said, at=moved.now) for person, said in lines.items()]


def _tables(held: Carried, moved: MovedIn, dates: Mapping[int, Gathering]) -> None:
    plans: list[TablePlan] = []
    tables: list[Table] = []
    seats: list[Seat] = []
    for row in held.dates:
        gathering, given = dates.get(number(row, "number")), rows(row.get("tables", []), rules.MOST_PLANNED)
        if gathering is None or gathering.fixed_at is None or not given:
            continue
        plan = TablePlan(gathering=gathering, made_at=moved.now, made_by=moved.by, changed_at=moved.now)
        plans.append(plan)
        _lay(plan, given, moved, tables, seats)
    TablePlan.objects.bulk_create(plans, batch_size=CHUNK)
    Table.objects.bulk_create(tables, batch_size=CHUNK)
    Seat.objects.bulk_create(seats, batch_size=CHUNK)


def _lay(plan: TablePlan, given: list[dict[str, Any]], moved: MovedIn, tables: list[Table], seats: list[Seat]) -> None:
    seated = set()
    for place, one in enumerate(given, 1):
        there = [moved.people[person] for person in numbers(one, "people") if person in moved.people]
        chairs = min(max(number(one, "chairs"), len(there), 1), rules.MOST_SEATS)
        table = Table(plan=plan, number=place, chairs=chairs)
        tables.append(table)
        for turn, person in enumerate(there[: rules.MOST_SEATS]):
            if person not in seated:
                seated.add(person)
                seats.append(Seat(plan=plan, table=table, person=person, place=turn))
