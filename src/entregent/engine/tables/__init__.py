"""Who sits with whom: plans, their worth, their reasons, late comers, and pairs kept apart in secret."""

from __future__ import annotations

from entregent.engine.tables.apart import decoys
from entregent.engine.tables.explain import explain, seat_late
from entregent.engine.tables.measures import meetings, repeats
from entregent.engine.tables.planning import Plan, plan
from entregent.engine.tables.question import sizes
from entregent.engine.tables.search import Pace, Progress, steps

__all__ = [
    "Pace",
    "Plan",
    "Progress",
    "decoys",
    "explain",
    "meetings",
    "plan",
    "repeats",
    "seat_late",
    "sizes",
    "steps",
]
