"""A poll's page, assembled: my row first, the totals, then everybody else by twenty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles.models import Circle
from entregent.circles.rules import may
from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.core.words_of_time import capital, clock, long_day, on_day, small_number
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.polls import queries, rules
from entregent.polls.enums import Choice
from entregent.polls.models import Poll, Slot
from entregent.polls.queries import Row
from entregent.polls.reasons import Tally, best, question, ranked, sentence
from entregent.web.gatherings.words import lang, when_in_words
from entregent.web.sending import new_sending

MOST_ROWS = 20
MOST_CELLS = 130  # a page of twelve slots shows fewer people, so that it stays light
MOST_BEST = 3


@dataclass(frozen=True)
class Cell:
    """What one person said of one slot."""

    slot: Slot
    choice: str
    is_best: bool

    @property
    def words(self) -> str:
        return "–" if self.choice == Choice.NO else str(Choice(self.choice).label) if self.choice else "?"

    @property
    def when(self) -> str:
        return when_in_words(self.slot.day, self.slot.hour)


@dataclass(frozen=True)
class Line:
    name: str
    said_by: str
    cells: list[Cell]


@dataclass(frozen=True)
class Total:
    tally: Tally
    is_best: bool


@dataclass(frozen=True)
class Fixing:
    """A slot worth fixing, why, and whether it can still be."""

    slot: Slot
    when: str  # as inside a sentence: "Thursday 3 December, 12:30"
    why: str


@dataclass(frozen=True)
class Grid:
    """Slots, my answers, the totals, the others' answers."""

    totals: list[Total]
    mine: list[Cell]
    others: list[Line]
    more: int  # after which ballot the next page begins; 0 when there is none
    begins: int

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(one.value, str(one.label)) for one in Choice]

    @property
    def slot_ids(self) -> str:
        return ",".join(str(total.tally.slot.pk) for total in self.totals)


@dataclass(frozen=True)
class PollPage:
    poll: Poll
    circle: Circle
    question: str
    phase: str
    today: date
    closes: datetime
    elsewhere: bool
    asked_by: str
    grid: Grid
    noted_by: str
    has_answered: bool
    may: bool  # change it, end it, fix the date from it
    fixing: list[Fixing]
    others_to_fix: list[tuple[Slot, str]]
    waits_for: str
    called_back_until: datetime | None
    share: str
    sends_mail: bool
    seen: int
    once: str
    gathering: Gathering | None


