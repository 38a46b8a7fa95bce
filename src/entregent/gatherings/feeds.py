"""Which dates stand in a calendar somebody subscribed to, and the address it is read at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from entregent.activity.queries import last_touched
from entregent.circles.models import Circle
from entregent.core import links
from entregent.gatherings.calendar import Dated, last_change
from entregent.gatherings.enums import Reply, Takes
from entregent.gatherings.models import Answer, Feed, Gathering
from entregent.people.models import Person

GOES_BACK = timedelta(days=180)
MOST = 2000


@dataclass(frozen=True)
class Subscribed:
    dates: tuple[Dated, ...]
    changed_at: datetime


def feed_of(person: Person) -> Feed | None:
    return Feed.objects.filter(person=person, stopped_at__isnull=True).first()


def token_of(feed: Feed) -> str:
    return links.derive(feed.pk, _door(feed), feed.generation)


def feed_at(token: str) -> Feed | None:
    """The feed an address stands for: forged, stopped and somebody's who was erased look the same."""
    number = links.number_of(token)
    if number is None:
        return None
    rows = Feed.objects.filter(pk=number, stopped_at__isnull=True, person__erased_at__isnull=True)
    feed = rows.select_related("person").first()
    return feed if feed and links.holds(token, feed.pk, _door(feed), feed.generation) else None


def _door(feed: Feed) -> str:
    return f"feed:{feed.person_id}"


def dates_for(feed: Feed, now: datetime) -> Subscribed:
    """What this person may know of and chose to see, cancelled dates among them: a calendar must learn of those."""
    person = feed.person
    member = Q(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
    brought = Q(answers__person=person, answers__brought_by__isnull=False)
    rows = Gathering.objects.filter(member | brought, circle__deleted_at__isnull=True)
    given = Answer.objects.filter(person=person)
    if feed.takes == Takes.COMING:
        rows = rows.filter(pk__in=given.filter(reply__in=(Reply.YES, Reply.MAYBE)).values("gathering"))
    shown = _shown(rows.distinct(), now)
    answers = {one.gathering_id: one for one in given.filter(gathering__in=shown)}
    dates = _dated(shown, answers)
    latest = given.order_by("-answered_at").values_list("answered_at", flat=True).first()
    return Subscribed(dates, max([feed.made_at, *filter(None, [latest]), *(one.changed_at for one in dates)]))


def dates_of(circle: Circle, now: datetime) -> Subscribed:
    """Every fixed date of an open circle, for anybody: when it meets, as its public page says, and no more."""
    dates = tuple(replace(one, is_public=True) for one in _dated(_shown(circle.gatherings.all(), now), {}))
    return Subscribed(dates, max([circle.opened_at, *(one.changed_at for one in dates)]))


def _shown(rows: QuerySet[Gathering], now: datetime) -> list[Gathering]:
    fixed = rows.filter(fixed_at__isnull=False, starts_at__gt=now - GOES_BACK)
    return list(fixed.select_related("circle").order_by("starts_at", "pk")[:MOST])


def _dated(gatherings: Sequence[Gathering], answers: dict[int, Answer]) -> tuple[Dated, ...]:
    touched = last_touched("gathering", [one.pk for one in gatherings])
    return tuple(_one(each, answers.get(each.pk), touched.get(each.pk)) for each in gatherings)


def _one(gathering: Gathering, answer: Answer | None, touched: datetime | None) -> Dated:
    moments = [last_change(gathering), touched, answer.answered_at if answer else None]
    since = gathering.moved_at
    return Dated(
        gathering,
        max(filter(None, moments)),
        answer.reply if answer else "",
        is_sure=answer is None or since is None or answer.answered_at >= since,
        is_waiting=answer is not None and answer.waiting_since is not None,
    )
