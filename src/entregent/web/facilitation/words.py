"""Who facilitates, in words: on the circle's page and on the page about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.core.words_of_time import capital, long_day, small_number
from entregent.facilitation import queries, rules
from entregent.facilitation.enums import How
from entregent.facilitation.queries import Standing
from entregent.people.models import Person
from entregent.web.gatherings.words import lang


@dataclass(frozen=True)
class Facilitates:
    """What is said of it; `is_offered` where the circle is asked, once, whether it would like one."""

    title: str
    then: str
    asked: bool = False
    is_offered: bool = False


def facilitates(circle: Circle, reader: Person, size: int, now: datetime, *, answered: bool) -> Facilitates | None:
    """None in a circle that does without. `answered`: it was asked whether it would like one; else nothing is read."""
    if not answered:
        return Facilitates("", "", is_offered=True) if size > rules.OFFERED_ABOVE else None
    stands = queries.standing(circle, reader, now)
    if not stands.wanted:
        return None
    title, then = in_words(stands, reader, local(now, circle.zone).date())
    return Facilitates(title, then, stands.asked)


def in_words(stands: Standing, reader: Person, today: date) -> tuple[str, str]:
    """ "Nadia facilitates until 17 December", and what comes then or who acts meanwhile."""
    if stands.person_id is None:
        return _("Nobody facilitates for now"), _next(stands)
    if stands.is_gone:
        return _("Nobody facilitates for now"), _("Whoever did is no longer here. %(next)s") % {"next": _next(stands)}
    mine = stands.person_id == reader.pk
    until = long_day(stands.until, lang(), today) if stands.until else ""
    title = _title(stands.name, until, mine=mine)
    if stands.away_until is not None:
        back = {"day": long_day(stands.away_until, lang(), today), "name": stands.name}
        if mine:
            return title, _("You are away until %(day)s: any member may step in.") % back
        return title, _("Away until %(day)s: any member may step in.") % back
    return title, f"{_left(stands)} {anybody()}"


def _title(name: str, until: str, *, mine: bool) -> str:
    said = {"name": name or _("Somebody"), "day": until}
    if mine:
        return (_("You facilitate until %(day)s") if until else _("You facilitate")) % said
    return (_("%(name)s facilitates until %(day)s") if until else _("%(name)s facilitates")) % said


def _left(stands: Standing) -> str:
    if stands.until is not None:
        return _("Then the circle chooses again.")
    if not stands.left:
        return _("The turn is over: the circle chooses again.")
    said = ngettext(
        "%(count)s more gathering, then the circle chooses again.",
        "%(count)s more gatherings, then the circle chooses again.",
        stands.left,
    )
    return capital(said % {"count": small_number(stands.left, lang())})


def anybody() -> str:
    return _("Any member may act at any time.")


def _next(stands: Standing) -> str:
    """What is being done about it, without a word of who was asked."""
    if stands.how == How.TURN:
        return _("The next in turn is being asked. Meanwhile any member may act.")
    if stands.how == How.DRAW:
        return _("A lot will be drawn among those who put their name in the hat. Meanwhile any member may act.")
    if stands.how == How.ELECTION:
        return _("The circle is naming somebody. Meanwhile any member may act.")
    if stands.how:
        return _("The next one is being looked for. Meanwhile any member may act.")
    return _("Any member may act at any time.")
