"""The network: against its slow twin, scipy, published values, what must not change it, and what makes no sense."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from scipy import sparse

from entregent.engine import Refused, chains, network
from tests.engine.cases.circles import weights
from tests.engine.histories import History, histories, karate


@settings(max_examples=40, deadline=None)
@given(histories())
def test_rows_are_the_ties_seen_from_both_ends(history: History) -> None:
    built = history.built()
    seen = {
        (min(p, int(q)), max(p, int(q)), int(t))
        for p in range(built.people)
        for q, t in zip(built.neighbours(p), built.of_person(p), strict=True)
    }
    assert seen == {(int(a), int(b), t) for t, (a, b) in enumerate(zip(built.a, built.b, strict=True))}
    assert all((np.diff(built.neighbours(p)) > 0).all() for p in range(built.people))
    assert built.degree.sum() == 2 * built.ties


def test_a_second_library_finds_the_same_projection() -> None:
    rng = np.random.default_rng(5)
    attended = np.unique(np.column_stack([rng.integers(0, 80, 600), rng.integers(0, 70, 600)]), axis=0)
    table = sparse.csr_array((np.ones(len(attended)), (attended[:, 0], attended[:, 1])), shape=(80, 70))
    sizes = np.asarray(table.sum(axis=0))
    weighted = sparse.triu(table @ sparse.diags_array(1 / np.maximum(1, sizes - 1)) @ table.T, 1).tocsr()
    ours = network.build(80, attendances=attended)
    built = sparse.csr_array((ours.strength, (ours.a, ours.b)), shape=(80, 80))
    assert abs(weighted - built).max() < 1e-12
    assert weighted.nnz == ours.ties


def test_a_gathering_counts_half_after_a_half_life() -> None:
    built = network.build(2, attendances=[(0, 0), (1, 0)], times=[0], now=180)
    assert built.strength.tolist() == [0.5]
    still = network.build(2, attendances=[(0, 0), (1, 0)], times=[0], now=180, half_life=None)
    assert still.strength.tolist() == [1]


def test_hidden_persons_and_ties_do_not_exist() -> None:
    there = [(0, 0), (1, 0), (2, 0), (3, 0)]
    built = network.build(4, attendances=there, exchanges=[(0, 3)], hidden=[3], hidden_ties=[(1, 0)])
    assert weights(built) == {(0, 2): 0.5, (1, 2): 0.5}


def test_cuts() -> None:
    there = [(p, 0) for p in range(5)] + [(0, 1), (1, 1)]
    assert weights(network.build(5, attendances=there, largest=4)) == {(0, 1): 1}
    assert weights(network.build(5, attendances=there, least=1)) == {(0, 1): 1.25}
    kept = network.build(4, exchanges=[(0, 1), (0, 1), (0, 2), (2, 3), (2, 3)], best=1)
    assert weights(kept) == {(0, 1): 2, (2, 3): 2}


def test_numbers_of_gatherings_may_be_anything_when_no_day_is_given() -> None:
    assert weights(network.build(2, attendances=[(0, 2_000_000_000), (1, 2_000_000_000)])) == {(0, 1): 1}


def test_narrow_numbers_do_not_go_round() -> None:
    """The product of two such numbers is larger than they can hold."""
    far = np.array([[99_998, 99_999]], dtype=np.int32)
    assert weights(network.build(100_000, exchanges=far)) == {(99_998, 99_999): 1}
    assert weights(network.of_ties(100_000, far.astype(np.uint32))) == {(99_998, 99_999): 1}


def test_what_faded_away_is_forgotten() -> None:
    """Two hundred half-lives later; before, a tie is as good as any, however faint."""
    old = network.build(2, exchanges=[(0, 1)], exchange_times=[0], now=180 * 201)
    faint = network.build(2, exchanges=[(0, 1)], exchange_times=[0], now=180 * 199)
    assert (old.ties, faint.ties) == (0, 1)
    assert chains.find(chains.prepare(faint), 0, 1).chains[0].trust > 0


def test_a_copy_cannot_be_written_either() -> None:
    built = copy.deepcopy(karate())
    with pytest.raises(ValueError, match="read-only"):
        built.strength[0] = 3


def test_nothing_is_written_after() -> None:
    given_ = np.array([[0, 0], [1, 0]])
    built = network.build(2, attendances=given_)
    given_[:] = 1
    with pytest.raises(ValueError, match="read-only"):
        built.strength[0] = 3
    assert weights(built) == {(0, 1): 1}


NAN = float("nan")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"people": -1}, "too-few"),
        ({"people": 2.0}, "not-a-whole-number"),
        ({"people": 10**9}, "too-large"),
        ({"attendances": [(0, 0, 0)]}, "wrong-shape"),
        ({"attendances": [(0, 0), (1,)]}, "wrong-shape"),
        ({"times": "words", "now": 3}, "not-a-number"),
        ({"exchanges": [(0, 1)], "exchange_times": [-1e300]}, "not-between"),
        ({"hidden": 1}, "not-a-list"),
        ({"best": 0}, "too-few"),
        ({"least": -1}, "negative"),
        ({"attendances": [(9, 0)]}, "unknown-number"),
        ({"attendances": [(-1, 0)]}, "negative"),
        ({"attendances": [(0, 0.5)]}, "not-a-whole-number"),
        ({"attendances": [(0, NAN)]}, "not-a-number"),
        ({"attendances": [(0, 1)], "times": [0]}, "wrong-shape"),
        ({"attendances": [(0, 0)], "times": [NAN]}, "not-a-number"),
        ({"attendances": [(0, 0)], "times": [[0]]}, "wrong-shape"),
        ({"attendances": [(0, 0)], "times": [3], "now": 2}, "future"),
        ({"exchanges": [(1, 1)]}, "oneself"),
        ({"exchanges": [(0, 1)], "exchange_times": [5], "now": 2}, "future"),
        ({"now": NAN}, "not-a-number"),
        ({"half_life": 0}, "not-positive"),
        ({"half_life": NAN}, "not-a-number"),
        ({"hidden": [7]}, "unknown-person"),
        ({"hidden_ties": [(1, 1)]}, "oneself"),
        ({"attendances": [(p, 0) for p in range(30_000)], "people": 30_000}, "too-many-pairs"),
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any], kind: str) -> None:
    with pytest.raises(Refused) as refused:
        network.build(**{"people": 3, **change})
    assert refused.value.reason.kind == kind


@pytest.mark.parametrize(
    ("pairs", "strength", "kind"),
    [([(0, 1), (1, 0)], None, "duplicate"), ([(0, 1)], [0], "not-positive"), ([(0, 1)], [1, 2], "wrong-shape")],
)
def test_ready_made_ties_are_checked(pairs: Any, strength: Any, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        network.of_ties(3, pairs, strength)
    assert refused.value.reason.kind == kind


def test_ready_made_ties_keep_their_strength_in_any_order() -> None:
    built = network.of_ties(4, [(3, 1), (1, 0), (2, 0)], [3, 1, 2])
    assert weights(built) == {(0, 1): 1, (0, 2): 2, (1, 3): 3}
    assert network.of_ties(2, []).ties == 0
