"""Why the engine says what it says: a kind and its facts. `entregent.words` writes the sentence, in French or in
English.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Fact: TypeAlias = "int | float | str | tuple[int, ...]"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. In `facts`, `people` are positions in the caller's own list, `count` chooses singular or plural."""

    kind: str
    facts: tuple[tuple[str, Fact], ...] = ()

    def __getitem__(self, name: str) -> Fact:
        return dict(self.facts)[name]

    def as_dict(self) -> dict[str, object]:
        """The reason for JSON."""
        return {
            "kind": self.kind,
            **{name: list(fact) if isinstance(fact, tuple) else fact for name, fact in self.facts},
        }


def reason(kind: str, **facts: Fact) -> Reason:
    return Reason(kind, tuple(facts.items()))


def facts_of(given: Reason) -> Mapping[str, Fact]:
    return dict(given.facts)
