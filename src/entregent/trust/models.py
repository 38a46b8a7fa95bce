from __future__ import annotations

from django.db import models

from entregent.circles.models import Circle
from entregent.people.models import Person
from entregent.trust.enums import Naming, Reach, Reported


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


class Opening(models.Model):
    """One circle, beside its own, whose members may read a labelled object: "these circles"."""

    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="openings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "circle"], name="one_opening_per_circle_and_object")
        ]


class Report(models.Model):
    """Something told to the people who run the instance, in private. Whom it is about never learns of it.

    `quote` is what was reported as its reporter read it, sent along knowingly: an operator reads no circle otherwise.
    """

    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reports")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12, choices=Reported.choices)
    object_id = models.BigIntegerField()
    circle_id = models.BigIntegerField()
    circle_name = models.CharField(max_length=80)
    quote = models.TextField(blank=True)
    text = models.TextField(max_length=2000)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