def poll_page(poll: Poll, reader: Person, now: datetime, after: int = 0) -> PollPage:
    circle, phase = poll.circle, phase_of(poll, now)
    slots = queries.slots_of(poll)
    tallies = queries.tallies(poll, slots)
    most = min(MOST_ROWS, MOST_CELLS // max(1, len(slots)))
    sheet = queries.sheet(poll, reader, tallies, after=after, most=most)
    fixing = fixing_of(tallies, sheet.cannot, now) if rules.is_waiting(poll) else []
    return PollPage(
        poll=poll,
        circle=circle,
        question=question(circle.setting),
        phase=phase,
        today=local(now, poll.zone).date(),
        closes=local(poll.closes_at, poll.zone),
        elsewhere=on_another_clock(poll, reader),
        asked_by=sheet.asked_by,
        grid=grid(tallies, sheet.mine, sheet.others, after, most),
        noted_by=sheet.mine.said_by if sheet.mine else "",
        has_answered=sheet.mine is not None,
        may=circle.archived_at is None and may(circle, reader),
        fixing=fixing,
        others_to_fix=_others(slots, fixing[:1], now),
        waits_for=_waits_for(poll, now) if phase == "open" else "",
        called_back_until=_called_back_until(poll, reader, now) if phase == "open" else None,
        share=words_to_share(poll, slots),
        sends_mail=bool(settings.SMTP_URL),
        seen=gathering_queries.series_of(circle).version,
        once=new_sending(),
        gathering=poll.gathering if poll.fixed_at else None,
    )


def _called_back_until(poll: Poll, reader: Person, now: datetime) -> datetime | None:
    return poll.mail_leaves_at if rules.may_call_back(poll, reader, now) else None


def phase_of(poll: Poll, now: datetime) -> str:
    if poll.withdrawn_at is not None:
        return "withdrawn"
    if poll.fixed_at is not None:
        return "fixed"
    return "open" if rules.is_open(poll, now) else "over"


def grid(
    tallies: Sequence[Tally], mine: Row | None, others: Sequence[Row] = (), begins: int = 0, most: int = MOST_ROWS
) -> Grid:
    """One row of `others` beyond `most` says that a page follows."""
    bests = {one.slot.pk for one in best(tallies)}
    slots = [one.slot for one in tallies]
    shown = [
        Line(row.name or _("a former member"), row.said_by, _cells(row.choices, slots, bests)) for row in others[:most]
    ]
    return Grid(
        totals=[Total(one, one.slot.pk in bests) for one in tallies],
        mine=_cells(mine.choices if mine else {}, slots, bests),
        others=shown,
        more=others[most - 1].number if len(others) > most else 0,
        begins=begins,
    )


def _cells(choices: dict[int, str], slots: Sequence[Slot], bests: set[int]) -> list[Cell]:
    return [Cell(slot, choices.get(slot.pk, ""), slot.pk in bests) for slot in slots]


def fixing_of(tallies: Sequence[Tally], cannot: dict[int, list[str]], now: datetime) -> list[Fixing]:
    """The best slots still ahead, each with its reason."""
    ahead = [one for one in tallies if one.slot.starts_at > now]
    return [_fixing(one, cannot.get(one.slot.pk, [])) for one in ranked(ahead)[:MOST_BEST] if one.can]


def _others(slots: Sequence[Slot], best: Sequence[Fixing], now: datetime) -> list[tuple[Slot, str]]:
    """What can be fixed besides the best."""
    shown = {one.slot.pk for one in best}
    return [(slot, _inside(slot)) for slot in slots if slot.starts_at > now and slot.pk not in shown]


def _inside(slot: Slot) -> str:
    return f"{long_day(slot.day, lang())}, {clock(slot.hour, lang())}"


def _fixing(tally: Tally, cannot: Sequence[str]) -> Fixing:
    when = _inside(tally.slot)
    return Fixing(tally.slot, when, sentence(tally, cannot, when))


def _waits_for(poll: Poll, now: datetime) -> str:
    """How many regulars have said nothing yet, and the one reminder they may get."""
    count = queries.how_many_to_remind(poll)
    if not count:
        return ""
    said = ngettext("%(count)s regular has not answered yet", "%(count)s regulars have not answered yet", count)
    words = capital(said % {"count": small_number(count, lang())})
    if poll.reminded_at or poll.remind_at is None:
        return _("%(words)s.") % {"words": words}
    when = on_day(local(poll.remind_at, poll.zone).date(), local(now, poll.zone).date(), lang())
    only = ngettext("one reminder goes to them, %(when)s.", "one reminder goes to each, %(when)s.", count)
    return _("%(words)s: %(reminder)s") % {"words": words, "reminder": only % {"when": when}}


def on_another_clock(poll: Poll, reader: Person) -> bool:
    """Whether the reader's own clock shows another hour: the zone is named to them alone."""
    if not reader.zone:
        return False
    mine, theirs = (local(poll.closes_at, zone).utcoffset() for zone in (reader.zone, poll.zone))
    return mine != theirs


def words_to_share(poll: Poll, slots: Sequence[Slot]) -> str:
    """A message ready for any messenger: its link opens for members alone."""
    url = absolute(reverse("poll", args=[poll.key]))
    asks = {"circle": poll.circle.name, "question": question(poll.circle.setting)}
    lines = [_("%(circle)s: %(question)s") % asks]
    lines += [f"– {when_in_words(slot.day, slot.hour)}" for slot in slots]
    return "\n".join([*lines, _("Which of these suit you? Answer here: %(url)s") % {"url": url}])
