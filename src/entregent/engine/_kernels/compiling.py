"""The decorator of every compiled loop.

A kernel is compiled when it is first called, never at import: importing the engine costs no more than numpy, and numba
is loaded only where something is computed. Machine code is kept between processes, in the first of these folders that
can be written: `NUMBA_CACHE_DIR`; beside these sources, where set-up compiles; `kernels` in the data folder
(`ENTREGENT_DATA`). Where none can, everything still answers and each process compiles again. `NUMBA_DISABLE_JIT=1` runs
the plain Python.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, Generic, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
OPTIONS = {"nogil": True, "fastmath": False, "boundscheck": False}


@cache
def fingerprint() -> str:
    """One folder a version of the sources: numba looks at one file, and kernels of several files call each other."""
    sources = sorted(Path(__file__).parent.glob("*.py"))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def cache_folders() -> list[Path]:
    """Where machine code may be kept, the best first."""
    asked, data = os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("ENTREGENT_DATA")
    beside = Path(__file__).parent / "__pycache__"
    tried = [Path(asked)] if asked else [beside, *([Path(data).expanduser() / "kernels"] if data else [])]
    return [folder / fingerprint() for folder in tried]


def can_be_written(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


@cache
def numba() -> Any:
    """numba, told where to keep what it compiles."""
    module = import_module("numba")
    module.config.CACHE_DIR = str(next(filter(can_be_written, cache_folders()), ""))
    return module


class Kernel(Generic[P, T]):
    """A function that becomes machine code at its first call."""

    def __init__(self, function: Callable[P, T]) -> None:
        self.function = function
        self.name = function.__name__
        self.__doc__ = function.__doc__
        self.ready: Callable[P, T] | None = None
        EVERY.append(self)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        compiled = self.ready or self.compile()
        try:
            return compiled(*args, **kwargs)
        except OSError:  # the folder filled up or was locked since it was tried
            return self.compile(keep=False)(*args, **kwargs)

    def compile(self, *, keep: bool = True) -> Callable[P, T]:
        """The compiled function; the kernels it calls are compiled in the same way."""
        plain = with_compiled_calls(self.function, keep=keep)
        compiled = numba().njit(cache=keep and bool(numba().config.CACHE_DIR), **OPTIONS)(plain)
        if compiled is plain:  # compilation is off: whole numbers of 64 bits go round in silence there too
            compiled = going_round(plain)
        self.ready = cast("Callable[P, T]", compiled)
        return self.ready


EVERY: list[Kernel[..., Any]] = []


def with_compiled_calls(given: Callable[P, T], *, keep: bool) -> Callable[P, T]:
    function = cast("FunctionType", given)
    names = set(function.__code__.co_names)
    called = {name: each for name, each in function.__globals__.items() if name in names and isinstance(each, Kernel)}
    if not called:
        return given
    known = {**function.__globals__, **{name: each.ready or each.compile(keep=keep) for name, each in called.items()}}
    bound = FunctionType(function.__code__, known, function.__name__, function.__defaults__, function.__closure__)
    bound.__module__, bound.__qualname__ = function.__module__, function.__qualname__
    return cast("Callable[P, T]", bound)


def going_round(plain: Callable[P, T]) -> Callable[P, T]:
    numpy = import_module("numpy")

    def quietly(*args: P.args, **kwargs: P.kwargs) -> T:
        with numpy.errstate(over="ignore"):
            return plain(*args, **kwargs)

    return quietly


def kernel(function: Callable[P, T]) -> Kernel[P, T]:
    """Compile with numba at the first call, without the interpreter's lock, and keep the result when a folder allows
    it.
    """
    return Kernel(function)
