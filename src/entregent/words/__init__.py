"""The sentences for what the engine says, in French and in English, for the pages and the command line.

Plain tables and no catalogue: the engine is used without Django too, and a reason's kind is its key in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from entregent.engine.errors import ENGLISH as REFUSALS
from entregent.engine.errors import Refused
from entregent.engine.reasons import Fact, Reason, facts_of
from entregent.words import english, french

Form = str | tuple[str, str]
Names = Callable[[int], str]
Days = Callable[[float], str]

LANGUAGES = ("fr", "en")
REASONS: Mapping[str, Mapping[str, Form]] = {"en": english.REASONS, "fr": french.REASONS}
FIELDS: Mapping[str, Mapping[str, tuple[str, str]]] = {"en": english.FIELDS, "fr": french.FIELDS}
AND = {"en": " and ", "fr": " et "}


def is_one(count: Fact, language: str) -> bool:
    """French says one for 0 too."""
    return count in ((0, 1) if language == "fr" else (1,))


def listed(names: Sequence[str], language: str) -> str:
    """Ana, Bo and Chloé."""
    return AND[language].join(each for each in (", ".join(names[:-1]), *names[-1:]) if each)


def of_field(field: str, count: Fact, language: str) -> str:
    forms = FIELDS[language].get(field.casefold())
    if forms is None:
        forms = (f"« {field} »", f"« {field} »") if language == "fr" else (f"“{field}”", f"“{field}”")
    return forms[0] if is_one(count, language) else forms[1]


def sentence(reason: Reason, language: str, name: Names = str, day: Days = str) -> str:
    """What a reason says. `name` gives the name of a person from their position, `day` the words of a day.

    >>> from entregent.engine.reasons import reason
    >>> sentence(reason("first-time", count=5), "en")
    'The first time you sit together.'
    """
    facts: dict[str, Fact] = dict(facts_of(reason))
    form = REASONS[language][reason.kind]
    if not isinstance(form, str):
        form = form[0] if is_one(facts["count"], language) else form[1]
    people = facts.get("people")
    if isinstance(people, tuple):
        facts["people"] = listed([name(each) for each in people], language)
    if isinstance(when := facts.get("day"), float):
        facts["day"] = day(when)
    if "field" in facts:
        facts["field"] = of_field(str(facts["field"]), facts["count"], language)
    return form.format(**facts)


def refusal(refused: Refused, language: str) -> str:
    """What the engine refused and what to do about it."""
    templates = REFUSALS if language == "en" else french.REFUSALS
    facts = dict(facts_of(refused.reason))
    if language == "fr":
        facts |= {key: french.what(str(each)) for key, each in facts.items() if key == "what"}
    return templates[refused.reason.kind].format(**facts)
