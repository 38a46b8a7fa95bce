"""Turns over years: among those always there and willing, they differ by at most one."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from entregent.facilitation import turns
from entregent.facilitation.turns import Candidate, Served
from tests.cast import DAY, NOW

TERM = 42 * DAY


def years(seed: int, terms: int = 40) -> tuple[list[int], list[int]]:
    """A circle with joins, leaves, refusals and pauses, as the app's rows tell them; who served, who was faithful."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(3, 16))
    faithful = {int(one) for one in rng.permutation(size)[: int(rng.integers(2, size + 1))]}
    joined = [0 if one in faithful else int(rng.integers(0, terms)) for one in range(size)]
    left = [terms if one in faithful else int(rng.integers(joined[one], terms + 1)) for one in range(size)]
    since = {one: NOW + joined[one] * TERM - DAY for one in range(size)}
    served: list[Served] = []
    for term in range(terms):
        now = NOW + term * TERM
        people = []
        for one in range(size):
            if not joined[one] <= term < left[one]:
                continue
            rests = one not in faithful and rng.random() < 0.3
            if rests:
                since[one] = now + timedelta(hours=1)
            people.append(Candidate(one, since[one], willing=not rests))
        order = turns.order(people, served, rng.bytes(16))
        served.append(Served(next(one for one in order if one in faithful or rng.random() < 0.6), now))
    return [turn.person_id for turn in served], sorted(faithful)


def apart(seed: int) -> int:
    served, faithful = years(seed)
    counts = [served.count(one) for one in faithful]
    return max(counts) - min(counts)


@pytest.mark.whole
def test_over_a_thousand_circles_turns_of_the_faithful_differ_by_one_at_most() -> None:
    assert max(apart(seed) for seed in range(1000)) <= 1


def test_over_twenty_circles_too() -> None:
    assert max(apart(seed) for seed in range(20)) <= 1


def test_a_lot_weighs_turns_taken_and_is_drawn_again_from_its_record() -> None:
    falls = [turns.drawn([0, 3], number.to_bytes(16, "big"), "")[0] for number in range(400)]
    assert 0.7 < falls.count(0) / 400 < 0.9  # four chances to one
    place, public = turns.drawn([0, 1, 0], bytes(16), "bread")
    turns.verify(turns.promise(bytes(16)), bytes(16), public)
    assert place in (0, 1, 2)
