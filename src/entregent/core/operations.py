from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.core.models import Beat


def beat(name: str, now: datetime, **detail: Any) -> None:
    """A sign of life of a process that works in the background."""
    Beat.objects.update_or_create(name=name, defaults={"beat_at": now, "detail": detail})
