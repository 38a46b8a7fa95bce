"""The round table of a gathering, from its answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entregent.core.words_of_time import clock, weekday
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import Seated
from entregent.web.components.table import Around, RoundTable


def table_of(
    gathering: Gathering, seated: Sequence[Seated], reader_id: int, been: Collection[int] | None = None
) -> RoundTable:
    """`been` holds those who came before; None where nobody needs to know who is new."""
    lang = get_language() or "fr"
    around = [one for person in seated for one in _seats_of(person, reader_id, been)]
    return RoundTable.around(weekday(gathering.day, lang), clock(gathering.hour, lang), around)


def _seats_of(person: Seated, reader_id: int, been: Collection[int] | None) -> Iterator[Around]:
    is_new = been is not None and person.person_id not in been
    yield Around(person.name or _("a former member"), person.reply, person.person_id == reader_id, is_new)
    for _guest in range(person.guests):
        yield Around(_("a guest of %(name)s") % {"name": person.name}, person.reply, sign="+1")
