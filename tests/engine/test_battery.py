"""Every public function of the engine before the same witnesses; see `battery.py`."""

from __future__ import annotations

import copy
import inspect
import pickle
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entregent.engine import Reason, Refused
from entregent.engine.tables import search
from entregent.words import LANGUAGES, refusal, sentence
from tests.engine import battery
from tests.engine.battery import Case, ask, is_same

CASES = battery.all_cases()
JUNK: list[Any] = [
    float("nan"),
    float("inf"),
    -1,
    0,
    2.5,
    True,
    10**9,
    None,
    "words",
    [],
    [-1],
    [float("nan")],
    ["words"],
    [None],
    [[0]],
    [[0, 0]],
    [[0, 10**9]],
    [[float("nan"), 1.0], [1.0, 0.0]],
    np.zeros((2, 3)),
    np.full((3, 3), np.nan),
    {"trade": [1]},
]
loosely = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def every_case(witness: Callable[[Case], None]) -> Callable[[Case], None]:
    """Each witness before each function: of `make test`, which also hears them all without compilation."""
    asked: Callable[[Case], None] = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)(witness)
    return pytest.mark.whole(asked)


@pytest.fixture(autouse=True, scope="module")
def short_passes() -> Iterator[None]:
    """Small questions need few exchanges; a pass of the usual length would be most of the time spent here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "STEPS", 500)
        patch.setattr(search, "NAME_STEPS", 200)
        yield


def test_nothing_public_escapes() -> None:
    tried = [case.function for case in CASES]
    missing = [f"{each.__module__}.{each.__name__}" for each in battery.public_functions() if each not in tried]
    assert missing == []
    assert len({id(function) for function in tried}) == len(tried)


def test_a_part_of_the_engine_says_what_is_public() -> None:
    import entregent.engine

    parts = [name for name in entregent.engine.__all__ if inspect.ismodule(getattr(entregent.engine, name))]
    assert [name for name in parts if f"entregent.engine.{name}" not in set(battery.public_parts())] == []


@every_case
def test_each_edge_is_met_or_excused(case: Case) -> None:
    assert tuple(case.edges) in (battery.EDGES, battery.NETWORK_EDGES)
    wrong = {}
    for name, edge in case.edges.items():
        if isinstance(edge, str):
            assert len(edge.split()) > 3, f"{name}: a reason is a sentence"
        elif not edge.holds(found := ask(case.function, edge.asked())):
            wrong[name] = found.reason if isinstance(found, Refused) else found
    assert wrong == {}


@every_case
def test_the_published_values_are_found(case: Case) -> None:
    if isinstance(case.published, str):
        assert len(case.published.split()) > 3
        return
    for each in case.published:
        assert each.source
        assert each.holds(ask(case.function, each.question)), each.source


def witness(case: Case, check: Any, examples: int) -> None:
    """Questions of the case, each with its answer, before one witness."""
    if isinstance(check, str):
        assert len(check.split()) > 3, "a reason is a sentence"
        return

    @settings(loosely, max_examples=examples)
    @given(case.questions)
    def judge(question: dict[str, Any]) -> None:
        check(question, ask(case.function, question))

    judge()


@every_case
def test_a_slow_twin_agrees(case: Case) -> None:
    witness(case, case.twin, case.times)


@every_case
def test_a_second_library_or_solver_agrees(case: Case) -> None:
    witness(case, case.second, max(4, case.times // 4))


@every_case
def test_somebody_who_is_never_there_changes_nothing(case: Case) -> None:
    witness(case, case.absent, case.times)


@every_case
def test_other_names_change_names_alone(case: Case) -> None:
    if isinstance(case.renamed, str):
        assert len(case.renamed.split()) > 3, "a reason is a sentence"
        return
    renamed = case.renamed

    @settings(loosely, max_examples=case.times)
    @given(case.questions, st.permutations(range(16)))
    def judge(question: dict[str, Any], order: list[int]) -> None:
        renamed(question, ask(case.function, question), tuple(order))

    judge()


@every_case
def test_the_same_question_has_the_same_answer_and_stays_as_it_was(case: Case) -> None:
    @settings(loosely, max_examples=case.times)
    @given(case.questions, st.integers(0, 2**32))
    def judge(question: dict[str, Any], seed: int) -> None:
        kept = copy.deepcopy(question)
        before = random.getstate(), pickle.dumps(np.random.get_state())
        answer = ask(case.function, question, seed)
        assert is_same(question, kept), "what was given was changed"
        assert before == (random.getstate(), pickle.dumps(np.random.get_state()))
        assert is_same(answer, ask(case.function, kept, seed))

    judge()


@every_case
def test_any_nonsense_has_an_answer_or_a_refusal(case: Case) -> None:
    """Each argument in turn is replaced by what makes no sense: `Refused` or an answer, never another exception."""
    arguments = [
        name
        for name, each in inspect.signature(case.function).parameters.items()
        if name not in ("rng", "pace", "before")
    ]

    @settings(loosely, max_examples=2 * case.times)
    @given(case.questions, st.data())
    def judge(question: dict[str, Any], data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(arguments))
        answer = ask(case.function, {**question, name: data.draw(st.sampled_from(JUNK))})
        unknown = [each for each in battery.found_in(answer, float) if each != each]
        assert not unknown or len(case.undefined.split()) > 3, "a number that is not one"

    if arguments:
        judge()


@every_case
def test_every_reason_and_refusal_can_be_read_in_both_languages(case: Case) -> None:
    @settings(loosely, max_examples=case.times)
    @given(case.questions)
    def judge(question: dict[str, Any]) -> None:
        answer = ask(case.function, question)
        for language in LANGUAGES:
            if isinstance(answer, Refused):
                assert "{" not in refusal(answer, language)
            assert all("{" not in sentence(each, language) for each in battery.found_in(answer, Reason))

    judge()


@every_case
def test_it_says_what_it_answers_how_and_what_it_refuses(case: Case) -> None:
    said = case.function.__doc__ or ""
    missing = [word for word in ("Question:", "Formula:", "Errors:", "Source:", ">>>") if word not in said]
    assert missing == []
