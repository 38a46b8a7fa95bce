"""A gathering as one reader of its mails sees it, at the moment of writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Membership
from entregent.core import walltime
from entregent.core.links import absolute
from entregent.core.words_of_time import clock, day_and_hour, long_day, on_day, zone_name
from entregent.gatherings import queries
from entregent.gatherings.enums import BY_THEMSELVES, Reply, Via
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.operations.answering import link_to
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.operations import ensure_link
from entregent.people.queries import blocked_pairs, reply_address, token_of

MAILS_LINK_LIVES = timedelta(days=365)
NEXT_DATE_LINK_LIVES = timedelta(days=45)


@dataclass(frozen=True)
class Reader:
    """One person who reads a mail of a circle, at the moment it is written."""

    circle: Circle
    person: Person
    membership: Membership | None
    language: str
    now: datetime

    @property
    def clock(self) -> str:
        """Whose clock days are told by."""
        return self.circle.zone

    @property
    def today(self) -> date:
        return walltime.local(self.now, self.clock).date()

    def when(self, moment: datetime) -> str:
        return on_day(walltime.local(moment, self.clock).date(), self.today, self.language)

    def name(self, person_id: int | None) -> str:
        """As `known_name`; a mail names the same person more than once."""
        if person_id not in self._names:
            self._names[person_id] = known_name(self.circle.pk, self.person, person_id)
        return self._names[person_id]

    @cached_property
    def _names(self) -> dict[int | None, str]:
        return {}

    @cached_property
    def mails_url(self) -> str:
        return mails_url(self.circle.pk, self.person, self.now)

    def next_date_url(self) -> str:
        """Where a member fixes the next date without signing in."""
        link = ensure_link(
            person=self.person,
            purpose=Purpose.NEXT_DATE,
            kind="circle",
            object_id=self.circle.pk,
            now=self.now,
            lives=NEXT_DATE_LINK_LIVES,
        )
        return url_of(link)

    def circle_url(self) -> str:
        return absolute(reverse("circle", args=[self.circle.slug]))


@dataclass(frozen=True)
class Occasion(Reader):
    gathering: Gathering
    answer: Answer | None
    brought: Answer | None  # how a guest came to be one, whatever became of the date since
    expected: bool  # said yes or maybe, be it to the date this one was moved from

    @property
    def clock(self) -> str:
        return self.gathering.zone

    @property
    def standing(self) -> bool:
        """Counted in by a yes given in advance."""
        return self.has_place and self.answer is not None and self.answer.via == Via.STANDING

    @property
    def has_place(self) -> bool:
        """Comes for sure, at the table or by video."""
        return self.answer is not None and self.answer.reply == Reply.YES and self.answer.waiting_since is None

    @property
    def books(self) -> bool:
        return self.gathering.booked_by_id == self.person.pk and self.membership is not None

    @property
    def waits(self) -> bool:
        return self.answer is not None and self.answer.waiting_since is not None

    @property
    def polled(self) -> str:
        """What the reader said of this date when asked which ones suit them."""
        return self.answer.reply if self.answer and self.answer.via == Via.POLL else ""

    @property
    def kept(self) -> bool:
        """Expected without having to say it again."""
        return self.standing or self.polled == Reply.YES

    @property
    def own_answer(self) -> str:
        """What the reader answered by themselves, if they did."""
        return self.answer.reply if self.answer and self.answer.via in BY_THEMSELVES else ""

    @property
    def heading(self) -> str:
        return day_and_hour(self.gathering.day, self.gathering.hour, self.language, self.today)

    @property
    def date(self) -> str:
        """The same inside a sentence."""
        day = long_day(self.gathering.day, self.language, self.today)
        return f"{day}, {clock(self.gathering.hour, self.language)}"

    @property
    def zone(self) -> str:
        """Whose clock it is, when the reader lives by another one."""
        there = walltime.local(self.gathering.starts_at, self.gathering.zone)
        own = walltime.local(self.gathering.starts_at, self.person.zone or self.gathering.zone)
        return "" if own.utcoffset() == there.utcoffset() else zone_name(self.gathering.zone, self.language)

    def until(self) -> str:
        """How long one can change one's mind."""
        close = walltime.local(self.gathering.answer_until, self.gathering.zone)
        said = {"hour": clock(close.time(), self.language), "day": long_day(close.date(), self.language, self.today)}
        if close.date() == self.gathering.day:
            return _("You can change your mind from this same mail until %(hour)s on the day.") % said
        return _("You can change your mind from this same mail until %(day)s, %(hour)s.") % said

    @cached_property
    def answer_link(self) -> Link:
        return link_to(self.gathering, self.person, self.now)

    @property
    def answer_url(self) -> str:
        return url_of(self.answer_link)

    @property
    def reply_address(self) -> str:
        """Where this mail is answered by mail, "" where no mailbox is read."""
        return reply_address(self.answer_link) if settings.INBOUND_ADDRESS else ""

    def gathering_url(self) -> str:
        return absolute(reverse("gathering", args=[self.gathering.key]))


def url_of(link: Link) -> str:
    return absolute(reverse("link", args=[token_of(link)]))


def mails_url(circle_id: int, reader: Person, now: datetime) -> str:
    """Fewer mails, or none: works for a year, however old the mail."""
    link = ensure_link(
        person=reader, purpose=Purpose.MAILS, kind="circle", object_id=circle_id, now=now, lives=MAILS_LINK_LIVES
    )
    return url_of(link)


def known_name(circle_id: int, reader: Person, person_id: int | None) -> str:
    """What the reader may know of somebody: "" for whoever was erased, or whom a block stands between."""
    if person_id is None or (person_id != reader.pk and person_id in blocked_pairs(reader)):
        return ""
    return circle_queries.names_in(circle_id, [person_id]).get(person_id, "")


def occasion(gathering: Gathering, person: Person, now: datetime) -> Occasion:
    said = gathering.answers.filter(person=person).first()
    return Occasion(
        circle=gathering.circle,
        gathering=gathering,
        person=person,
        membership=circle_queries.membership(gathering.circle, person),
        answer=queries.answer_of(gathering, person) if said else None,
        brought=said if said and said.brought_by_id else None,
        expected=_expected(said),
        language=circle_queries.language_for(gathering.circle, person),
        now=now,
    )


def _expected(said: Answer | None) -> bool:
    """A guest somebody brought has said nothing yet, though a place is kept for them; who waits has none."""
    if said is None or said.reply == Reply.NO or said.waiting_since:
        return False
    return not (said.brought_by_id and said.via == Via.SOMEBODY)


def reader(circle: Circle, person: Person, now: datetime) -> Reader:
    return Reader(
        circle=circle,
        person=person,
        membership=circle_queries.membership(circle, person),
        language=circle_queries.language_for(circle, person),
        now=now,
    )
