from __future__ import annotations

from django.db import models

from entregent.circles.models import Circle
from entregent.core.ids import new_key
from entregent.decisions.enums import Outcome, Said
from entregent.people.models import Person

WORDS_LENGTH, REASON_LENGTH, SIDE_LENGTH = 4000, 1000, 2000


class Proposal(models.Model):
    """Something a circle is asked to agree on. Its `kind` knows what is done once it passes; `payload` is that kind's.

    `revision` moves with each amendment: what was said of the one before does not count for the next.
    `about` is whom it concerns: they have no voice in it, and their side stands beside it.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=24)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    about = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="proposals_about")
    words = models.TextField(max_length=WORDS_LENGTH, blank=True)
    payload = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField()
    revision = models.PositiveSmallIntegerField(default=1)
    revised_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    side = models.TextField(max_length=SIDE_LENGTH, blank=True)
    side_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True, db_index=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True)

    class Meta:
        indexes = [models.Index(fields=["circle", "settled_at"])]


class Elector(models.Model):
    """Whose consent counts: frozen when the proposal was opened, whoever comes or goes later."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="electors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="one_elector_per_proposal")]


class Voice(models.Model):
    """What one person says of one revision. An objection has its reason, and a date by which others examined it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="voices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decision_voices")
    revision = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=9, choices=Said.choices)
    reason = models.TextField(max_length=REASON_LENGTH, blank=True)
    at = models.DateTimeField()
    examined_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person", "revision"], name="one_voice_per_person_and_revision")
        ]


class Finding(models.Model):
    """What somebody else than the two at odds makes of an objection: whether it stands."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="findings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stands = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "by"], name="one_finding_per_person_and_objection")]


class Question(models.Model):
    """Asked before one consents or objects; whoever knows answers."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="questions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decision_questions")
    words = models.TextField(max_length=REASON_LENGTH)
    at = models.DateTimeField()
    answer = models.TextField(max_length=REASON_LENGTH, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)


class Charter(models.Model):
    """One version of what a circle agreed on about itself, as it was adopted; the last one holds.

    The one that a circle brought along when it moved house was adopted elsewhere: it has no proposal here.
    """

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="charters")
    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, null=True, related_name="charter")
    version = models.PositiveSmallIntegerField()
    sections = models.JSONField(default=dict)  # by `Section`
    adopted_at = models.DateTimeField()
    review_on = models.DateField()
    called_back_at = models.DateTimeField(null=True)  # when its circle was told that the day had come

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "version"], name="one_charter_per_circle_and_version")]
