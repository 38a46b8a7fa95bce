"""Which slot suits most people, and why, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entregent.circles.enums import Setting
from entregent.core.words_of_time import capital, small_number
from entregent.polls.models import Slot

MOST_NAMED = 3


@dataclass(frozen=True)
class Tally:
    """What was said of one slot, in numbers."""

    slot: Slot
    yes: int = 0
    maybe: int = 0
    no: int = 0

    @property
    def can(self) -> int:
        return self.yes + self.maybe


def ranked(tallies: Sequence[Tally]) -> list[Tally]:
    """The best first: where most people can be, then where fewest have to make an effort, then the earliest."""
    return sorted(tallies, key=lambda one: (-one.can, -one.yes, one.slot.starts_at))


def best(tallies: Sequence[Tally]) -> list[Tally]:
    """Those nobody does better than; none while nobody can anywhere."""
    first = next(iter(ranked(tallies)), None)
    if first is None or not first.can:
        return []
    return [one for one in ranked(tallies) if (one.can, one.yes) == (first.can, first.yes)]


def explained(tally: Tally, cannot: Sequence[str]) -> str:
    """ "nine can, two if need be; Nadia cannot". `cannot` names those who said no, as far as the reader knows them."""
    pieces = []
    if tally.yes:
        pieces.append(ngettext("%(count)s can", "%(count)s can", tally.yes) % {"count": _number(tally.yes)})
    if tally.maybe:
        said = ngettext("%(count)s if need be", "%(count)s if need be", tally.maybe)
        pieces.append(said % {"count": _number(tally.maybe)})
    if not pieces:
        return _("nobody can") if tally.no else _("nobody has answered yet")
    return _("%(can)s; %(cannot)s") % {"can": ", ".join(pieces), "cannot": _cannot(tally.no, cannot)}


def _cannot(count: int, names: Sequence[str]) -> str:
    if not count:
        return _("nobody is left out")
    if len(names) != count or count > MOST_NAMED:
        return ngettext("%(count)s cannot", "%(count)s cannot", count) % {"count": _number(count)}
    if count == 1:
        return _("%(name)s cannot") % {"name": names[0]}
    return _("%(names)s and %(name)s cannot") % {"names": ", ".join(names[:-1]), "name": names[-1]}


def _number(count: int) -> str:
    return small_number(count, get_language() or "fr")


def sentence(tally: Tally, cannot: Sequence[str], when: str) -> str:
    """ "Thursday 3 December, 12:30: nine can, two if need be; Nadia cannot." """
    return capital(_("%(when)s: %(why)s.") % {"when": when, "why": explained(tally, cannot)})


def question(setting: str) -> str:
    """What a circle asks itself, as its members would say it."""
    if setting == Setting.LUNCH:
        return _("When do we have lunch?")
    if setting == Setting.DINNER:
        return _("When do we have dinner?")
    if setting == Setting.WORK:
        return _("When do we work together?")
    if setting == Setting.CALL:
        return _("When do we call each other?")
    return _("When do we meet?")
