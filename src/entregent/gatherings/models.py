from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from entregent.circles.models import Circle
from entregent.core.ids import new_key
from entregent.core.models import WallTimed
from entregent.gatherings.enums import Reply, Rhythm, Via
from entregent.people.models import NAME_LENGTH, Person


class Series(models.Model):
    """The rhythm of a circle: what pencils dates in. `version` moves with each date fixed, moved or cancelled,
    so that two people who fix one from the same page cannot both win."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="series")
    rhythm = models.CharField(max_length=16, choices=Rhythm.choices, default=Rhythm.FREE)
    anchor = models.DateField(null=True, blank=True)
    hour = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()


class Gathering(WallTimed):
    """A dated meeting of a circle. Pencilled in until a member fixes it; what happened to it is who and when."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="gatherings")
    title = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=200, blank=True)
    bring = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    answer_until = models.DateTimeField()
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
    next_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "day", "hour"], name="one_gathering_per_circle_and_hour")
        ]
        indexes = [models.Index(fields=["circle", "starts_at"])]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


class Answer(models.Model):
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="answers")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)  # as typed, for a guest who is not a member
    reply = models.CharField(max_length=5, choices=Reply.choices)
    guests = models.PositiveSmallIntegerField(default=0)
    via = models.CharField(max_length=8, choices=Via.choices, default=Via.PAGE)
    answered_at = models.DateTimeField()
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="one_answer_per_person_and_gathering")
        ]


class StandingAnswer(models.Model):
    """ "Every Thursday unless I say no": answers each new date for this person. `weekday` None is any day."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="standing_answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="standing_answers")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], name="one_standing_answer_per_person_and_circle")
        ]


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
