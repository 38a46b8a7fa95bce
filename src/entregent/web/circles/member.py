"""One person of a circle, as one member of it may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from entregent.circles import queries
from entregent.circles.models import Circle, Membership
from entregent.circles.queries.naming import known_to
from entregent.core.walltime import local
from entregent.people.models import Person
from entregent.profiles import queries as profiles
from entregent.profiles.enums import Sector
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.newcomers import nameless
from entregent.web.me.profile import as_picture


@dataclass(frozen=True)
class Member:
    circle: Circle
    key: str
    name: str
    is_me: bool
    eyebrow: str  # trade, sector, town: what is shown of them
    card: profiles.Card
    host: str
    since: date
    may_part: bool  # the circle may be asked to
    today: date


@require_safe
@signed_in
def member(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    row = member_or_404(circle, person(request), key)
    page = member_page(circle, row, person(request), local(moment(request), circle.zone).date())
    return TemplateResponse(request, "circles/one_member.html", {"page": page})


@require_safe
@signed_in
def photo(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    row = member_or_404(circle, person(request), key)
    return as_picture(profiles.photo(viewer=person(request), circle=circle, person=row.person))


def member_or_404(circle: Circle, reader: Person, key: str) -> Membership:
    row = queries.members(circle=circle, viewer=reader).filter(person__key=key).first()
    if row is None:
        raise Http404
    return row


def member_page(circle: Circle, row: Membership, reader: Person, today: date) -> Member:
    card = profiles.card(viewer=reader, circle=circle, person=row.person)
    trade = profiles.trades(viewer=reader, circle=circle, person_ids=[row.person_id]).get(row.person_id, row.trade)
    sector = str(Sector(card.sector).label) if card.sector else ""
    hosts = known_to(reader, circle.pk, [row.invited_by_id])
    return Member(
        circle=circle,
        key=row.person.key,
        name=row.shown_name or nameless(),
        is_me=row.person_id == reader.pk,
        eyebrow=" · ".join(filter(None, [trade, sector, card.town])),
        card=card,
        host=hosts.get(row.invited_by_id or 0, ""),
        since=local(row.joined_at, circle.zone).date(),
        may_part=row.imported_at is None and circle.archived_at is None,
        today=today,
    )
