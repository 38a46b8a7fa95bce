"""The dates of a poll, answered by their numbers in a mail: "1 3", "2 if need be", "all", "none".

Only what leaves no doubt is taken. A sentence is for people: whoever wrote one is told how to answer.
"""

from __future__ import annotations

import re

from entregent.core.folding import fold
from entregent.polls.enums import Choice

LONGEST = 200
ALONE = {
    Choice.YES: "oui yes ok tous toutes tout all any",
    Choice.NO: "non no aucun aucune none rien",
    Choice.MAYBE: "maybe",
}
SAID = {word: choice for choice, words in ALONE.items() for word in words.split()}
IDLE = frozenset(
    [
        "le",
        "les",
        "la",
        "the",
        "date",
        "dates",
        "numero",
        "numeros",
        "number",
        "numbers",
        "merci",
        "thanks",
        "bonjour",
        "hello",
        "et",
        "and",
        "pour",
        "for",
    ]
)
MAYBE = re.compile(r"\b(si besoin|si necessaire|if need be|peut etre|maybe|pourquoi pas)\b")


def choices_in(text: str, count: int) -> list[Choice] | None:
    """What was said of each of `count` dates, in their order; None where there is any doubt."""
    lines = [line for line in text.split("\n") if set(fold(line).split()) - IDLE]
    if not lines or len(lines[0]) > LONGEST or any(re.search(r"\d", line) for line in lines[1:]):
        return None
    return _read(lines[0], count)


def _read(line: str, count: int) -> list[Choice] | None:
    """A part between commas says one thing of its numbers; dates nobody names do not suit."""
    parts = [_part(part) for part in re.split(r"[,;]|\bet\b|\band\b", line.casefold()) if fold(part)]
    if not parts or None in parts:
        return None
    said = {number: choice for part in parts if part for number in part[0] for choice in [part[1]]}
    if not said:
        only = {part[1] for part in parts if part}
        return [only.pop()] * count if len(only) == 1 else None
    if not set(said) <= set(range(1, count + 1)) or any(part and not part[0] for part in parts):
        return None
    if set(said.values()) == {Choice.NO} and len(said) < count:
        return None  # "not the 2": of the others nothing is said
    return [said.get(number, Choice.NO) for number in range(1, count + 1)]


def _part(part: str) -> tuple[list[int], Choice] | None:
    folded = fold(part)
    plain = MAYBE.sub(" ", folded)
    words = [word for word in plain.split() if word not in IDLE]
    numbers = [int(word) for word in words if word.isdecimal() and len(word) <= 2]
    told = {SAID[word] for word in words if word in SAID}
    if plain != folded:
        told = (told - {Choice.YES}) | {Choice.MAYBE}
    if len(numbers) + sum(word in SAID for word in words) < len(words) or len(told) > 1:
        return None
    if not numbers and not told:
        return None
    return numbers, told.pop() if told else Choice.YES
