"""The circle's charter: what holds, who consented, what was before, and when it is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.circles.models import Circle
from entregent.circles.rules import may
from entregent.core.walltime import local
from entregent.decisions import operations
from entregent.decisions.enums import Section
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.operations import TooLate
from entregent.decisions.queries import charter as charters
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in
from entregent.web.decisions.page import DecisionPage, decision_page


@dataclass(frozen=True)
class CharterPage:
    circle: Circle
    today: date
    charter: Charter | None
    sections: list[tuple[str, str]]
    adopted: date | None
    decision: DecisionPage | None  # who consented, who objected and why
    proposed: Proposal | None
    others: list[Charter]
    holds: bool
    is_due: bool
    may: bool


@require_safe
@signed_in
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    circle, number = circle_or_404(request, slug), request.GET.get("version", "")
    shown = charters.holding(circle)
    if number:
        shown = charters.version(circle, int(number)) if number.isdecimal() and len(number) <= 4 else None
        if shown is None:
            raise Http404
    page = charter_page(circle, shown, person(request), moment(request))
    return TemplateResponse(request, "decisions/charter.html", {"page": page})


def charter_page(circle: Circle, shown: Charter | None, reader: Person, now: datetime) -> CharterPage:
    versions = charters.versions(circle)
    holds = shown is not None and shown == versions[0]
    sections = shown.sections if shown else {}
    return CharterPage(
        circle=circle,
        today=local(now, circle.zone).date(),
        charter=shown,
        sections=[(str(one.label), sections[one]) for one in Section if sections.get(one)],
        adopted=local(shown.adopted_at, circle.zone).date() if shown else None,
        decision=decision_page(shown.proposal, reader, now) if shown and shown.proposal else None,
        proposed=charters.proposed(circle),
        others=[one for one in versions if one != shown],
        holds=holds,
        is_due=holds and shown is not None and charters.is_due(shown, now) and circle.archived_at is None,
        may=may(circle, reader),
    )


@require_POST
@signed_in
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    held = charters.holding(circle)
    if held is None:
        raise Http404
    back = bool(request.POST.get("back"))
    act = operations.ask_again if back else operations.keep
    try:
        act(charter=held, by=person(request), now=moment(request))
    except TooLate:
        flash.warn(request, _("It is not time to look at it again, or somebody has just done so."))
    else:
        again = {} if back else {"back": "yes"}
        said = _("Taken back: all is as before.") if back else _("Kept as it is. The circle is asked again in a year.")
        flash.undoable(request, said, reverse("charter-keep", args=[slug]), again)
    return redirect("charter", slug)
