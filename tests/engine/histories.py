"""Small histories of a circle, drawn by Hypothesis, and networks everybody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from entregent.engine import network

KARATE = (
    "1 2,1 3,1 4,1 5,1 6,1 7,1 8,1 9,1 11,1 12,1 13,1 14,1 18,1 20,1 22,1 32,2 3,2 4,2 8,2 14,2 18,2 20,2 22,2 31,"
    "3 4,3 8,3 9,3 10,3 14,3 28,3 29,3 33,4 8,4 13,4 14,5 7,5 11,6 7,6 11,6 17,7 17,9 31,9 33,9 34,10 34,14 34,15 33,"
    "15 34,16 33,16 34,19 33,19 34,20 34,21 33,21 34,23 33,23 34,24 26,24 28,24 30,24 33,24 34,25 26,25 28,25 32,26 32,"
    "27 30,27 34,28 34,29 32,29 34,30 33,30 34,31 33,31 34,32 33,32 34,33 34"
)  # Zachary, J. Anthropological Research 33 (1977)


def karate() -> network.Network:
    pairs = [tuple(int(each) - 1 for each in tie.split()) for tie in KARATE.split(",")]
    return network.of_ties(34, pairs)


@dataclass(frozen=True)
class History:
    people: int
    attended: list[tuple[int, int]]
    days: list[float]
    exchanged: list[tuple[int, int, float]]
    now: float

    def built(self, **more: Any) -> network.Network:
        return network.build(
            self.people,
            attendances=self.attended,
            times=self.days,
            exchanges=[each[:2] for each in self.exchanged],
            exchange_times=[each[2] for each in self.exchanged],
            now=self.now,
            **more,
        )


@st.composite
def histories(draw: st.DrawFn, most: int = 9, gatherings: int = 6) -> History:
    people = draw(st.integers(0, most))
    day = st.floats(-1000, 1000, allow_nan=False).map(lambda each: round(each, 2))
    days = draw(st.lists(day, max_size=gatherings)) if people else []
    person = st.integers(0, max(0, people - 1))
    attended = draw(st.lists(st.tuples(person, st.integers(0, len(days) - 1)), max_size=40)) if days else []
    pairs = st.tuples(person, person, day).filter(lambda each: each[0] != each[1])
    exchanged = draw(st.lists(pairs, max_size=8)) if people > 1 else []
    return History(people, attended, days, exchanged, 1000.0)
