from __future__ import annotations

from datetime import datetime, timedelta

from entregent.gatherings.models import Gathering

MAIL_CALLED_BACK = timedelta(minutes=2)
ANSWERS_CLOSE_BEFORE = timedelta(minutes=150)
NEXT_ASKED_AFTER = timedelta(hours=24)
NEXT_ASKED_BEFORE = timedelta(days=21)
LONGEST = timedelta(hours=24)
LINK_LIVES = timedelta(days=45)
MOST_GUESTS = 3


def answers_close(starts_at: datetime, now: datetime) -> datetime:
    """Two and a half hours before, for whoever books the table; a date fixed later than that closes when it starts."""
    close = starts_at - ANSWERS_CLOSE_BEFORE
    return close if close > now else starts_at


def is_open(gathering: Gathering, now: datetime) -> bool:
    """Whether answers still count: fixed, not cancelled, before the cut-off."""
    return gathering.fixed_at is not None and gathering.cancelled_at is None and now < gathering.answer_until


def has_ended(gathering: Gathering, now: datetime) -> bool:
    return gathering.ends_at <= now
