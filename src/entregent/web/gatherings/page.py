"""A gathering's page, assembled: one query a region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from entregent.circles.models import Circle
from entregent.circles.queries.naming import known_to
from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.core.words_of_time import NARROW, capital, small_number
from entregent.facilitation.queries.helping import subjects_of
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering, StandingAnswer
from entregent.gatherings.queries import Seated
from entregent.missions.queries import deck_of
from entregent.missions.rules import may_draw
from entregent.people.models import Person
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.gatherings.booking import Booking, booking, named
from entregent.web.gatherings.firsts import firsts
from entregent.web.gatherings.forms import MoreForm, ReplyForm
from entregent.web.gatherings.offer import Offer, offer
from entregent.web.gatherings.replies import Thread, thread
from entregent.web.gatherings.tables import tables_in
from entregent.web.gatherings.words import (
    around_in_words,
    lang,
    line_in_words,
    odd_in_words,
    on_another_clock,
    places_in_words,
    words_to_share,
)
from entregent.web.notes.shown import ShownNote, shown
from entregent.web.polls.asked import Asked, asked
from entregent.web.sending import new_sending

MOST_LINKED = 24  # names: beyond, a list of links is longer than the circle's directory


@dataclass(frozen=True)
class Mine:
    """The reader's own answer, and what it may still become."""

    reply: str
    guests: int
    word: str
    by_video: bool
    line: str  # where the reader is on the waiting list
    has_place: bool
    is_open: bool
    may_give_up: bool
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
    subjects: str  # to talk about
    gathering: Gathering
    circle: Circle
    phase: str
    today: date
    elsewhere: bool
    fixed_by: str
    headline: str
    places: str
    table: RoundTable
    groups: list[Group]
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
    odd: str  # about a pencilled date: a holiday, an hour the clock skips
    poll: Asked | None
    booking: Booking | None
    notes: list[ShownNote]
    firsts: list[str]
    checks_in: bool
    is_here: bool
    more_form: MoreForm
    tables: str  # "" for one table; "asked" once, then "made" or "wanted"
    tables_url: str
    draws_cards: bool


@dataclass(frozen=True)
class Group:
    """Those who answered the same: a word, how many, their names, and what some of them added."""

    title: str
    count: str  # guests included
    names: SafeString
    words: list[tuple[str, str]]


def _address(gathering: Gathering) -> str:
    return absolute(reverse("gathering", args=[gathering.key]))


