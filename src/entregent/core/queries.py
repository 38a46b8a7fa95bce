from __future__ import annotations

from datetime import datetime, timedelta

from entregent.core.models import Beat

SILENT_AFTER = timedelta(minutes=2)


def silence(name: str, now: datetime) -> str:
    """ "" while a background process gives signs of life, else since when it has not."""
    beat = Beat.objects.filter(name=name).first()
    if beat is None:
        return "never started"
    return "" if now - beat.beat_at <= SILENT_AFTER else f"silent since {beat.beat_at:%Y-%m-%d %H:%M} UTC"
