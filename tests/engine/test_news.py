"""News: the best set that fits, against every set; when the clock restarts; ties that sleep."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from entregent.engine import Refused, network, news
from entregent.words import sentence

DAY = st.one_of(st.none(), st.floats(0, 100).map(lambda day: round(day, 1)))
PERSON = st.tuples(DAY, st.integers(1, 40), st.floats(0, 3).map(lambda value: round(value, 2)))


def test_those_waiting_longest_come_first_and_a_contact_restarts_the_clock() -> None:
    assert news.this_week([0, 30, None], now=100).people == (2, 0, 1)
    assert news.this_week([100, 30, None], now=100).people == (2, 1)
    assert news.this_week([], now=100) == news.Week((), 0, ())
    assert news.this_week([0.0], now=100, budget=14).people == ()


def test_a_reason_says_since_when() -> None:
    since, never = news.this_week([58, None], now=100).reasons[::-1]
    assert sentence(since, "en", day=lambda day: f"day {day:.0f}") == "No news for 42 days, since day 58."
    assert sentence(never, "fr") == "Aucune nouvelle jusqu’ici."


def test_a_dormant_tie_that_was_strong_and_opens_a_world_comes_first() -> None:
    wrote = [(0, 1)] * 4 + [(0, 2), (0, 3), (1, 4), (1, 5), (2, 3)]
    days = [0.0] * 4 + [0.0, 990.0, 990.0, 990.0, 990.0]
    built = network.build(6, exchanges=wrote, exchange_times=days, now=1000)
    found = news.dormant(built, 0)
    assert [(each.person, round(each.was, 6), each.new) for each in found] == [(1, 4, 1), (2, 1, 0)]
    said = sentence(found[0].reasons[0], "en", day=lambda day: f"day {day:.0f}")
    assert said == "Asleep since day 0; 2 people around them are new to you."
    assert news.dormant(built, 3) == []


@pytest.mark.parametrize(
    "change",
    [
        {"last": [float("nan")]},
        {"last": [101.0]},
        {"now": float("nan")},
        {"budget": -1},
        {"budget": 20_000},
        {"minutes": [0]},
        {"minutes": [1, 2]},
        {"values": [-1]},
        {"values": [float("inf")]},
        {"rhythms": [0]},
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        news.this_week(**{"last": [50.0], "now": 100.0, **change})
    with pytest.raises(Refused):
        news.dormant(network.build(1), 1)
