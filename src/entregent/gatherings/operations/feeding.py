"""A calendar's secret address: made, stopped, made anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.gatherings.enums import Takes
from entregent.gatherings.models import Feed
from entregent.people.models import Person


@transaction.atomic
def open_feed(*, person: Person, takes: Takes, now: datetime) -> Feed:
    """The one address of a person's dates, or what it takes changed. After a stop it is another one."""
    feed, made = Feed.objects.select_for_update().get_or_create(
        person=person, defaults={"takes": takes, "made_at": now}
    )
    if made:
        return feed
    feed.takes = takes
    if feed.stopped_at:
        feed.generation += 1
        feed.made_at, feed.stopped_at = now, None
    feed.save(update_fields=["takes", "generation", "made_at", "stopped_at"])
    return feed


def stop_feed(*, person: Person, now: datetime) -> bool:
    return bool(Feed.objects.filter(person=person, stopped_at__isnull=True).update(stopped_at=now))


def resume_feed(*, person: Person) -> bool:
    """Take a stop back: the same address answers again."""
    return bool(Feed.objects.filter(person=person, stopped_at__isnull=False).update(stopped_at=None))
