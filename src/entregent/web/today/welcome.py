"""Whom I invited and have not welcomed yet, with a few words ready to send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles.models import Membership
from entregent.core.words_of_time import clock, long_day
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

MOST = 3


@dataclass(frozen=True)
class Welcome:
    id: int
    name: str
    circle: str
    words: str

    @property
    def copy_id(self) -> str:
        return f"words-{self.id}"

    @property
    def label(self) -> str:
        return _("For %(name)s") % {"name": self.name}


def welcomes(person: Person, dates: Sequence[Gathering], now: datetime) -> tuple[Welcome, ...]:
    ahead = {row.circle_id: row for row in dates}
    rows = circle_queries.to_welcome(person, now, MOST)
    return tuple(
        Welcome(row.pk, row.shown_name, row.circle.name, words(row, person, ahead.get(row.circle_id))) for row in rows
    )


def words(newcomer: Membership, by: Person, gathering: Gathering | None) -> str:
    """In the newcomer's language, as the circle speaks to its own."""
    language = circle_queries.language_for(newcomer.circle, newcomer.person)
    with translation.override(language):
        lines = [
            _("Hello %(name)s,") % {"name": newcomer.shown_name.split(" ")[0]},
            "",
            _("welcome to “%(circle)s”.") % {"circle": newcomer.circle.name},
        ]
        if gathering is not None:
            when = f"{long_day(gathering.day, language)}, {clock(gathering.hour, language)}"
            where = ", ".join(filter(None, [when, gathering.place]))
            lines.append(_("Next time we meet: %(when)s. Come as you are: I will introduce you.") % {"when": where})
        return "\n".join([*lines, "", by.name])
