"""What a sweep does row by row: one that fails keeps none of the others from their turn, and is heard of at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")


class Each(Protocol):
    def __call__(self, rows: Iterable[T], do: Callable[[T], int], /) -> int: ...


@contextmanager
def row_by_row() -> Iterator[Each]:
    """Gives `each`, which counts what was done; whatever failed meanwhile is raised together when the sweep ends."""
    failed: list[Exception] = []

    def each(rows: Iterable[T], do: Callable[[T], int], /) -> int:
        done = 0
        for row in rows:
            try:
                done += do(row)
            except Exception as error:
                failed.append(error)
        return done

    yield each
    if failed:
        raise ExceptionGroup(f"{len(failed)} of the rows swept failed", failed)
