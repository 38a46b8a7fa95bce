from __future__ import annotations

from django.db import models

from entregent.circles.models import Circle
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models.gathering import Gathering
from entregent.people.models import NAME_LENGTH, Person

WORD_LENGTH = 200


class Answer(models.Model):
    """What somebody said to a date. A yes that found no place left waits, since a moment that gives its order."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="answers")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)  # as typed, for a guest who is not a member
    reply = models.CharField(max_length=5, choices=Reply.choices)
    guests = models.PositiveSmallIntegerField(default=0)
    word = models.CharField(max_length=WORD_LENGTH, blank=True)
    by_video = models.BooleanField(default=False)
    waiting_since = models.DateTimeField(null=True, blank=True)
    promoted_at = models.DateTimeField(null=True, blank=True)  # a place came free, and they were told
    gave_up_at = models.DateTimeField(null=True, blank=True)  # had a place, then said no once the table was booked
    gave_up_as = models.CharField(max_length=5, choices=Reply.choices, blank=True)  # what they had said before that no
    gave_up_guests = models.PositiveSmallIntegerField(default=0)
    via = models.CharField(max_length=8, choices=Via.choices, default=Via.PAGE)
    answered_at = models.DateTimeField()
    before_move = models.JSONField(null=True, blank=True)  # what it was until the date moved, should the move be undone
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "person"], name="one_answer_per_person_and_gathering")
        ]

    @property
    def party(self) -> int:
        return 1 + self.guests

    @property
    def has_place(self) -> bool:
        return self.reply == Reply.YES and self.waiting_since is None and not self.by_video


class Diet(models.Model):
    """What somebody does not eat, said once for all: only whoever books a table they come to reads it."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="diet")
    words = models.CharField(max_length=WORD_LENGTH)
    changed_at = models.DateTimeField()


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
