from __future__ import annotations

from django.db import models

from entregent.core.ids import new_key
from entregent.trust.models import Labelled


class Reply(Labelled):
    """A few lines under something (a gathering today), with its label. Only its author withdraws it."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    circle_id = models.BigIntegerField(db_index=True)
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id", "written_at"])]
