"""Several people at once: threads, each with its own connection to the database, let go by one barrier.

A race that only holds by luck proves nothing, so each has a negative control: the same property, checked on an act
whose guard is off, must fail. `unguarded` gives that act: without its transaction (on SQLite the transaction is the
lock) and without row locks; `Pause` holds everybody between what they read and what they write.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from django.db import connections
from django.db.models import QuerySet

from entregent.polls.operations import asking

T = TypeVar("T")
SECONDS = 25


def together(acts: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """What each act answered or refused with, in their order. Never longer than `SECONDS`."""
    outcomes: dict[int, T | Exception] = {}
    start = threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], T]) -> None:
        try:
            start.wait(SECONDS)
            outcomes[place] = act()
        except Exception as refusal:
            outcomes[place] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act), daemon=True) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert len(outcomes) == len(acts), "somebody waits for ever"
    return [outcomes[place] for place in range(len(acts))]


def of(kind: type[T], outcomes: Sequence[Any]) -> list[T]:
    return [outcome for outcome in outcomes if isinstance(outcome, kind)]


def only(outcomes: Sequence[Any], *kinds: type) -> bool:
    """Whether nothing else came out: no error of the database, no other refusal."""
    return all(isinstance(outcome, kinds) for outcome in outcomes)


class Pause:
    """Everybody has read before anybody writes. It must happen: a pause nobody else came to would prove nothing."""

    def __init__(self, people: int) -> None:
        self.barrier = threading.Barrier(people)

    def __enter__(self) -> Pause:
        return self

    def __exit__(self, *failure: object) -> None:
        assert not self.barrier.broken, "not everybody came to the pause"

    def __call__(self) -> None:
        self.barrier.wait(SECONDS / 2)

    def after(self, reading: Callable[..., T]) -> Callable[..., T]:
        """`reading`, then everybody waits."""

        def read(*args: Any, **kwargs: Any) -> T:
            found = reading(*args, **kwargs)
            self()
            return found

        return read


def unguarded(operation: Callable[..., T], monkeypatch: pytest.MonkeyPatch) -> Callable[..., T]:
    """The operation without its transaction and without row locks."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **options: rows)
    monkeypatch.setattr(asking._locked, "written", {})  # the one lock whose SQL is kept: written anew without it
    bare: Callable[..., T] = operation.__wrapped__  # type: ignore[attr-defined]
    return bare
