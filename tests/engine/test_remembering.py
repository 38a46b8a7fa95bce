"""What the search of table plans remembers is what counting again gives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from entregent.engine import tables
from entregent.engine._kernels.remembering import Memory, anneal_remembering
from entregent.engine._kernels.seating import Heat
from entregent.engine.tables import search
from entregent.engine.tables.planning import at_start
from entregent.engine.tables.question import question
from tests.engine import reference

WEIGHT = 4


def searched(heat: float, steps: int) -> tuple[search.Search, Memory]:
    """Seventeen people, five weeks, some away, some who met before, two to keep apart, trades to mix."""
    rng = np.random.default_rng(3)
    present = np.ones((5, 17), dtype=bool)
    present[0, 3], present[1, [5, 6]] = False, False
    met = np.zeros((17, 17), dtype=np.int64)
    met[1, 2] = met[2, 1] = 3
    trades = {"trade": [person % 4 for person in range(17)]}
    asked = question(17, 5, 5, present=present, met=met, apart=[(0, 1)], fields=trades)
    found = search.Search(asked, rng, tables.steps(steps))
    found.seat(at_start(asked, found))
    memory = search.remembered(found.board, found.costs, WEIGHT)
    assert memory is not None
    totals, best, state = found.totals, found.best, found.state
    anneal_remembering(found.board, found.costs, Heat(heat, WEIGHT), memory, totals, best, 0, steps, state)
    return found, memory


@pytest.mark.parametrize("heat", [0.5, 4.0, 1000.0])
def test_what_everybody_pays_at_every_table_is_what_is_counted_anew(heat: float) -> None:
    found, memory = searched(heat, 400)
    board, costs = found.board, found.costs
    extra = (costs.apart + WEIGHT * costs.alike).tolist()
    met, price, places = board.together.tolist(), costs.price.tolist(), board.first.shape[1]
    for r, first in enumerate(board.first.tolist()):
        seated = [board.seats[r, begin:end].tolist() for begin, end in pairwise(first)]
        for p in (each for table in seated for each in table):
            there = [p in table for table in seated]
            counted = [
                reference.pays(p, table, met, price, extra, sits_there=sits)
                for table, sits in zip(seated, there, strict=True)
            ]
            assert memory.spot[p, r] == r * places + there.index(True)
            assert memory.pays[p, r * places : r * places + len(seated)].tolist() == counted


@pytest.mark.parametrize("heat", [0.5, 4.0, 1000.0])
def test_both_costs_are_those_of_the_seats(heat: float) -> None:
    found, _ = searched(heat, 400)
    now = found.totals[:2].tolist()
    found.seat(found.board.seats)
    assert now == found.totals[:2].tolist()


def test_a_board_too_large_to_remember_is_counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    present = np.ones((5, 13), dtype=bool)
    present[:, 12] = False
    remembering = tables.plan(13, 4, 5, rng=np.random.default_rng(5), present=present, pace=tables.steps(40_000))
    monkeypatch.setattr(search, "REMEMBERED", 0)
    counting = tables.plan(13, 4, 5, rng=np.random.default_rng(5), present=present, pace=tables.steps(40_000))
    assert counting.rounds != remembering.rounds
    assert counting.repeats == reference.repeats(counting.rounds, 13)
