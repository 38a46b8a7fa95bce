"""Who is told what about who facilitates. Whether each still needs it is asked when a mail leaves."""

from __future__ import annotations

from datetime import datetime, timedelta

from entregent.facilitation import queries, rules
from entregent.facilitation.models import Choice, Term
from entregent.notices.operations import drop_about, queue, queue_many
from entregent.people.models import Person

OF_A_CHOICE = ("would-you", "name-somebody", "names-shown")


def tell(kind: str, term: Term, now: datetime) -> None:
    queue(
        kind=kind,
        dedupe=f"{kind}:{term.pk}",
        now=now,
        person=term.person,
        object_id=term.pk,
        circle_id=term.circle_id,
        due_at=now + rules.CALLED_BACK,
    )


def ask_for_names(choice: Choice, by: Person | None, now: datetime) -> None:
    """One mail to each who may name somebody."""
    rows = queries.may_be_asked(choice.circle).select_related("person")
    people = [row.person for row in rows if by is None or row.person_id != by.pk]
    tell_many("name-somebody", choice, people, now, now + (rules.CALLED_BACK if by else timedelta()))


def tell_many(kind: str, choice: Choice, people: list[Person], now: datetime, due_at: datetime) -> None:
    queue_many(
        kind=kind,
        people=people,
        object_id=choice.pk,
        circle_id=choice.circle_id,
        dedupe=f"{kind}:{choice.pk}",
        now=now,
        due_at=due_at,
    )


def stop(kind: str, choice: Choice, now: datetime, why: str) -> None:
    drop_about(kind=kind, object_id=choice.pk, now=now, why=why)
