"""The next date, fixed from the circle's pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entregent.circles.models import Circle
from entregent.core.idempotency import once
from entregent.core.walltime import DoubleHour, ImpossibleHour, local
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.operations import InThePast, SomebodyWasFaster, TooFar, TooLate, When
from entregent.people.models import Person
from entregent.polls import queries as polls
from entregent.polls.operations import fix as fix_slot
from entregent.web import flash
from entregent.web.access import circle_to_change, moment, person, signed_in
from entregent.web.gatherings.forms import WhenForm
from entregent.web.gatherings.offer import fixed_by, offer, seen, usual, venue_of
from entregent.web.gatherings.words import when_in_words
from entregent.web.sending import sending

REFUSED, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def fix_date(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug), moment(request)
    series = queries.series_of(circle)
    if request.method != "POST":
        return _offer(request, circle, series, None)
    today = local(now, circle.zone).date()
    form = WhenForm(request.POST, today=today, usual_minutes=series.minutes, venues=queries.venues.in_use(circle))
    if not form.is_valid():
        return _offer(request, circle, series, form, status=REFUSED)
    try:
        key = once(sending(request, "fix"), now, lambda: _fix(request, circle, form, now))
    except (ImpossibleHour, DoubleHour, InThePast, TooFar) as why:
        form.refuse(why)
        return _offer(request, circle, series, form, status=REFUSED)
    except SomebodyWasFaster as faster:
        return _offer(request, circle, queries.series_of(circle), form, CONFLICT, faster)
    return redirect("gathering", key)


def _fix(request: HttpRequest, circle: Circle, form: WhenForm, now: datetime) -> str:
    fixed = _fixed(circle, form.when(), by=person(request), seen=seen(request), now=now)
    flash.say(request, _("%(when)s is fixed.") % {"when": when_in_words(fixed.day, fixed.hour)})
    return fixed.key


def _fixed(circle: Circle, when: When, *, by: Person, seen: int, now: datetime) -> Gathering:
    poll, slot = polls.asked_about(circle, when.day, when.hour)
    if poll is not None and slot is not None:
        with suppress(TooLate):  # withdrawn at this very moment: then it is a date like any other
            # what people said of it when they were asked is their answer
            return fix_slot(poll=poll, slot=slot, by=by, when=when, seen=seen, now=now)
    return operations.fix_date(circle=circle, by=by, when=when, seen=seen, now=now)


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
    if form is None:
        book = queries.venues.in_use(circle)
        start = usual(offered, series) | venue_of(book, offered.place, request.GET.get("place", ""))
        form = WhenForm(initial=start, today=offered.today, usual_minutes=series.minutes, venues=book)
    page = {
        "circle": circle,
        "offer": offered,
        "form": form,
        "faster": faster,
        "fixed_by": fixed_by(faster.gathering, person(request)) if faster and faster.gathering else "",
    }
    return TemplateResponse(request, "gatherings/fix_date.html", {"page": page}, status=status)
