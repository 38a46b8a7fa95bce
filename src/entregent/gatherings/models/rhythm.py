from __future__ import annotations

from django.db import models

from entregent.circles.models import Circle
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.holidays import Holidays
from entregent.gatherings.models.gathering import ADDRESS_LENGTH
from entregent.people.models import Person


class Series(models.Model):
    """The rhythm of a circle: what pencils dates in. `version` moves with each date fixed, moved or cancelled,
    so that two people who fix one from the same page cannot both win."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="series")
    rhythm = models.CharField(max_length=16, choices=Rhythm.choices, default=Rhythm.FREE)
    anchor = models.DateField(null=True, blank=True)
    hour = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    video = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    holidays = models.CharField(max_length=12, choices=Holidays.choices, default=Holidays.FRANCE)
    automatic_since = models.DateTimeField(null=True, blank=True)  # its dates count at once, by the circle's choice
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    asking_until = models.DateTimeField(null=True, blank=True)  # a question about the next date is out until then


class Pause(models.Model):
    """A break the circle declared: no date is asked for until `back_on`, when it is asked again by itself."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="pauses")
    back_on = models.DateField()
    why = models.CharField(max_length=120, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pauses_declared")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle"], condition=models.Q(ended_at__isnull=True), name="one_pause_at_a_time"
            )
        ]


class DayOff(models.Model):
    """A day of the circle's own on which it does not meet without asking itself."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="days_off")
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="days_off_said")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "day"], name="one_day_off_per_circle_and_day")]
