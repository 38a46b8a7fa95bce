"""A circle's page, assembled: above all else the next date, or the loud absence of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles import rules
from entregent.circles.enums import Feature
from entregent.circles.models import Circle, Place
from entregent.circles.queries import door, features, places
from entregent.core.walltime import local
from entregent.core.words_of_time import clock, long_day, relative_day, small_number
from entregent.facilitation.rules import OFFERED_ABOVE
from entregent.gatherings import queries
from entregent.gatherings import rules as gathering_rules
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Pause, Series
from entregent.gatherings.queries import Habit
from entregent.people.models import Person
from entregent.people.queries import has_verified_address
from entregent.web.circles.caring import asks_after
from entregent.web.circles.forms import MailsForm
from entregent.web.circles.inviting.forms import AddressesForm
from entregent.web.circles.newcomers import Newcomers, newcomers
from entregent.web.circles.signs import signs_of
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.decisions.waiting import Decisions, decisions_of
from entregent.web.facilitation.health import health_in_words
from entregent.web.facilitation.words import Facilitates, facilitates
from entregent.web.gatherings.offer import Offer, offer
from entregent.web.gatherings.words import around_in_words, line_in_words, odd_in_words
from entregent.web.missions.page import InPlay, on_the_table
from entregent.web.polls.asked import Asked, asked

LAST_ONES, PAST = 3, 8
YOUNG = 3  # members: below, a circle is still being set up


@dataclass(frozen=True)
class Next:
    """The date that counts, and my answer to it."""

    gathering: Gathering
    is_now: bool
    elsewhere: bool
    headline: str
    table: RoundTable
    answer: str
    line: str  # where the reader is on the waiting list
    answer_url: str  # "" once answers are closed


@dataclass(frozen=True)
class Missing:
    """No date: why it matters now, and three slots to put that right in one tap."""

    title: str
    why: str
    offer: Offer
    stopped: bool


@dataclass(frozen=True)
class Resting:
    """A declared break: when the circle comes back, and what is in pencil for then."""

    back_on: date
    why: str
    when: str


@dataclass(frozen=True)
class CirclePage:
    circle: Circle
    today: date
    size: int
    habit: str
    rhythm: str
    next: Next | None
    following: Gathering | None
    missing: Missing | None
    poll: Asked | None
    resting: Resting | None
    unrecorded: Gathering | None
    newcomers: Newcomers | None
    past: list[Gathering]
    invite_form: AddressesForm | None
    is_bare: bool
    mails: MailsForm
    may_delete: bool
    may: bool  # False for a newcomer of a large open circle
    knocking: int  # who waits at the door
    stopped: bool  # somebody has not come for a while; who is told to whoever takes it on
    places: list[Place]
    asks_after_me: bool
    cards: InPlay | None
    offers_cards: bool
    decisions: Decisions
    facilitates: Facilitates | None
    health: str  # of a circle above about ten, in words

    @property
    def is_alone(self) -> bool:
        """One person, and not waiting at a table for the others to scan its code."""
        at_table = self.next is not None and self.next.is_now
        return self.size == 1 and self.circle.archived_at is None and not at_table


def circle_page(circle: Circle, reader: Person, now: datetime) -> CirclePage:
    series, signs = queries.series_of(circle), signs_of(circle, reader, now)
    size, today = signs.size, local(now, circle.zone).date()
    in_use = circle.archived_at is None
    coming = queries.coming(circle, now)[:2] if in_use else []
    past = queries.past_page(circle, now, None, most=PAST)
    ahead = _next(coming[0], reader, now) if coming else None
    following = coming[1] if len(coming) > 1 else None
    pause = queries.pause_of(circle) if in_use and signs.has_pause else None
    asks = in_use and pause is None and (ahead is None or (ahead.is_now and following is None))
    poll = asked(circle, reader, now) if in_use and signs.has_poll else None
    last = queries.last_of(past, now)
    membership = circle_queries.membership(circle, reader)
    cards, offers_cards = on_the_table(circle, reader, size) if in_use else (None, False)
    who = facilitates(circle, reader, size, now, answered=signs.has_turns) if in_use else None
    return CirclePage(
        circle=circle,
        today=today,
        size=size,
        habit=habit_in_words(queries.habit_of(past)),
        rhythm=rhythm_in_words(series),
        next=ahead,
        following=following,
        missing=_missing(circle, series, ahead, last, today, now) if asks and poll is None else None,
        poll=poll,
        resting=_resting(circle, pause, today, now) if pause else None,
        unrecorded=queries.asked_about(last, now) if in_use else None,
        newcomers=newcomers(circle, reader, size, now) if in_use else None,
        past=[row for row in past if row.ends_at <= now][:LAST_ONES],
        invite_form=AddressesForm() if size == 1 and in_use and has_verified_address(reader) else None,
        is_bare=in_use
        and size < YOUNG
        and series.rhythm == Rhythm.FREE
        and not (circle.purpose or circle.place)
        and features.may_be_offered(circle, Feature.PLACE_AND_RHYTHM),
        mails=MailsForm(initial={"level": membership.mail if membership else ""}),
        may_delete=rules.is_founder(circle, reader) and not signs.others_answered,
        may=rules.may(circle, reader),
        stopped=in_use and signs.stopped and asks_after(circle, reader, now),
        places=places.of(circle) if signs.has_places else [],
        cards=cards,
        offers_cards=offers_cards,
        asks_after_me=bool(membership and membership.no_word_at is None),
        decisions=decisions_of(circle, reader, now, signs.has_decided, signs.review_on),
        knocking=door.at_the_door(circle, reader).count() if rules.takes_knocks(circle) else 0,
        facilitates=who,
        health=health_in_words(circle, now) if in_use and size > OFFERED_ABOVE else "",
    )


def _next(gathering: Gathering, reader: Person, now: datetime) -> Next:
    seated = queries.seated([gathering], reader)[gathering.pk]
    mine = next((one for one in seated if one.person_id == reader.pk), None)
    is_now = gathering.starts_at <= now
    were = queries.were_there(gathering, reader) if is_now else []
    been = None if were else {one.person_id for one in seated if one.has_been}
    return Next(
        gathering=gathering,
        is_now=is_now,
        elsewhere=bool(reader.zone) and reader.zone != gathering.zone,
        headline=around_in_words(seated, reader.pk),
        table=table_of(gathering, were or seated, reader.pk, been or None),
        answer=mine.said if mine else "",
        line=line_in_words(queries.seats.line_of(gathering, reader) if mine and mine.reply == queries.WAITING else 0),
        answer_url=reverse("gathering-answer", args=[gathering.key]) if gathering_rules.is_open(gathering, now) else "",
    )


def _resting(circle: Circle, pause: Pause, today: date, now: datetime) -> Resting:
    pencil = queries.pencilled(circle, now)
    said = (long_day(pencil.day, _language(), today), clock(pencil.hour, _language())) if pencil else ()
    return Resting(pause.back_on, pause.why, ", ".join(said))


def rhythm_in_words(series: Series) -> str:
    """ "every week, fixed by itself"."""
    said = str(Rhythm(series.rhythm).label)
    return _("%(rhythm)s, fixed by itself") % {"rhythm": said} if series.automatic_since else said


def _missing(
    circle: Circle, series: Series, ahead: Next | None, last: Gathering | None, today: date, now: datetime
) -> Missing:
    stopped = queries.rhythm_has_stopped(circle, series, now)
    if ahead is not None:
        title, why = _("When do you meet next?"), _("Best said now, while everybody is at the table.")
    elif (pencil := queries.pencilled(circle, now)) is not None:
        usual = _("The rhythm has pencilled the first of these in; one tap confirms it.")
        title, why = _("No next date"), odd_in_words(pencil, series, today) or usual
    else:
        title, why = _("No next date"), _since_last(last, today)
    return Missing(title, why, offer(circle, series, now), stopped and ahead is None)


def _since_last(last: Gathering | None, today: date) -> str:
    if last is None:
        return _("One tap fixes the first one. A date that is too far or too early is easy to move.")
    when = relative_day(last.day, today, _language())
    return _("The last gathering, %(when)s, ended without one. Three slots when people usually come:") % {"when": when}


def habit_in_words(habit: Habit | None) -> str:
    """ "twelve or thirteen at the table, usually"; "" before three gatherings are on record."""
    if habit is None or not habit.high:
        return ""
    low, high = small_number(habit.low, _language()), small_number(habit.high, _language())
    if habit.low == habit.high:
        return ngettext("usually one at the table", "usually %(count)s at the table", habit.high) % {"count": high}
    if habit.high - habit.low == 1:
        return _("usually %(low)s or %(high)s at the table") % {"low": low, "high": high}
    return _("usually %(low)s to %(high)s at the table") % {"low": low, "high": high}


def _language() -> str:
    return get_language() or "fr"
