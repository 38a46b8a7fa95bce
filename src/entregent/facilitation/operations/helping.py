"""What whoever facilitates does for the circle: subjects, promises in hand, messages; and what any member proposes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.circles.models import Circle
from entregent.circles.operations import Refused
from entregent.core.folding import clean_line
from entregent.facilitation import queries, rules
from entregent.facilitation.enums import Message
from entregent.facilitation.models import MESSAGE_LENGTH, PROMISE_LENGTH, SUBJECT_LENGTH, Promise, Subject, Written
from entregent.facilitation.operations import journal
from entregent.facilitation.operations.choosing import locked
from entregent.facilitation.queries import helping
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.notices.operations import drop_about, queue_many
from entregent.people.models import Person


class TooManyMessages(Exception):
    """The circle was written to enough this week."""


def _let(circle: Circle, by: Person, now: datetime) -> None:
    if not queries.is_facilitating(circle, by, now):
        raise Refused


@transaction.atomic
def propose_subject(*, circle: Circle, text: str, by: Person, now: datetime) -> Subject:
    """Any member does. Proposed twice in the same words, it stands once."""
    words = clean_line(text, SUBJECT_LENGTH)
    waiting = helping.subjects(circle)
    same = next((one for one in waiting if one.text == words), None)
    if same is not None:
        return same
    if not words or len(waiting) >= rules.MOST_SUBJECTS:
        raise Refused
    return Subject.objects.create(circle=circle, text=words, by=by, at=now)


@transaction.atomic
def withdraw_subject(*, subject: Subject, by: Person, now: datetime) -> None:
    """Whoever proposed it, or whoever facilitates."""
    if subject.by_id != by.pk:
        _let(subject.circle, by, now)
    Subject.objects.filter(pk=subject.pk).update(withdrawn_at=now)


def put_back_subject(*, subject: Subject, by: Person, now: datetime) -> None:
    if subject.by_id != by.pk:
        _let(subject.circle, by, now)
    Subject.objects.filter(pk=subject.pk).update(withdrawn_at=None, gathering=None)


@transaction.atomic
def pick_subject(*, subject: Subject, gathering: Gathering, by: Person, now: datetime) -> None:
    """For one gathering: its page shows it."""
    _let(subject.circle, by, now)
    if gathering.circle_id != subject.circle_id:
        raise Refused
    Subject.objects.filter(pk=subject.pk, withdrawn_at__isnull=True).update(gathering=gathering)


@transaction.atomic
def promise(*, circle: Circle, text: str, by: Person, now: datetime) -> Promise:
    """Something in hand, for oneself and for the next one."""
    _let(circle, by, now)
    words = clean_line(text, PROMISE_LENGTH)
    if not words or len(helping.promises(circle)) >= rules.MOST_PROMISES:
        raise Refused
    return Promise.objects.create(circle=circle, text=words, by=by, at=now)


def keep_promise(*, kept: Promise, by: Person, now: datetime) -> None:
    _let(kept.circle, by, now)
    Promise.objects.filter(pk=kept.pk).update(done_at=now)


def unkeep_promise(*, kept: Promise, by: Person, now: datetime) -> None:
    _let(kept.circle, by, now)
    Promise.objects.filter(pk=kept.pk).update(done_at=None)


@transaction.atomic
def write_to_circle(*, circle: Circle, kind: Message, text: str, by: Person, now: datetime) -> Written:
    """A mail to those who get each date's; of "who comes?", to those who have not said. Two a week at most."""
    locked(circle)
    _let(circle, by, now)
    if not text.strip():
        raise Refused
    if helping.messages_left(circle, now) <= 0:
        raise TooManyMessages
    ahead = gathering_queries.next_to_come(circle, now)
    written = Written.objects.create(
        circle=circle,
        kind=kind,
        text=text.strip()[:MESSAGE_LENGTH],
        by=by,
        at=now,
        leaves_at=now + rules.CALLED_BACK,
        gathering=ahead,
    )
    people = [one for one in helping.reached(circle, kind, ahead, now) if one != by]
    queue_many(
        kind="from-facilitator",
        people=people,
        object_id=written.pk,
        circle_id=circle.pk,
        dedupe=f"from-facilitator:{written.pk}",
        now=now,
        due_at=written.leaves_at,
    )
    journal.wrote(circle, written, now)
    return written


@transaction.atomic
def call_back(*, written: Written, by: Person, now: datetime) -> bool:
    """Before it leaves, by whoever wrote it."""
    mine = Written.objects.filter(pk=written.pk, by=by, called_back_at__isnull=True, leaves_at__gt=now)
    if not mine.update(called_back_at=now):
        return False
    drop_about(kind="from-facilitator", object_id=written.pk, now=now, why="called back by its sender")
    return True
