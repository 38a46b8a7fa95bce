from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from entregent.notices.models import Notice


def overdue(now: datetime, by: timedelta = timedelta(minutes=15)) -> int:
    """Mails that should have left a while ago and are not merely being retried."""
    return Notice.objects.filter(sent_at=None, dropped_at=None, first_due_at__lt=now - by, attempts=0).count()


def outbox() -> QuerySet[Notice]:
    """What an instance without SMTP would have sent, newest first: for the operator's eyes."""
    return Notice.objects.filter(kept_in_outbox=True).select_related("person").order_by("-sent_at", "-pk")


def failing() -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at=None, dropped_at=None, attempts__gt=0).order_by("due_at")
