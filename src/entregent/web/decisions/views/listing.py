"""What a circle is asked to agree on, and what it decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.decisions import queries
from entregent.decisions.models import Proposal
from entregent.decisions.registry import kind_of
from entregent.people.models import Person
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.decisions.words import state_in_words

MOST_WAITING = 100


@dataclass(frozen=True)
class Line:
    key: str
    title: str
    state: str
    day: date  # until when, or since
    awaits: bool


@dataclass(frozen=True)
class DecisionsPage:
    circle: Circle
    today: date
    open: list[Line]
    settled: list[Line]
    more: int  # after which the next page begins; 0 when there is none


@require_safe
@signed_in
def decisions(request: HttpRequest, slug: str) -> HttpResponse:
    circle, after = circle_or_404(request, slug), request.GET.get("after", "")
    begins = int(after) if after.isdecimal() and len(after) <= 18 else 0
    page = decisions_page(circle, person(request), moment(request), begins)
    return TemplateResponse(request, "decisions/decisions.html", {"page": page})


def decisions_page(circle: Circle, reader: Person, now: datetime, after: int) -> DecisionsPage:
    waits = {one.proposal.pk for one in queries.awaiting_here(circle, reader, now, MOST_WAITING)}
    settled = queries.settled_in(circle, after)
    shown = settled[: queries.PAGE]
    waiting = [] if after else queries.open_in(circle).filter(queries.listed(reader))
    return DecisionsPage(
        circle=circle,
        today=local(now, circle.zone).date(),
        open=[_line(one, now, one.pk in waits) for one in waiting],
        settled=[_line(one, now) for one in shown],
        more=shown[-1].pk if len(settled) > len(shown) else 0,
    )


def _line(proposal: Proposal, now: datetime, awaits: bool = False) -> Line:
    return Line(
        key=proposal.key,
        title=kind_of(proposal).title(proposal),
        state=state_in_words(proposal, now),
        day=local(proposal.settled_at or proposal.closes_at, proposal.circle.zone).date(),
        awaits=awaits,
    )
