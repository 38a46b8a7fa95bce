"""`plan`: who sits with whom, by construction where a design exists and by search elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine.checks import MOST_PEOPLE
from entregent.engine.errors import Refused
from entregent.engine.tables.constructions import construct, never_meeting
from entregent.engine.tables.measures import least_alike, surplus, together
from entregent.engine.tables.question import Fields, Question, Round, as_rounds, question, sizes
from entregent.engine.tables.search import Pace, Search, meetings_of, name, steps

if TYPE_CHECKING:
    from numpy.random import Generator

EXCHANGES = 250_000  # what a page can wait for; a command that may take its time brings its own pace


@dataclass(frozen=True)
class Plan:
    """Rounds of tables of people, and what they are worth.

    `repeats` counts meetings of people who had met, `least_repeats` is what no plan could go below; `alike` counts,
    over all
    fields, pairs of one answer at one table, and `least_alike` what no plan of that many repeats could go below.
    """

    rounds: tuple[Round, ...]
    repeats: int
    least_repeats: int
    alike: int
    least_alike: int
    constructed: bool


def fitted(people: int, size: int, rounds: int, rng: Generator) -> NDArray[np.int64] | None:
    """The seats (rounds × people) of a design with enough rounds, chairs nobody needs taken away; None without one."""
    if not people or not rounds:
        return None
    of_round = sizes(people, size)
    chairs = len(of_round) * of_round[0]
    design = construct(len(of_round), of_round[0], rounds, rng)
    empty = never_meeting(design, chairs - people) if len(design) == rounds else None
    if empty is None:
        return None
    number = np.full(chairs, -1)
    number[np.setdiff1d(np.arange(chairs), empty)] = np.arange(people)
    named = number[design]
    fuller_first = np.argsort(-(named >= 0).sum(axis=2), axis=1, kind="stable")
    ordered = np.take_along_axis(named, fuller_first[:, :, None], axis=1).reshape(rounds, chairs)
    return np.array([row[row >= 0] for row in ordered])


def from_design(asked: Question, search: Search) -> NDArray[np.int32] | None:
    """The plan of a design, if one exists and its places can be given so that every pair kept apart is."""
    fits = asked.same_every_round
    seats = fitted(asked.people, asked.size, asked.rounds, search.rng) if fits else None
    if seats is None:
        return None
    names, wrong = name(meetings_of(seats.astype(np.int32), search.table_of, asked.people), asked, search)
    return None if wrong else names[seats]


def plan(
    people: int,
    size: int,
    rounds: int,
    *,
    rng: Generator,
    present: ArrayLike | None = None,
    met: ArrayLike | None = None,
    apart: Iterable[Sequence[Any]] = (),
    decoys: Iterable[Sequence[Any]] = (),
    fields: Fields | None = None,
    room: Sequence[int] | None = None,
    pace: Pace | None = None,
) -> Plan:
    """Who sits with whom, so that people meet as many others as they can.

    Question: seat `people` (numbered from 0) at the fewest even tables of at most `size`, `rounds` times.
    Formula: first no pair of `apart` together, then as few pairs of `decoys` as possible, then the fewest `repeats`,
    then the fewest pairs of equal answers in `fields` at one table.
    `present`: rounds × people, yes or no; default everybody, always. `met`: people × people counts of earlier
    meetings; with it and one round this plans week by week, and of two people who met before those who met less often
    meet again. `fields`: name → one answer a person, None where unknown. `room`: the seats of each table there is,
    instead of `size`: the fewest of them, largest first. `pace`: see `Pace`; default 250 000
    exchanges. Same `rng`, same plan.
    Errors: `Refused` for what cannot be read, for more people to keep apart than tables, and when no plan was found
    that keeps them apart. Nobody: rounds without tables. One person: a table of one. More than 2 000 people: by
    construction alone, so `Refused` with history, absences, fields or pairs, or where no design is long enough.
    Source: finite fields and resolvable designs (Colbourn & Dinitz, Handbook of Combinatorial Designs, 2007); annealing
    (Kirkpatrick, Gelatt & Vecchi, Science 220, 1983).

    >>> plan(15, 3, 7, rng=np.random.default_rng(1)).repeats
    0
    """
    plain = room is None and present is None and met is None and not any(map(_says_something, (fields, apart, decoys)))
    if plain and isinstance(people, int) and people > MOST_PEOPLE:
        return of_many(people, size, rounds, rng)
    asked = question(
        people, size, rounds, present=present, met=met, apart=apart, decoys=decoys, fields=fields, room=room
    )
    search = Search(asked, rng, pace or steps(EXCHANGES))
    seats = from_design(asked, search)
    constructed = seats is not None
    search.seat(at_start(asked, search) if seats is None else seats.astype(np.int32))
    best = search.run()
    return described(asked, search, best, constructed=constructed)


def _says_something(given: object) -> bool:
    return given is not None and not (isinstance(given, Sized) and len(given) == 0)


def of_many(people: int, size: int, rounds: int, rng: Generator) -> Plan:
    """More people than pairs can be counted for: without any repeat, or not at all."""
    checks.whole("people", people, most=checks.MOST_SEATED)
    size, rounds = checks.whole("size", size, least=1), checks.whole("rounds", rounds, most=checks.MOST_ROUNDS)
    seats = fitted(people, size, rounds, rng)
    if seats is None:
        raise Refused("too-many", what="people", given=people, most=MOST_PEOPLE)
    first = np.concatenate([[0], np.cumsum(sizes(people, size))])
    return Plan(as_rounds(seats, np.tile(first, (rounds, 1))), 0, 0, 0, 0, constructed=True)


def at_start(asked: Question, search: Search) -> NDArray[np.int32]:
    seats = np.zeros((asked.rounds, asked.people), dtype=np.int32)
    for r, here in enumerate(asked.present):
        seats[r, : here.sum()] = search.rng.permutation(np.flatnonzero(here))
    return seats


def described(asked: Question, search: Search, best: NDArray[np.int32], *, constructed: bool) -> Plan:
    rounds = as_rounds(best, search.first)
    broken = together(rounds, asked.apart)
    if broken:
        raise Refused("cannot-be-kept-apart", given=broken)
    met = meetings_of(best, search.table_of, asked.people)
    repeats = surplus(met, asked.met)
    alike = int((met * search.costs.alike).sum()) // 2
    return Plan(rounds, repeats, search.least, alike, least_alike(asked, repeats), constructed)
