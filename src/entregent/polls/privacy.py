from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.people.privacy.merging import Ledger
from entregent.polls.models import Ballot, Poll
from entregent.polls.queries import waiting

COVERED = frozenset(
    {
        "polls.Poll.asked_by",
        "polls.Poll.fixed_by",
        "polls.Poll.withdrawn_by",
        "polls.Ballot.person",
        "polls.Ballot.said_by",
        "polls.Ballot.brought_by",
    }
)


def _export(person: Person) -> dict[str, Any]:
    ballots = Ballot.objects.filter(person=person).select_related("poll__circle").prefetch_related("votes__slot")
    return {
        "asked": list(
            person.polls_asked.order_by("asked_at").values("circle__name", "title", "place", "asked_at", "closes_at")
        ),
        "answers": [
            {
                "circle": row.poll.circle.name,
                "called": row.name,
                "at": row.answered_at,
                "slots": [
                    {"day": vote.slot.day, "hour": vote.slot.hour, "said": vote.choice}
                    for vote in sorted(row.votes.all(), key=lambda vote: vote.slot.starts_at)
                ],
            }
            for row in ballots.order_by("pk")
        ],
    }


def _erase(person: Person, now: datetime) -> None:
    """What they said of dates to come goes; of past ones the numbers stay, without a name."""
    Ballot.objects.filter(person=person, poll__in=Poll.objects.filter(waiting())).delete()
    Ballot.objects.filter(person=person).update(name="")


def _holds(person: Person) -> bool:
    return person.ballots.exists() or person.polls_asked.exists()


def _merge(ledger: Ledger) -> None:
    """The last ballot filled in counts; of slots it says nothing of, what the other one said."""
    for theirs in Ballot.objects.filter(person=ledger.gone):
        mine = Ballot.objects.filter(person=ledger.kept, poll=theirs.poll_id).first()
        if mine is not None:
            counts, other = (theirs, mine) if _is_later(theirs, mine) else (mine, theirs)
            for vote in other.votes.exclude(slot__in=counts.votes.values("slot")):
                ledger.change(vote, ballot=counts)
            ledger.set_aside(other)


def _is_later(theirs: Ballot, mine: Ballot) -> bool:
    return theirs.answered_at is not None and (mine.answered_at is None or theirs.answered_at > mine.answered_at)


register(Part("polls", _export, _erase, _holds, _merge))
