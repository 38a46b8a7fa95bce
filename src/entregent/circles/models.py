from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entregent.circles.enums import AddressForm, Hue, MailLevel, Setting, Source
from entregent.core.folding import clean_line, fold, sort_key
from entregent.core.ids import new_key
from entregent.people.enums import Language
from entregent.people.models import FOLDED_LENGTH, NAME_LENGTH, Person


class Circle(models.Model):
    """An informal group. Nobody owns it: `opened_by` only matters until a second person has answered."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=NAME_LENGTH)
    name_folded = models.CharField(max_length=FOLDED_LENGTH, db_index=True)
    purpose = models.CharField(max_length=400, blank=True)
    place = models.CharField(max_length=120, blank=True)
    setting = models.CharField(max_length=12, choices=Setting.choices, default=Setting.LUNCH)
    hue = models.CharField(max_length=12, choices=Hue.choices, default=Hue.SAGE)
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.FRENCH)
    address_form = models.CharField(max_length=4, choices=AddressForm.choices, default=AddressForm.VOUS)
    zone = models.CharField(max_length=64)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circles_opened")
    opened_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_because = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.slug

    def rename(self, name: str) -> None:
        self.name = clean_line(name, NAME_LENGTH)
        self.name_folded = fold(self.name)[:FOLDED_LENGTH]


class Membership(models.Model):
    """Somebody in a circle, under the name this circle knows until they say their own."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    name_folded = models.CharField(max_length=FOLDED_LENGTH, blank=True)
    sort_name = models.CharField(max_length=FOLDED_LENGTH, blank=True)
    trade = models.CharField(max_length=80, blank=True)
    invited_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships_invited"
    )
    joined_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    welcomed_at = models.DateTimeField(null=True, blank=True)
    mail = models.CharField(max_length=8, choices=MailLevel.choices, default=MailLevel.EVERY)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], name="one_membership_per_person_and_circle")
        ]
        indexes = [models.Index(fields=["circle", "left_at"])]

    @property
    def shown_name(self) -> str:
        """Their own name. Whoever a file merely names keeps the file's: their own would tell they are known here."""
        return self.name if self.imported_at and self.name else self.person.name or self.name

    def rename(self, name: str) -> None:
        self.name = clean_line(name, NAME_LENGTH)
        self.name_folded = fold(self.name)[:FOLDED_LENGTH]
        self.sort_name = sort_key(self.name)[:FOLDED_LENGTH]


class Batch(models.Model):
    """One sending of invitations, after its preview; it can be called back until `leaves_at`."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="batches")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="batches")
    word = models.CharField(max_length=600, blank=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.TYPED)
    made_at = models.DateTimeField()
    leaves_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)


class Invitation(models.Model):
    """An address invited to a circle, once. Forgotten with its person after 60 days without an answer.

    `quiet_at`: no mail leaves (already here, invited before, wants none), and the inviter cannot tell: the row waits
    for an answer like any other, under the address as they wrote it.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="invitations")
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations_sent")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    written = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    quiet_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=Q(cancelled_at__isnull=True, quiet_at__isnull=True),
                name="one_invitation_per_person_and_circle",
            )
        ]


class InviteLink(models.Model):
    """A link or QR code that lets whoever holds it join, so many times and so long; revocable."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="invite_links")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invite_links")
    gathering_id = models.BigIntegerField(null=True)  # a link shown at the table: whoever scans it was there
    generation = models.PositiveIntegerField(default=1)
    most_uses = models.PositiveIntegerField(default=30)
    uses = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Import(models.Model):
    """One file brought in: what it made, so that it can be undone."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="imports")
    what = models.CharField(max_length=16)
    file_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    made = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    def made_ids(self, model: str) -> list[int]:
        ids: list[Any] = self.made.get(model, [])
        return [int(one) for one in ids]
