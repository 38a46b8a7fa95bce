"""One person who stands twice in a circle: in a file and by themselves, or under two addresses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.activity.models import Event
from entregent.activity.operations import mark_undone, record
from entregent.circles import rules
from entregent.circles.models import Circle, Membership
from entregent.circles.queries.alike import are_one
from entregent.people import privacy
from entregent.people.models import Merge, Person


class NotOnePerson(Exception):
    """The two may not, or may no longer, be made one by whoever asks."""


@transaction.atomic
def merge_members(*, circle: Circle, kept: Person, gone: Person, by: Person, now: datetime) -> Event:
    """Any settled member may, where one of the two is a mere name of this circle; all of them can take it back."""
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    rules.allow(circle, by)
    if not are_one(circle=circle, kept=kept, gone=gone):
        raise NotOnePerson
    return _told(_merged(kept, gone, by, now), [circle.pk], kept, by, now)[0]


@transaction.atomic
def merge_mine(*, me: Person, other: Person, now: datetime) -> Merge:
    """Somebody who has proved that both records are theirs; each circle of the other reads it in its journal."""
    circles = list(Membership.objects.filter(person=other).values_list("circle_id", flat=True))
    merge = _merged(me, other, me, now)
    _told(merge, circles, me, me, now)
    return merge


@transaction.atomic
def undo_mine(*, me: Person, merge_id: int, now: datetime) -> bool:
    """Two records of one's own come apart again; each circle that read of it reads this too."""
    if not Merge.objects.filter(pk=merge_id, by=me, kept=me).exists():
        return False
    try:
        privacy.undo_merge(merge_id=merge_id, now=now)
    except privacy.CannotMerge:
        return False
    for event in Event.objects.filter(kind="merge", object_id=merge_id, verb="merged", undone_by__isnull=True):
        undone = record(
            actor=me,
            about=me,
            verb="undid",
            kind="merge",
            object_id=merge_id,
            circle_id=event.circle_id,
            now=now,
            open_to_circle=True,
        )
        mark_undone(event, undone)
    return True


def _merged(kept: Person, gone: Person, by: Person, now: datetime) -> Merge:
    try:
        return privacy.merge_all(kept=kept, gone=gone, by=by, now=now)
    except privacy.CannotMerge as error:
        raise NotOnePerson from error


def _told(merge: Merge, circles: list[int], kept: Person, by: Person, now: datetime) -> list[Event]:
    return [
        record(
            actor=by,
            about=kept,
            verb="merged",
            kind="merge",
            object_id=merge.pk,
            circle_id=circle_id,
            now=now,
            open_to_circle=True,
        )
        for circle_id in circles
    ]
