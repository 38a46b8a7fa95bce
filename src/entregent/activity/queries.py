from __future__ import annotations

from django.db.models import QuerySet

from entregent.activity.models import Event


def journal_of(circle_id: int) -> QuerySet[Event]:
    return (
        Event.objects.filter(circle_id=circle_id, open_to_circle=True)
        .select_related("actor", "about", "undone_by__actor", "undoes")
        .order_by("-at", "-pk")
    )
