"""A gathering's page, assembled: one query a region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entregent.circles.models import Circle
from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.core.words_of_time import capital
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering, StandingAnswer
from entregent.gatherings.queries import Seated
from entregent.people.models import Person
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.gatherings.forms import ReplyForm
from entregent.web.gatherings.offer import Offer, fixed_by, offer
from entregent.web.gatherings.replies import Thread, thread
from entregent.web.gatherings.words import around_in_words, on_another_clock, words_to_share
from entregent.web.sending import new_sending


@dataclass(frozen=True)
class Mine:
    """The reader's own answer, and what it may still become."""

    reply: str
    guests: int
    is_open: bool
    closes: datetime
    standing: StandingAnswer | None
    by_weekday: bool
    guest_choices: range = range(rules.MOST_GUESTS + 1)


@dataclass(frozen=True)
class There:
    """Who was there, once it began: what is recorded, else what can be confirmed in one tap."""

    names: str
    count: int
    said: bool
    said_by: str
    expected: list[int]


@dataclass(frozen=True)
class GatheringPage:
    gathering: Gathering
    circle: Circle
    phase: str
    today: date
    elsewhere: bool
    fixed_by: str
    headline: str
    table: RoundTable
    groups: list[tuple[str, int, str]]
    mine: Mine
    called_back_until: datetime | None
    share: str
    sends_mail: bool
    seen: int
    offer: Offer | None
    next: Gathering | None
    there: There | None
    replies: Thread
    reply_form: ReplyForm
    once: str
    can_restore: bool
    asks_next: bool


def gathering_page(
    gathering: Gathering, reader: Person, now: datetime, reply_form: ReplyForm | None = None, before: str = ""
) -> GatheringPage:
    circle, phase = gathering.circle, phase_of(gathering, now)
    series = queries.series_of(circle)
    coming_next = queries.next_to_come(circle, now, besides=gathering)
    asks_next = coming_next is None and _is_last(gathering, phase)
    seated = queries.seated([gathering], reader)[gathering.pk]
    were = queries.were_there(gathering, reader) if phase in ("during", "after") else []
    around = were or seated
    been = None if were else queries.have_been(circle, [one.person_id for one in seated])
    return GatheringPage(
        gathering=gathering,
        circle=circle,
        phase=phase,
        today=local(now, gathering.zone).date(),
        elsewhere=on_another_clock(gathering, reader),
        fixed_by=fixed_by(gathering),
        headline=around_in_words(seated, reader.pk),
        table=table_of(gathering, around, reader.pk, been or None),
        groups=groups_of(seated, reader.pk, is_over=phase in ("during", "after")),
        mine=_mine(gathering, reader, seated, now, queries.standing_weekday(series, gathering) is not None),
        called_back_until=_called_back_until(gathering, reader, now),
        share=words_to_share(gathering, absolute(reverse("gathering", args=[gathering.key]))),
        sends_mail=bool(settings.SMTP_URL),
        seen=series.version,
        offer=offer(circle, series, now) if asks_next or phase == "pencilled" else None,
        next=coming_next,
        there=_there(gathering, reader, seated, were) if phase in ("during", "after") else None,
        replies=thread(gathering, reader, before),
        reply_form=reply_form or ReplyForm(),
        once=new_sending(),
        can_restore=gathering.starts_at > now,
        asks_next=asks_next,
    )


def _is_last(gathering: Gathering, phase: str) -> bool:
    """The last gathering asks for the next date before anybody gets up, and goes on asking; older ones do not."""
    if phase not in ("during", "after") or gathering.circle.archived_at is not None:
        return False
    return queries.following_gathering(gathering) is None


def phase_of(gathering: Gathering, now: datetime) -> str:
    if gathering.cancelled_at is not None:
        return "cancelled"
    if gathering.fixed_at is None:
        return "pencilled" if gathering.starts_at > now else "lapsed"
    if gathering.starts_at > now:
        return "before"
    return "after" if rules.has_ended(gathering, now) else "during"


def groups_of(seated: list[Seated], me: int, is_over: bool) -> list[tuple[str, int, str]]:
    """Who comes, who may, who does not: a word, how many, and their names."""
    coming = (_("Coming"), _("Maybe"), _("Not this time"))
    came = (_("Had said yes"), _("Had said maybe"), _("Had said no"))
    titles = zip(Reply.values, came if is_over else coming, strict=True)
    found = [(title, [one for one in seated if one.reply == reply]) for reply, title in titles]
    return [(title, sum(1 + one.guests for one in some), in_a_list(some, me)) for title, some in found if some]


def in_a_list(seated: list[Seated], me: int) -> str:
    """Their names with a comma, the reader first, guests as "+ 1"."""
    ordered = sorted(seated, key=lambda one: one.person_id != me)
    return capital(", ".join(_named(one, me) for one in ordered))


def _named(one: Seated, me: int) -> str:
    name = pgettext("in a list of names", "you") if one.person_id == me else one.name or _("a former member")
    return f"{name} (+ {one.guests})" if one.guests else name


def _mine(gathering: Gathering, reader: Person, seated: list[Seated], now: datetime, by_weekday: bool) -> Mine:
    answer = next((one for one in seated if one.person_id == reader.pk), None)
    return Mine(
        reply=answer.reply if answer else "",
        guests=answer.guests if answer else 0,
        is_open=rules.is_open(gathering, now),
        closes=local(gathering.answer_until, gathering.zone),
        standing=queries.standing_answer(gathering.circle, reader),
        by_weekday=by_weekday,
    )


def _called_back_until(gathering: Gathering, reader: Person, now: datetime) -> datetime | None:
    if rules.may_call_back_date(gathering, reader, now) or queries.move_to_call_back(gathering, reader, now):
        return gathering.mail_leaves_at
    return None


def _there(gathering: Gathering, reader: Person, seated: list[Seated], were: list[Seated]) -> There:
    said_by = ""
    if gathering.recorded_by is not None:
        known = {one.person_id: one.name for one in [*were, *seated]}
        said_by = known.get(gathering.recorded_by.pk) or gathering.recorded_by.name
    return There(
        names=in_a_list(were, reader.pk),
        count=len(were),
        said=gathering.recorded_at is not None or gathering.imported_at is not None,
        said_by=said_by,
        expected=[one.person_id for one in seated if one.reply == "yes"],
    )
