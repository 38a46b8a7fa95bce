"""Answers to a poll: one's own, one noted for somebody who telephoned, a guest's; and lost mails sent again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle
from entregent.circles.queries import membership
from entregent.core.folding import clean_line
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Via
from entregent.gatherings.operations import TableFull, TooLate
from entregent.notices.operations import queue
from entregent.people.enums import Purpose
from entregent.people.models import NAME_LENGTH, Link, Person
from entregent.people.operations import ensure_link, person_for
from entregent.polls import queries, rules
from entregent.polls.enums import Choice
from entregent.polls.models import Ballot, Poll, Vote
from entregent.polls.operations.asking import locked
from entregent.polls.operations.telling import tell_if_complete


class NothingSaid(ValueError):
    """None of the slots that stand was spoken of."""


@transaction.atomic
def vote(
    *, poll: Poll, person: Person, choices: Mapping[int, Choice], via: Via, now: datetime, said_by: Person | None = None
) -> Ballot:
    """Say yes, if need be or no to slots, by their ids, or change it, until the poll closes.

    `now` is when the answer was received. The poll's row is locked, so that an answer and the end of the poll are one
    after the other: what was received before counts, what comes after is refused.
    """
    poll = locked(poll)
    if not rules.is_open(poll, now):
        raise TooLate
    slots = queries.slots_of(poll)
    said = [slot for slot in slots if slot.pk in choices]
    if not said:
        raise NothingSaid
    ballot = _ballot(poll, person, via=via, answered_at=now, said_by=said_by)
    Vote.objects.bulk_create(
        [Vote(ballot=ballot, slot=slot, choice=choices[slot.pk]) for slot in said],
        update_conflicts=True,
        unique_fields=["ballot", "slot"],
        update_fields=["choice"],
    )
    tell_if_complete(poll, slots, said_by or person, now)
    return ballot


def _ballot(poll: Poll, person: Person, **given: Any) -> Ballot:
    """Theirs, made or changed."""
    theirs = [Ballot(poll=poll, person=person, **given)]
    unique = ["poll", "person"]
    (ballot,) = Ballot.objects.bulk_create(
        theirs, update_conflicts=True, unique_fields=unique, update_fields=list(given)
    )
    return ballot


@transaction.atomic
def vote_by_name(*, poll: Poll, name: str, choices: Mapping[int, Choice], said_by: Person, now: datetime) -> Ballot:
    """For somebody without an address, known to the circle by name alone, or from now on."""
    person = gatherings.by_name_alone(circle=poll.circle, name=name, by=said_by, now=now)
    return vote(poll=poll, person=person, choices=choices, via=Via.SOMEBODY, now=now, said_by=said_by)


@transaction.atomic
def take_back(*, poll: Poll, person: Person, now: datetime) -> None:
    """As if nothing had been said; a guest stays one, and may answer later."""
    poll = locked(poll)
    if not rules.is_open(poll, now):
        raise TooLate
    mine = Ballot.objects.filter(poll=poll, person=person)
    Vote.objects.filter(ballot__in=mine).delete()
    mine.filter(brought_by__isnull=False).update(answered_at=None)
    mine.filter(brought_by__isnull=True).delete()


@transaction.atomic
def come_as_guest(*, poll: Poll, written: str, name: str, brought_by: Person, now: datetime) -> Person:
    """Somebody a mail was forwarded to gives their own name and address, and gets their own mail to answer.

    One mail brings a few people, no more. Nobody of the circle is answered for: an address that is a member's only has
    the mail sent there once more.
    """
    poll = locked(poll)
    if not rules.is_open(poll, now):
        raise TooLate
    if Ballot.objects.filter(poll=poll, brought_by=brought_by).count() >= rules.MOST_GUESTS:
        raise TableFull
    person = person_for(written=written, now=now)
    if circle_rules.is_kept_out(poll.circle, person):
        return person
    is_member = membership(poll.circle, person) is not None
    if person != brought_by and not is_member:
        guest = {"brought_by": brought_by, "name": clean_line(name, NAME_LENGTH), "via": Via.SOMEBODY}
        Ballot.objects.get_or_create(poll=poll, person=person, defaults=guest)
    kind = "poll-again" if is_member else "poll"
    _write_to(poll, person, now, f"poll-guest:{poll.pk}:{person.pk}", kind)
    return person


def _write_to(poll: Poll, person: Person, now: datetime, dedupe: str, kind: str) -> None:
    queue(kind=kind, dedupe=dedupe, now=now, person=person, object_id=poll.pk, circle_id=poll.circle_id)


@transaction.atomic
def write_again(*, circle: Circle, person: Person, now: datetime) -> bool:
    """Send what is asked of somebody once more: the open poll, the next date. Once a day, to their address alone."""
    poll = queries.waiting_poll(circle)
    asks = poll is not None and rules.is_open(poll, now) and membership(circle, person) is not None
    if poll is not None and asks:
        _write_to(poll, person, now, f"poll-again:{poll.pk}:{person.pk}:{now.date()}", "poll-again")
    return gatherings.write_again(circle=circle, person=person, now=now) or asks


def link_to(poll: Poll, person: Person, now: datetime) -> Link:
    """The link that answers for this person; it outlives the poll, so that it can lead to the date."""
    lives = max(poll.closes_at - now, timedelta()) + rules.LINK_LIVES
    return ensure_link(person=person, purpose=Purpose.ANSWER, kind="poll", object_id=poll.pk, now=now, lives=lives)
