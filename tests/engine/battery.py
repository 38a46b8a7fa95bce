"""The battery: what every public function of the engine must stand. `test_battery.py` runs it.

A part of the engine is public by its `__all__`. Each function there needs a `Case` in a file of `tests/engine/cases`
(found by themselves, like the functions); `test_nothing_public_escapes` fails while one is missing. A witness that
cannot exist for a function is replaced by the sentence that says why.

The battery also runs with compilation off (`make test`, layer "engine, plain"): keep the questions small.
"""

from __future__ import annotations

import inspect
import os
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import FunctionType
from typing import Any, TypeAlias

import numpy as np
from hypothesis.strategies import SearchStrategy

import entregent.engine
from entregent.engine import Refused
from tests.engine import cases

PLAIN = os.environ.get("NUMBA_DISABLE_JIT") == "1"  # compilation is off: questions are fewer, and crowds smaller
Question: TypeAlias = dict[str, Any]
Answer: TypeAlias = Any
Names: TypeAlias = "tuple[int, ...]"  # names[p]: what person p of the question is called in the renamed one

EDGES = (
    "nobody",
    "one person",
    "more tables than people",
    "duplicates",
    "impossible",
    "not a number",
    "a hundred thousand people",
)
NETWORK_EDGES = (
    "nobody",
    "one person",
    "one gathering",
    "duplicates",
    "with oneself",
    "not a number",
    "negative or future days",
    "a million people without a tie",
)


@dataclass(frozen=True)
class Edge:
    """A question at the edge and its answer: the kind of a refusal, a value, or what must be true of the answer."""

    question: Question | Callable[[], Question]  # made when asked, where it is large
    answer: Any

    def asked(self) -> Question:
        return self.question() if callable(self.question) else self.question

    def holds(self, found: Answer) -> bool:
        if isinstance(found, Refused):
            return bool(self.answer == found.reason.kind)
        return bool(self.answer(found)) if isinstance(self.answer, FunctionType) else bool(self.answer == found)


@dataclass(frozen=True)
class Published:
    """A value somebody else printed: the question, what must be true of the answer, and where it is printed."""

    question: Question
    holds: Callable[[Answer], bool]
    source: str


@dataclass(frozen=True)
class Case:
    """One public function and its witnesses. Those that assert are given the question and its answer (or `Refused`)."""

    function: Callable[..., Any]
    questions: SearchStrategy[Question]  # small; `rng` is added where the function takes one
    twin: Callable[[Question, Answer], None] | str  # a slow and obvious one, in reference.py
    published: Sequence[Published] | str
    second: Callable[[Question, Answer], None] | str  # another library, or a solver
    renamed: Callable[[Question, Answer, Names], None] | str  # what other names for the people change: names alone
    absent: Callable[[Question, Answer], None] | str  # somebody more, who is never there, changes nothing
    edges: Mapping[str, Edge | str]
    examples: int = 25
    undefined: str = ""  # where an answer may hold NaN, the sentence that says why

    @property
    def times(self) -> int:
        return max(4, self.examples // 2) if PLAIN else self.examples

    @property
    def name(self) -> str:
        return f"{self.function.__module__.removeprefix('entregent.engine.')}.{self.function.__name__}"


def public_parts() -> Iterator[str]:
    for each in pkgutil.iter_modules(entregent.engine.__path__, "entregent.engine."):
        if hasattr(import_module(each.name), "__all__"):
            yield each.name


def public_functions() -> list[Callable[..., Any]]:
    """Whatever a part names in `__all__` that is a function."""
    parts = [import_module(name) for name in public_parts()]
    return [each for part in parts for name in part.__all__ if inspect.isfunction(each := getattr(part, name))]


def all_cases() -> list[Case]:
    files = [import_module(each.name) for each in pkgutil.iter_modules(cases.__path__, "tests.engine.cases.")]
    return [each for file in files for each in vars(file).values() if isinstance(each, Case)]


def takes_chance(function: Callable[..., Any]) -> bool:
    return "rng" in inspect.signature(function).parameters


def ask(function: Callable[..., Any], question: Question, seed: int = 1) -> Answer:
    """The answer, or the refusal."""
    chance = {"rng": np.random.default_rng(seed)} if takes_chance(function) else {}
    try:
        return function(**question, **chance)
    except Refused as refused:
        return refused


def is_same(one: Any, other: Any) -> bool:
    """Equality that looks into arrays, records and containers; a number that is not one equals itself."""
    if isinstance(one, Refused) and isinstance(other, Refused):
        return one.reason == other.reason
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return bool(np.array_equal(np.asarray(one), np.asarray(other), equal_nan=np.asarray(one).dtype.kind == "f"))
    if type(one) is not type(other):
        return False
    if hasattr(one, "__dataclass_fields__"):
        fields = [name for name, each in one.__dataclass_fields__.items() if each.compare]
        return all(is_same(getattr(one, name), getattr(other, name)) for name in fields)
    if isinstance(one, dict):
        return list(one) == list(other) and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other) or (isinstance(one, float) and one != one and other != other)


def found_in(answer: Any, kind: type) -> Iterator[Any]:
    """Whatever of that kind an answer holds, at any depth."""
    if isinstance(answer, kind):
        yield answer
    elif hasattr(answer, "__dataclass_fields__"):
        for name in answer.__dataclass_fields__:
            yield from found_in(getattr(answer, name), kind)
    elif isinstance(answer, dict):
        yield from (each for value in answer.values() for each in found_in(value, kind))
    elif isinstance(answer, (list, tuple)):
        yield from (each for value in answer for each in found_in(value, kind))
