"""Whose turn it is, from who took turns before: what a circle's rows say, put to the engine's rotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from numpy.random import default_rng

from entregent import engine


@dataclass(frozen=True)
class Served:
    person_id: int
    began_at: datetime


@dataclass(frozen=True)
class Candidate:
    """Somebody of the circle, and since when: they joined, were settled, or came back from a pause."""

    person_id: int
    since: datetime
    willing: bool = True


def order(people: Sequence[Candidate], served: Sequence[Served], secret: bytes) -> list[int]:
    """Whom to ask first, second, …: fewest turns since they came, then furthest back, then by lot.

    A refusal changes nothing of it. Whoever came later, or came back, starts level with the least served.
    """
    place = {one.person_id: number for number, one in enumerate(people)}
    behind = {one.person_id: one.since for one in people if _is_behind(one, people, served)}
    counted = [turn for turn in served if turn.person_id in place]
    found = engine.rotation.turns(
        [one.willing for one in people],
        [place[turn.person_id] if _counts(turn, behind) else None for turn in counted],
        rng=default_rng(int.from_bytes(secret, "big")),
        joined=[sum(turn.began_at < one.since for turn in counted) for one in people],
    )
    return [people[number].person_id for number in found.order]


def _counts(turn: Served, behind: dict[int, datetime]) -> bool:
    return turn.person_id not in behind or turn.began_at >= behind[turn.person_id]


def _is_behind(one: Candidate, people: Sequence[Candidate], served: Sequence[Served]) -> bool:
    """Whether they had fewer turns, when they came back, than everybody else who was there."""
    before = [turn.person_id for turn in served if turn.began_at < one.since]
    others = [before.count(each.person_id) for each in people if each is not one and each.since < one.since]
    return before.count(one.person_id) < min(others, default=0)


def drawn(loads: Sequence[int], secret: bytes, said: str) -> tuple[int, str]:
    """On whom of those in the hat the lot falls, and all that decided it; who took turns before weighs less."""
    found = engine.rotation.draw([True], list(loads), secret=secret, said=said)
    return found.holder[0], found.public


def promise(secret: bytes) -> str:
    """What is shown before the lot is drawn."""
    return engine.rotation.commitment(secret)


def verify(commitment: str, secret: bytes, public: str) -> None:
    """Silent when the lot, drawn again, falls on the same person."""
    engine.rotation.check(commitment, secret, public)
