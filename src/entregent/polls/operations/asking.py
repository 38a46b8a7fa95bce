"""A poll is asked, its slots change, it is withdrawn and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from entregent.activity.operations import record
from entregent.circles.models import Circle
from entregent.circles.rules import allow
from entregent.core import walltime
from entregent.core.prepared import prepared
from entregent.gatherings import rules as gathering_rules
from entregent.gatherings.dates import Slot as Offered
from entregent.gatherings.operations import InThePast, SomebodyWasFaster, TooFar, TooLate, ask_until
from entregent.notices.queries import written_to
from entregent.people.models import Person
from entregent.polls import queries, rules
from entregent.polls.enums import Choice
from entregent.polls.models import Poll, Slot
from entregent.polls.operations.telling import everybody, stop, tell, tell_if_complete

TELLS_OF_A_POLL = ("poll", "poll-again")


class AlreadyAsking(Exception):
    """The circle is asked already: one question at a time."""

    def __init__(self, poll: Poll) -> None:
        super().__init__()
        self.poll = poll


class BadSlots(ValueError):
    """Fewer than two slots ask nothing; more than twelve ask too much."""


class TooSoon(ValueError):
    """The deadline leaves no time to answer, or comes after the first slot."""


@transaction.atomic
def ask(
    *,
    circle: Circle,
    by: Person,
    slots: Sequence[Offered],
    closes_at: datetime,
    now: datetime,
    title: str = "",
    place: str = "",
    minutes: int = 120,
    again_weeks: int = 0,
) -> Poll:
    """Ask a circle which date suits, by one mail that leaves in two minutes unless called back.

    A poll whose time has passed without a date gives way. Of two people who ask at once one does.
    """
    allow(circle, by)
    _give_way(circle, by, now)
    if closes_at > now + gathering_rules.FURTHEST:
        raise TooFar
    ask_until(circle=circle, until=closes_at + rules.TIME_TO_FIX, now=now)
    already = queries.waiting_poll(circle)
    if already is not None:
        raise AlreadyAsking(already)
    poll = Poll(
        circle=circle,
        title=title.strip()[:120],
        place=place.strip()[:200],
        minutes=minutes,
        zone=circle.zone,
        asked_by=by,
        asked_at=now,
        mail_leaves_at=now + rules.MAIL_CALLED_BACK,
        closes_at=closes_at,
        again_weeks=again_weeks,
        remind_at=rules.reminder(now, closes_at, circle.zone),
    )
    instants = _instants(poll, slots, now)
    poll.save()
    Slot.objects.bulk_create([_slot(poll, slot, instants[slot], now) for slot in instants])
    tell(poll, "poll", everybody(poll), now, poll.mail_leaves_at)
    record(
        actor=by, verb="asked", kind="poll", object_id=poll.pk, circle_id=poll.circle_id, now=now, open_to_circle=True
    )
    return poll


def _give_way(circle: Circle, by: Person, now: datetime) -> None:
    """What nobody can answer any more is no reason not to ask."""
    waiting = Poll.objects.select_for_update(no_key=True).filter(queries.waiting(), circle=circle).first()
    if waiting is not None and not rules.is_open(waiting, now):
        waiting.withdrawn_at, waiting.withdrawn_by = now, by
        waiting.save(update_fields=["withdrawn_at", "withdrawn_by"])
        stop(waiting, "poll-over", now, "asked again")


def _instants(poll: Poll, slots: Sequence[Offered], now: datetime) -> dict[Offered, datetime]:
    """When each begins; what cannot be asked is refused."""
    distinct = sorted(set(slots))
    if not rules.FEWEST_SLOTS <= len(distinct) <= rules.MOST_SLOTS:
        raise BadSlots
    instants = {slot: walltime.instant(slot.day, slot.hour, poll.zone) for slot in distinct}
    first = min(instants.values())
    if first <= now:
        raise InThePast
    if max(instants.values()) > now + gathering_rules.FURTHEST:
        raise TooFar
    if not now + rules.SHORTEST <= poll.closes_at <= first:
        raise TooSoon
    return instants


def _slot(poll: Poll, slot: Offered, starts_at: datetime, now: datetime) -> Slot:
    return Slot(poll=poll, day=slot.day, hour=slot.hour, zone=poll.zone, starts_at=starts_at, added_at=now)


def locked(poll: Poll) -> Poll:
    """The row as it is now, held until the end: answers, changes and the end of a poll are one after the other.

    Its gathering is read afterwards: whoever waited for the lock would join what stood there before.
    """
    row = _locked.first(poll=poll)
    if row is None:
        raise Poll.DoesNotExist
    row.circle = poll.circle
    return row


@prepared
def _locked(poll: Poll) -> QuerySet[Poll]:
    return Poll.objects.select_for_update(no_key=True).filter(pk=poll.pk)


@transaction.atomic
def change(
    *, poll: Poll, by: Person, slots: Sequence[Offered], closes_at: datetime, seen: int, now: datetime, **words: Any
) -> Poll:
    """Offer these slots instead. What people said of those that stay stays; who has something to say again is told.

    Told are those who answered, of slots they have not seen, and those who could come to one that is taken out.
    """
    allow(poll.circle, by)
    poll = locked(poll)
    if not rules.is_waiting(poll):
        raise TooLate
    if poll.version != seen:
        raise SomebodyWasFaster(None)
    poll.closes_at = closes_at
    instants = _instants(poll, slots, now)
    concerned = _offer(poll, instants, now)
    for field, text in words.items():
        setattr(poll, field, text)
    poll.version, poll.changed_at, poll.closed_at, poll.complete_at = poll.version + 1, now, None, None
    poll.remind_at = poll.remind_at if poll.reminded_at else rules.reminder(poll.asked_at, closes_at, poll.zone)
    poll.save()
    ask_until(circle=poll.circle, until=closes_at + rules.TIME_TO_FIX, now=now)
    stop(poll, "poll-changed", now, "changed again before it left")
    people = Person.objects.filter(pk__in=concerned - {by.pk}, erased_at__isnull=True)
    tell(poll, "poll-changed", people, now, now + rules.MAIL_CALLED_BACK)
    tell_if_complete(poll, queries.slots_of(poll), by, now)
    record(
        actor=by, verb="changed", kind="poll", object_id=poll.pk, circle_id=poll.circle_id, now=now, open_to_circle=True
    )
    return poll


def _offer(poll: Poll, instants: dict[Offered, datetime], now: datetime) -> set[int]:
    """Put slots in and take others out; answers whom that concerns."""
    known = {Offered(slot.day, slot.hour): slot for slot in poll.slots.all()}
    new = [slot for slot in instants if slot not in known or known[slot].dropped_at]
    gone = [slot for offered, slot in known.items() if slot.dropped_at is None and offered not in instants]
    poll.slots.filter(pk__in=[known[slot].pk for slot in new if slot in known]).update(dropped_at=None)
    Slot.objects.bulk_create([_slot(poll, slot, instants[slot], now) for slot in new if slot not in known])
    poll.slots.filter(pk__in=[slot.pk for slot in gone]).update(dropped_at=now)
    concerned = queries.counted(poll)
    if not new:
        concerned = concerned.filter(votes__slot__in=gone, votes__choice__in=(Choice.YES, Choice.MAYBE))
    return set(concerned.values_list("person_id", flat=True)) if new or gone else set()


@transaction.atomic
def withdraw(*, poll: Poll, by: Person, now: datetime) -> None:
    """Nothing is asked any more. Whoever read the question is told, in two minutes unless it is taken up again."""
    allow(poll.circle, by)
    poll = locked(poll)
    if not rules.is_waiting(poll):
        raise TooLate
    _withdraw(poll, by, now)


@transaction.atomic
def let_go(*, circle: Circle, by: Person, now: datetime) -> None:
    """Its circle comes to rest: what it was asked is asked no more."""
    poll = queries.waiting_poll(circle)
    if poll is not None:
        _withdraw(locked(poll), by, now)


def _withdraw(poll: Poll, by: Person, now: datetime) -> None:
    poll.withdrawn_at, poll.withdrawn_by = now, by
    poll.version += 1
    poll.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    for kind in ("poll", "poll-changed", "poll-reminder", "poll-over", "poll-complete"):
        stop(poll, kind, now, "the poll was withdrawn")
    read = written_to(TELLS_OF_A_POLL, poll.pk)
    told = [person for person in everybody(poll) if person.pk in read and person != by]
    tell(poll, "poll-withdrawn", told, now, now + rules.MAIL_CALLED_BACK)
    ask_until(circle=poll.circle, until=None, now=now)
    record(
        actor=by,
        verb="withdrew",
        kind="poll",
        object_id=poll.pk,
        circle_id=poll.circle_id,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def restore(*, poll: Poll, by: Person, now: datetime) -> None:
    """Take a withdrawal back, before the deadline. Who had read that it is off is asked again, the others as before."""
    allow(poll.circle, by)
    poll = locked(poll)
    if poll.withdrawn_at is None or poll.fixed_at or now >= poll.closes_at or queries.waiting_poll(poll.circle):
        raise TooLate
    poll.withdrawn_at = poll.withdrawn_by = None
    poll.version += 1
    poll.save(update_fields=["withdrawn_at", "withdrawn_by", "version"])
    noticed_nothing = stop(poll, "poll-withdrawn", now, "taken up again before it left")
    again = [person for person in everybody(poll) if person.pk not in noticed_nothing]
    tell(poll, "poll", again, now, now + rules.MAIL_CALLED_BACK)
    ask_until(circle=poll.circle, until=poll.closes_at + rules.TIME_TO_FIX, now=now)
    record(
        actor=by,
        verb="restored",
        kind="poll",
        object_id=poll.pk,
        circle_id=poll.circle_id,
        now=now,
        open_to_circle=True,
    )
