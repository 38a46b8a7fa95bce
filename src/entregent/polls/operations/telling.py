"""Who is told of a poll, and what is called back. Whether each still needs it is asked when a mail leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from entregent.notices.operations import drop_about, queue_many
from entregent.notices.queries import waiting_for
from entregent.people.models import Person
from entregent.polls import queries
from entregent.polls.models import Poll, Slot


def tell(poll: Poll, kind: str, people: Iterable[Person], now: datetime, due_at: datetime) -> int:
    """Queue one mail to each; the poll's version makes each change's mail another one."""
    return queue_many(
        kind=kind,
        people=people,
        object_id=poll.pk,
        circle_id=poll.circle_id,
        dedupe=f"{kind}:{poll.pk}:{poll.version}",
        now=now,
        due_at=due_at,
    )


def tell_if_complete(poll: Poll, slots: Sequence[Slot], by: Person, now: datetime) -> None:
    """ "Everybody has answered", once, to whoever asked, unless theirs was the last answer."""
    if poll.complete_at is not None or not queries.is_complete(poll, slots):
        return
    Poll.objects.filter(pk=poll.pk).update(complete_at=now)
    if by != poll.asked_by:
        tell(poll, "poll-complete", [poll.asked_by], now, now)


def everybody(poll: Poll) -> list[Person]:
    """Members who are asked by mail, and the guests somebody brought to this poll."""
    guests = Person.objects.filter(ballots__poll=poll, ballots__brought_by__isnull=False, erased_at__isnull=True)
    members = [row.person for row in queries.asked(poll)]
    return list({each.pk: each for each in [*members, *guests]}.values())


def stop(poll: Poll, kind: str, now: datetime, why: str) -> set[int]:
    """Call back the mails of a kind that have not left; answers whose they were."""
    people = waiting_for((kind,), poll.pk)
    drop_about(kind=kind, object_id=poll.pk, now=now, why=why)
    return people
