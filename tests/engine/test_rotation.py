"""Turns that even out, cards by lot, and a draw anybody can make again."""

from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entregent.engine import Refused, rotation
from tests.engine import reference

SECRET = bytes(range(32))


def circle_of_turns(seed: int, gatherings: int = 40) -> tuple[list[int], list[int]]:
    """A circle with joins, leaves, refusals and pauses: who facilitated, and who was always there and willing."""
    rng = np.random.default_rng(seed)
    people = int(rng.integers(3, 16))
    faithful = sorted(int(p) for p in rng.permutation(people)[: int(rng.integers(2, people + 1))])
    joined = [0 if p in faithful else int(rng.integers(0, gatherings)) for p in range(people)]
    left = [gatherings if p in faithful else int(rng.integers(joined[p], gatherings + 1)) for p in range(people)]
    served: list[int] = []
    for now in range(gatherings):
        there = [p in faithful or (joined[p] <= now < left[p] and rng.random() < 0.7) for p in range(people)]
        asked = rotation.turns(there, served, rng=rng, joined=joined).order
        served.append(next(p for p in asked if p in faithful or rng.random() < 0.6))
    return served, faithful


@pytest.mark.whole
def test_over_a_thousand_circles_turns_of_the_faithful_differ_by_one_at_most() -> None:
    apart = []
    for seed in range(1000):
        served, faithful = circle_of_turns(seed)
        counts = [served.count(person) for person in faithful]
        apart.append(max(counts) - min(counts))
    assert max(apart) <= 1


def test_a_newcomer_starts_level_and_does_not_catch_up() -> None:
    order = rotation.turns([True] * 3, [0, 1, 0, 1], rng=np.random.default_rng(1), joined=[0, 0, 4]).order
    assert order == (2, 0, 1)
    assert rotation.credits(3, [0, 1, 0, 1], [0, 0, 4]) == [2, 2, 2]


def test_a_refusal_costs_nothing() -> None:
    served = [0, 1]
    before = rotation.turns([True, True, True], served, rng=np.random.default_rng(1)).order
    assert before[0] == 2
    assert rotation.turns([True, True, True], [0, 1, 0], rng=np.random.default_rng(1)).order[0] == 2


@given(st.lists(st.booleans(), max_size=12), st.lists(st.integers(0, 11), max_size=20), st.integers(0, 99))
def test_turns_ask_each_who_is_there_once(available: list[bool], served: list[int], seed: int) -> None:
    past = [who for who in served if who < len(available)]
    order = rotation.turns(available, past, rng=np.random.default_rng(seed)).order
    assert sorted(order) == [person for person, here in enumerate(available) if here]


@settings(max_examples=60)
@given(st.lists(st.booleans(), max_size=8), st.lists(st.integers(0, 12), min_size=8, max_size=12), st.text(max_size=8))
def test_a_draw_can_be_made_again_from_its_description(work: list[bool], load: list[int], said: str) -> None:
    draw = rotation.draw(work, load, [[0, 1], [2]], secret=SECRET, said=said)
    assert reference.drawn_again(draw.public, SECRET) == list(draw.holder)
    assert len(set(draw.holder)) == len(work)
    rotation.check(rotation.commitment(SECRET), SECRET, draw.public)


def test_what_was_changed_after_is_found_out() -> None:
    draw = rotation.draw([True, True], [0, 0, 0, 4], secret=SECRET, said="bread")
    published = rotation.commitment(SECRET)
    record = json.loads(draw.public)
    swapped = json.dumps({**record, "holder": record["holder"][::-1]})
    for secret, public, what in (
        (bytes(32), draw.public, "the secret"),
        (SECRET, swapped, "the result"),
        (SECRET, "{}", "the record"),
        (SECRET, "not json", "the record"),
    ):
        with pytest.raises(Refused, match=f"{what} was changed"):
            rotation.check(published, secret, public)


def test_chances_follow_recent_load() -> None:
    """Loads 0 and 1: chances 2/3 and 1/3, by 3 000 draws of one card, within four standard errors."""
    counts = Counter(rotation.draw([True], [0, 1], secret=SECRET, said=str(n)).holder[0] for n in range(3000))
    assert abs(counts[0] / 3000 - 2 / 3) < 4 * (2 / 9 / 3000) ** 0.5


def test_nobody_carries_two_of_the_last_three_unless_all_do() -> None:
    for seed in range(200):
        rng = np.random.default_rng(seed)
        people = int(rng.integers(4, 13))
        cards = int(rng.integers(1, people + 1))
        recent: list[list[int]] = []
        for number in range(8):
            draw = rotation.draw([True] * cards, [0] * people, recent, secret=rng.bytes(16), said=str(number))
            carried = Counter(p for holders in [*recent[-2:], list(draw.holder)] for p in holders)
            if max(carried.values()) > 1 and len(recent) < 2:
                assert len(carried) == people
            twice = [p for p in draw.holder if sum(p in holders for holders in recent[-2:])]
            spared = [p for p in range(people) if p not in draw.holder and not any(p in h for h in recent[-2:])]
            assert not (twice and spared)
            recent.append(list(draw.holder))


@pytest.mark.parametrize(
    ("work", "load", "recent", "secret", "kind"),
    [
        ([True, True], [0], [], SECRET, "too-many-cards"),
        ([True], [-1], [], SECRET, "negative"),
        ([True], [float("nan")], [], SECRET, "not-a-number"),
        ([True], [0], [[3]], SECRET, "unknown-person"),
        ([True], [0], [], b"short", "too-few"),
        ([True], [[0]], [], SECRET, "wrong-shape"),
    ],
)
def test_a_draw_that_makes_no_sense_is_refused(
    work: list[bool], load: object, recent: list[list[int]], secret: bytes, kind: str
) -> None:
    with pytest.raises(Refused) as refused:
        rotation.draw(work, load, recent, secret=secret)  # type: ignore[arg-type]
    assert refused.value.reason.kind == kind


def test_nobody_and_no_card() -> None:
    assert rotation.draw([], [], secret=SECRET).holder == ()
    assert rotation.turns([], [], rng=np.random.default_rng(1)).order == ()
