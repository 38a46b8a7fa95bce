"""The page of one gathering, and those that were."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from entregent.core.walltime import FIRST_YEAR, LAST_YEAR, local
from entregent.gatherings import queries
from entregent.gatherings.calendar import ics_of
from entregent.web.access import circle_or_404, gathering_or_404, moment, person, signed_in
from entregent.web.gatherings.page import gathering_page
from entregent.web.gatherings.words import lang

PAGE = 30


@require_safe
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    before = request.GET.get("before", "")
    page = gathering_page(gathering, person(request), moment(request), before=before if before.isalnum() else "")
    return TemplateResponse(request, "gatherings/gathering.html", {"page": page})


@require_safe
@signed_in
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    return download(ics_of(gathering, lang()))


def download(content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="entregent.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
@signed_in
def past(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_or_404(request, slug), moment(request)
    rows = queries.past_page(circle, now, before_of(request.GET.get("before", "")), PAGE)
    page = {
        "circle": circle,
        "gatherings": rows[:PAGE],
        "earlier": rows[PAGE - 1].starts_at.isoformat() if len(rows) > PAGE else "",
        "today": local(now, circle.zone).date(),
    }
    return TemplateResponse(request, "gatherings/past.html", {"page": page})


def before_of(written: str) -> datetime | None:
    """Where the page before stopped; anything else starts from the newest."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.tzinfo and FIRST_YEAR < moment.year < LAST_YEAR else None
