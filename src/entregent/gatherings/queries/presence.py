"""Who was there, and what a circle usually looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, QuerySet, Subquery

from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, InviteLink, Membership
from entregent.circles.queries import names_in
from entregent.circles.queries.caring import cared_for
from entregent.gatherings import rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Attendance, Gathering
from entregent.gatherings.queries.answers import Seated, answers, unnamed
from entregent.gatherings.queries.reading import fixed, last_gathering, past_page
from entregent.people.models import Block, Person
from entregent.people.queries import blocked_pairs

QUIET_FOR, YEAR = timedelta(days=60), timedelta(days=365)
CAME, MEETS = 3, 3  # times somebody came within the year, and gatherings held since
MOST_ASKED = 10
HABIT_OF = 8  # gatherings


def attendance(gathering: Gathering) -> QuerySet[Attendance]:
    return gathering.attendances.select_related("person", "said_by").order_by("pk")


def were_there(gathering: Gathering, viewer: Person) -> list[Seated]:
    """Who was at the table, by name, as one member sees it. Somebody erased, or hidden from them, keeps their seat."""
    rows, hidden = attendance(gathering), blocked_pairs(viewer)
    names = names_in(gathering.circle_id, [row.person_id for row in rows])
    return [
        unnamed(Reply.YES)
        if row.person_id in hidden
        else Seated(row.person_id, names.get(row.person_id, ""), Reply.YES, 0)
        for row in rows
    ]


def takes_check_in(gathering: Gathering, now: datetime) -> bool:
    """Whether each may say "I'm here": once somebody laid the code on the table, or somebody has said so."""
    if gathering.recorded_at is not None or not rules.table_is_open(gathering, now) or gathering.ends_at <= now:
        return False
    return table_link_of(gathering, now) is not None or gathering.attendances.filter(person=F("said_by")).exists()


def people_at(gathering: Gathering) -> list[Person]:
    """Who is at the table: those said to have been there, else those who answered that they come."""
    there = [row.person for row in attendance(gathering)]
    return there or [row.person for row in answers(gathering) if row.reply == Reply.YES and row.waiting_since is None]


@dataclass(frozen=True)
class Habit:
    """How a circle usually sits down, in whole numbers: for words like "twelve or thirteen each week"."""

    low: int
    high: int
    gatherings: int


def usual_size(circle: Circle, now: datetime) -> Habit | None:
    return habit_of(past_page(circle, now, None, most=HABIT_OF))


def habit_of(past: Sequence[Gathering]) -> Habit | None:
    """From a page of what was, newest first."""
    counts = sorted(int(row.there) for row in past[:HABIT_OF] if row.recorded_at)  # type: ignore[attr-defined]
    if len(counts) < 3:
        return None
    return Habit(counts[len(counts) // 4], counts[(3 * len(counts)) // 4], len(counts))


def unrecorded(circle: Circle, now: datetime) -> Gathering | None:
    """The last gathering, when nobody has yet said who was there."""
    return asked_about(last_gathering(circle, now), now)


def asked_about(last: Gathering | None, now: datetime) -> Gathering | None:
    """The last one, while somebody may still be asked who was there."""
    if last is None or last.recorded_at or last.imported_at or now - last.ends_at > timedelta(days=14):
        return None
    return last


def table_link_of(gathering: Gathering, now: datetime) -> InviteLink | None:
    """The code shown around this table, while it may be scanned."""
    shown = InviteLink.objects.filter(circle=gathering.circle_id, gathering_id=gathering.pk, revoked_at__isnull=True)
    return shown.filter(expires_at__gt=now, uses__lt=F("most_uses")).first()


def regulars(circle: Circle, before: Gathering, last: int = 6) -> set[int]:
    """Ids of those who were at one of the last gatherings before this one."""
    recent = circle.gatherings.filter(fixed(), starts_at__lt=before.starts_at).order_by("-starts_at")[:last]
    there = Attendance.objects.filter(gathering__in=[row.pk for row in recent])
    return set(there.values_list("person_id", flat=True))


def stopped(circle: Circle, viewer: Person, now: datetime) -> QuerySet[Any, Any]:
    """Members who came and no longer do. Asked of who was there: it costs what a year of tables holds, however large
    the circle."""
    quiet = now - QUIET_FOR
    held = (
        Gathering.objects.filter(fixed(), circle=circle, starts_at__lte=now).order_by("-starts_at").values("starts_at")
    )
    goes_on = Circle.objects.filter(pk=circle.pk, archived_at__isnull=True).annotate(
        goes_on=Subquery(held[MEETS - 1 : MEETS])
    )
    here = Membership.objects.filter(circle=circle, person=OuterRef("person"), left_at=None, imported_at=None)
    rows = (
        Attendance.objects.filter(gathering__circle__in=goes_on.filter(goes_on__gt=quiet))
        .filter(gathering__starts_at__gt=now - YEAR, person__erased_at__isnull=True)
        .filter(Exists(here.filter(no_word_at__isnull=True).exclude(mail=MailLevel.NONE)))
        .exclude(person=viewer)
        .exclude(Exists(Block.objects.filter(by=OuterRef("person"), person=viewer)))
        .exclude(Exists(Block.objects.filter(person=OuterRef("person"), by=viewer)))
        .exclude(person__in=cared_for(circle, now))
    )
    times = rows.values("person").annotate(times=Count("pk"), last=Max("gathering__starts_at"))
    return times.filter(times__gte=CAME, last__lte=quiet).order_by("-last", "person")


def somebody_stopped_coming(circle: Circle, viewer: Person, now: datetime) -> bool:
    return stopped(circle, viewer, now).exists()


def stopped_coming(circle: Circle, viewer: Person, now: datetime) -> list[Person]:
    """Members who came and no longer do, while the circle goes on meeting: never for a page to list.

    Those who want no mail, no such word, or got one not long ago are left out; those last seen come first.
    """
    ids = [row["person"] for row in stopped(circle, viewer, now)[:MOST_ASKED]]
    people = Person.objects.in_bulk(ids)
    return [people[pk] for pk in ids]
