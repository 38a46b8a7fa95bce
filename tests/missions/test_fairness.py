"""A thousand simulated circles: people come, stay away, join and refuse; work goes round by chance, and fairly."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest

from entregent.engine.rotation import draw
from entregent.missions.models import Card
from entregent.missions.operations.drawing import dealt

CIRCLES, DRAWS, OF_LATE = 1000, 12, 12
CORE = 4  # always there, always willing
DECK = [Card(weight="work")] * 8 + [Card(weight="light")] * 4


@dataclass
class Circle:
    """Who got work at each draw, by person, and who kept it."""

    people: int
    chance: Random
    got: list[set[int]] = field(default_factory=list)
    kept: list[set[int]] = field(default_factory=list)
    there: list[list[int]] = field(default_factory=list)

    def meet(self, number: int) -> None:
        joined = self.people if number > DRAWS // 3 else self.people - 2
        present = [one for one in range(joined) if one < CORE or self.chance.random() < 0.6]
        self.chance.shuffle(present)
        cards = dealt(DECK, len(present))
        loads = [sum(one in kept for kept in self.kept[-OF_LATE:]) for one in present]
        recent = [[present.index(one) for one in got if one in present] for got in self.got[-2:]]
        secret = self.chance.randbytes(32)
        holder = draw([card.is_work for card in cards], loads, recent, secret=secret).holder
        work = {present[place] for card, place in zip(cards, holder, strict=True) if card.is_work}
        assert len(set(holder)) == len(cards)
        self.got.append(work)
        self.kept.append({one for one in work if one < CORE or self.chance.random() < 0.8})
        self.there.append(present)

    def passed_over(self) -> bool:
        """Whether somebody got work while somebody present had had less of it in the last two draws."""
        for number in range(len(self.got)):
            before = self.got[max(0, number - 2) : number]
            had = {one: sum(one in got for got in before) for one in self.there[number]}
            without = [had[one] for one in self.there[number] if one not in self.got[number]]
            if without and max(had[one] for one in self.got[number]) > min(without):
                return True
        return False


@pytest.fixture(scope="module")
def circles() -> list[Circle]:
    met = [Circle(people=7 + number % 9, chance=Random(number)) for number in range(CIRCLES)]
    for circle in met:
        for number in range(DRAWS):
            circle.meet(number)
    return met


def shares(circles: list[Circle], people: slice) -> list[int]:
    """How often each of these got work in each circle."""
    return [sum(one in got for got in circle.got) for circle in circles for one in range(circle.people)[people]]


@pytest.mark.whole
def test_work_never_comes_back_to_somebody_before_it_has_been_round(circles: list[Circle]) -> None:
    assert not any(circle.passed_over() for circle in circles)


@pytest.mark.whole
def test_those_always_there_get_work_about_as_often_as_one_another(circles: list[Circle]) -> None:
    for circle in circles:
        counts = shares([circle], slice(0, CORE))
        assert max(counts) - min(counts) <= 3
    places = [sum(shares(circles, slice(place, place + 1))) for place in range(CORE)]
    assert max(places) - min(places) < 0.02 * sum(places)


@pytest.mark.whole
def test_a_refusal_costs_nothing(circles: list[Circle]) -> None:
    """Whoever refuses one card in five is given work as often, when they are there, as whoever keeps each one."""
    keep, refuse = slice(0, CORE), slice(CORE, -2)
    came = [sum(one in there for there in circle.there) for circle in circles for one in range(circle.people)[refuse]]
    of_those_who_keep = sum(shares(circles, keep)) / (CIRCLES * CORE * DRAWS)
    of_those_who_refuse = sum(shares(circles, refuse)) / sum(came)
    assert 0.9 < of_those_who_refuse / of_those_who_keep < 1.25
