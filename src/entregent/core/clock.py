"""The one place that reads the clock: views, the worker and commands ask here and pass `now` down."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    return timezone.now()
