from __future__ import annotations

import secrets

from django.db import models

from entregent.people.models import Person


def new_message_id() -> str:
    return secrets.token_hex(16)


class Returned(models.Model):
    """An address whose mail came back for good: nothing more is sent there until its owner says so."""

    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()


class Notice(models.Model):
    """A mail to send: references only. What it says is written when it leaves, and nothing of it is kept after.

    `dedupe` makes a second wish for the same mail the same row. `payload` holds what cannot be derived (a sign-in code)
    and is emptied once the mail is gone.
    """

    kind = models.CharField(max_length=32)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="notices")
    to_written = models.CharField(max_length=254, blank=True)
    object_id = models.BigIntegerField(default=0)
    circle_id = models.BigIntegerField(null=True, db_index=True)
    payload = models.JSONField(default=dict)
    dedupe = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id)
    made_at = models.DateTimeField()
    first_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    kept_in_outbox = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="notices_waiting", condition=models.Q(sent_at=None, dropped_at=None)),
            models.Index(fields=["kind", "object_id"]),
        ]

    @property
    def reader(self) -> Person:
        """Whom a kind that goes to people, not to bare addresses, writes to."""
        if self.person is None:
            raise Person.DoesNotExist(f"notice {self.pk} is to nobody known")
        return self.person


class Habits(models.Model):
    """When mails may reach somebody: their quiet hours, and the day of the month of their digest."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="habits")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_day = models.PositiveSmallIntegerField(default=1)
