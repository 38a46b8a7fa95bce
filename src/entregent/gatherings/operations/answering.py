"""Answers, guests, standing answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from entregent.circles.models import Circle
from entregent.circles.queries import circles_of, membership
from entregent.core.folding import clean_line
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Answer, Gathering, StandingAnswer
from entregent.gatherings.operations.fixing import TooLate
from entregent.notices.operations import queue
from entregent.people.enums import Purpose
from entregent.people.models import NAME_LENGTH, Link, Person
from entregent.people.operations import ensure_link, person_for
from entregent.people.queries import person_at


class TableFull(Exception):
    """One person has already brought as many as one person may."""


@transaction.atomic
def answer(
    *,
    gathering: Gathering,
    person: Person,
    reply: Reply,
    via: Via,
    now: datetime,
    guests: int | None = None,
    name: str = "",
    brought_by: Person | None = None,
) -> Answer:
    """Say yes, maybe or no, or change it, until the cut-off. `now` is when the answer was received.

    The gathering's row is locked, so that an answer and a cancellation or move are one after the other.
    """
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    given, made = Answer.objects.get_or_create(
        gathering=locked,
        person=person,
        defaults={
            "reply": reply,
            "via": via,
            "answered_at": now,
            "guests": _guests(guests, reply),
            "brought_by": brought_by,
            "name": clean_line(name, NAME_LENGTH),
        },
    )
    if not made:
        given.reply, given.via, given.answered_at = reply, via, now
        given.guests = _guests(given.guests if guests is None else guests, reply)
        given.save(update_fields=["reply", "via", "answered_at", "guests"])
    return given


def _guests(guests: int | None, reply: Reply) -> int:
    return 0 if reply == Reply.NO else max(0, min(guests or 0, rules.MOST_GUESTS))


@transaction.atomic
def take_back_answer(*, gathering: Gathering, person: Person, now: datetime) -> None:
    """As if nothing had been said."""
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    Answer.objects.filter(gathering=locked, person=person).delete()


@transaction.atomic
def come_as_guest(*, gathering: Gathering, written: str, name: str, brought_by: Person, now: datetime) -> Person:
    """Somebody a mail was forwarded to gives their own name and address, and gets their own mail to answer.

    One mail brings a few people, no more: its holder could otherwise have the instance write to anybody. Nobody of the
    circle is answered for: an address that is a member's only has the mail sent there once more.
    """
    rows = Gathering.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    locked = rows.get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    if Answer.objects.filter(gathering=locked, brought_by=brought_by).count() >= rules.MOST_GUESTS:
        raise TableFull
    person = person_for(written=written, now=now)
    is_member = membership(locked.circle, person) is not None
    if person != brought_by and not is_member:
        Answer.objects.get_or_create(
            gathering=locked,
            person=person,
            defaults={
                "reply": Reply.MAYBE,
                "via": Via.SOMEBODY,
                "answered_at": now,
                "brought_by": brought_by,
                "name": clean_line(name, NAME_LENGTH),
            },
        )
    kind = "date-again" if is_member else "date"
    _write_to(locked, person, now, f"date-guest:{locked.pk}:{person.pk}", kind)
    return person


def _write_to(gathering: Gathering, person: Person, now: datetime, dedupe: str, kind: str = "date") -> None:
    queue(kind=kind, dedupe=dedupe, now=now, person=person, object_id=gathering.pk, circle_id=gathering.circle_id)


@transaction.atomic
def write_again(*, circle: Circle, person: Person, now: datetime) -> bool:
    """Send the mail of the next date once more to somebody who lost theirs: once a day, to their own address alone."""
    gathering = queries.next_to_come(circle, now)
    if gathering is None or membership(circle, person) is None:
        return False
    _write_to(gathering, person, now, f"date-again:{gathering.pk}:{person.pk}:{now.date()}", "date-again")
    return True


def write_again_to(*, written: str, now: datetime) -> None:
    """For whoever lost the mail itself: the address's owner gets their links, the asker learns nothing."""
    person = person_at(written)
    if person is None:
        return
    for circle in circles_of(person).filter(archived_at__isnull=True):
        write_again(circle=circle, person=person, now=now)


def link_to(gathering: Gathering, person: Person, now: datetime) -> Link:
    """The link that answers for this person; it outlives the gathering, so that it can lead to the next one."""
    lives = max(gathering.ends_at - now, timedelta()) + rules.LINK_LIVES
    return ensure_link(
        person=person, purpose=Purpose.ANSWER, kind="gathering", object_id=gathering.pk, now=now, lives=lives
    )


@transaction.atomic
def answer_next(
    *, circle: Circle, person: Person, reply: Reply, now: datetime, besides: Gathering | None = None
) -> Link:
    """Answer the circle's next date from a mail about something else, and get the link that changes the answer."""
    gathering = queries.next_to_come(circle, now, besides)
    if gathering is None or membership(circle, person) is None:
        raise TooLate
    answer(gathering=gathering, person=person, reply=reply, via=Via.MAIL, now=now)
    return link_to(gathering, person, now)


@transaction.atomic
def stand(*, circle: Circle, person: Person, weekday: int | None, now: datetime) -> StandingAnswer:
    """ "Every Thursday unless I say no": counts for each new date, and for those already fixed and not answered."""
    standing, _ = StandingAnswer.objects.update_or_create(
        circle=circle, person=person, defaults={"weekday": weekday, "since": now, "ended_at": None}
    )
    for ahead in circle.gatherings.filter(queries.fixed(), answer_until__gt=now):
        if weekday is None or ahead.day.weekday() == weekday:
            Answer.objects.get_or_create(
                gathering=ahead, person=person, defaults={"reply": Reply.YES, "via": Via.STANDING, "answered_at": now}
            )
    return standing


def stop_standing(*, circle: Circle, person: Person, now: datetime) -> bool:
    return bool(StandingAnswer.objects.filter(circle=circle, person=person, ended_at__isnull=True).update(ended_at=now))
