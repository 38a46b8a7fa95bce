"""Every reason and every refusal has its sentence in both languages, with the same facts."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from entregent.engine import Refused
from entregent.engine.errors import ENGLISH
from entregent.engine.reasons import reason
from entregent.words import REASONS, english, french, refusal, sentence
from french_spacing import normalise
from tests.architecture.sources import PACKAGE, python_files

KINDS = re.compile(r"reason\(\s*f?\"([\w-]+)")


def names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def forms(given: str | tuple[str, str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else given


def used(function: str) -> set[str]:
    found: set[str] = set()
    for path in python_files("src/entregent/engine"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function and node.args:
                found |= {str(each.value) for each in [node.args[0]] if isinstance(each, ast.Constant)}
    return found


def test_both_languages_know_the_same_reasons() -> None:
    assert english.REASONS.keys() == french.REASONS.keys()
    said = {f"trend-{state}" for state in ("too-early", "no-sign", "fading", "growing")}
    said |= {f"around-{state}" for state in ("closed", "mixed", "open", "too-few")}
    for path in python_files(str(PACKAGE / "engine")):
        said |= set(KINDS.findall(path.read_text(encoding="utf-8")))
    assert said - {"trend-", "around-"} - ENGLISH.keys() == set(english.REASONS)


def test_both_languages_know_the_same_refusals_and_the_engine_uses_them_all() -> None:
    assert ENGLISH.keys() == french.REFUSALS.keys()
    assert {kind: names(ENGLISH[kind]) for kind in ENGLISH} == {kind: names(french.REFUSALS[kind]) for kind in ENGLISH}
    assert used("Refused") == set(ENGLISH)


@pytest.mark.parametrize("kind", sorted(english.REASONS))
def test_a_reason_names_the_same_facts_in_both_languages(kind: str) -> None:
    ours, theirs = (set().union(*map(names, forms(table[kind]))) for table in (english.REASONS, french.REASONS))
    assert ours == theirs


def test_french_is_spaced_as_french() -> None:
    said = [*french.REFUSALS.values(), *(form for each in french.REASONS.values() for form in forms(each))]
    assert [normalise(each) for each in said] == said


def test_names_and_numbers_are_said_as_people_say_them() -> None:
    people = ["Ana", "Bo", "Chloé"]
    again = reason("again", people=(0, 2), count=2)
    assert sentence(again, "fr", people.__getitem__) == "Ana et Chloé ont déjà été à la même table 2 fois."
    assert sentence(reason("mixed", field="Trade", count=3), "fr") == "3 métiers à cette table."
    assert sentence(reason("mixed", field="trade", count=1), "en") == "One trade at this table."
    assert sentence(reason("mixed", field="village", count=3), "en") == "3 “village” at this table."
    assert REASONS["fr"].keys() == REASONS["en"].keys()


def test_a_refusal_is_said_in_both_languages() -> None:
    refused = Refused("too-few", what="size", given=0, least=1)
    assert refusal(refused, "en") == str(refused) == "size is 0: it cannot be less than 1."
    assert refusal(refused, "fr") == "Pour la taille des tables, 0 est trop peu\u00a0: le minimum est 1."
