"""Opening a circle, at once or after the code has come back."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from entregent.circles import operations as circles
from entregent.circles import rules
from entregent.core.idempotency import once
from entregent.gatherings import operations as gatherings
from entregent.people.models import Person
from entregent.web.access import moment
from entregent.web.language import spoken
from entregent.web.sending import key_of

OPENING = "opening"


@dataclass(frozen=True)
class Opening:
    circle: str = ""
    once: str = ""


def go_on(request: HttpRequest, person: Person, opening: Opening) -> HttpResponse:
    """Straight to the new circle; by the page that asks, when a name is missing or circles are not opened here."""
    if not person.name or not rules.may_open(person):
        request.session[OPENING] = asdict(opening)
        return redirect("open-circle")
    return redirect("circle", slug=open_now(request, person, opening))


def put_off(request: HttpRequest) -> Opening:
    return Opening(**request.session.get(OPENING, {}))


def open_now(request: HttpRequest, person: Person, opening: Opening) -> str:
    now = moment(request)

    def effect() -> str:
        language, zone = ways_of(person)
        circle = circles.open_circle(name=opening.circle, by=person, now=now, language=language, zone=zone)
        gatherings.start_series(circle, now)
        return circle.slug

    slug = once(key_of("open", person.pk, opening.once), now, effect)
    request.session.pop(OPENING, None)
    return slug


def ways_of(person: Person) -> tuple[str, str]:
    """The language and zone a circle starts with: its founder's."""
    return person.language or spoken(), person.zone or settings.DEFAULT_ZONE
