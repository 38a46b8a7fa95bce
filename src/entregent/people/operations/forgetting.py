from __future__ import annotations

from datetime import datetime, timedelta

from entregent.people.models import Link, SignIn
from entregent.people.operations.passkeys import forget_passkeys

CODES_KEPT = timedelta(days=1)
LINKS_KEPT = timedelta(days=400)


def forget_old(now: datetime) -> int:
    """Codes past use, links nobody can use any more, passkeys removed a month ago, challenges."""
    gone = SignIn.objects.filter(made_at__lt=now - CODES_KEPT).delete()[0]
    gone += Link.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()[0]
    return gone + forget_passkeys(now)
