from __future__ import annotations

from datetime import datetime

from django.db import models

from entregent.core import walltime


class WallTimed(models.Model):
    """A date, an hour and the place whose clock shows it; `starts_at` is derived and only indexes it."""

    day = models.DateField()
    hour = models.TimeField()
    zone = models.CharField(max_length=64)
    second_time = models.BooleanField(default=False)
    starts_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True

    def derived_instant(self) -> datetime:
        return walltime.instant(self.day, self.hour, self.zone, self.second_time)


class Submission(models.Model):
    """One sending of a form: a double click, a reload or a retry finds what the first one did."""

    key = models.CharField(max_length=64, primary_key=True)
    outcome = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(db_index=True)


class Beat(models.Model):
    """The last sign of life of a process that works in the background."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()
    detail = models.JSONField(default=dict)
