"""A few people around one table, as of now; everybody is fictional."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core import walltime
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from tests.cast import DAY, NOON, ZONE, a_circle, say, seen, somebody

NAMES = {"fr": "Les déjeuners du plateau", "en": "Plateau lunches"}
PLACES = {"fr": "Le Petit Marché", "en": "The Little Market"}


@dataclass(frozen=True)
class Company:
    circle: Circle
    nadia: Person
    théo: Person
    inès: Person


def company(language: str, form: str = "vous") -> Company:
    """A circle of three, forty days old, that speaks one language and has no date."""
    opened = now() - 40 * DAY
    nadia, théo, inès = (
        somebody(name, f"{name.split()[0].lower()}@plateau.example", now=opened, language=language)
        for name in ("Nadia Ferrand", "Theo Prat", "Ines Haddad")
    )
    circle = a_circle(nadia, théo, inès, name=NAMES[language], now=opened)
    circles.change_circle(circle=circle, by=nadia, now=opened, language=language, address_form=form)
    circle.refresh_from_db()
    return Company(circle, nadia, théo, inès)


def noon(days: int) -> datetime:
    """Half past twelve, so many days from today."""
    day = walltime.local(now() + days * DAY, ZONE).date()
    return walltime.instant(day, NOON, ZONE)


def dated(of: Company, starts: datetime, *, fixed: datetime | None = None, coming: bool = True) -> Gathering:
    """A gathering at that instant, fixed two days before unless said, everybody coming."""
    here = walltime.local(starts, ZONE)
    fixed = fixed or starts - 2 * DAY
    when = gatherings.When(
        here.date(),
        here.time().replace(second=0, microsecond=0, fold=0),
        place=PLACES[of.circle.language],
        second_time=bool(here.fold),
    )
    gathering = gatherings.fix_date(circle=of.circle, by=of.nadia, when=when, seen=seen(of.circle), now=fixed)
    for person in (of.nadia, of.théo, of.inès) if coming else ():
        say(gathering, person, Reply.YES, fixed + timedelta(hours=1))
    return gathering
