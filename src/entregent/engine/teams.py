"""Working groups that mix: the search of the table plans with other costs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine._kernels.seating import Costs
from entregent.engine.errors import Refused
from entregent.engine.reasons import Reason, reason
from entregent.engine.tables.explain import of_field
from entregent.engine.tables.measures import together
from entregent.engine.tables.question import Fields, as_rounds, question
from entregent.engine.tables.search import Pace, Search, forbidden, steps

if TYPE_CHECKING:
    from numpy.random import Generator

EXCHANGES = 150_000
BANDS = 3

__all__ = ["Teams", "bands", "compose"]


@dataclass(frozen=True)
class Teams:
    """Teams of people; `alike`, pairs of equal answers or of one band inside a team; `known`, pairs who know each
    other.
    """

    teams: tuple[tuple[int, ...], ...]
    alike: int
    known: int
    reasons: tuple[tuple[Reason, ...], ...]


def bands(levels: ArrayLike, people: int) -> list[int]:
    """Least, middle or most experienced third; equal levels in one band.

    Question: whom shall a group mix by experience, when years are numbers that hardly ever are equal? Formula:
    ⌊3 · (how many have less) / people⌋, so 0, 1 or 2.
    `levels`: one finite number a person. Errors: `Refused` for NaN and for another length than `people`. Nobody: [].
    Source: cutting an order in three equal parts (terciles).

    >>> bands([1, 20, 3, 4, 9, 30], 6)
    [0, 2, 0, 1, 1, 2]
    """
    people = checks.whole("people", people, most=checks.MOST_SEATED)
    given = checks.numbers("levels", levels, (people,))
    below = np.searchsorted(np.sort(given), given, side="left")
    return [int(rank * BANDS // people) for rank in below]


def compose(
    people: int,
    teams: int,
    *,
    rng: Generator,
    fields: Fields | None = None,
    levels: ArrayLike | None = None,
    know: ArrayLike | None = None,
    apart: Iterable[Sequence[Any]] = (),
    pace: Pace | None = None,
) -> Teams:
    """Working groups that mix trades, experience and acquaintance.

    Question: how to part `people` (numbered from 0) into that many `teams`, of sizes that differ by at most one?
    Formula: no pair of `apart` in one team, then least 2·(pairs of equal answers in each field, the third of `levels`
    being one more) + (pairs who know each other already).
    `levels`: one number a person, such as years of experience; `know`: people × people, 0 for strangers. Same `rng`,
    same teams.
    Errors: `Refused` for no team at all, more to keep apart than teams, NaN. More teams than people: the last ones are
    left out. Nobody: no team.
    Source: the "maximally diverse grouping problem", Gallego et al., J. Oper. Res. Soc. 64 (2013).

    >>> compose(4, 2, rng=np.random.default_rng(1), fields={"trade": ["a", "a", "b", "b"]}).alike
    0
    """
    people, teams = checks.whole("people", people, most=checks.MOST_PEOPLE), checks.whole("teams", teams, least=1)
    answers: dict[str, Sequence[Hashable]] = dict(checks.fields(fields, people))
    if levels is not None:
        answers["experience"] = bands(levels, people)
    size = max(1, -(-people // teams))
    asked = question(people, size, min(1, people), apart=apart, fields=answers, tables=teams)
    acquainted = np.minimum(checks.square("know", know, people), 1)
    search = Search(asked, rng, pace or steps(EXCHANGES))
    alike = asked.alike()
    free = np.zeros(asked.rounds + 2, dtype=np.int64)
    search.costs = Costs(free, forbidden(asked), 2 * alike + acquainted)
    search.seat(rng.permutation(people).astype(np.int32).reshape(asked.rounds, people))
    rounds = as_rounds(search.run(), search.first)
    if broken := together(rounds, asked.apart):
        raise Refused("cannot-be-kept-apart", given=broken)
    return described(rounds[0] if rounds else (), alike, acquainted, answers)


def described(
    teams: tuple[tuple[int, ...], ...], alike: NDArray[np.int32], know: NDArray[np.int32], fields: Fields
) -> Teams:
    inside = [np.ix_(team, team) for team in teams]
    reasons = tuple(why(team, know, fields) for team in teams)
    return Teams(
        teams, sum(int(alike[i].sum()) for i in inside) // 2, sum(int(know[i].sum()) for i in inside) // 2, reasons
    )


def why(team: tuple[int, ...], know: NDArray[np.int32], fields: Fields) -> tuple[Reason, ...]:
    mixed = [each for name, answers in fields.items() for each in of_field(name, [answers[p] for p in team])]
    strangers = len(team) * (len(team) - 1) // 2 - int(know[np.ix_(team, team)].sum()) // 2
    return (*mixed, *([reason("new-pairs", count=strangers)] if strangers else []))
