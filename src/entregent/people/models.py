from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils.module_loading import import_string

from entregent.core.folding import clean_line, fold, sort_key
from entregent.core.ids import new_key
from entregent.people.enums import Language, Purpose, Way

NAME_LENGTH = 80
FOLDED_LENGTH = 2 * NAME_LENGTH  # some letters fold into many: a ligature of three, an Arabic one of eighteen


class PersonManager(BaseUserManager["Person"]):
    def make(self, now: datetime, name: str = "", language: str = "") -> Person:
        person = Person(made_at=now, language=language)
        person.rename(name)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Somebody, with or without an address, an account, or a name of their own yet: a guest is a Person.

    `name` is what they call themselves. What somebody else typed stays on the membership or the invitation.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    name_folded = models.CharField(max_length=FOLDED_LENGTH, blank=True, db_index=True)
    sort_name = models.CharField(max_length=FOLDED_LENGTH, blank=True)
    language = models.CharField(max_length=5, choices=Language.choices, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()
    signed_in_at = models.DateTimeField(null=True, blank=True)
    operator_since = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    USERNAME_FIELD = "key"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        return f"Person {self.key}"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.erased_at is None and self.merged_into_id is None

    @property
    def is_operator(self) -> bool:
        return self.operator_since is not None

    def rename(self, name: str) -> None:
        self.name = clean_line(name, NAME_LENGTH)
        self.name_folded = fold(self.name)[:FOLDED_LENGTH]
        self.sort_name = sort_key(self.name)[:FOLDED_LENGTH]


class Address(models.Model):
    """An e-mail address of a person, as written and as compared. Two people may share one."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    written = models.CharField(max_length=254)
    lookup = models.CharField(max_length=254, db_index=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)  # mails go to this one
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lookup"], name="one_row_per_address_of_a_person")]


class Refusal(models.Model):
    """ "Never write to me again", for the whole instance: kept as a fingerprint, so it outlives an erasure."""

    fingerprint = models.CharField(max_length=64, unique=True)
    refused_at = models.DateTimeField()


class SignIn(models.Model):
    """One mailed code: used once, five tries, ten minutes."""

    key = models.CharField(max_length=32, unique=True)
    lookup = models.CharField(max_length=254, db_index=True)
    written = models.CharField(max_length=254)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    code_digest = models.CharField(max_length=64)
    network = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField(null=True)  # several people read the mails of one address: one said who they are


class Link(models.Model):
    """What a token in a mail stands for. The token itself is derived (core.links), never stored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    kind = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    generation = models.PositiveIntegerField(default=1)
    single_use = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose", "kind", "object_id"], name="one_link_per_person_and_object"
            )
        ]


class Block(models.Model):
    """One person wants nothing to do with another; nobody else learns of it."""

    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="blocked_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "person"], name="one_block_per_pair"),
            models.CheckConstraint(condition=~Q(by=models.F("person")), name="nobody_blocks_themselves"),
        ]


class Session(AbstractBaseSession):
    """One browser that came in, as its person recognises it: when, how, on what. Nothing of it moves with a page read.

    All but the key is copied from the session's own data when that is saved (`people.backends.SessionStore`).
    """

    key = models.CharField(max_length=16, blank=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=8, choices=Way.choices, blank=True)
    device = models.CharField(max_length=60, blank=True)

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")  # type: ignore[no-any-return]


class Challenge(models.Model):
    """What a device was asked to sign, once: to make a passkey of somebody, or (of nobody) to come in."""

    key = models.CharField(max_length=32, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    network = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["network", "made_at"])]


class Passkey(models.Model):
    """The public half of a key that never leaves a device."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    credential = models.CharField(max_length=1400, unique=True)
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)


class Merge(models.Model):
    """Two records that were one person: who said so, and every row that moved, until it can no longer be undone."""

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    written = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
