"""What every public function checks of what it is given, so that a wrong input is a sentence, never a wrong number."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine.errors import Refused

MOST_PEOPLE = 2000  # n × n counts are kept for them; more are seated by construction, or in pieces
MOST_SEATED = 200_000
MOST_ROUNDS = 1000
FURTHEST = 1e12  # days: what is beyond is a mistake
GREATEST = 1e60  # squares and sums of what is counted stay numbers

Pair = tuple[int, int]
Made = TypeVar("Made")


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


def listed(what: str, given: object) -> list[Any]:
    """A list of anything that can be gone through in order, text and tables of names excepted."""
    if not isinstance(given, Iterable) or isinstance(given, (str, bytes, Mapping)):
        raise Refused("not-a-list", what=what, given=type(given).__name__)
    try:
        return list(given)
    except TypeError as error:  # an array without a dimension
        raise Refused("not-a-list", what=what, given=type(given).__name__) from error


def hashables(what: str, given: object) -> list[Hashable]:
    """A list of values that can be told apart: names, numbers, answers."""
    values = listed(what, given)
    for each in values:
        try:
            hash(each)
        except TypeError as error:
            raise Refused("not-a-list", what=what, given=type(each).__name__) from error
    return values


def labels(what: str, given: object) -> list[Hashable]:
    """Names of things that are looked up again: what does not equal itself names nothing."""
    values = hashables(what, given)
    for each in values:
        if each != each:
            raise Refused("not-a-list", what=what, given=str(each))
    return values


def text(what: str, given: object) -> str:
    if not isinstance(given, str):
        raise Refused("not-a-text", what=what, given=type(given).__name__)
    return given


def secret(what: str, given: object) -> bytes:
    if not isinstance(given, bytes):
        raise Refused("not-a-secret", what=what, given=type(given).__name__)
    return given


def made(what: str, given: object, kind: type[Made]) -> Made:
    """What a function of this library made, and nothing that looks like it."""
    if not isinstance(given, kind):
        raise Refused("not-made", what=what, given=type(given).__name__)
    return given


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


def between(what: str, array: NDArray[np.float64], least: float, most: float) -> NDArray[np.float64]:
    if array.size and not (array.min() >= least and array.max() <= most):
        wrong = array.min() if array.min() < least else array.max()
        raise Refused("not-between", what=what, given=float(wrong), least=float(least), most=float(most))
    return array


def worths(what: str, given: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A copy of numbers from 0."""
    array = numbers(what, given, shape)
    if (array < 0).any():
        raise Refused("negative", what=what)
    return between(what, array, 0.0, GREATEST)


def positive(what: str, given: ArrayLike, shape: tuple[int, ...] = ()) -> NDArray[np.float64]:
    """A copy of numbers above 0."""
    array = numbers(what, given, shape)
    if not (array > 0).all():
        raise Refused("not-positive", what=what, given=float(array.min()))
    return between(what, array, 0.0, GREATEST)


def day(what: str, given: ArrayLike) -> float:
    return float(between(what, numbers(what, given, ()), -FURTHEST, FURTHEST))


def counts(what: str, given: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[np.int64]:
    """A copy of whole numbers from 0."""
    array = numbers(what, given, shape)
    if (array < 0).any():
        raise Refused("negative", what=what)
    if (array != np.floor(array)).any() or (array > 2**40).any():
        raise Refused("not-a-whole-number", what=what, given=str(array.flat[int(np.argmax(array != np.floor(array)))]))
    return array.astype(np.int64)


def flags(what: str, given: ArrayLike, shape: tuple[int, ...] | None = None) -> NDArray[np.bool_]:
    """A copy of yes and no: True and False, or 1 and 0."""
    array = numbers(what, given, shape)
    if not np.isin(array, (0, 1)).all():
        raise Refused("not-yes-or-no", what=what)
    return array.astype(bool)


def person(what: str, given: object, people: int) -> int:
    value = whole(what, given)
    if value >= people:
        raise Refused("unknown-person", what=what, given=value, people=people)
    return value


def pairs(what: str, given: Iterable[Sequence[Any]], people: int) -> list[Pair]:
    """Pairs of different people, smaller number first, each once."""
    found: dict[Pair, None] = {}
    for one in listed(what, given):
        ends = listed(what, one)
        if len(ends) != 2:
            raise Refused("wrong-shape", what=what, given=str(len(ends)), wanted="2")
        a, b = (person(what, each, people) for each in ends)
        if a == b:
            raise Refused("oneself", what=what, person=a)
        found[min(a, b), max(a, b)] = None
    return list(found)


def rounds(given: object, people: int) -> list[list[list[int]]]:
    """Rounds of tables of people, each of them once a round at most."""
    found = []
    for number, tables in enumerate(listed("these rounds", given), start=1):
        what = f"round {number}"
        seated = [[person(what, each, people) for each in listed(what, table)] for table in listed(what, tables)]
        once: set[int] = set()
        for each in (p for table in seated for p in table):
            if each in once:
                raise Refused("duplicate", what=what, given=each)
            once.add(each)
        found.append(seated)
    return found


def fields(given: Mapping[str, Sequence[Hashable]] | None, people: int) -> dict[str, list[Hashable]]:
    """One answer a person in each field."""
    if given is not None and not isinstance(given, Mapping):
        raise Refused("not-a-list", what="fields", given=type(given).__name__)
    found = {}
    for name, answers in (given or {}).items():
        found[str(name)] = hashables(f"field {name}", answers)
        if len(found[str(name)]) != people:
            raise Refused("wrong-shape", what=f"field {name}", given=str(len(answers)), wanted=str(people))
    return found


def square(what: str, given: ArrayLike | None, people: int) -> NDArray[np.int32]:
    """Counts between people, symmetric, with nothing on the diagonal."""
    if given is None:
        return np.zeros((people, people), dtype=np.int32)
    table = counts(what, given, (people, people))
    np.fill_diagonal(table, 0)
    return np.minimum(np.maximum(table, table.T), 10_000).astype(np.int32)


def couples(what: str, given: ArrayLike, first: int, second: int) -> NDArray[np.int64]:
    """Rows of two whole numbers, below `first` and below `second`; a table of such numbers is not copied."""
    try:
        array = np.asarray(given)
    except ValueError as error:  # rows of different lengths
        raise Refused("wrong-shape", what=what, given="(rows, …)", wanted="(rows, 2)") from error
    if array.size == 0:
        return np.zeros((0, 2), dtype=np.int64)
    if array.ndim != 2 or array.shape[1] != 2:
        raise Refused("wrong-shape", what=what, given=str(array.shape), wanted="(rows, 2)")
    if array.dtype.kind not in "iu":
        array = counts(what, array)
    for column, limit in ((0, first), (1, second)):
        if int(array[:, column].min()) < 0:
            raise Refused("negative", what=what)
        if int(array[:, column].max()) >= limit:
            raise Refused("unknown-number", what=what, given=int(array[:, column].max()), known=limit)
    return array.astype(np.int64, copy=False)  # products of narrow numbers would go round


def moments(what: str, given: ArrayLike, now: float | None) -> NDArray[np.float64]:
    """Times in days, finite and not after now."""
    array = between(what, numbers(what, given), -FURTHEST, FURTHEST)
    if array.ndim != 1:
        raise Refused("wrong-shape", what=what, given=str(array.shape), wanted="(rows,)")
    if now is not None and len(array) and array.max() > now:
        raise Refused("future", what=what, given=float(array.max()), now=float(now))
    return array
