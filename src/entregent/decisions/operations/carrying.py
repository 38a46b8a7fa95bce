"""What a circle agreed on in words goes along when it moves house; it is not decided again, nor by whom made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from entregent.circles.models import Circle
from entregent.decisions.enums import Outcome
from entregent.decisions.models import WORDS_LENGTH, Proposal
from entregent.gatherings.operations.unpacking import clean_text, text, written_at
from entregent.gatherings.registry import MovedIn, Row

KIND, TITLE, MOST = "agreement", 120, 1000


def pack(circle: Circle, numbers: Mapping[int, int]) -> list[dict[str, Any]]:
    """The last ones, oldest first."""
    rows = circle.proposals.filter(kind=KIND, outcome=Outcome.PASSED).order_by("-settled_at", "-pk")[:MOST]
    return [
        {
            "decided": row.settled_at.isoformat(timespec="seconds"),
            "title": str(row.payload.get("title", "")),
            "text": row.words,
        }
        for row in reversed(rows)
        if row.settled_at
    ]


def unpack(moved: MovedIn, rows: Sequence[Row]) -> None:
    Proposal.objects.bulk_create([made for row in rows[:MOST] if (made := _decided_before(moved, row)) is not None])


def _decided_before(moved: MovedIn, row: Row) -> Proposal | None:
    title, decided_at = text(row, "title", TITLE), written_at(row, moved.now, "decided")
    if not title:
        return None
    return Proposal(
        circle=moved.circle,
        kind=KIND,
        by=moved.by,
        words=clean_text(str(row.get("text", "")))[:WORDS_LENGTH],
        payload={"title": title, "brought": True},
        opened_at=decided_at,
        closes_at=decided_at,
        settled_at=decided_at,
        needed=0,
        outcome=Outcome.PASSED,
    )
