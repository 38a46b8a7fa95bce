from __future__ import annotations

from django.db import models

from entregent.gatherings.enums import Takes
from entregent.people.models import Person


class Feed(models.Model):
    """Somebody's dates as their calendar subscribes to them, under a secret address derived from its generation."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="feed")
    takes = models.CharField(max_length=8, choices=Takes.choices, default=Takes.COMING)
    generation = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
