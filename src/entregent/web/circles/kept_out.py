"""Kept out for two weeks: said to the person themselves, plainly, wherever they would have come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from entregent.circles.models import Circle, Suspension
from entregent.circles.queries import suspending
from entregent.core.walltime import local
from entregent.people.models import Person

NOT_FOR_NOW = 403


@dataclass(frozen=True)
class KeptOut:
    circle: str
    slug: str
    ends: date
    today: date


def kept_out(held: Suspension, now: datetime) -> KeptOut:
    ends, today = (local(at, held.circle.zone).date() for at in (held.ends_at, now))
    return KeptOut(held.circle.name, held.circle.slug, ends, today)


def kept_out_of(person: Person, now: datetime) -> tuple[KeptOut, ...]:
    return tuple(kept_out(held, now) for held in suspending.suspended_from(person))


def said(request: HttpRequest, held: Suspension, now: datetime) -> HttpResponse:
    """Where a link or a code would have led in."""
    page = {"one": kept_out(held, now), "circle": held.circle}
    return TemplateResponse(request, "circles/kept_out.html", page, status=NOT_FOR_NOW)


def said_if_kept_out(request: HttpRequest, circle: Circle, reader: Person, now: datetime) -> HttpResponse | None:
    held = suspending.keeping_out(reader, circle.pk)
    return said(request, held, now) if held else None
