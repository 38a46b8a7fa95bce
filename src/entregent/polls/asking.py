"""A poll as one reader of its mails sees it, at the moment of writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.urls import reverse

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Membership
from entregent.core import walltime
from entregent.core.links import absolute
from entregent.core.words_of_time import clock, day_and_hour, long_day, on_day, zone_name
from entregent.gatherings.enums import BY_THEMSELVES
from entregent.gatherings.occasion import known_name, mails_url, url_of
from entregent.people.models import Link, Person
from entregent.people.queries import reply_address
from entregent.polls import rules
from entregent.polls.models import Ballot, Poll, Slot
from entregent.polls.operations.voting import link_to


@dataclass(frozen=True)
class Asking:
    poll: Poll
    person: Person
    membership: Membership | None
    ballot: Ballot | None
    language: str
    now: datetime

    @property
    def circle(self) -> Circle:
        return self.poll.circle

    @property
    def today(self) -> date:
        return walltime.local(self.now, self.poll.zone).date()

    @property
    def is_guest(self) -> bool:
        return self.ballot is not None and self.ballot.brought_by_id is not None

    @property
    def answered(self) -> bool:
        """By themselves: what somebody noted for them they may not know."""
        return self.ballot is not None and self.ballot.answered_at is not None and self.ballot.via in BY_THEMSELVES

    @property
    def zone(self) -> str:
        """Whose clock it is, when the reader lives by another one."""
        there = walltime.local(self.poll.closes_at, self.poll.zone)
        own = walltime.local(self.poll.closes_at, self.person.zone or self.poll.zone)
        return "" if own.utcoffset() == there.utcoffset() else zone_name(self.poll.zone, self.language)

    @property
    def last_day(self) -> str:
        return long_day(walltime.local(self.poll.closes_at, self.poll.zone).date(), self.language, self.today)

    @property
    def until(self) -> str:
        """ "Wednesday 2 December, 20:00"."""
        return f"{self.last_day}, {clock(walltime.local(self.poll.closes_at, self.poll.zone).time(), self.language)}"

    def date(self, slot: Slot) -> str:
        return day_and_hour(slot.day, slot.hour, self.language, self.today)

    def inside(self, slot: Slot) -> str:
        """The same inside a sentence."""
        return f"{long_day(slot.day, self.language, self.today)}, {clock(slot.hour, self.language)}"

    def when(self, moment: datetime) -> str:
        return on_day(walltime.local(moment, self.poll.zone).date(), self.today, self.language)

    def name(self, person_id: int | None) -> str:
        return known_name(self.poll.circle_id, self.person, person_id)

    @cached_property
    def answer_link(self) -> Link:
        return link_to(self.poll, self.person, self.now)

    @property
    def answer_url(self) -> str:
        return url_of(self.answer_link)

    @property
    def reply_address(self) -> str:
        """Where the poll is answered by mail, "" where no mailbox is read, or it takes no more answers."""
        if not settings.INBOUND_ADDRESS or not rules.is_open(self.poll, self.now):
            return ""
        return reply_address(self.answer_link)

    @cached_property
    def mails_url(self) -> str:
        return mails_url(self.poll.circle_id, self.person, self.now)

    def page_url(self) -> str:
        return absolute(reverse("poll", args=[self.poll.key]))


def asking(poll: Poll, person: Person, now: datetime) -> Asking:
    return Asking(
        poll=poll,
        person=person,
        membership=circle_queries.membership(poll.circle, person),
        ballot=poll.ballots.filter(person=person).first(),
        language=circle_queries.language_for(poll.circle, person),
        now=now,
    )
