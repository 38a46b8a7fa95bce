"""The run sheet, assembled: a gathering from the first who arrives to the next date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from entregent.circles import rules as circle_rules
from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.queries import features
from entregent.core.folding import fold
from entregent.core.walltime import local
from entregent.facilitation.queries.helping import subjects_of
from entregent.gatherings import queries, rules
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.web.day.forms import NameForm
from entregent.web.day.page import OneTable, names_at, summary_of, tables_of
from entregent.web.day.words import each_in_words, here_in_words
from entregent.web.gatherings.firsts import firsts
from entregent.web.gatherings.offer import Offer, offer
from entregent.web.gatherings.page import phase_of
from entregent.web.gatherings.roll import Roll, roll_of
from entregent.web.polls.asked import Asked, asked
from entregent.web.sending import new_sending


@dataclass(frozen=True)
class DayPage:
    gathering: Gathering
    circle: Circle
    today: date
    phase: str
    may_mark: bool
    roll: Roll
    here: list[int]
    here_words: str
    may_close: bool  # it has begun: before, nobody can say that everybody came
    is_closed: bool
    name_form: NameForm
    once: str
    tables: list[OneTable]
    summary: str
    mine: str
    offers_plan: bool
    each: str
    subjects: str  # chosen for this date
    cards_url: str
    asks_next: bool
    offer: Offer | None
    poll: Asked | None
    next: Gathering | None
    firsts: list[str]

    @property
    def now(self) -> str:
        """The step that comes next: people, then their tables, then the next date."""
        if not self.here:
            return "here"
        if self.offers_plan:
            return "tables"
        return "next" if self.asks_next else ""


def day_page(gathering: Gathering, reader: Person, now: datetime, name_form: NameForm | None = None) -> DayPage:
    circle, phase = gathering.circle, phase_of(gathering, now)
    here = queries.plans.here_now(gathering, reader)
    laid = queries.plans.plan_of(gathering)
    tables = tables_of(gathering, laid, names_at(gathering, laid.people, reader), reader) if laid else []
    coming_next = queries.following_gathering(gathering)
    begun = phase != "before" or rules.may_mark(gathering, now)
    asks_next = coming_next is None and begun and circle.archived_at is None
    return DayPage(
        gathering=gathering,
        circle=circle,
        today=local(now, gathering.zone).date(),
        phase="during" if phase == "before" else phase,
        may_mark=rules.may_mark(gathering, now) and circle_rules.may(circle, reader),
        roll=_by_name(roll_of(gathering, reader, here)),
        here=here,
        here_words=here_in_words(len(here)),
        may_close=phase != "before" and circle_rules.may(circle, reader),
        is_closed=gathering.recorded_at is not None,
        name_form=name_form or NameForm(),
        once=new_sending(),
        tables=tables,
        summary=summary_of(tables) if tables else "",
        mine=next((one.title for one in tables for sitter in one.sitters if sitter.is_me), ""),
        offers_plan=laid is None and is_offered(gathering, len(here)),
        each=each_in_words(len(here), gathering.minutes),
        subjects="; ".join(one.text for one in subjects_of(gathering)),
        cards_url=cards_url(gathering),
        asks_next=asks_next,
        offer=offer(circle, queries.series_of(circle), now) if asks_next else None,
        poll=asked(circle, reader, now) if asks_next else None,
        next=coming_next,
        firsts=firsts(gathering, reader) if phase == "after" and here else [],
    )


def _by_name(roll: Roll) -> Roll:
    """A name stays where it was when it is tapped."""
    expected, usual, others = (
        sorted(ticks, key=lambda one: fold(one.name)) for ticks in (roll.expected, roll.usual, roll.others)
    )
    return Roll(expected, usual, others, roll.is_cut)


def is_offered(gathering: Gathering, here: int) -> bool:
    """More people than one table holds, and the circle has not said "no thanks"."""
    if max(here, queries.seats.taken(gathering)) <= rules.ONE_TABLE:
        return False
    return queries.plans.wants_plan(gathering.circle) is not False


def cards_url(gathering: Gathering) -> str:
    """Where the cards are drawn, once the circle wants cards."""
    if not features.wants(gathering.circle, Feature.CARDS):
        return ""
    return reverse("draw-cards", args=[gathering.circle.slug, gathering.key])
