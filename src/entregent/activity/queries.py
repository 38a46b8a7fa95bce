from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, QuerySet

from entregent.activity.models import Event


def journal_of(circle_id: int) -> QuerySet[Event]:
    return (
        Event.objects.filter(circle_id=circle_id, open_to_circle=True)
        .select_related("actor", "about", "undone_by__actor", "undoes")
        .order_by("-at", "-pk")
    )


def last_event(kind: str, object_id: int, verb: str) -> Event | None:
    return Event.objects.filter(kind=kind, object_id=object_id, verb=verb).order_by("-at", "-pk").first()


def last_touched(kind: str, object_ids: Sequence[int]) -> dict[int, datetime]:
    """When something was last done to each of these, as far as anything was."""
    rows = Event.objects.filter(kind=kind, object_id__in=object_ids).order_by()
    return dict(rows.values("object_id").annotate(last=Max("at")).values_list("object_id", "last"))
