"""One effect for one sending of a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from entregent.core.models import Submission

KEPT = timedelta(days=2)


@transaction.atomic
def once(key: str, now: datetime, effect: Callable[[], str]) -> str:
    """Run `effect` unless this sending was already taken; answer what the first run answered.

    The row is written first, so a second sending waits for the first one's transaction and then reads its outcome.
    """
    if not key:
        return effect()
    submission, first = Submission.objects.get_or_create(key=key[:64], defaults={"made_at": now})
    if first:
        submission.outcome = effect()
        submission.save(update_fields=["outcome"])
    return submission.outcome


def forget_old(now: datetime) -> int:
    return Submission.objects.filter(made_at__lt=now - KEPT).delete()[0]
