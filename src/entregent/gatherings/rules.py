from __future__ import annotations

from datetime import datetime, time, timedelta

from entregent.circles.enums import MailLevel
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

MAIL_CALLED_BACK = timedelta(minutes=2)
ANSWERS_CLOSE_BEFORE = timedelta(minutes=150)
NEXT_ASKED_AFTER = timedelta(hours=24)
NEXT_ASKED_BEFORE = timedelta(days=21)
MORNING = time(9, 0)
FURTHEST_AHEAD = timedelta(hours=14)  # of any clock before ours
LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=3 * 366 + 1)
LINK_LIVES = timedelta(days=45)
MOST_GUESTS = 3
MOST_SEATS = 999
LATE = timedelta(hours=24)
USUAL = -1  # as many places as this circle's tables usually have
TABLE_OPENS_BEFORE = timedelta(hours=1)
MARKED_AFTER = timedelta(hours=12)
ONE_TABLE = 12  # so many sit around one; beyond, a plan of the tables is offered
MOST_PLANNED = 400
TOLD_OF_DATES = (MailLevel.EVERY, MailLevel.DATES)
EXPECTED = (Reply.YES, Reply.MAYBE)
TOLD_OF_A_CHANGE = ("date-moved", "date-cancelled")  # also to who comes, however few mails they want
REMINDED_FROM = time(10, 0)
TOLD_LATELY = timedelta(hours=20)
LOOKED_BACK = timedelta(days=30)
SILENCES = 4
ANSWERED_ONE_OF = 3
DIGEST_LOOKS_AHEAD = timedelta(days=45)
DIGEST_FROM = time(9, 0)
DIGEST_LATE_BY = 2  # days: a worker that slept still sends it
TELLS_OF_A_DATE = ("date", "date-again", "date-calendar", "date-moved")


def answers_close(starts_at: datetime, now: datetime) -> datetime:
    """Two and a half hours before, for whoever books the table; a date fixed later than that closes when it starts."""
    close = starts_at - ANSWERS_CLOSE_BEFORE
    return close if close > now else starts_at


def is_open(gathering: Gathering, now: datetime) -> bool:
    """Whether answers still count: fixed, not cancelled, before the cut-off."""
    return gathering.fixed_at is not None and gathering.cancelled_at is None and now < gathering.answer_until


def may_give_up(gathering: Gathering, now: datetime) -> bool:
    """After the cut-off one can still say "I can't after all": whoever booked would rather know."""
    held = gathering.fixed_at is not None and gathering.cancelled_at is None
    return held and gathering.answer_until <= now < gathering.ends_at


def is_late(gathering: Gathering, now: datetime) -> bool:
    """Late enough for whoever booked to be written to, rather than to read it when they look."""
    return gathering.booked_by_id is not None and now >= min(gathering.answer_until, gathering.starts_at - LATE)


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


def may_arrange(gathering: Gathering, now: datetime) -> bool:
    """Tables are planned ahead and until people get up; after that a plan is what was."""
    held = gathering.fixed_at is not None and gathering.cancelled_at is None
    return held and now < gathering.ends_at


def may_mark(gathering: Gathering, now: datetime) -> bool:
    """Whether who is here may be tapped on the run sheet: around the time itself. Later it is said for all at once."""
    return gathering.fixed_at is not None and table_is_open(gathering, now) and now < gathering.ends_at + MARKED_AFTER
