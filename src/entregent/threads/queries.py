from __future__ import annotations

from django.db.models import Q, QuerySet

from entregent.core.prepared import prepared
from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.trust.queries import readable

KIND = "reply"


def visible_replies(*, viewer: Person, kind: str, object_id: int) -> QuerySet[Reply]:
    """The replies under something the viewer may see. The caller has checked that they may see the thing itself."""
    rows = Reply.objects.filter(kind=kind, object_id=object_id, withdrawn_at__isnull=True).select_related("author")
    return readable(rows, viewer, KIND).order_by("written_at", "pk")


def last_replies(*, viewer: Person, kind: str, object_id: int, before: str, most: int) -> list[Reply]:
    """The newest of them, oldest first, or the newest before that reply; one more than `most` when there are more."""
    rows = visible_replies(viewer=viewer, kind=kind, object_id=object_id) if before else None
    mark = rows.filter(key=before).first() if rows is not None else None
    if rows is None or mark is None:
        return _last(most + 1, viewer=viewer, kind=kind, object_id=object_id)[::-1]
    rows = rows.filter(Q(written_at__lt=mark.written_at) | Q(written_at=mark.written_at, pk__lt=mark.pk))
    return list(rows.reverse()[: most + 1])[::-1]


@prepared
def _last(most: int, viewer: Person, kind: str, object_id: int) -> QuerySet[Reply]:
    return visible_replies(viewer=viewer, kind=kind, object_id=object_id).reverse()[:most]
