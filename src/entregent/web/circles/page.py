"""A circle's page, assembled: above all else the next date, or the loud absence of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles import rules
from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.core.words_of_time import relative_day, small_number
from entregent.gatherings import queries
from entregent.gatherings import rules as gathering_rules
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.queries import Habit
from entregent.people.models import Person
from entregent.people.queries import has_verified_address
from entregent.web.circles.forms import MailsForm
from entregent.web.circles.inviting.forms import AddressesForm
from entregent.web.circles.newcomers import Newcomers, newcomers
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.gatherings.offer import Offer, offer
from entregent.web.gatherings.words import around_in_words

LAST_ONES = 3
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
    answer_url: str  # "" once answers are closed


@dataclass(frozen=True)
class Missing:
    """No date: why it matters now, and three slots to put that right in one tap."""

    title: str
    why: str
    offer: Offer
    stopped: bool


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
    unrecorded: Gathering | None
    newcomers: Newcomers | None
    past: list[Gathering]
    invite_form: AddressesForm | None
    is_bare: bool
    mails: MailsForm
    may_delete: bool

    @property
    def is_alone(self) -> bool:
        """One person, and not waiting at a table for the others to scan its code."""
        at_table = self.next is not None and self.next.is_now
        return self.size == 1 and self.circle.archived_at is None and not at_table


def circle_page(circle: Circle, reader: Person, now: datetime) -> CirclePage:
    series, size = queries.series_of(circle), circle_queries.live_memberships(circle).count()
    today = local(now, circle.zone).date()
    in_use = circle.archived_at is None
    ahead = _next(circle, reader, now) if in_use else None
    following = queries.following_gathering(ahead.gathering) if ahead else None
    asks = in_use and (ahead is None or (ahead.is_now and following is None))
    membership = circle_queries.membership(circle, reader)
    return CirclePage(
        circle=circle,
        today=today,
        size=size,
        habit=habit_in_words(queries.usual_size(circle, now)),
        rhythm=str(Rhythm(series.rhythm).label),
        next=ahead,
        following=following,
        missing=_missing(circle, series, ahead, today, now) if asks else None,
        unrecorded=queries.unrecorded(circle, now) if in_use else None,
        newcomers=newcomers(circle, reader, size, now) if in_use else None,
        past=_past(circle, now),
        invite_form=AddressesForm() if size == 1 and in_use and has_verified_address(reader) else None,
        is_bare=in_use and size < YOUNG and series.rhythm == Rhythm.FREE and not (circle.purpose or circle.place),
        mails=MailsForm(initial={"level": membership.mail if membership else ""}),
        may_delete=rules.may_delete(circle, reader),
    )


def _next(circle: Circle, reader: Person, now: datetime) -> Next | None:
    gathering = queries.next_gathering(circle, now)
    if gathering is None:
        return None
    seated = queries.seated([gathering], reader)[gathering.pk]
    is_now = gathering.starts_at <= now
    were = queries.were_there(gathering, reader) if is_now else []
    been = None if were else queries.have_been(circle, [one.person_id for one in seated])
    return Next(
        gathering=gathering,
        is_now=is_now,
        elsewhere=bool(reader.zone) and reader.zone != gathering.zone,
        headline=around_in_words(seated, reader.pk),
        table=table_of(gathering, were or seated, reader.pk, been or None),
        answer=next((one.reply for one in seated if one.person_id == reader.pk), ""),
        answer_url=reverse("gathering-answer", args=[gathering.key]) if gathering_rules.is_open(gathering, now) else "",
    )


def _missing(circle: Circle, series: Series, ahead: Next | None, today: date, now: datetime) -> Missing:
    stopped = queries.rhythm_has_stopped(circle, series, now)
    if ahead is not None:
        title, why = _("When do you meet next?"), _("Best said now, while everybody is at the table.")
    elif queries.pencilled(circle, now) is not None:
        title, why = _("No next date"), _("The rhythm has pencilled the first of these in; one tap confirms it.")
    else:
        title, why = _("No next date"), _since_last(queries.last_gathering(circle, now), today)
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


def _past(circle: Circle, now: datetime) -> list[Gathering]:
    rows = queries.past_page(circle, now, None, most=LAST_ONES)
    return [row for row in rows if row.ends_at <= now][:LAST_ONES]


def _language() -> str:
    return get_language() or "fr"
