"""Advice with reasons, from what happened. A library of its own: it knows no page, no database, no clock and no
global chance.

Every function that chooses takes an `rng` (or a secret), changes nothing it is given, and refuses with `Refused`,
whose sentence
says what to do. Reasons are records; `entregent.words` writes them in French or in English.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from entregent.engine.errors import Refused
from entregent.engine.reasons import Reason

if TYPE_CHECKING:
    from entregent.engine import (
        chains,
        clans,
        core,
        diversity,
        meet,
        network,
        news,
        rhythm,
        rotation,
        shape,
        tables,
        teams,
        ties,
    )

__all__ = [
    "Reason",
    "Refused",
    "chains",
    "clans",
    "core",
    "diversity",
    "meet",
    "network",
    "news",
    "rhythm",
    "rotation",
    "shape",
    "tables",
    "teams",
    "ties",
]


def __getattr__(name: str) -> Any:
    """A part is loaded when it is first named."""
    if name in __all__:
        return import_module(f"entregent.engine.{name}")
    raise AttributeError(name)
