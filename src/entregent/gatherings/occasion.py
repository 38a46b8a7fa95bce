"""A gathering as one reader of its mails sees it, at the moment of writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Membership
from entregent.core import walltime
from entregent.core.links import absolute
from entregent.core.words_of_time import clock, day_and_hour, long_day, on_day, zone_name
from entregent.gatherings import queries
from entregent.gatherings.enums import BY_THEMSELVES, Via
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.operations.answering import link_to
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.operations import ensure_link
from entregent.people.queries import blocked_pairs, token_of

MAILS_LINK_LIVES = timedelta(days=365)


@dataclass(frozen=True)
class Occasion:
    gathering: Gathering
    person: Person
    membership: Membership | None
    answer: Answer | None
    brought: Answer | None  # how a guest came to be one, whatever became of the date since
    language: str
    now: datetime

    @property
    def circle(self) -> Circle:
        return self.gathering.circle

    @property
    def today(self) -> date:
        return walltime.local(self.now, self.gathering.zone).date()

    @property
    def standing(self) -> bool:
        """Counted in by a yes given in advance."""
        return self.answer is not None and self.answer.via == Via.STANDING

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

    def when(self, moment: datetime) -> str:
        return on_day(walltime.local(moment, self.gathering.zone).date(), self.today, self.language)

    def name(self, person_id: int | None) -> str:
        """What the reader may know of somebody: "" for whoever was erased, or whom a block stands between."""
        if person_id is None or person_id in blocked_pairs(self.person) - {self.person.pk}:
            return ""
        return circle_queries.names_in(self.gathering.circle_id, [person_id]).get(person_id, "")

    def until(self) -> str:
        """How long one can change one's mind."""
        close = walltime.local(self.gathering.answer_until, self.gathering.zone)
        said = {"hour": clock(close.time(), self.language), "day": long_day(close.date(), self.language, self.today)}
        if close.date() == self.gathering.day:
            return _("You can change your mind from this same mail until %(hour)s on the day.") % said
        return _("You can change your mind from this same mail until %(day)s, %(hour)s.") % said

    def answer_url(self) -> str:
        return _url(link_to(self.gathering, self.person, self.now))

    def mails_url(self) -> str:
        """Fewer mails, or none: works for a year, however old the mail."""
        link = ensure_link(
            person=self.person,
            purpose=Purpose.MAILS,
            kind="circle",
            object_id=self.gathering.circle_id,
            now=self.now,
            lives=MAILS_LINK_LIVES,
        )
        return _url(link)

    def circle_url(self) -> str:
        return absolute(reverse("circle", args=[self.circle.slug]))


def _url(link: Link) -> str:
    return absolute(reverse("link", args=[token_of(link)]))


def occasion(gathering: Gathering, person: Person, now: datetime) -> Occasion:
    return Occasion(
        gathering=gathering,
        person=person,
        membership=circle_queries.membership(gathering.circle, person),
        answer=queries.answer_of(gathering, person),
        brought=gathering.answers.filter(person=person, brought_by__isnull=False).first(),
        language=circle_queries.language_for(gathering.circle, person),
        now=now,
    )
