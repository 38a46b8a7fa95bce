"""The round table of a gathering, from its answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from entregent.core.words_of_time import clock, weekday
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import Seated
from entregent.web.components.table import Around, RoundTable

UNNAMED = "·"  # on the seat of somebody the reader does not see


def table_of(
    gathering: Gathering, seated: Sequence[Seated], reader_id: int, been: Collection[int] | None = None
) -> RoundTable:
    """`been` holds those who came before; None where nobody needs to know who is new."""
    lang = get_language() or "fr"
    around = [one for person in seated for one in _seats_of(person, reader_id, been)]
    capacity = None if gathering.recorded_at else gathering.seats
    return RoundTable.around(weekday(gathering.day, lang), clock(gathering.hour, lang), around, capacity)


def _seats_of(person: Seated, reader_id: int, been: Collection[int] | None) -> Iterator[Around]:
    if person.by_video:
        return
    if person.hidden:
        yield Around(_("a member"), person.reply, sign=UNNAMED)
    else:
        is_new = been is not None and person.person_id not in been
        yield Around(person.name or _("a former member"), person.reply, person.person_id == reader_id, is_new)
    if person.guests:
        guest = _("a guest of %(name)s") % {"name": person.name} if person.name else _("a guest")
        yield from [Around(guest, person.reply, sign="+1")] * person.guests
