from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from entregent.circles.models import Circle
from entregent.core.ids import new_key
from entregent.core.models import WallTimed
from entregent.gatherings.models.venue import Venue
from entregent.people.models import Person

ADDRESS_LENGTH = 400


class Gathering(WallTimed):
    """A dated meeting of a circle. Pencilled in until a member fixes it; what happened to it is who and when."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="gatherings")
    title = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=200, blank=True)
    venue = models.ForeignKey(Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="gatherings")
    bring = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    seats = models.PositiveSmallIntegerField(null=True, blank=True)  # None: as many as come
    video = models.CharField(max_length=ADDRESS_LENGTH, blank=True)  # shown only to those who come
    booked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    booked_at = models.DateTimeField(null=True, blank=True)
    answer_until = models.DateTimeField()
    rhythm_day = models.DateField(null=True, blank=True)  # the day of the rhythm it stands for, wherever it was moved
    made_at = models.DateTimeField()
    fixed_at = models.DateTimeField(null=True, blank=True)
    fixed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings_fixed"
    )
    mail_leaves_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sequence = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    imported_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    silences_at = models.DateTimeField(null=True, blank=True)  # when those who say nothing were counted
    next_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "day", "hour"], name="one_gathering_per_circle_and_hour")
        ]
        indexes = [models.Index(fields=["circle", "starts_at"])]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)
