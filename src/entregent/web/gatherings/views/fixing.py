"""The next date, and the rhythm that pencils dates in."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entregent.circles.models import Circle
from entregent.core.idempotency import once
from entregent.core.walltime import DoubleHour, ImpossibleHour, local
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.operations import InThePast, SomebodyWasFaster
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.gatherings.forms import RhythmForm, WhenForm
from entregent.web.gatherings.offer import fixed_by, offer, seen, usual
from entregent.web.gatherings.words import when_in_words
from entregent.web.sending import sending

REFUSED, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def fix_date(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_or_404(request, slug), moment(request)
    series = queries.series_of(circle)
    if request.method != "POST":
        return _offer(request, circle, series, None)
    form = WhenForm(request.POST, today=local(now, circle.zone).date(), usual_minutes=series.minutes)
    if not form.is_valid():
        return _offer(request, circle, series, form, status=REFUSED)
    try:
        key = once(sending(request, "fix"), now, lambda: _fix(request, circle, form, now))
    except (ImpossibleHour, DoubleHour, InThePast) as why:
        form.refuse(why)
        return _offer(request, circle, series, form, status=REFUSED)
    except SomebodyWasFaster as faster:
        return _offer(request, circle, queries.series_of(circle), form, CONFLICT, faster)
    return redirect("gathering", key)


def _fix(request: HttpRequest, circle: Circle, form: WhenForm, now: datetime) -> str:
    when = form.when()
    fixed = operations.fix_date(circle=circle, by=person(request), when=when, seen=seen(request), now=now)
    flash.say(request, _("%(when)s is fixed.") % {"when": when_in_words(fixed.day, fixed.hour)})
    return fixed.key


def _offer(
    request: HttpRequest,
    circle: Circle,
    series: Series,
    form: WhenForm | None,
    status: int = 200,
    faster: SomebodyWasFaster | None = None,
) -> HttpResponse:
    now = moment(request)
    offered = offer(circle, series, now)
    start = usual(offered, series)
    page = {
        "circle": circle,
        "offer": offered,
        "form": form or WhenForm(initial=start, today=offered.today, usual_minutes=series.minutes),
        "faster": faster,
        "fixed_by": fixed_by(faster.gathering) if faster and faster.gathering else "",
    }
    return TemplateResponse(request, "gatherings/fix_date.html", {"page": page}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rhythm(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    series = queries.series_of(circle)
    if request.method != "POST":
        return _ask_rhythm(request, circle, RhythmForm(initial=_as_it_is(series), usual_minutes=series.minutes))
    form = RhythmForm(request.POST, usual_minutes=series.minutes)
    if not form.is_valid():
        return _ask_rhythm(request, circle, form, REFUSED)
    kept, anchor, hour = form.settled()
    operations.set_rhythm(
        circle=circle,
        by=person(request),
        now=moment(request),
        rhythm=kept,
        anchor=anchor,
        hour=hour,
        place=form.cleaned_data["place"],
        minutes=form.cleaned_data["minutes"],
    )
    pencilled = queries.pencilled(circle, moment(request))
    flash.undoable(request, _said(pencilled), reverse("rhythm", args=[circle.slug]), _as_typed(series))
    return redirect("circle", circle.slug)


def _said(pencilled: Gathering | None) -> str:
    if pencilled is None:
        return _("The rhythm is saved.")
    when = when_in_words(pencilled.day, pencilled.hour)
    return _("The rhythm is saved. In pencil: %(when)s; it counts once somebody confirms it.") % {"when": when}


def _as_it_is(series: Series) -> dict[str, object]:
    return {field: getattr(series, field) for field in ("rhythm", "anchor", "hour", "place", "minutes")}


def _as_typed(series: Series) -> dict[str, str]:
    """What the form would send to have the rhythm back as it was."""
    hour = f"{series.hour:%H:%M}" if series.hour else ""
    return {field: str(value or "") for field, value in _as_it_is(series).items()} | {"hour": hour}


def _ask_rhythm(request: HttpRequest, circle: Circle, form: RhythmForm, status: int = 200) -> HttpResponse:
    page = {"circle": circle, "form": form}
    return TemplateResponse(request, "gatherings/rhythm.html", {"page": page}, status=status)
