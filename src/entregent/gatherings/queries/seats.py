"""Places at a table that holds so many: who has one, who waits, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet, Sum

from entregent.core.prepared import prepared
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Answer, Diet, Gathering
from entregent.gatherings.queries.answers import current_answers, shown_names
from entregent.people.models import Person


def _yes(gathering: Gathering) -> QuerySet[Answer]:
    return current_answers().filter(gathering=gathering, reply=Reply.YES, person__erased_at__isnull=True)


def taken(gathering: Gathering) -> int:
    """Places spoken for, guests included. Whoever waits, or joins by video, takes none."""
    rows = _yes(gathering).filter(waiting_since__isnull=True, by_video=False)
    return rows.aggregate(places=Sum(F("guests") + 1))["places"] or 0


def free(gathering: Gathering) -> int | None:
    """Places left; None where nobody said how many there are."""
    return None if gathering.seats is None else max(0, gathering.seats - taken(gathering))


def waiting(gathering: Gathering) -> list[Answer]:
    """The waiting list, first come first."""
    return list(_yes(gathering).filter(waiting_since__isnull=False).order_by("waiting_since", "pk"))


def line_of(gathering: Gathering, person: Person) -> int:
    """Somebody's place on the waiting list, from one on; 0 when they are not on it."""
    line = [row.person_id for row in waiting(gathering)]
    return line.index(person.pk) + 1 if person.pk in line else 0


def diet_of(person: Person) -> str:
    found = _diet.first(person=person)
    return found.words if found else ""


@prepared
def _diet(person: Person) -> QuerySet[Diet]:
    return Diet.objects.filter(person=person)


def with_a_waiting_list() -> QuerySet[Gathering]:
    """Gatherings where somebody waits for a place."""
    waits = Answer.objects.filter(waiting_since__isnull=False).values("gathering")
    return Gathering.objects.filter(pk__in=waits, cancelled_at__isnull=True).select_related("circle")


@dataclass(frozen=True)
class Comer:
    """One person as whoever books the table needs to know them."""

    person_id: int
    name: str
    reply: str
    guests: int
    by_video: bool
    word: str
    diet: str
    late: bool  # said no once the table was booked


def comers(gathering: Gathering) -> list[Comer]:
    """Who comes, may come, or cannot after all: for the person who booked, and for nobody else."""
    rows = list(
        current_answers()
        .filter(gathering=gathering, person__erased_at__isnull=True, waiting_since__isnull=True)
        .select_related("person")
        .order_by("answered_at", "pk")
    )
    names = shown_names(gathering, rows)
    diets = dict(Diet.objects.filter(person__in=[row.person_id for row in rows]).values_list("person_id", "words"))
    return [
        Comer(
            person_id=row.person_id,
            name=names[row.person_id],
            reply=row.reply,
            guests=row.guests,
            by_video=row.by_video,
            word=row.word,
            diet=diets.get(row.person_id, "") if row.reply != Reply.NO and not row.by_video else "",
            late=row.gave_up_at is not None,
        )
        for row in rows
    ]
