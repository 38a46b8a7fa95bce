""" "We are taking a break", from the mail that asks for a date: one page, one button, no account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Pause
from entregent.people.enums import Purpose
from entregent.web.access import moment
from entregent.web.gatherings.rhythm_forms import PauseForm
from entregent.web.links.held import Held, called, live_or_404

REFUSED = 422
USUAL_BREAK = timedelta(weeks=4)


@dataclass(frozen=True)
class BreakPage:
    held: Held
    circle: Circle
    name: str
    today: date
    pause: Pause | None
    form: PauseForm


@require_http_methods(["GET", "HEAD", "POST"])
def rest(request: HttpRequest, token: str) -> HttpResponse:
    held, now = live_or_404(request, token), moment(request)
    if held.link.purpose != Purpose.NEXT_DATE or held.circle is None or not held.is_member:
        raise Http404
    circle, today = held.circle, local(now, held.circle.zone).date()
    if request.POST.get("act") == "resume":
        operations.resume(circle=circle, by=held.person, now=now)
        return redirect("link-break", token)
    form = PauseForm(request.POST or None, today=today, initial={"back_on": today + USUAL_BREAK})
    if request.method != "POST":
        return _show(request, held, circle, form, now)
    if not form.is_valid():
        return _show(request, held, circle, form, now, REFUSED)
    operations.declare_pause(circle=circle, by=held.person, now=now, **form.cleaned_data)
    return redirect("link-break", token)


def _show(
    request: HttpRequest, held: Held, circle: Circle, form: PauseForm, now: datetime, status: int = 200
) -> HttpResponse:
    page = BreakPage(held, circle, called(held), form.today, queries.pause_of(circle), form)
    return TemplateResponse(request, "links/break.html", {"page": page}, status=status)
