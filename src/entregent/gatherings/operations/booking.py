"""Somebody books the table: how many, what they do not eat, and who cannot come after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.core.folding import clean_line
from entregent.gatherings import rules
from entregent.gatherings.models import WORD_LENGTH, Answer, Diet, Gathering
from entregent.gatherings.operations.fixing import TooLate
from entregent.gatherings.operations.telling import stop
from entregent.notices.operations import queue
from entregent.people.models import Person


@transaction.atomic
def book(*, gathering: Gathering, by: Person, instead_of: int | None, now: datetime) -> bool:
    """ "I book": of two who tap at once one does. `instead_of` is who booked on the page this was tapped on."""
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    if not rules.is_ahead(locked, now):
        raise TooLate
    if locked.booked_by_id != instead_of:
        return False
    locked.booked_by, locked.booked_at = by, now
    locked.save(update_fields=["booked_by", "booked_at"])
    await_headcount(locked, now)
    return True


@transaction.atomic
def stop_booking(*, gathering: Gathering, by: Person, now: datetime) -> bool:
    """Not me after all: the table looks for somebody again."""
    given_up = Gathering.objects.filter(pk=gathering.pk, booked_by=by).update(booked_by=None, booked_at=None)
    if given_up:
        stop(gathering, "headcount", now, "they do not book any more")
    return bool(given_up)


def await_headcount(gathering: Gathering, now: datetime) -> None:
    """The headcount leaves when answers close; a date that moved has another one."""
    stop(gathering, "headcount", now, "answers close at another time")
    if gathering.booked_by is None or gathering.answer_until <= now:
        return
    queue(
        kind="headcount",
        dedupe=f"headcount:{gathering.pk}:{gathering.booked_by_id}:{gathering.answer_until:%Y%m%d%H%M%S%f}:{now:%Y%m%d%H%M%S%f}",
        now=now,
        person=gathering.booked_by,
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        due_at=gathering.answer_until,
    )


def tell_booker(given: Answer, gathering: Gathering, now: datetime) -> None:
    """Somebody who had a place cannot come, and the table is as good as booked: once a day for one person."""
    if gathering.booked_by is None or gathering.booked_by_id == given.person_id:
        return
    queue(
        kind="late-no",
        dedupe=f"late-no:{given.pk}:{gathering.booked_by_id}:{now.date()}",
        now=now,
        person=gathering.booked_by,
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        due_at=now + rules.MAIL_CALLED_BACK,
        payload={"answer": given.pk},
    )


def say_diet(*, person: Person, words: str, now: datetime) -> None:
    """What somebody does not eat, once for all their tables; nothing said is nothing kept."""
    words = clean_line(words, WORD_LENGTH)
    if not words:
        Diet.objects.filter(person=person).delete()
        return
    Diet.objects.update_or_create(person=person, defaults={"words": words, "changed_at": now})
