from __future__ import annotations

from django.db import models

from entregent.gatherings.models.gathering import Gathering
from entregent.people.models import Person


class Attendance(models.Model):
    """Who was there, as one person said for all, or as each showed at the table."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="one_attendance_per_person_and_gathering")
        ]
