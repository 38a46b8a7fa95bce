"""What can be decided. The app that owns a kind registers it, from its `ready`:

register(Kind("fair", title=…, effect=…, carry_out=…))
operations.propose(circle=circle, kind="fair", by=person, words="…", payload={…}, now=now)

`carry_out` runs once, in the transaction of the outcome. `title` and `effect` are in the reader's language, and ask the
database nothing: a list shows many.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from entregent.decisions.models import Proposal


def can_always(proposal: Proposal) -> bool:
    return True


def nobody(proposal: Proposal) -> set[int]:
    return set()


def nothing(proposal: Proposal, now: datetime) -> None:
    pass


def never(proposal: Proposal, now: datetime) -> bool:
    return False


def no_text(proposal: Proposal) -> list[tuple[str, str]]:
    return []


@dataclass(frozen=True)
class Kind:
    name: str
    title: Callable[[Proposal], str]  # what is asked
    effect: Callable[[Proposal], str]  # what happens once it passes, in a sentence
    carry_out: Callable[[Proposal, datetime], None]
    possible: Callable[[Proposal], bool] = can_always  # still: asked before it opens, and before it is carried out
    text: Callable[[Proposal], list[tuple[str, str]]] = no_text  # at length: headings and what stands under them
    apart: Callable[[Proposal], set[int]] = nobody  # who has no voice in it, besides whom it is about
    at_once: bool = True  # passes before its deadline once everybody has consented
    voices: int = 0  # so many of all the members pass it, at once; 0: half of those who came lately, by the deadline
    objections: bool = True  # whoever sees harm in it may say which
    too_soon: Callable[[Proposal, datetime], bool] = never  # after the last of its kind
    unseen: bool = False  # whom it is about learns of it once it has passed; where it does not, nothing of it stays
    one_at_a_time: bool = True  # of one circle, about one person
    silent: bool = False  # tells nobody by mail: its app does
    not_passed: Callable[[Proposal, datetime], None] = nothing  # once it has come to nothing
    again: Callable[[Proposal, datetime], None] = nothing  # withdrawn, then taken up again


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def kind_of(proposal: Proposal) -> Kind:
    return _kinds[proposal.kind]


def names_unseen() -> list[str]:
    """Kinds that whom they are about does not see before they have passed."""
    return [name for name, kind in _kinds.items() if kind.unseen]


def names_that_may_lapse() -> list[str]:
    """Kinds that can lose their object before their deadline."""
    return [name for name, kind in _kinds.items() if kind.possible is not can_always]
