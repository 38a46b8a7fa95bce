"""Gatherings as somebody: what is ahead, what was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from entregent.activity.models import Event
from entregent.circles.models import Circle, Membership
from entregent.gatherings import rules
from entregent.gatherings.models import Gathering
from entregent.people.models import Person


def fixed() -> Q:
    return Q(fixed_at__isnull=False, cancelled_at__isnull=True)


def visible_gathering(*, viewer: Person, key: str) -> Gathering | None:
    """A gathering as a member of its circle; None for everybody else, whether it exists or not."""
    return (
        Gathering.objects.filter(key=key, circle__deleted_at__isnull=True)
        .filter(circle__memberships__person=viewer, circle__memberships__left_at__isnull=True)
        .select_related("circle", "fixed_by", "cancelled_by", "recorded_by", "venue")
        .first()
    )


def by_id(circle: Circle, gathering_ids: Sequence[int]) -> dict[int, Gathering]:
    """Gatherings of a circle one may see, among those the journal speaks of."""
    return {row.pk: row for row in circle.gatherings.filter(pk__in=gathering_ids)}


def gathering_of_link(gathering_id: int) -> Gathering | None:
    rows = Gathering.objects.select_related("circle", "fixed_by", "cancelled_by")
    return rows.filter(pk=gathering_id, circle__deleted_at__isnull=True).first()


def gathering_to_answer(person: Person, gathering_id: int) -> Gathering | None:
    """A gathering as whoever a mail's link stands for: a member of its circle, or a guest who was brought to it."""
    gathering = gathering_of_link(gathering_id)
    if gathering is None:
        return None
    here = Membership.objects.filter(circle=gathering.circle, person=person, left_at__isnull=True)
    brought = gathering.answers.filter(person=person, brought_by__isnull=False)
    return gathering if here.exists() or brought.exists() else None


def next_gathering(circle: Circle, now: datetime) -> Gathering | None:
    """The next date that counts: fixed, not cancelled, not over."""
    return next(iter(coming(circle, now)), None)


def coming(circle: Circle, now: datetime) -> list[Gathering]:
    """The dates that count, the one that takes place now among them, soonest first."""
    rows = circle.gatherings.filter(fixed(), starts_at__gt=now - rules.LONGEST).select_related("fixed_by")
    return [row for row in rows.order_by("starts_at") if row.ends_at > now]


def next_to_come(circle: Circle, now: datetime, besides: Gathering | None = None) -> Gathering | None:
    """The next date that has not begun; `besides` is one already spoken of."""
    rows = circle.gatherings.filter(fixed(), starts_at__gt=now).order_by("starts_at")
    return next((row for row in rows[:2] if row != besides), None)


def following_gathering(gathering: Gathering) -> Gathering | None:
    later = gathering.circle.gatherings.filter(fixed(), starts_at__gt=gathering.starts_at)
    return later.order_by("starts_at").first()


def last_gathering(circle: Circle, now: datetime) -> Gathering | None:
    return last_of(past_gatherings(circle, now)[:4], now)


def last_of(past: Iterable[Gathering], now: datetime) -> Gathering | None:
    """The newest that is over."""
    return next((row for row in past if row.ends_at <= now), None)


def past_gatherings(circle: Circle, now: datetime) -> QuerySet[Gathering]:
    return circle.gatherings.filter(fixed(), starts_at__lte=now).order_by("-starts_at")


def past_page(circle: Circle, now: datetime, before: datetime | None, most: int = 30) -> list[Gathering]:
    """One page of what was, newest first, with how many were `there`; one row more than `most` when there is more."""
    rows = past_gatherings(circle, now).annotate(there=Count("attendances"))
    if before is not None:
        rows = rows.filter(starts_at__lt=before)
    return list(rows[: most + 1])


def upcoming_for(person: Person, now: datetime) -> list[Gathering]:
    """The next date of each of a person's circles, soonest first."""
    rows = (
        Gathering.objects.filter(fixed(), starts_at__gt=now - rules.LONGEST, circle__deleted_at__isnull=True)
        .filter(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
        .select_related("circle")
        .order_by("starts_at")
    )
    first: dict[int, Gathering] = {}
    for row in rows:
        if row.ends_at > now:
            first.setdefault(row.circle_id, row)
    return list(first.values())


def move_to_call_back(gathering: Gathering, by: Person, now: datetime) -> Event | None:
    """The move this person may still take back: their own, the last thing announced, its mails not gone."""
    if gathering.mail_leaves_at is None or now >= gathering.mail_leaves_at:
        return None
    last = Event.objects.filter(kind="gathering", object_id=gathering.pk).order_by("-at", "-pk").first()
    if last is None or last.verb != "moved" or last.actor_id != by.pk or last.undone_by_id:
        return None
    return last if now < last.at + rules.MAIL_CALLED_BACK else None
