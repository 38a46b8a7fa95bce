"""Attendance and fading: against integrals, another library and simulated circles whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from entregent.engine import Refused, rhythm
from tests.engine import reference


def test_log_gamma_agrees_with_scipy() -> None:
    x = np.geomspace(1e-3, 1e5, 2000)
    assert np.allclose(rhythm.log_gamma(x), special.gammaln(x), rtol=1e-10, atol=1e-9)


def test_the_beta_binomial_agrees_with_scipy_and_with_its_integral() -> None:
    for came, members, level, spread in ((3, 10, 0.4, 8.0), (0, 5, 0.2, 20.0), (7, 7, 0.9, 30.0)):
        ours = float(np.exp(rhythm.log_beta_binomial(*(np.array(float(x)) for x in (came, members, level, spread)))))
        theirs = stats.betabinom(members, level * spread, (1 - level) * spread).pmf(came)
        assert ours == pytest.approx(theirs, rel=1e-9)
        assert ours == pytest.approx(reference.beta_binomial(came, members, level, spread), rel=1e-3)


def history(seed: int, gatherings: int, level: float, spread: float = 30.0) -> list[int]:
    rng = np.random.default_rng(seed)
    rates = rng.beta(level * spread, (1 - level) * spread, gatherings)
    return [int(each) for each in rng.binomial(25, rates)]


@pytest.mark.whole
def test_eight_in_ten_means_eight_in_ten() -> None:
    """400 simulated circles, one more gathering each: the interval (discrete, so a little wide) holds it 80 to 92
    times in 100.
    """
    inside = 0
    for seed in range(400):
        *past, following = history(seed, 21, 0.25 + 0.5 * (seed % 11) / 10)
        (expected,) = rhythm.expected(["thu"] * 20, past, [25] * 20, 25)
        inside += expected.low <= following <= expected.high
    assert 0.78 <= inside / 400 <= 0.93


def test_a_slot_seen_twice_leans_on_the_others() -> None:
    thu, fri, sun = rhythm.expected(["thu"] * 20 + ["fri"] * 2, [10] * 20 + [0, 0], [20] * 22, 20, ask=["sun"])
    assert thu.mean == pytest.approx(10, abs=0.3)
    assert 0 < fri.mean < 5
    assert fri.high - fri.low > 0 and sun.high - sun.low > thu.high - thu.low
    assert [each.reasons[1].kind for each in (thu, fri, sun)] == ["seen-at-slot", "seen-at-slot", "never-tried"]


@pytest.mark.whole
def test_fading_is_seen_and_seldom_imagined() -> None:
    falling = [history(seed, 1, 0.7 - 0.5 * step / 23)[0] for seed, step in enumerate(range(24))]
    assert rhythm.trend(falling, [25] * 24).state == "fading"
    assert rhythm.trend(falling[::-1], [25] * 24).state == "growing"
    alarms = sum(rhythm.trend(history(seed, 24, 0.5), [25] * 24).state == "fading" for seed in range(200))
    assert alarms / 200 <= 0.1


def test_too_early_below_six() -> None:
    assert [rhythm.trend([9, 8, 7, 3, 1][:n], [10] * n).state for n in range(6)] == ["too-early"] * 6


def test_turning_the_history_round_turns_the_trend_round() -> None:
    came = [12, 11, 12, 9, 10, 8, 9, 7]
    there, back = (rhythm.trend(each, [20] * 8) for each in (came, came[::-1]))
    assert there.chance_of_falling == pytest.approx(1 - back.chance_of_falling)
    assert there.ratio == pytest.approx(1 / back.ratio)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from("abc")), max_size=30), st.integers(0, 40)
)
def test_any_history_has_an_answer(gatherings: list[tuple[int, int, str]], now: int) -> None:
    came, members = [min(a, b) for a, b, _ in gatherings], [max(a, b) for a, b, _ in gatherings]
    for each in rhythm.expected([slot for *_, slot in gatherings], came, members, now, ask=["new"]):
        assert 0 <= each.low <= each.mean + 1 and each.low <= each.high <= now
        assert 0 <= each.mean <= now + 1e-9
    found = rhythm.trend(came, members)
    assert 0 <= found.chance_of_falling <= 1 and found.low <= found.high


@pytest.mark.parametrize(
    ("came", "members", "kind"),
    [
        ([3], [2], "more-came"),
        ([float("nan")], [2], "not-a-number"),
        ([1, 2], [3], "wrong-shape"),
        ([-1], [2], "negative"),
        ([0.5], [2], "not-a-whole-number"),
        ([[1]], [[2]], "wrong-shape"),
    ],
)
def test_counts_that_make_no_sense_are_refused(came: object, members: object, kind: str) -> None:
    for ask in (lambda: rhythm.trend(came, members), lambda: rhythm.expected(["a"], came, members, 5)):  # type: ignore[arg-type]
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.reason.kind == kind
