"""Who is told of a proposal, and what is called back. Whether each still needs it is asked when a mail leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from entregent.activity.operations import record
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.registry import kind_of
from entregent.decisions.rules import MAIL_CALLED_BACK
from entregent.notices.operations import drop_about, pick_up_again, queue_many
from entregent.people.models import Person

OF_AN_OPEN_ONE = (
    "proposal", "proposal-again", "proposal-amended", "proposal-reminder", "proposal-objection", "proposal-question",
    "proposal-about",
)  # fmt: skip


def line(about: Proposal | Charter, by: Person | None, now: datetime) -> dict[str, Any]:
    """What each line of the circle's journal says of it, besides its verb."""
    return {"actor": by, "object_id": about.pk, "circle_id": about.circle_id, "now": now}


def tell(
    proposal: Proposal, kind: str, people: Iterable[Person], now: datetime, due_at: datetime, why: str = ""
) -> int:
    """One mail to each; a revision's is another one, and so is one that `why` tells apart."""
    if kind_of(proposal).silent:
        return 0
    return queue_many(
        kind=kind,
        people=people,
        object_id=proposal.pk,
        circle_id=proposal.circle_id,
        dedupe=f"{kind}:{proposal.pk}:{proposal.revision}{why}",
        now=now,
        due_at=due_at,
    )


def welcome_together(*, proposal: Proposal, people: Iterable[Person], now: datetime) -> int:
    """To everybody of the circle that has come in: where they are now, and the way out."""
    return tell(proposal, "proposal-together", people, now, now)


def say_it_came_to_nothing(*, proposal: Proposal, now: datetime) -> None:
    """What a circle had decided does not come about: another one, asked in its turn, did not take it up."""
    _say_instead(proposal, "proposal-unmet", "proposal-goes-on", now)
    record(verb="unmet", kind="proposal", open_to_circle=True, **line(proposal, None, now))


def say_it_goes_on_after_all(*, proposal: Proposal, now: datetime) -> None:
    """The other one is asked again."""
    _say_instead(proposal, "proposal-goes-on", "proposal-unmet", now)
    record(verb="goes-on", kind="proposal", open_to_circle=True, **line(proposal, None, now))


def _say_instead(proposal: Proposal, kind: str, other: str, now: datetime) -> None:
    """To those who had spoken of it; where the other mail has not left yet, neither does."""
    if not drop_about(kind=other, object_id=proposal.pk, now=now, why="it turned before this left"):
        spoke = Person.objects.filter(decision_voices__proposal=proposal, erased_at__isnull=True)
        due_at, why = now + MAIL_CALLED_BACK, f":{now.timestamp():.0f}"
        tell(proposal, kind, spoke.distinct().order_by("pk"), now, due_at, why)


def stop(proposal: Proposal, kinds: Iterable[str], now: datetime, why: str) -> None:
    for kind in kinds:
        drop_about(kind=kind, object_id=proposal.pk, now=now, why=why)


def stop_no_more(proposal: Proposal, kinds: Iterable[str], stopped_at: datetime, due_at: datetime) -> None:
    for kind in kinds:
        pick_up_again(kind=kind, object_id=proposal.pk, dropped_at=stopped_at, due_at=due_at)
