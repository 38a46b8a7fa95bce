from __future__ import annotations

from django.db import models

from entregent.circles.models import Circle
from entregent.core.ids import new_key
from entregent.core.models import WallTimed
from entregent.gatherings.enums import Via
from entregent.gatherings.models import Gathering
from entregent.people.models import NAME_LENGTH, Person
from entregent.polls.enums import Choice


class Poll(models.Model):
    """A circle is asked which date suits. It waits until a date is fixed from it, or somebody withdraws it.

    `version` moves with each change of the slots. `closed_at` is when its end was noticed and somebody asked to fix the
    date; answers count before `closes_at`, which is agreed in advance or set by whoever closes it.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="polls")
    title = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    zone = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="polls_asked")
    asked_at = models.DateTimeField()
    mail_leaves_at = models.DateTimeField()
    closes_at = models.DateTimeField(db_index=True)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    again_weeks = models.PositiveSmallIntegerField(default=0)  # the same slots are asked anew so many weeks later
    again_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    complete_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)
    fixed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    gathering = models.ForeignKey(Gathering, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle"],
                condition=models.Q(fixed_at__isnull=True, withdrawn_at__isnull=True),
                name="one_poll_waits_in_a_circle",
            )
        ]


class Slot(WallTimed):
    """A day and an hour on offer. One taken out keeps what was said of it, for whoever puts it back."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="slots")
    added_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "day", "hour"], name="one_slot_per_hour_of_a_poll")]


class Ballot(models.Model):
    """One person's answers to a poll. A guest somebody brought has one from the start, and answers later."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ballots")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)  # as typed, for a guest who is not a member
    via = models.CharField(max_length=8, choices=Via.choices, default=Via.PAGE)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="one_ballot_per_person_and_poll")]


class Vote(models.Model):
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="votes")
    choice = models.CharField(max_length=5, choices=Choice.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "slot"], name="one_vote_per_ballot_and_slot")]
