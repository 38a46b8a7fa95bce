from __future__ import annotations

from django.db.models import QuerySet

from entregent.activity.models import Event


def journal_of(circle_id: int) -> QuerySet[Event]:
    return (
        Event.objects.filter(circle_id=circle_id, open_to_circle=True)
        .select_related("actor", "about", "undone_by__actor", "undoes")
        .order_by("-at", "-pk")
    )


def last_event(kind: str, object_id: int, verb: str) -> Event | None:
    return Event.objects.filter(kind=kind, object_id=object_id, verb=verb).order_by("-at", "-pk").first()
