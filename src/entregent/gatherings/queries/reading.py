"""Gatherings as somebody: what is ahead, what was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from entregent.activity.models import Event
from entregent.circles.models import Circle, Membership
from entregent.core.prepared import prepared
from entregent.gatherings import rules
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

JUST_BEFORE = timedelta(microseconds=1)


def fixed() -> Q:
    return Q(fixed_at__isnull=False, cancelled_at__isnull=True)


def visible_gathering(*, viewer: Person, key: str) -> Gathering | None:
    """A gathering as a member of its circle; None for everybody else, whether it exists or not."""
    return _visible.first(viewer=viewer, key=key)


@prepared
def _visible(viewer: Person, key: str) -> QuerySet[Gathering]:
    return (
        Gathering.objects.filter(key=key, circle__deleted_at__isnull=True)
        .filter(circle__memberships__person=viewer, circle__memberships__left_at__isnull=True)
        .select_related("circle", "fixed_by", "cancelled_by", "recorded_by", "venue")[:1]
    )


def by_id(circle: Circle, gathering_ids: Sequence[int]) -> dict[int, Gathering]:
    """Gatherings of a circle one may see, among those the journal speaks of."""
    return {row.pk: row for row in circle.gatherings.filter(pk__in=gathering_ids)}


def gathering_of_link(gathering_id: int) -> Gathering | None:
    return _of_link.first(gathering_id=gathering_id)


@prepared
def _of_link(gathering_id: int) -> QuerySet[Gathering]:
    rows = Gathering.objects.select_related("circle", "fixed_by", "cancelled_by")
    return rows.filter(pk=gathering_id, circle__deleted_at__isnull=True)


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
    return [row for row in _in_circle(_coming(circle=circle, now=now), circle) if row.ends_at > now]


@prepared
def _coming(circle: Circle, now: datetime) -> QuerySet[Gathering]:
    rows = Gathering.objects.filter(fixed(), circle=circle, starts_at__gt=now - rules.LONGEST)
    return rows.select_related("fixed_by").order_by("starts_at")


def _in_circle(rows: list[Gathering], circle: Circle) -> list[Gathering]:
    for row in rows:
        row.circle = circle
    return rows


def next_to_come(circle: Circle, now: datetime, besides: Gathering | None = None) -> Gathering | None:
    """The next date that has not begun; `besides` is one already spoken of."""
    rows = _in_circle(_to_come(circle=circle, now=now), circle)
    return next((row for row in rows if row != besides), None)


@prepared
def _to_come(circle: Circle, now: datetime) -> QuerySet[Gathering]:
    return Gathering.objects.filter(fixed(), circle=circle, starts_at__gt=now).order_by("starts_at")[:2]


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
    until = now if before is None else min(now, before - JUST_BEFORE)
    return _in_circle(_past(most + 1, circle=circle, until=until), circle)


@prepared
def _past(most: int, circle: Circle, until: datetime) -> QuerySet[Gathering]:
    rows = Gathering.objects.filter(fixed(), circle=circle, starts_at__lte=until).order_by("-starts_at")
    return rows.annotate(there=Count("attendances"))[:most]


def upcoming_for(person: Person, now: datetime) -> list[Gathering]:
    """The next date of each of a person's circles, soonest first."""
    first: dict[int, Gathering] = {}
    for row in _upcoming(person=person, now=now):
        if row.ends_at > now:
            first.setdefault(row.circle_id, row)
    return list(first.values())


@prepared
def _upcoming(person: Person, now: datetime) -> QuerySet[Gathering]:
    rows = Gathering.objects.filter(fixed(), starts_at__gt=now - rules.LONGEST, circle__deleted_at__isnull=True)
    mine = rows.filter(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
    return mine.select_related("circle").order_by("starts_at")


def move_to_call_back(gathering: Gathering, by: Person, now: datetime) -> Event | None:
    """The move this person may still take back: their own, the last thing announced, its mails not gone."""
    if gathering.mail_leaves_at is None or now >= gathering.mail_leaves_at:
        return None
    last = Event.objects.filter(kind="gathering", object_id=gathering.pk).order_by("-at", "-pk").first()
    if last is None or last.verb != "moved" or last.actor_id != by.pk or last.undone_by_id:
        return None
    return last if now < last.at + rules.MAIL_CALLED_BACK else None
