"""The circle's other places, kept by several: named links any settled member adds or takes away."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from entregent.activity.models import Event
from entregent.activity.operations import record
from entregent.circles import rules
from entregent.circles.models import Circle, Place
from entregent.circles.operations.circle import Refused
from entregent.core.folding import clean_line
from entregent.people.models import NAME_LENGTH, Person

URL_LENGTH = 400


class BadPlace(ValueError):
    """No https address in what was given."""


def https_address(written: str) -> str:
    """The address as it will be linked; `https://` is supplied, anything else than https refused."""
    given = written.strip()
    given = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(given)
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError as error:
        raise BadPlace from error
    host = parts.hostname or ""
    bad = parts.scheme != "https" or "." not in host or parts.username is not None or not port_is_fine
    if bad or len(given) > URL_LENGTH or any(sign.isspace() or not sign.isprintable() for sign in given):
        raise BadPlace
    return given


@transaction.atomic
def add_place(*, circle: Circle, name: str, url: str, by: Person, now: datetime) -> Event:
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    rules.allow(circle, by)
    if circle.places.filter(removed_at__isnull=True).count() >= rules.MOST_PLACES:
        raise Refused
    address = https_address(url)
    called = clean_line(name, NAME_LENGTH) or urlsplit(address).hostname or address
    made = Place.objects.create(circle=circle, name=called, url=address, added_by=by, added_at=now)
    return record(
        actor=by, verb="added-place", kind="place", object_id=made.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )


@transaction.atomic
def remove_place(*, circle: Circle, place_id: int, by: Person, now: datetime) -> Event | None:
    """None when it was taken away already, or is another circle's."""
    rules.allow(circle, by)
    if not Place.objects.filter(pk=place_id, circle=circle, removed_at__isnull=True).update(removed_at=now):
        return None
    return record(
        actor=by,
        verb="removed-place",
        kind="place",
        object_id=place_id,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
