from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from entregent.core.models import Beat

SILENT_AFTER = timedelta(minutes=2)


def silence(name: str, now: datetime) -> str:
    """ "" while a background process gives signs of life, else since when it has not."""
    beat = Beat.objects.filter(name=name).first()
    if beat is None:
        return _("never started")
    when = f"{beat.beat_at:%Y-%m-%d %H:%M}"
    return "" if now - beat.beat_at <= SILENT_AFTER else _("silent since %(when)s UTC") % {"when": when}
