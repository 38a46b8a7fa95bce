"""Three slots to fix the next date in one tap, and what fixing it would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings import queries
from entregent.gatherings.dates import Slot
from entregent.gatherings.models import Gathering, Series
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
        told=queries.told_of_dates(circle),
        sends_mail=bool(settings.SMTP_URL),
    )


def usual(offered: Offer, series: Series) -> dict[str, Any]:
    """What the form starts with: the likeliest slot, where people met last."""
    first = offered.slots[0]
    return {"day": first.day, "hour": first.hour, "place": offered.place, "minutes": series.minutes}


def seen(request: HttpRequest) -> int:
    """The series' version on the page this was sent from."""
    typed = request.POST.get("seen", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else NEVER


def fixed_by(gathering: Gathering) -> str:
    """Who fixed it, as the circle calls them; "" for somebody erased."""
    if gathering.fixed_by_id is None:
        return ""
    return circle_queries.names_in(gathering.circle_id, [gathering.fixed_by_id]).get(gathering.fixed_by_id, "")
