from __future__ import annotations

from django.db import models

from entregent.core.ids import new_key
from entregent.gatherings.models.gathering import Gathering
from entregent.trust.enums import Naming, Reach
from entregent.trust.models import Labelled


class Note(Labelled):
    """What somebody keeps of a gathering, with its label. Only its author changes it, and how far it goes."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=8000)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["gathering", "written_at"])]


class NoteVersion(models.Model):
    """What a note said before it was changed: its author alone reads it, and can put it back."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    text = models.TextField(max_length=8000)
    reach = models.CharField(max_length=8, choices=Reach.choices)
    naming = models.CharField(max_length=8, choices=Naming.choices)
    replaced_at = models.DateTimeField()
