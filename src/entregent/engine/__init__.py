"""Advice with reasons, from what happened. A library of its own: it knows no page, no database, no clock and no
global chance.

Every function that chooses takes an `rng` (or a secret), changes nothing it is given, and refuses with `Refused`,
whose sentence
says what to do. Reasons are records; `entregent.words` writes them in French or in English.
"""

from __future__ import annotations

from entregent.engine import rhythm, rotation, tables, teams
from entregent.engine.errors import Refused
from entregent.engine.reasons import Reason

__all__ = ["Reason", "Refused", "rhythm", "rotation", "tables", "teams"]
