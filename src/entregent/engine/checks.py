"""What every public function checks of what it is given, so that a wrong input is a sentence, never a wrong number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine.errors import Refused

MOST_PEOPLE = 2000  # n × n counts are kept for them; more are seated by construction, or in pieces
MOST_SEATED = 200_000
MOST_ROUNDS = 1000

Pair = tuple[int, int]


def whole(what: str, given: object, *, least: int = 0, most: int | None = None) -> int:
    """A whole number between two limits, from anything that is exactly one (True and 3.0 are not)."""
    if isinstance(given, bool) or not isinstance(given, (int, np.integer)):
        raise Refused("not-a-whole-number", what=what, given=str(given))
    value = int(given)
    if value < least:
        raise Refused("too-few", what=what, given=value, least=least)
    if most is not None and value > most:
        raise Refused("too-many", what=what, given=value, most=most)
    return value


def share(what: str, given: float) -> float:
    if not np.isfinite(given):
        raise Refused("not-a-number", what=what)
    if not 0 <= given <= 1:
        raise Refused("not-a-share", what=what, given=float(given))
    return float(given)


def numbers(what: str, given: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[np.float64]:
    """A copy of finite numbers, of that shape."""
    try:
        array = np.array(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise Refused("not-a-number", what=what) from error
    if not np.isfinite(array).all():
        raise Refused("not-a-number", what=what)
    if shape is not None and array.shape != shape:
        raise Refused("wrong-shape", what=what, given=str(array.shape), wanted=str(shape))
    return array


def counts(what: str, given: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[np.int64]:
    """A copy of whole numbers from 0."""
    array = numbers(what, given, shape)
    if (array < 0).any():
        raise Refused("negative", what=what)
    if (array != np.floor(array)).any() or (array > 2**40).any():
        raise Refused("not-a-whole-number", what=what, given=str(array.flat[int(np.argmax(array != np.floor(array)))]))
    return array.astype(np.int64)


def person(what: str, given: object, people: int) -> int:
    value = whole(what, given)
    if value >= people:
        raise Refused("unknown-person", what=what, given=value, people=people)
    return value


def pairs(what: str, given: Iterable[Sequence[Any]], people: int) -> list[Pair]:
    """Pairs of different people, smaller number first, each once."""
    found: dict[Pair, None] = {}
    for one in given:
        if len(one) != 2:
            raise Refused("wrong-shape", what=what, given=str(len(one)), wanted="2")
        a, b = person(what, one[0], people), person(what, one[1], people)
        if a == b:
            raise Refused("oneself", what=what, person=a)
        found[min(a, b), max(a, b)] = None
    return list(found)


def square(what: str, given: ArrayLike | None, people: int) -> NDArray[np.int32]:
    """Counts between people, symmetric, with nothing on the diagonal."""
    if given is None:
        return np.zeros((people, people), dtype=np.int32)
    table = counts(what, given, (people, people))
    np.fill_diagonal(table, 0)
    return np.minimum(np.maximum(table, table.T), 10_000).astype(np.int32)
