"""Three slots to fix the next date in one tap, and what fixing it would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from entregent.circles.models import Circle
from entregent.circles.queries.naming import known_to
from entregent.core.walltime import local
from entregent.gatherings import queries
from entregent.gatherings.dates import Slot
from entregent.gatherings.models import Gathering, Series, Venue
from entregent.people.models import Person
from entregent.web.sending import new_sending

NEVER = -1  # a version no series has: whoever sends none acted from no page of ours


@dataclass(frozen=True)
class Offer:
    slots: list[Slot]
    place: str
    url: str
    seen: int
    once: str
    today: date
    told: int
    sends_mail: bool


def offer(circle: Circle, series: Series, now: datetime) -> Offer:
    return Offer(
        slots=queries.offered_slots(circle, series, now),
        place=queries.usual_place(circle, series, now),
        url=reverse("fix-date", args=[circle.slug]),
        seen=series.version,
        once=new_sending(),
        today=local(now, circle.zone).date(),
        told=queries.told_of_dates(circle, now),
        sends_mail=bool(settings.SMTP_URL),
    )


def usual(offered: Offer, series: Series) -> dict[str, Any]:
    """What the form starts with: the likeliest slot, where people met last."""
    first = offered.slots[0]
    return {"day": first.day, "hour": first.hour, "place": offered.place, "minutes": series.minutes} | {
        "seats": series.seats,
        "video": series.video,
    }


def venue_of(book: Sequence[Venue], place: str, asked: str = "") -> dict[str, str]:
    """The place of the book that was asked for, or that these words mean; then nothing has to be typed."""
    known = next((venue for venue in book if venue.key == asked), None)
    known = known or next((venue for venue in book if place and venue.is_called(place)), None)
    return {"venue": known.key, "place": ""} if known else {}


def seen(request: HttpRequest) -> int:
    """The series' version on the page this was sent from."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else NEVER


def fixed_by(gathering: Gathering, reader: Person) -> str:
    """Who fixed it, as the circle calls them; "" for somebody erased, or hidden from the reader."""
    return known_to(reader, gathering.circle_id, [gathering.fixed_by_id]).get(gathering.fixed_by_id or 0, "")
