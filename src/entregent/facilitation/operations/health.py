"""Whether more or fewer people come than did: worked out when a gathering was recorded, not while a page waits."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from entregent.circles.models import Circle
from entregent.core.sweeping import row_by_row
from entregent.facilitation.models import Trend
from entregent.facilitation.queries.health import came, to_look_at


def look_at_trends(now: datetime) -> int:
    with row_by_row() as each:
        return each(to_look_at(now), lambda circle: _look_at(circle, now))


def _look_at(circle: Circle, now: datetime) -> bool:
    counts, people = came(circle, now)
    change, over = _change(counts, people)
    Trend.objects.update_or_create(circle=circle, defaults={"change": change, "gatherings": over, "seen_at": now})
    return True


def _change(counts: list[int], people: int) -> tuple[int, int]:
    """In percent, and over how many gatherings. Set against everybody who came in that time, whoever was a member when:
    those brought in from a file have no day on which they joined.
    """
    trend = import_module("entregent.engine.rhythm").trend  # not before it is needed: it brings numbers along
    found = trend(counts, [people] * len(counts))
    if found.state not in ("fading", "growing"):
        return 0, 0
    facts = dict(found.reasons[0].facts)
    return (-1 if found.state == "fading" else 1) * min(facts["percent"], 999), facts["count"]
