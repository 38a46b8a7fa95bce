"""The round table: who sits around a gathering, as plain values in and a drawing's numbers out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entregent.core.words_of_time import capital, small_number
from entregent.web.components.initials import initials

State = Literal["me", "coming", "maybe", "free", "new"]

MOST_SEATS = 24
FEWEST_SEATS = 6
OPEN_SEATS = 2  # drawn free when nobody said how many the table holds: there is always room for one more
SEAT = 17
PITCH = 40
SMALLEST_RING = 96
WIDEST = 2.9  # of a heading: a letter of the title font is about .56 em wide, and words stay inside the plates


@dataclass(frozen=True)
class Seat:
    initials: str
    name: str
    state: State


@dataclass(frozen=True)
class Around:
    """One person's answer. `answer` is yes, maybe or no; whoever says no takes no seat.

    `sign` stands on the seat of somebody without a name of their own: a guest whom a member brings.
    """

    name: str
    answer: str
    is_me: bool = False
    is_new: bool = False
    sign: str = ""


@dataclass(frozen=True)
class RoundTable:
    heading: str
    sub: str
    seats: tuple[Seat, ...]
    description: str

    @classmethod
    def around(cls, heading: str, sub: str, people: Iterable[Around], capacity: int | None = None) -> RoundTable:
        """Me first, then who comes, who may, and the free seats: those left of `capacity`, else an open table's."""
        seated = sorted((one for one in people if one.answer in ("yes", "maybe")), key=_order)
        seats = [Seat(one.sign or initials(one.name), one.name, _state(one)) for one in seated]
        coming = [one for one in seated if one.answer == "yes"]
        free = None if capacity is None else max(0, capacity - len(coming))
        wanted = max(FEWEST_SEATS, len(seats) + OPEN_SEATS) if capacity is None else capacity
        seats += [Seat("", "", "free")] * (wanted - len(seats))
        return cls(heading, sub, tuple(seats), describe(seated, free))


@dataclass(frozen=True)
class Place:
    x: str
    y: str
    state: str
    initials: str


@dataclass(frozen=True)
class Drawing:
    """Numbers as text: a page's language must not turn 66.5 into "66,5" inside a drawing."""

    title: str
    side: str
    middle: str
    radius: str
    plates: str
    heading_size: str
    heading_y: str
    sub_size: str
    sub_y: str
    places: tuple[Place, ...]
    lines: tuple[str, ...]


def draw(table: RoundTable) -> Drawing:
    shown, more = _shown(table.seats)
    marks = [(seat.state, seat.initials) for seat in shown] + ([("more", f"+{more}")] if more else [])
    ring = max(SMALLEST_RING, len(marks) * PITCH / math.tau)
    middle = ring + SEAT + 3
    plates = ring - SEAT - 22
    return Drawing(
        title=", ".join(filter(None, [_("Around the table"), table.heading, table.sub])),
        side=_figure(2 * middle),
        middle=_figure(middle),
        radius=_figure(ring - SEAT - 11),
        plates=_figure(plates),
        heading_size=_figure(min(ring * 0.28, WIDEST * plates / max(1, len(table.heading)))),
        heading_y=_figure(middle - (ring * 0.095 if table.sub else 0)),
        sub_size=_figure(ring * 0.16),
        sub_y=_figure(middle + ring * 0.17),
        places=_places(marks, ring, middle),
        lines=_lines(shown, more),
    )


def describe(seated: Sequence[Around], free: int | None) -> str:
    """ "Six viennent, dont vous. Deux peut-être. Quatre places libres." """
    coming = [one for one in seated if one.answer == "yes"]
    maybe = [one for one in seated if one.answer == "maybe"]
    parts = [_coming(coming), _maybe(maybe)]
    if free is not None:
        parts.append(_free(free))
    return " ".join(f"{capital(part)}." for part in parts if part)


def _coming(coming: Sequence[Around]) -> str:
    count, mine = len(coming), any(one.is_me for one in coming)
    if not count:
        return _("nobody has said yes yet")
    if mine and count == 1:
        return _("you are coming")
    words = ngettext("%(count)s is coming", "%(count)s are coming", count) % {"count": _in_words(count)}
    return _("%(who)s, you among them") % {"who": words} if mine else words


def _maybe(maybe: Sequence[Around]) -> str:
    count, mine = len(maybe), any(one.is_me for one in maybe)
    if not count:
        return ""
    if mine and count == 1:
        return _("you, maybe")
    words = ngettext("%(count)s maybe", "%(count)s may come", count) % {"count": _in_words(count)}
    return _("%(who)s, you among them") % {"who": words} if mine else words


def _free(count: int) -> str:
    if not count:
        return _("the table is full")
    return ngettext("%(count)s seat free", "%(count)s seats free", count) % {"count": _in_words(count, feminine=True)}


def _in_words(count: int, feminine: bool = False) -> str:
    return small_number(count, get_language() or "fr", feminine)


def _order(one: Around) -> tuple[bool, bool]:
    return not one.is_me, one.answer != "yes"


def _state(one: Around) -> State:
    if one.answer == "maybe":
        return "maybe"
    if one.is_me:
        return "me"
    return "new" if one.is_new else "coming"


def _shown(seats: tuple[Seat, ...]) -> tuple[tuple[Seat, ...], int]:
    """At most 24 marks: the last one says how many more people there are. Free seats are the first to go."""
    if len(seats) <= MOST_SEATS:
        return seats, 0
    taken = tuple(seat for seat in seats if seat.state != "free")
    if len(taken) <= MOST_SEATS:
        return seats[:MOST_SEATS], 0
    return taken[: MOST_SEATS - 1], len(taken) - MOST_SEATS + 1


def _places(marks: Sequence[tuple[str, str]], ring: float, middle: float) -> tuple[Place, ...]:
    """Clockwise from the top, so that the reader's own seat is where a clock shows noon."""
    step = math.tau / max(1, len(marks))
    places = []
    for index, (state, signs) in enumerate(marks):
        across, up = ring * math.sin(step * index), ring * math.cos(step * index)
        places.append(Place(_figure(middle + across), _figure(middle - up), state, signs))
    return tuple(places)


def _lines(shown: Sequence[Seat], more: int) -> tuple[str, ...]:
    said = {"me": _("me"), "coming": _("coming"), "maybe": _("maybe"), "new": _("coming for the first time")}
    lines = [f"{seat.name} ({said[seat.state]})" for seat in shown if seat.state != "free"]
    if more:
        lines.append(ngettext("and %(count)s more", "and %(count)s more people", more) % {"count": _in_words(more)})
    return tuple(lines)


def _figure(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
