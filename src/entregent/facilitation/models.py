from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from entregent.circles.models import Circle
from entregent.core.ids import new_key
from entregent.decisions.models import Proposal
from entregent.facilitation.enums import Ended, How, Message
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

SUBJECT_LENGTH, PROMISE_LENGTH, MESSAGE_LENGTH = 160, 200, 2000
CRITERIA_LENGTH, REASON_LENGTH = 400, 300
SIX = 6


class Rota(models.Model):
    """How a circle takes turns. Its row is the lock: of two who say yes at once, one facilitates."""

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="rota")
    how = models.CharField(max_length=8, choices=How.choices, default=How.ASKED)
    gatherings = models.PositiveSmallIntegerField(default=SIX)


class Choice(models.Model):
    """The next facilitator is being found. However it ends, who was asked and said no is forgotten with it.

    `secret` decides a lot: its commitment is shown from the start, itself once the lot is drawn.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="facilitator_choices")
    how = models.CharField(max_length=8, choices=How.choices)
    gatherings = models.PositiveSmallIntegerField(default=SIX)
    until = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    secret = models.BinaryField()
    commitment = models.CharField(max_length=64)
    draws_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=80, blank=True)  # what the table said before the lot was drawn
    drawn = models.TextField(blank=True)  # all that decided the lot, but for the secret
    criteria = models.TextField(max_length=CRITERIA_LENGTH, blank=True)  # of an election, like all that follows
    names_until = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)
    changes_until = models.DateTimeField(null=True, blank=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle"], condition=Q(ended_at__isnull=True), name="one_choice_under_way_in_a_circle"
            )
        ]


class Asking(models.Model):
    """Somebody is asked whether they would. What they answer is theirs to know: the row goes when the choice ends."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="askings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="askings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True, blank=True)  # or let pass

    class Meta:
        constraints = [models.UniqueConstraint(fields=["choice", "person"], name="asked_once_in_a_choice")]


class InTheHat(models.Model):
    """Somebody would like to, if the lot falls on them. Their order is the one the lot was drawn in."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="hat")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["choice", "person"], name="one_name_each_in_a_hat")]
        ordering = ["pk"]


class Nomination(models.Model):
    """A ballot: whom somebody names, and why. Read by nobody else until all are shown; gone when the choice ends.

    `otherwise` counts where whoever is named would rather not, so that nobody has to be told so. `changed_to` is
    whom they name once the reasons are read; what they had given stays beside it, to come back to.
    """

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="nominations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    otherwise = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    changed_to = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["choice", "person"], name="one_nomination_each_in_a_choice")]


class Decline(models.Model):
    """Somebody would rather not be named this time. Theirs to read alone; gone when the choice ends."""

    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="declines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["choice", "person"], name="one_decline_each_in_a_choice")]


class Term(models.Model):
    """Somebody facilitates: for so many gatherings, or until a day they agreed on."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    how = models.CharField(max_length=8, choices=How.choices)
    gatherings = models.PositiveSmallIntegerField(default=SIX)
    until = models.DateField(null=True, blank=True)
    began_at = models.DateTimeField()
    away_until = models.DateField(null=True, blank=True)  # back on that day; anybody may act meanwhile
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, choices=Ended.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle"], condition=Q(ended_at__isnull=True), name="one_facilitator_at_a_time"
            )
        ]

    def is_away(self, today: date) -> bool:
        return self.away_until is not None and today < self.away_until


class NotMe(models.Model):
    """A member would rather not be asked for now; nobody else reads it. Back, they start level with the least asked."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(ended_at__isnull=True), name="one_pause_per_person_and_circle"
            )
        ]


class Subject(models.Model):
    """Something to reflect on together, proposed by any member; whoever facilitates takes it up for a gathering."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="subjects")
    text = models.CharField(max_length=SUBJECT_LENGTH)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    gathering = models.ForeignKey(Gathering, on_delete=models.SET_NULL, null=True, blank=True, related_name="subjects")
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class Promise(models.Model):
    """What whoever facilitates has in hand, for the next one to know."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="promises")
    text = models.CharField(max_length=PROMISE_LENGTH)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)


class Written(models.Model):
    """A message to the circle; it can be called back until its mails leave."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="facilitator_messages")
    kind = models.CharField(max_length=8, choices=Message.choices)
    text = models.TextField(max_length=MESSAGE_LENGTH)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    gathering = models.ForeignKey(Gathering, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    called_back_at = models.DateTimeField(null=True, blank=True)


class Trend(models.Model):
    """Whether more or fewer people come than did, as its last gatherings say: counts alone, nobody in it.

    `change` is in percent, from the first of those `gatherings` to the last; 0 while there is no sign of any.
    """

    circle = models.OneToOneField(Circle, on_delete=models.CASCADE, related_name="trend")
    change = models.SmallIntegerField(default=0)
    gatherings = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField()
