"""Answers, guests, standing answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.circles.models import Circle
from entregent.core.folding import clean_line
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Answer, Gathering, StandingAnswer
from entregent.gatherings.operations.fixing import TooLate
from entregent.people.models import NAME_LENGTH, Person
from entregent.people.operations import person_for


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
    locked = Gathering.objects.select_for_update().get(pk=gathering.pk)
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
    locked = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    Answer.objects.filter(gathering=locked, person=person).delete()


@transaction.atomic
def come_as_guest(*, gathering: Gathering, written: str, name: str, brought_by: Person, now: datetime) -> Person:
    """Somebody a mail was forwarded to gives their own name and address, and gets their own mail to answer.

    One mail brings a few people, no more: its holder could otherwise have the instance write to anybody.
    """
    locked = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    if Answer.objects.filter(gathering=locked, brought_by=brought_by).count() >= rules.MOST_GUESTS:
        raise TableFull
    person = person_for(written=written, now=now)
    Answer.objects.get_or_create(
        gathering=gathering,
        person=person,
        defaults={
            "reply": Reply.MAYBE,
            "via": Via.SOMEBODY,
            "answered_at": now,
            "brought_by": brought_by,
            "name": clean_line(name, NAME_LENGTH),
        },
    )
    return person


@transaction.atomic
def stand(*, circle: Circle, person: Person, weekday: int | None, now: datetime) -> StandingAnswer:
    """ "Every Thursday unless I say no": counts from the next date on, this one included if it is not answered yet."""
    standing, _ = StandingAnswer.objects.update_or_create(
        circle=circle, person=person, defaults={"weekday": weekday, "since": now, "ended_at": None}
    )
    upcoming = queries.next_gathering(circle, now)
    fits = upcoming is not None and (weekday is None or upcoming.day.weekday() == weekday)
    if upcoming is not None and fits and rules.is_open(upcoming, now):
        Answer.objects.get_or_create(
            gathering=upcoming, person=person, defaults={"reply": Reply.YES, "via": Via.STANDING, "answered_at": now}
        )
    return standing


def stop_standing(*, circle: Circle, person: Person, now: datetime) -> bool:
    return bool(StandingAnswer.objects.filter(circle=circle, person=person, ended_at__isnull=True).update(ended_at=now))
