"""Who books the table, and what they need for it: how many, what is not eaten, who cannot come after all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entregent.core.words_of_time import capital
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries.seats import Comer
from entregent.people.models import Person


@dataclass(frozen=True)
class Booking:
    """What everybody reads of it; the rest only where the reader books."""

    booked_by: int | None
    name: str
    is_me: bool
    count: int
    diets: list[tuple[str, str]]
    late: list[tuple[str, str]]
    maybe: int
    by_video: int


def booking(gathering: Gathering, reader: Person, known: Mapping[int, str]) -> Booking:
    """`known` names whoever books, if the reader may know."""
    is_me = gathering.booked_by_id == reader.pk
    comers = queries.seats.comers(gathering) if is_me else []
    there = [one for one in comers if one.reply == Reply.YES and not one.by_video]
    return Booking(
        booked_by=gathering.booked_by_id,
        name=capital(named(known, gathering.booked_by_id)),
        is_me=is_me,
        count=sum(1 + one.guests for one in there),
        diets=[(_called(one), one.diet) for one in comers if one.diet and one.reply != Reply.NO],
        late=[(_called(one), one.word) for one in comers if one.late],
        maybe=sum(one.reply == Reply.MAYBE for one in comers),
        by_video=sum(one.reply == Reply.YES and one.by_video for one in comers),
    )


def named(known: Mapping[int, str], person_id: int | None) -> str:
    """A name among those a reader may know; failing one, what can be said of its person."""
    if person_id is None:
        return ""
    return known.get(person_id, _("a member")) or _("a former member")


def _called(one: Comer) -> str:
    return one.name or _("a former member")
