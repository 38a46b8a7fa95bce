"""What the engine finds in the records, for the page and for JSON."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from entregent.cli.reporting.reading import Records
from entregent.engine import clans, core, meet, network, shape, ties
from entregent.engine.clans import Clans
from entregent.engine.core import Core
from entregent.engine.meet import Meeting
from entregent.engine.network import Network
from entregent.engine.shape import Shape

KINDS = {ties.Kind.STRONG: "strong", ties.Kind.WEAK: "weak", ties.Kind.DORMANT: "dormant"}
NEW_GATHERINGS = 2  # a newcomer came so often at most…
NEW_SHARE = 0.25  # … and for the first time in this last part of the time covered
PROPOSED = 6


@dataclass(frozen=True, eq=False)
class Findings:
    names: list[str]
    network: Network
    shape: Shape
    clans: Clans
    core: Core
    reach: Any
    kinds: Any
    bridges: Any
    newcomers: list[int]
    meetings: list[Meeting]
    first: float | None
    last: float | None

    def alphabetical(self, people: Any) -> list[str]:
        return sorted((self.names[p] for p in people), key=str.casefold)


def happened(records: Records) -> dict[str, Any]:
    if records.exchanges:
        return {"people": len(records.names), "exchanges": records.exchanges, "exchange_times": records.days}
    return {"people": len(records.names), "attendances": records.attendances, "times": records.days}


def newcomers(records: Records) -> list[int]:
    """Who came for the first time in the last quarter of the time covered, once or twice."""
    if records.days is None or not records.attendances:
        return []
    days: dict[int, list[float]] = {}
    for person, gathering in set(records.attendances):
        days.setdefault(person, []).append(records.days[gathering])
    begins, ends = min(records.days), max(records.days)
    since = ends - NEW_SHARE * (ends - begins)
    return [p for p, each in days.items() if begins < ends and len(each) <= NEW_GATHERINGS and min(each) >= since]


def find(records: Records, tell: Callable[[str], None]) -> Findings:
    """All of it; `tell` is called before each step with its name."""
    tell("ties")
    tied = network.build(**happened(records))
    tell("shape")
    measured, reached = shape.measure(tied), shape.reach(tied)
    tell("clans")
    parted = clans.find(tied, rng=np.random.default_rng(1))
    tell("meet")
    proposed = (
        meet.pairs(meet.past(**happened(records)), count=PROPOSED, clan=parted.of) if tied.people <= meet.MOST else []
    )
    days = records.days or []
    return Findings(
        names=records.names,
        network=tied,
        shape=measured,
        clans=parted,
        core=core.find(tied),
        reach=reached,
        kinds=ties.kinds(tied),
        bridges=shape.bridges(tied, measured),
        newcomers=newcomers(records),
        meetings=proposed,
        first=min(days, default=None),
        last=max(days, default=None),
    )


def number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def as_dict(found: Findings) -> dict[str, list[dict[str, Any]]]:
    """The object of `--json`: people in alphabetical order, never in another."""
    order = sorted(range(len(found.names)), key=lambda p: found.names[p].casefold())
    people = [
        {
            "name": found.names[p],
            "clan": int(found.clans.of[p]) + 1 if found.clans.of[p] >= 0 else None,
            "core": bool(found.core.inside[p]),
            "constraint": number(found.shape.constraint[p]),
            "effective_size": number(found.shape.effective_size[p]),
            "reach": int(found.reach[p]),
        }
        for p in order
    ]
    tied = [
        {
            "a": found.names[a],
            "b": found.names[b],
            "strength": float(found.network.strength[t]),
            "overlap": float(found.shape.overlap[t]),
            "kind": KINDS[ties.Kind(int(found.kinds[t]))],
        }
        for t, (a, b) in enumerate(zip(found.network.a.tolist(), found.network.b.tolist(), strict=True))
    ]
    return {"people": people, "ties": tied}