def gathering_page(
    gathering: Gathering, reader: Person, now: datetime, reply_form: ReplyForm | None = None, before: str = ""
) -> GatheringPage:
    circle, series, phase = gathering.circle, queries.series_of(gathering.circle), phase_of(gathering, now)
    coming_next = queries.next_to_come(circle, now, besides=gathering)
    asks_next = coming_next is None and _is_last(gathering, phase)
    seated = queries.seated([gathering], reader)[gathering.pk]
    has_begun = phase in ("during", "after")
    were = queries.were_there(gathering, reader) if has_begun else []
    around = were or seated
    been = None if were else {one.person_id for one in seated if one.has_been}
    known = known_to(reader, circle.pk, [gathering.fixed_by_id, gathering.booked_by_id, gathering.recorded_by_id])
    mine = _mine(gathering, reader, seated, now, queries.standing_weekday(series, gathering) is not None)
    return GatheringPage(
        gathering=gathering,
        subjects="; ".join(one.text for one in subjects_of(gathering)),
        circle=circle,
        phase=phase,
        today=local(now, gathering.zone).date(),
        elsewhere=on_another_clock(gathering, reader),
        fixed_by=known.get(gathering.fixed_by_id or 0, ""),
        headline=around_in_words(seated, reader.pk),
        places=places_in_words(gathering) if phase == "before" else "",
        table=table_of(gathering, around, reader.pk, been or None),
        groups=groups_of(seated, reader.pk, has_begun, circle),
        mine=mine,
        called_back_until=_called_back_until(gathering, reader, now),
        share=words_to_share(gathering, _address(gathering), asks=rules.is_open(gathering, now)),
        sends_mail=bool(settings.SMTP_URL),
        seen=series.version,
        offer=offer(circle, series, now) if asks_next or phase == "pencilled" else None,
        next=coming_next,
        there=_there(gathering, reader, seated, were, named(known, gathering.recorded_by_id)) if has_begun else None,
        replies=thread(gathering, reader, before),
        reply_form=reply_form or ReplyForm(),
        once=new_sending(),
        can_restore=gathering.starts_at > now,
        asks_next=asks_next,
        notes=shown(queries.notes.notes_of(gathering, reader), reader) if has_begun else [],
        firsts=firsts(gathering, reader) if were and phase == "after" else [],
        checks_in=phase in ("before", "during") and queries.takes_check_in(gathering, now),
        is_here=any(one.person_id == reader.pk for one in were),
        poll=asked(circle, reader, now) if asks_next else None,
        booking=booking(gathering, reader, known) if phase in ("before", "during") else None,
        more_form=_more_form(mine, reader),
        draws_cards=has_begun and may_draw(gathering, now) and deck_of(circle) is not None,
        odd=odd_in_words(gathering, series, local(now, gathering.zone).date()) if phase == "pencilled" else "",
        tables=tables_in(gathering, around, phase),
        tables_url=reverse("tables", args=[gathering.key]),
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


def groups_of(seated: list[Seated], me: int, is_over: bool, circle: Circle) -> list[Group]:
    """Who comes, who may, who does not: a word, how many, and their names."""
    here = [one for one in seated if not one.by_video]
    by = {reply: [one for one in here if one.reply == reply] for reply in (*Reply.values, queries.WAITING)}
    video = [one for one in seated if one.by_video and one.reply == Reply.YES]
    if is_over:
        found = [(_("Had said yes"), by["yes"] + video), (_("Had said maybe"), by["maybe"])]
    else:
        found = [
            (_("Coming"), by["yes"]),
            (_("By video"), video),
            (_("On the waiting list"), by[queries.WAITING]),
            (_("Maybe"), by["maybe"]),
            (_("Not this time"), by["no"]),
        ]
    return [_group(title, some, me, is_over, circle) for title, some in found if some]


def _group(title: str, some: list[Seated], me: int, is_over: bool, circle: Circle) -> Group:
    words = [] if is_over else [(_called(one, me), one.word) for one in some if one.word]
    places = sum(1 + one.guests for one in some)
    linked = circle.slug if not is_over and len(some) <= MOST_LINKED else ""
    if some[0].reply != queries.WAITING:
        return Group(title, str(places), in_a_list(some, me, linked), words)
    wanted = ngettext("for %(count)s place", "for %(count)s places", places) % {"count": places}
    return Group(title, wanted, in_a_line(some, me, linked), words)


def in_a_list(seated: list[Seated], me: int, circle: str = "") -> SafeString:
    """Their names with a comma, the reader first, guests as "+ 1"; those the reader does not see are counted.

    With a circle's slug, each name leads to its page there.
    """
    ordered = sorted((one for one in seated if not one.hidden), key=lambda one: one.person_id != me)
    names = [_linked(one, me, circle, first=not place) for place, one in enumerate(ordered)]
    more = sum(1 + one.guests for one in seated if one.hidden)
    if more:
        one_more = ngettext("%(count)s other person", "%(count)s other people", more)
        said = one_more if names else ngettext("%(count)s person", "%(count)s people", more)
        words = said % {"count": small_number(more, lang(), feminine=True)}
        names.append(conditional_escape(words if names else capital(words)))
    return format_html_join(", ", "{}", ((name,) for name in names))


def in_a_line(seated: list[Seated], me: int, circle: str) -> SafeString:
    """The waiting list as it stands: "1. Théo (+ 2), 2. you"."""
    rows = ((place, NARROW, _linked(one, me, circle)) for place, one in enumerate(seated, 1))
    return format_html_join(", ", "{}.{}{}", rows)


def _linked(one: Seated, me: int, circle: str, first: bool = False) -> SafeString:
    name = capital(_named(one, me)) if first else _named(one, me)
    if not circle or not one.key or one.person_id == me or not one.name:
        return conditional_escape(name)
    return format_html('<a href="{}">{}</a>', reverse("member", args=[circle, one.key]), name)


def _named(one: Seated, me: int) -> str:
    name = pgettext("in a list of names", "you") if one.person_id == me else one.name or _nameless(one)
    return f"{name} (+ {one.guests})" if one.guests else name


def _nameless(one: Seated) -> str:
    return _("a member") if one.hidden else _("a former member")


def _called(one: Seated, me: int) -> str:
    return capital(_named(replace(one, guests=0), me))


def _mine(gathering: Gathering, reader: Person, seated: list[Seated], now: datetime, by_weekday: bool) -> Mine:
    given = next((one for one in seated if one.person_id == reader.pk), None)
    waits = given is not None and given.reply == queries.WAITING
    gives_up = rules.may_give_up(gathering, now)
    return Mine(
        reply=given.said if given else "",
        guests=given.guests if given else 0,
        word=given.word if given else "",
        by_video=given.by_video if given else False,
        line=line_in_words(queries.seats.line_of(gathering, reader) if waits else 0),
        has_place=given is not None and given.reply == Reply.YES,
        is_open=rules.is_open(gathering, now),
        may_give_up=given is not None and given.said != Reply.NO and gives_up,
        closes=local(gathering.answer_until, gathering.zone),
        standing=queries.standing_answer(gathering.circle, reader),
        by_weekday=by_weekday,
    )


def _more_form(mine: Mine, reader: Person) -> MoreForm:
    """What goes with an answer, once there is one that can still change."""
    asked = mine.is_open and mine.reply
    return MoreForm(initial={"word": mine.word, "diet": queries.seats.diet_of(reader) if asked else ""})


def _called_back_until(gathering: Gathering, reader: Person, now: datetime) -> datetime | None:
    if rules.may_call_back_date(gathering, reader, now) or queries.move_to_call_back(gathering, reader, now):
        return gathering.mail_leaves_at
    return None


def _there(gathering: Gathering, reader: Person, seated: list[Seated], were: list[Seated], said_by: str) -> There:
    return There(
        names=in_a_list(were, reader.pk),
        count=len(were),
        said=gathering.recorded_at is not None or gathering.imported_at is not None,
        said_by=said_by,
        expected=[one.person_id for one in seated if one.reply == "yes" and not one.hidden],
    )
