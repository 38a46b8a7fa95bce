"""The circle's people: found by a few letters, thirty at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entregent.circles import queries, rules
from entregent.circles.models import Circle, Membership
from entregent.circles.queries import settling
from entregent.circles.queries.naming import known_to
from entregent.people.models import Person
from entregent.profiles import queries as profiles
from entregent.web.access import circle_or_404, person, signed_in
from entregent.web.circles.newcomers import nameless

LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Listed:
    id: int
    key: str
    name: str
    note: str
    is_me: bool
    unreached: str  # why no mail of the circle reaches them
    may_be_suspended: bool = False
    is_new: bool = False  # where newcomers wait to be settled
    vouched: bool = False  # by the reader


@dataclass(frozen=True)
class Members:
    circle: Circle
    size: int
    search: str
    trade: str
    trades: list[str]
    people: list[Listed]
    is_first: bool
    after: str  # where the next page starts
    may_vouch: bool = False
    may_suspend: bool = False


@require_safe
@signed_in
def members(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    asked = {name: request.GET.get(name, "").strip()[:LONGEST_SEARCH] for name in ("search", "after", "trade")}
    page = members_page(circle, person(request), **asked)
    return TemplateResponse(request, "circles/members.html", {"page": page})


def members_page(circle: Circle, reader: Person, search: str, after: str, trade: str) -> Members:
    among = profiles.of_trade(viewer=reader, circle=circle, trade=trade) if trade else None
    found = profiles.with_skill(viewer=reader, circle=circle, search=search)
    rows = queries.members_page(circle=circle, viewer=reader, search=search, after=after, among=among, found=found)
    shown = rows[: queries.PAGE]
    size, confirmed = settling.how_many(circle)
    limited = rules.limits_newcomers(circle)
    vouched = settling.vouched_by(circle, reader) if limited else set()
    trades = profiles.trades(viewer=reader, circle=circle, person_ids=[row.person_id for row in shown])
    why = profiles.skills_like(viewer=reader, circle=circle, search=search, person_ids=[row.person_id for row in shown])
    hosts = known_to(reader, circle.pk, [reader.pk, *(row.invited_by_id for row in shown)])
    return Members(
        circle=circle,
        size=size,
        search=search,
        trade=trade,
        trades=profiles.trades_in(viewer=reader, circle=circle),
        people=[
            _listed(
                row,
                hosts,
                reader,
                limited,
                vouched,
                _notes(trades.get(row.person_id, row.trade), why.get(row.person_id)),
            )
            for row in shown
        ],
        is_first=not after,
        after=shown[-1].person.key if len(rows) > len(shown) else "",
        may_vouch=limited and rules.may(circle, reader),
        may_suspend=confirmed > rules.VOICES and rules.may(circle, reader),
    )


def _notes(*said: str | None) -> str:
    return " · ".join(filter(None, said))


def _listed(
    row: Membership, hosts: dict[int, str], reader: Person, limited: bool, vouched: set[int], trade: str
) -> Listed:
    host = hosts.get(row.invited_by_id or 0, "")
    came = _("invited by %(name)s") % {"name": host} if host else ""
    return Listed(
        id=row.pk,
        key=row.person.key,
        name=row.shown_name or nameless(),
        note=_notes(trade, came),
        is_me=row.person_id == reader.pk,
        unreached="" if row.circle.archived_at else _unreached(row),
        may_be_suspended=not row.imported_at and not row.circle.archived_at,
        is_new=limited and row.settled_at is None,
        vouched=row.person_id in vouched,
    )


def _unreached(row: Membership) -> str:
    if not row.person.addresses.all():
        return _("by name alone: gets no mail")
    return _("from a file: has not come in yet") if row.imported_at else ""
