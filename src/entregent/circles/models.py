from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from entregent.circles.enums import AddressForm, Feature, Hue, MailLevel, Setting, Settled, Source, WayIn
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
    way_in = models.CharField(max_length=8, choices=WayIn.choices, default=WayIn.HIDDEN)
    question = models.CharField(max_length=200, blank=True)  # asked of whoever knocks
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="circles_opened")
    opened_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    archived_because = models.CharField(max_length=200, blank=True)
    became = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")  # part of it

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
    settled_because = models.CharField(max_length=8, choices=Settled.choices, default=Settled.START, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    welcomed_at = models.DateTimeField(null=True, blank=True)
    no_word_at = models.DateTimeField(null=True, blank=True)  # when they stop coming, nobody is asked to write
    mail = models.CharField(max_length=8, choices=MailLevel.choices, default=MailLevel.EVERY)
    removed_at = models.DateTimeField(null=True, blank=True)  # by consent: back only if the circle so decides
    mail_lowered_at = models.DateTimeField(null=True, blank=True)  # to monthly, after four silences; once
    rests_until = models.DateField(null=True, blank=True)  # no mail of this circle before that day

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["circle", "person"], name="one_membership_per_person_and_circle")
        ]
        indexes = [
            models.Index(fields=["circle", "left_at"]),
            models.Index(fields=["circle", "-joined_at"], condition=Q(left_at__isnull=True), name="newest_members"),
        ]

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


class Knock(models.Model):
    """Somebody asks to come in: what they say, and who answered. Let in, declined, withdrawn, or still waiting."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="knocks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="knocks")
    says = models.CharField(max_length=600, blank=True)
    made_at = models.DateTimeField()
    let_in_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="knocks_answered")
    word = models.CharField(max_length=400, blank=True)  # from whoever answered

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=Q(let_in_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
                name="one_waiting_knock_per_person_and_circle",
            )
        ]


class Vouch(models.Model):
    """A settled member stands surety for a newcomer; two make them settled."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="vouches")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="vouches")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="vouches_given")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person", "by"], name="one_vouch_per_pair_and_circle")]


class Suspension(models.Model):
    """Three members keep somebody out for two weeks (a kind of decision). It ends by itself; any of the three ends it
    before.

    While it is in force the membership has left, and `add_member` lets nobody suspended back in.
    """

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="suspensions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.CharField(max_length=400, blank=True)
    in_force_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # over, or ended early
    side = models.CharField(max_length=1000, blank=True)  # what the person concerned has to say
    side_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_suspension_per_person_and_circle",
            )
        ]


class Place(models.Model):
    """Another place of the circle, elsewhere on the network, kept by all its members."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(max_length=NAME_LENGTH)
    url = models.URLField(max_length=400)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="places_added")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)


class FeatureAnswer(models.Model):
    """What a circle said of something it was offered, so that it is not offered twice."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="feature_answers")
    feature = models.CharField(max_length=24, choices=Feature.choices)
    wanted = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="feature_answers")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "feature"], name="one_answer_per_feature_and_circle")]


class Care(models.Model):
    """A member takes it upon themselves to send a word to somebody who stopped coming; nobody else reads the name."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="cares")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cares")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cares_taken")
    at = models.DateTimeField()
    word = models.CharField(max_length=1000, blank=True)  # until its mail has left
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"], condition=Q(done_at__isnull=True), name="one_care_per_person_and_circle"
            )
        ]
