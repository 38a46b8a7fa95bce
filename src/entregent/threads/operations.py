from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from entregent.circles.models import Circle
from entregent.core.folding import TURNS_ROUND
from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.threads.queries import KIND
from entregent.trust.enums import Naming, Reach
from entregent.trust.models import Audience
from entregent.trust.operations import freeze_audience

LONGEST = 4000
WITHDRAWN_KEPT = timedelta(days=30)


class NothingWritten(ValueError):
    """An empty reply."""


class TooLong(ValueError):
    """More than fits under a gathering."""


@transaction.atomic
def write_reply(
    *,
    author: Person,
    kind: str,
    object_id: int,
    circle_id: int,
    text: str,
    reach: Reach,
    naming: Naming,
    table: Iterable[Person],
    now: datetime,
) -> Reply:
    """Write under something. For "this table" the readers are frozen now: who is at the table as of this reply."""
    text = TURNS_ROUND.sub("", text.replace("\r\n", "\n")).strip()
    if not text:
        raise NothingWritten
    if len(text) > LONGEST:
        raise TooLong
    reply = Reply.objects.create(
        author=author,
        kind=kind,
        object_id=object_id,
        circle_id=circle_id,
        text=text,
        reach=reach,
        naming=naming,
        written_at=now,
    )
    if reach == Reach.TABLE:
        freeze_audience(kind=KIND, object_id=reply.pk, people=table)
    return reply


def withdraw_reply(*, reply_key: str, by: Person, now: datetime) -> bool:
    """Only its author withdraws a reply; the same call by anybody else changes nothing."""
    return bool(Reply.objects.filter(key=reply_key, author=by, withdrawn_at__isnull=True).update(withdrawn_at=now))


def restore_reply(*, reply_key: str, by: Person) -> bool:
    """Take a withdrawal back, while the words are still there."""
    withdrawn = Reply.objects.filter(key=reply_key, author=by, withdrawn_at__isnull=False)
    return bool(withdrawn.exclude(text="").update(withdrawn_at=None))


@transaction.atomic
def forget_old(now: datetime) -> int:
    """Words withdrawn thirty days ago, and whatever was written in a circle that is no more."""
    gone = Reply.objects.exclude(circle_id__in=Circle.objects.values("pk"))
    Audience.objects.filter(kind=KIND, object_id__in=gone.values("pk")).delete()
    forgotten = gone.delete()[0]
    return forgotten + Reply.objects.filter(withdrawn_at__lt=now - WITHDRAWN_KEPT).exclude(text="").update(text="")
