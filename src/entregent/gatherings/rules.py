from __future__ import annotations

from datetime import datetime, timedelta

from entregent.circles.enums import MailLevel
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

MAIL_CALLED_BACK = timedelta(minutes=2)
ANSWERS_CLOSE_BEFORE = timedelta(minutes=150)
NEXT_ASKED_AFTER = timedelta(hours=24)
NEXT_ASKED_BEFORE = timedelta(days=21)
LONGEST = timedelta(hours=24)
LINK_LIVES = timedelta(days=45)
MOST_GUESTS = 3
TABLE_OPENS_BEFORE = timedelta(hours=1)
TOLD_OF_DATES = (MailLevel.EVERY, MailLevel.DATES)
TELLS_OF_A_DATE = ("date", "date-again", "date-moved")


def answers_close(starts_at: datetime, now: datetime) -> datetime:
    """Two and a half hours before, for whoever books the table; a date fixed later than that closes when it starts."""
    close = starts_at - ANSWERS_CLOSE_BEFORE
    return close if close > now else starts_at


def is_open(gathering: Gathering, now: datetime) -> bool:
    """Whether answers still count: fixed, not cancelled, before the cut-off."""
    return gathering.fixed_at is not None and gathering.cancelled_at is None and now < gathering.answer_until


def is_ahead(gathering: Gathering, now: datetime) -> bool:
    """Fixed, not cancelled, not begun: what may be moved."""
    return gathering.fixed_at is not None and gathering.cancelled_at is None and now < gathering.starts_at


def has_ended(gathering: Gathering, now: datetime) -> bool:
    return gathering.ends_at <= now


def may_call_back_date(gathering: Gathering, person: Person, now: datetime) -> bool:
    """Whoever fixed it, until its mail leaves; once moved, it is the move that can be called back."""
    if gathering.fixed_at is None or gathering.cancelled_at is not None or gathering.mail_leaves_at is None:
        return False
    untouched = gathering.mail_leaves_at == gathering.fixed_at + MAIL_CALLED_BACK
    return untouched and gathering.fixed_by_id == person.pk and now < gathering.mail_leaves_at


def table_is_open(gathering: Gathering, now: datetime) -> bool:
    """Whether the code may lie on the table: people arrive a little early, never on another day."""
    return gathering.cancelled_at is None and now >= gathering.starts_at - TABLE_OPENS_BEFORE
