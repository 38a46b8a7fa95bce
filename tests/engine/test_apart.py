"""Pairs kept apart: what somebody who holds every plan of a year can tell."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from entregent.engine import Refused, tables

PEOPLE = list(range(30))


def never_together(met: np.ndarray[tuple[int, ...], np.dtype[np.int32]]) -> set[tuple[int, int]]:
    return {(a, b) for a, b in combinations(range(len(met)), 2) if not met[a, b]}


def a_year(apart: list[tuple[int, int]], hidden: list[tuple[int, int]], seed: int) -> set[tuple[int, int]]:
    """The pairs never seen together in a year of weekly plans, tables of five."""
    rng, met = np.random.default_rng(seed), np.zeros((30, 30), dtype=np.int32)
    for _ in range(52):
        plan = tables.plan(30, 5, 1, rng=rng, met=met, apart=apart, decoys=hidden, pace=tables.steps(80_000))
        met += tables.meetings(plan.rounds, 30)
    return never_together(met)


def test_a_year_of_plans_shows_real_pairs_as_one_in_five_at_most() -> None:
    apart = [(3, 11), (3, 20)]
    hidden, _ = tables.decoys(apart, PEOPLE, secret=b"the secret of this circle")
    suspects = a_year(apart, [(int(str(a)), int(str(b))) for a, b in hidden], seed=1)
    assert set(apart) <= suspects
    assert len(suspects) >= 5 * len(apart)


def test_without_decoys_the_same_year_gives_the_pair_away() -> None:
    """The negative control: kept apart alone, it is the one pair never seen together."""
    assert a_year([(3, 11)], [], seed=1) == {(3, 11)}


def test_whoever_picks_one_of_the_five_shapes_is_right_once_in_five() -> None:
    """An attacker who knows the shape (one person apart from two others) and picks at random among what fits it."""
    right = 0
    for circle in range(400):
        rng = np.random.default_rng(circle)
        middle, one, other = (int(p) for p in rng.permutation(30)[:3])
        hidden, _ = tables.decoys([(middle, one), (middle, other)], PEOPLE, secret=rng.bytes(32))
        seen = {frozenset(pair) for pair in [*hidden, (middle, one), (middle, other)]}
        middles = sorted({p for a, b in combinations(seen, 2) for p in a & b}, key=str)
        right += middles[int(rng.integers(len(middles)))] == middle
    assert right / 400 <= 0.2 + 3 * (0.2 * 0.8 / 400) ** 0.5


def test_decoys_stay_when_members_come_and_pairs_are_added() -> None:
    first, copies = tables.decoys([(3, 11)], PEOPLE, secret=b"s" * 16)
    later, _ = tables.decoys([(3, 11), (7, 8)], [*PEOPLE, 30, 31], secret=b"s" * 16, before=copies)
    assert {frozenset(pair) for pair in first} <= {frozenset(pair) for pair in later}
    assert len(later) == 8


def test_decoys_are_never_the_pairs_themselves() -> None:
    apart = [(a, a + 1) for a in range(0, 12, 2)]
    hidden, _ = tables.decoys(apart, PEOPLE, secret=b"s")
    all_pairs = [frozenset(pair) for pair in [*hidden, *apart]]
    assert len(set(all_pairs)) == len(all_pairs) == 5 * len(apart)


def test_another_secret_hides_behind_others() -> None:
    one, other = (tables.decoys([(3, 11)], PEOPLE, secret=secret)[0] for secret in (b"one", b"other"))
    assert one != other


@pytest.mark.parametrize(
    ("apart", "people", "kind"),
    [
        ([(0, 1)], [0, 1], "too-small-for-decoys"),
        ([(0, 0)], [0, 1, 2], "oneself"),
        ([(0, 9)], [0, 1], "unknown-person"),
        ([(0, 1)], [0, 1, 1], "duplicate"),
    ],
)
def test_what_cannot_be_hidden_is_refused(apart: list[tuple[int, int]], people: list[int], kind: str) -> None:
    with pytest.raises(Refused) as refused:
        tables.decoys(apart, people, secret=b"s")
    assert refused.value.reason.kind == kind


def test_no_pair_needs_no_decoy() -> None:
    assert tables.decoys([], [], secret=b"s") == ([], [{}, {}, {}, {}])
