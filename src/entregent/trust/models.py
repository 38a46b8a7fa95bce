from __future__ import annotations

from django.db import models

from entregent.people.models import Person
from entregent.trust.enums import Naming, Reach


class Labelled(models.Model):
    """What people write carries its confidentiality from the first row: how far it goes, who may be named."""

    reach = models.CharField(max_length=8, choices=Reach.choices, default=Reach.CIRCLE)
    naming = models.CharField(max_length=8, choices=Naming.choices, default=Naming.MAY)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)s_written")

    class Meta:
        abstract = True


class Audience(models.Model):
    """One reader of one labelled object, frozen when it was written: joining later opens nothing older."""

    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "person"], name="one_audience_row_per_reader")
        ]
        indexes = [models.Index(fields=["person", "kind"])]
