"""Who sits at which table; and who would rather not share one, which is one person's own."""

from __future__ import annotations

from django.db import models

from entregent.circles.models import Circle
from entregent.gatherings.models.gathering import Gathering
from entregent.people.models import Person


class TablePlan(models.Model):
    """A plan of a gathering's tables. Made again, the one before is kept, so that it can be taken back.

    `version` moves with each change by hand: of two people who change the same plan at once, the second is told.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="plans")
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering"], condition=models.Q(replaced_at__isnull=True), name="one_plan_per_gathering"
            )
        ]


class Table(models.Model):
    """One table of the room, with its chairs."""

    plan = models.ForeignKey(TablePlan, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    chairs = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_table_per_number")]


class Seat(models.Model):
    """One person's place at a table, those they bring beside them. `place` is their turn around it."""

    plan = models.ForeignKey(TablePlan, on_delete=models.CASCADE, related_name="seats")
    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    guests = models.PositiveSmallIntegerField(default=0)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "person"], name="one_seat_per_person_and_plan")]


class Apart(models.Model):
    """Somebody would rather not share a table with somebody: only they know it, and only they take it back."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "by", "other"], name="one_wish_per_pair_and_circle")]


class Decoy(models.Model):
    """In one of the copies that hide those wishes, `other` stands for `person`: as secret as they are (decision 23)."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    copy = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "copy", "person"], name="one_stand_in_per_copy_and_person")
        ]


class TableSecret(models.Model):
    """What the decoys of a circle are drawn with."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="+")
    secret = models.BinaryField(max_length=32)
