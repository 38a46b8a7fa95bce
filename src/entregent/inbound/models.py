from __future__ import annotations

from django.db import models

from entregent.inbound.enums import Fate


class Received(models.Model):
    """A mail that was dealt with, so that it is never dealt with twice: a fingerprint of its id, nothing it said."""

    fingerprint = models.CharField(max_length=64, unique=True)
    fate = models.CharField(max_length=10, choices=Fate.choices)
    at = models.DateTimeField(db_index=True)
