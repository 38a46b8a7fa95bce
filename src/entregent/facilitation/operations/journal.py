"""What the circle's journal is told: who facilitates is open; who said no never is."""

from __future__ import annotations

from datetime import datetime

from entregent.activity.operations import record
from entregent.circles.models import Circle
from entregent.facilitation.models import Choice, Term, Written
from entregent.people.models import Person


def choice_began(choice: Choice, by: Person | None, now: datetime) -> None:
    """`by` is None where the end of a term began it."""
    if by is None:
        record(
            actor=None,
            verb="began-itself",
            kind="facilitator-choice",
            object_id=choice.pk,
            circle_id=choice.circle_id,
            now=now,
            open_to_circle=True,
        )
        return
    record(
        actor=by,
        verb="began",
        kind="facilitator-choice",
        object_id=choice.pk,
        circle_id=choice.circle_id,
        now=now,
        open_to_circle=True,
    )


def choice_stopped(choice: Choice, by: Person, now: datetime) -> None:
    record(
        actor=by,
        verb="stopped",
        kind="facilitator-choice",
        object_id=choice.pk,
        circle_id=choice.circle_id,
        now=now,
        open_to_circle=True,
    )


def term_began(term: Term, now: datetime) -> None:
    record(
        actor=term.person,
        verb="began",
        kind="term",
        object_id=term.pk,
        circle_id=term.circle_id,
        now=now,
        open_to_circle=True,
    )


def term_ended(term: Term, now: datetime) -> None:
    record(
        actor=term.person,
        verb="ended",
        kind="term",
        object_id=term.pk,
        circle_id=term.circle_id,
        now=now,
        open_to_circle=True,
    )


def wrote(circle: Circle, written: Written, now: datetime) -> None:
    record(
        actor=written.by,
        verb="wrote",
        kind="facilitator-message",
        object_id=written.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
