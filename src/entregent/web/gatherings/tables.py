"""Whether a gathering's page speaks of a table plan: only where people need more than one table."""

from __future__ import annotations

from collections.abc import Sequence

from entregent.gatherings import queries, rules
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import Seated


def tables_in(gathering: Gathering, around: Sequence[Seated], phase: str) -> str:
    """Nothing is asked of the database for one table: a small circle pays nothing for what it never sees."""
    coming = sum(1 + one.guests for one in around if one.reply == "yes" and not one.by_video)
    if coming <= rules.ONE_TABLE or phase not in ("before", "during", "after"):
        return ""
    if queries.plans.has_plan(gathering):
        return "made"
    wanted = queries.plans.wants_plan(gathering.circle)
    if wanted is False or phase == "after":
        return ""
    return "wanted" if wanted else "asked"
