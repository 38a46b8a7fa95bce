"""A poll ends: its deadline comes, somebody closes it, a date is fixed from it; and what time alone brings about."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from entregent.activity.operations import record
from entregent.circles.enums import MailLevel
from entregent.circles.queries import membership
from entregent.circles.rules import allow
from entregent.core import walltime
from entregent.core.sweeping import row_by_row
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import InThePast, Said, SomebodyWasFaster, TooFar, TooLate, When
from entregent.people.models import Person
from entregent.polls import queries, rules
from entregent.polls.models import Poll, Slot, Vote
from entregent.polls.operations.asking import AlreadyAsking, BadSlots, TooSoon, ask, locked
from entregent.polls.operations.telling import stop, tell

ENDED = ("poll", "poll-changed", "poll-reminder", "poll-over", "poll-complete")
CANNOT_ASK = (AlreadyAsking, BadSlots, TooSoon, InThePast, TooFar, walltime.ImpossibleHour, walltime.DoubleHour)
MOMENT = timedelta(microseconds=1)


@transaction.atomic
def close(*, poll: Poll, by: Person, now: datetime) -> Poll:
    """Take no more answers, before the deadline: just after the last one received."""
    allow(poll.circle, by)
    poll = locked(poll)
    if not rules.is_open(poll, now):
        raise TooLate
    last = poll.ballots.aggregate(last=Max("answered_at"))["last"]
    poll.closes_at = max(now, last + MOMENT) if last else now
    poll.closed_at = now  # whoever closes it is there to fix the date
    poll.save(update_fields=["closes_at", "closed_at"])
    gatherings.ask_until(circle=poll.circle, until=now + rules.TIME_TO_FIX, now=now)
    record(
        actor=by, verb="closed", kind="poll", object_id=poll.pk, circle_id=poll.circle_id, now=now, open_to_circle=True
    )
    return poll


@transaction.atomic
def fix(*, poll: Poll, slot: Slot, by: Person, seen: int, now: datetime, when: When | None = None) -> Gathering:
    """Fix the date of a slot. What people said of it becomes their answer, and everybody is told. `when` has other
    words for it than the poll.

    `seen` is the series' version, as for any date: of two people who fix at once one wins and the other is told.
    """
    poll = locked(poll)
    if poll.fixed_at:
        raise SomebodyWasFaster(poll.gathering)
    if not rules.is_waiting(poll) or slot.poll_id != poll.pk or slot.dropped_at:
        raise TooLate
    when = when or When(slot.day, slot.hour, poll.place, poll.title, minutes=poll.minutes, second_time=slot.second_time)
    gathering = gatherings.fix_date(circle=poll.circle, by=by, when=when, seen=seen, now=now, said=_said(poll, slot))
    poll.fixed_at, poll.fixed_by, poll.gathering = now, by, gathering
    poll.save(update_fields=["fixed_at", "fixed_by", "gathering"])
    gatherings.ask_until(circle=poll.circle, until=None, now=now)
    for kind in ENDED:
        stop(poll, kind, now, "the date is fixed")
    return gathering


def _said(poll: Poll, slot: Slot) -> list[Said]:
    votes = Vote.objects.filter(slot=slot, ballot__in=queries.counted(poll)).select_related("ballot").order_by("ballot")
    return [
        Said(vote.ballot.person_id, Reply(vote.choice), vote.ballot.name, vote.ballot.brought_by_id) for vote in votes
    ]


@transaction.atomic
def call_back(*, gathering: Gathering, by: Person, now: datetime) -> None:
    """Take back what this person last announced; a date called back puts the poll it came from on again."""
    gatherings.call_back(gathering=gathering, by=by, now=now)
    gathering.refresh_from_db(fields=["fixed_at"])
    poll = Poll.objects.filter(gathering=gathering, fixed_at__isnull=False, withdrawn_at__isnull=True).first()
    if poll is None or gathering.fixed_at is not None or queries.waiting_poll(poll.circle):
        return
    Poll.objects.filter(pk=poll.pk).update(fixed_at=None, fixed_by=None, gathering=None, version=F("version") + 1)
    until = max(poll.closes_at, now) + rules.TIME_TO_FIX
    gatherings.ask_until(circle=poll.circle, until=until, now=now)


def sweep_polls(now: datetime) -> int:
    """Remind once, ask for the date once a poll is over, and ask anew what comes back by itself."""
    waiting = Poll.objects.filter(
        queries.waiting(), circle__deleted_at__isnull=True, circle__archived_at__isnull=True
    ).select_related("circle", "asked_by")
    coming_back = Poll.objects.filter(
        again_weeks__gt=0, again_at__isnull=True, fixed_at__isnull=False, gathering__starts_at__lt=now
    ).filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True)
    rows = coming_back.select_related("circle", "gathering", "asked_by")
    to_remind = waiting.filter(remind_at__lte=now, reminded_at__isnull=True)
    with row_by_row() as each:
        reminded = each(to_remind, lambda poll: _remind(poll, now))
        over = each(waiting.filter(closes_at__lte=now, closed_at__isnull=True), lambda poll: _ask_to_fix(poll, now))
        return reminded + over + each(rows, lambda poll: _ask_again(poll, now))


@transaction.atomic
def _remind(poll: Poll, now: datetime) -> bool:
    """One reminder, to those it may go to; of several workers one sends it, and none once it is too late."""
    if not Poll.objects.filter(pk=poll.pk, reminded_at__isnull=True).update(reminded_at=now):
        return False
    if now > poll.closes_at - rules.SHORTEST:
        return False
    return bool(tell(poll, "poll-reminder", [row.person for row in queries.to_remind(poll)], now, now))


@transaction.atomic
def _ask_to_fix(poll: Poll, now: datetime) -> bool:
    """Nothing ends silently: whoever asked fixes the date, else those of the last gathering."""
    claimed = Poll.objects.filter(queries.waiting(), pk=poll.pk, closed_at__isnull=True)
    if not claimed.update(closed_at=now):
        return False
    for kind in ("poll", "poll-changed", "poll-reminder"):
        stop(poll, kind, now, "the poll is over")
    tell(poll, "poll-over", _whom_to_ask(poll), now, now)
    return True


def _whom_to_ask(poll: Poll) -> list[Person]:
    asker = membership(poll.circle, poll.asked_by)
    if asker is not None and asker.mail != MailLevel.NONE and poll.asked_by.addresses.exists():
        return [poll.asked_by]
    return queries.last_comers(poll)


def _who_asks_again(poll: Poll) -> Person | None:
    """Whoever asked; where they have left, one of the last comers."""
    if membership(poll.circle, poll.asked_by) is not None:
        return poll.asked_by
    return next(iter(queries.last_comers(poll)), None)


@transaction.atomic
def _ask_again(poll: Poll, now: datetime) -> bool:
    """Last time's slots, once what was fixed from them is over and no other date is ahead."""
    gathering = poll.gathering
    if gathering is None or now < gathering.ends_at + rules.AGAIN_AFTER:
        return False
    circle = poll.circle
    if not gathering.cancelled_at and gathering_queries.next_gathering(circle, now):
        return False  # once that one is over
    if not Poll.objects.filter(pk=poll.pk, again_at__isnull=True).update(again_at=now):
        return False
    asks = _who_asks_again(poll)
    if gathering.cancelled_at or asks is None:
        return False
    slots = queries.slots_again(poll, now)
    try:
        begins = walltime.instant(min(slots).day, min(slots).hour, circle.zone)
        ask(
            circle=circle,
            by=asks,
            slots=slots,
            closes_at=rules.usual_deadline(begins, circle.zone, now),
            now=now,
            title=poll.title,
            place=poll.place,
            minutes=poll.minutes,
            again_weeks=poll.again_weeks,
        )
    except CANNOT_ASK:
        return False
    return True
