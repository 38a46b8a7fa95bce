from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entregent.circles import rules
from entregent.circles.models import Circle
from entregent.circles.queries.door import open_circles
from entregent.core.words_of_time import clock, weekday
from entregent.web.components.table import RoundTable, Seat, State

A_THURSDAY, NOON = date(2026, 12, 3), time(12, 30)
LETTERS = "ENTREGENT"
STATES: tuple[State, ...] = ("me", "coming", "coming", "coming", "coming", "coming", "maybe", "maybe", "maybe")
FREE_SEATS = 3


@dataclass(frozen=True)
class Landing:
    table: RoundTable
    strangers_welcome: bool
    open_circles: list[Circle]  # those the instance shows


def landing() -> Landing:
    return Landing(_table(), rules.strangers_welcome(), open_circles())


def _table() -> RoundTable:
    """Nobody sits here: nine seats spell the name of the place."""
    language = get_language() or "fr"
    seats = [Seat(letter, letter, state) for letter, state in zip(LETTERS, STATES, strict=True)]
    seats += [Seat("", "", "free")] * FREE_SEATS
    description = _("An example: six are coming, three may come, three seats are free.")
    return RoundTable(weekday(A_THURSDAY, language), clock(NOON, language), tuple(seats), description)
