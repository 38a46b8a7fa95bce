"""Whom to tick when saying who was there: first those who said yes, then those who come, then everybody."""

from __future__ import annotations

from dataclasses import dataclass

from entregent.circles.queries import members
from entregent.gatherings import queries
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

MOST = 300  # beyond, a list is longer than typing the names
FEW = 24  # a circle small enough to be listed whole


@dataclass(frozen=True)
class Tick:
    person_id: int
    name: str
    ticked: bool


@dataclass(frozen=True)
class Roll:
    expected: list[Tick]
    usual: list[Tick]
    others: list[Tick]
    is_cut: bool


def roll_of(gathering: Gathering, reader: Person, chosen: list[int] | None) -> Roll:
    """`chosen` is what was ticked a moment ago, when the form comes back; else what is recorded, else the yeses."""
    seated = queries.seated([gathering], reader)[gathering.pk]
    were = queries.were_there(gathering, reader)
    yes = {one.person_id: one.name for one in [*were, *seated] if one.reply == "yes" and one.name}
    ticked = set(chosen) if chosen is not None else _ticked(gathering, were, yes)
    rows = list(members(circle=gathering.circle, viewer=reader)[: MOST + 1])
    names = {row.person_id: row.shown_name for row in rows[:MOST] if row.person_id not in yes}
    names |= {one.person_id: one.name for one in seated if one.person_id not in yes and one.name}
    usual = set(names) if len(names) <= FEW else queries.regulars(gathering.circle, gathering)
    return Roll(
        expected=[Tick(pk, name, pk in ticked) for pk, name in yes.items()],
        usual=[Tick(pk, name, pk in ticked) for pk, name in names.items() if pk in usual],
        others=[Tick(pk, name, pk in ticked) for pk, name in names.items() if pk not in usual],
        is_cut=len(rows) > MOST,
    )


def _ticked(gathering: Gathering, were: list[queries.Seated], yes: dict[int, str]) -> set[int]:
    """Once somebody said who was there, that; before, those who said yes and those who showed themselves."""
    return {one.person_id for one in were} if gathering.recorded_at else set(yes)
