"""The circle's people: found by a few letters, thirty at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entregent.circles import queries
from entregent.circles.models import Circle, Membership
from entregent.people.models import Person
from entregent.web.access import circle_or_404, person, signed_in
from entregent.web.circles.newcomers import nameless

LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Listed:
    key: str
    name: str
    note: str
    is_me: bool
    unreached: str  # why no mail of the circle reaches them


@dataclass(frozen=True)
class Members:
    circle: Circle
    size: int
    search: str
    people: list[Listed]
    is_first: bool
    after: str  # where the next page starts


@require_safe
@signed_in
def members(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    search, after = (request.GET.get(name, "").strip()[:LONGEST_SEARCH] for name in ("search", "after"))
    page = members_page(circle, person(request), search, after)
    return TemplateResponse(request, "circles/members.html", {"page": page})


def members_page(circle: Circle, reader: Person, search: str, after: str) -> Members:
    rows = queries.members_page(circle=circle, viewer=reader, search=search, after=after)
    shown = rows[: queries.PAGE]
    hosts = queries.names_in(circle.pk, [reader.pk, *(row.invited_by_id for row in shown if row.invited_by_id)])
    return Members(
        circle=circle,
        size=queries.live_memberships(circle).count(),
        search=search,
        people=[_listed(row, hosts, reader) for row in shown],
        is_first=not after,
        after=shown[-1].person.key if len(rows) > len(shown) else "",
    )


def _listed(row: Membership, hosts: dict[int, str], reader: Person) -> Listed:
    host = hosts.get(row.invited_by_id or 0, "")
    came = _("invited by %(name)s") % {"name": host} if host else ""
    return Listed(
        key=row.person.key,
        name=row.shown_name or nameless(),
        note=" · ".join(filter(None, [row.trade, came])),
        is_me=row.person_id == reader.pk,
        unreached="" if row.circle.archived_at else _unreached(row),
    )


def _unreached(row: Membership) -> str:
    if not row.person.addresses.all():
        return _("by name alone: gets no mail")
    return _("from a file: nobody has written to them yet") if row.imported_at else ""
