"""A circle that is asked which date suits, and what its people say."""

from __future__ import annotations

from datetime import datetime

from entregent.gatherings.enums import Via
from entregent.people.models import Person
from entregent.polls import operations as polls
from entregent.polls import queries
from entregent.polls.enums import Choice
from entregent.polls.models import Ballot, Poll
from tests.cast import NOW

SAID = {"y": Choice.YES, "m": Choice.MAYBE, "n": Choice.NO}


def votes(poll: Poll, person: Person, said: str, *, now: datetime = NOW, via: Via = Via.MAIL) -> Ballot:
    """`said` has a letter a slot, in their order: y, m, n, or - for nothing."""
    return polls.vote(poll=poll, person=person, choices=choices(poll, said), via=via, now=now)


def choices(poll: Poll, said: str) -> dict[int, Choice]:
    slots = queries.slots_of(poll)
    return {slot.pk: SAID[one] for slot, one in zip(slots, said, strict=True) if one != "-"}


def fresh(poll: Poll) -> Poll:
    return Poll.objects.select_related("circle", "gathering").get(pk=poll.pk)


def numbers(poll: Poll) -> list[tuple[int, int, int]]:
    """Yes, if need be and no of each slot, in their order."""
    tallies = queries.tallies(poll, queries.slots_of(poll))
    return [(one.yes, one.maybe, one.no) for one in tallies]
