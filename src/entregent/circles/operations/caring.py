"""A word to somebody who stopped coming, from one member who takes it on. Nobody is ever shown as missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from entregent.circles.models import Care, Circle, Membership
from entregent.circles.operations.circle import Refused
from entregent.core.folding import clean_text
from entregent.notices.operations import drop_about, queue
from entregent.people.models import Person

WORD_LENGTH = 1000
KEPT = timedelta(days=2)


def take_on(*, circle: Circle, candidates: Sequence[Person], by: Person, now: datetime) -> Care | None:
    """The first of them nobody else has taken on meanwhile; a unique constraint decides between two members."""
    for person in candidates:
        try:
            with transaction.atomic():
                return Care.objects.create(circle=circle, person=person, by=by, at=now)
        except IntegrityError:
            continue
    return None


def let_care_be(*, care_id: int, by: Person) -> bool:
    """Not me after all: the name is forgotten, and somebody else may be asked."""
    return bool(Care.objects.filter(pk=care_id, by=by, done_at__isnull=True).delete()[0])


def mark_cared(*, care_id: int, by: Person, now: datetime) -> bool:
    """They wrote by a way of their own."""
    return bool(Care.objects.filter(pk=care_id, by=by, done_at__isnull=True).update(done_at=now))


@transaction.atomic
def unmark_cared(*, care_id: int, by: Person, now: datetime) -> bool:
    """Takes either way back; a mail that has left stays done."""
    care = Care.objects.select_for_update(no_key=True).filter(pk=care_id, by=by, done_at__isnull=False).first()
    if care is None:
        return False
    if care.word and not drop_about(kind="care", object_id=care.pk, now=now, why="called back by its sender"):
        return False
    care.done_at, care.word = None, ""
    care.save(update_fields=["done_at", "word"])
    return True


@transaction.atomic
def send_word(*, care_id: int, by: Person, word: str, now: datetime, due_at: datetime) -> None:
    """By mail, in the member's own words; it can be called back until `due_at`."""
    care = Care.objects.select_for_update(no_key=True).filter(pk=care_id, by=by, done_at__isnull=True).first()
    if care is None or not word.strip():
        raise Refused
    care.word, care.done_at = clean_text(word, WORD_LENGTH), now
    care.save(update_fields=["word", "done_at"])
    queue(
        kind="care",
        dedupe=f"care:{care.pk}:{now.timestamp():.0f}",
        now=now,
        person=care.person,
        object_id=care.pk,
        circle_id=care.circle_id,
        due_at=due_at,
    )


def ask_after_me(*, circle: Circle, person: Person, wanted: bool, now: datetime) -> None:
    """Whether anybody is asked to send this member a word when they have not come for a while."""
    Membership.objects.filter(circle=circle, person=person).update(no_word_at=None if wanted else now)
    if not wanted:
        Care.objects.filter(circle=circle, person=person, done_at__isnull=True).delete()


def forget_words(now: datetime) -> int:
    """What was written to somebody is theirs once its mail has left."""
    return Care.objects.filter(done_at__lt=now - KEPT).exclude(word="").update(word="")
