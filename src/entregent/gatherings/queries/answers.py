"""Who comes: answers, tables, standing answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from entregent.circles.models import Circle, Membership
from entregent.circles.queries import names_at, names_in
from entregent.core.prepared import among, prepared
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Answer, Attendance, Gathering, StandingAnswer
from entregent.people.models import Person
from entregent.people.queries import apart_from, blocked_pairs

WAITING = "waiting"
SEATED = (
    "gathering_id",
    "person_id",
    "name",
    "person__name",
    "person__key",
    "reply",
    "guests",
    "word",
    "by_video",
    "waiting_since",
)  # what a table shows of an answer


def current_answers() -> QuerySet[Answer]:
    """Answers that speak of the gathering's present date, from people still there when it begins.

    Those given before it was moved do not count, nor those of members who left before it took place.
    """
    gone = Membership.objects.filter(
        circle=OuterRef("gathering__circle"), person=OuterRef("person"), left_at__lte=OuterRef("gathering__starts_at")
    )
    still = Q(gathering__moved_at__isnull=True) | Q(answered_at__gte=F("gathering__moved_at"))
    return Answer.objects.filter(still).exclude(Exists(gone), brought_by__isnull=True)


def answers(gathering: Gathering, viewer: Person | None = None) -> list[Answer]:
    rows = (
        current_answers()
        .filter(gathering=gathering, person__erased_at__isnull=True)
        .select_related("person", "brought_by")
    )
    if viewer is not None:
        rows = rows.exclude(person__in=blocked_pairs(viewer) - {viewer.pk})
    return list(rows.order_by("answered_at", "pk"))


def answer_of(gathering: Gathering, person: Person) -> Answer | None:
    row = _answer_of.first(gathering=gathering, person=person)
    if row is not None:
        row.gathering = gathering
    return row


@prepared
def _answer_of(gathering: Gathering, person: Person) -> QuerySet[Answer]:
    return current_answers().filter(gathering=gathering, person=person).order_by("pk")[:1]


def shown_names(gathering: Gathering, people: list[Answer]) -> dict[int, str]:
    """What each person who answered is called at this table, by person id."""
    known = names_in(gathering.circle_id, [row.person_id for row in people])
    return {row.person_id: known.get(row.person_id) or row.name for row in people}


@dataclass(frozen=True)
class Seated:
    """One person's answer, as a table shows it. `reply` is what it comes to: a yes without a place is WAITING.

    Whom a block hides from the reader keeps their seat, so that a table counts the same for everybody; nothing else of
    them is said.
    """

    person_id: int
    name: str
    reply: str
    guests: int
    word: str = ""
    by_video: bool = False
    hidden: bool = False
    key: str = field(default="", compare=False)  # of their page; guests have none
    has_been: bool = field(default=True, compare=False)  # at a table of this circle before

    @property
    def said(self) -> str:
        """What they answered."""
        return str(Reply.YES) if self.reply == WAITING else self.reply


def seated(gatherings: Sequence[Gathering], viewer: Person) -> dict[int, list[Seated]]:
    """Who answered what, table by table, those who wait in their order; as many queries for three tables as for one."""
    rows = _seated(gatherings=[one.pk for one in gatherings], viewer=viewer) if gatherings else []
    circles = {one.pk: one.circle_id for one in gatherings}
    names = names_at(circles.values(), [row.person_id for row in rows])
    tables: dict[int, list[Seated]] = {one.pk: [] for one in gatherings}
    for row in rows:
        reply = WAITING if row.waiting_since else row.reply
        if row.is_hidden:
            tables[row.gathering_id].append(unnamed(reply, row.guests, row.by_video))
            continue
        here = names.get((circles[row.gathering_id], row.person_id))
        name = here or row.name or row.person__name
        more = {"key": row.person__key if here else "", "has_been": row.has_been}
        one = Seated(row.person_id, name, reply, row.guests, row.word, row.by_video, **more)
        tables[row.gathering_id].append(one)
    return tables


@prepared
def _seated(gatherings: Sequence[int], viewer: Person) -> QuerySet[Answer, Any]:
    people = current_answers().filter(among("gathering", gatherings), person__erased_at__isnull=True)
    before = Attendance.objects.filter(person=OuterRef("person"), gathering__circle=OuterRef("gathering__circle"))
    told = people.annotate(has_been=Exists(before), is_hidden=apart_from(viewer))
    order = (F("waiting_since").asc(nulls_first=True), "answered_at", "pk")
    return told.order_by(*order).values_list(*SEATED, "has_been", "is_hidden", named=True)


def unnamed(reply: str, guests: int = 0, by_video: bool = False) -> Seated:
    return Seated(0, "", reply, guests, by_video=by_video, hidden=True)


def standing_answers_of(person: Person) -> list[StandingAnswer]:
    rows = StandingAnswer.objects.filter(person=person, ended_at__isnull=True, circle__deleted_at__isnull=True)
    mine = rows.filter(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
    return list(mine.select_related("circle").order_by("circle__name_folded", "pk"))


def standing_answer(circle: Circle, person: Person) -> StandingAnswer | None:
    return _standing.first(circle=circle, person=person)


@prepared
def _standing(circle: Circle, person: Person) -> QuerySet[StandingAnswer]:
    return StandingAnswer.objects.filter(circle=circle, person=person, ended_at__isnull=True).order_by("pk")[:1]
