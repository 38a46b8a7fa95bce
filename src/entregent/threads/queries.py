from __future__ import annotations

from django.db.models import QuerySet

from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.trust.queries import readable

KIND = "reply"


def visible_replies(*, viewer: Person, kind: str, object_id: int) -> QuerySet[Reply]:
    """The replies under something the viewer may see. The caller has checked that they may see the thing itself."""
    rows = Reply.objects.filter(kind=kind, object_id=object_id, withdrawn_at__isnull=True).select_related("author")
    return readable(rows, viewer, KIND).order_by("written_at", "pk")
