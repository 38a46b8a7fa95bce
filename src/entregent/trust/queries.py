"""The one gate to labelled objects: label and blocks, each condition on its own line."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from entregent.people.models import Person
from entregent.people.queries import blocked_pairs
from entregent.trust.enums import Reach
from entregent.trust.models import Audience, Labelled

T = TypeVar("T", bound=Labelled)


def readable(rows: QuerySet[T], viewer: Person, kind: str) -> QuerySet[T]:
    """Of rows whose circle the viewer is in, those they may read."""
    in_audience = Exists(Audience.objects.filter(kind=kind, object_id=OuterRef("pk"), person=viewer))
    return rows.filter(Q(reach=Reach.CIRCLE) | Q(author=viewer) | in_audience).exclude(author__in=blocked_pairs(viewer))
