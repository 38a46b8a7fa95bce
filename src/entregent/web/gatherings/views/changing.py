"""A date moved, cancelled, called back, restored. Each takes effect at once; its mails wait two minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.core.idempotency import once
from entregent.core.walltime import DoubleHour, ImpossibleHour, local
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import InThePast, SomebodyWasFaster, TooFar, TooLate
from entregent.polls import operations as polls
from entregent.web import flash
from entregent.web.access import gathering_or_404, moment, person, signed_in
from entregent.web.gatherings.forms import WhenForm
from entregent.web.gatherings.offer import fixed_by, offer, seen, venue_of
from entregent.web.gatherings.page import phase_of
from entregent.web.gatherings.words import when_in_words
from entregent.web.sending import sending

REFUSED, CONFLICT = 422, 409


@require_POST
@signed_in
def call_back(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    try:
        polls.call_back(gathering=gathering, by=person(request), now=moment(request))
    except TooLate:
        flash.warn(request, _("Too late to call it back: the mail has left. You can still move or cancel the date."))
    else:
        flash.say(request, _("Called back: no mail leaves."))
    return redirect("gathering", key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move(request: HttpRequest, key: str) -> HttpResponse:
    gathering, now = gathering_or_404(request, key), moment(request)
    today = local(now, gathering.circle.zone).date()
    if phase_of(gathering, now) != "before":
        return _nothing_to_move(request, key)
    book = queries.venues.in_use(gathering.circle)
    if request.method != "POST":
        start = _as_it_is(gathering) | venue_of(book, gathering.place)
        form = WhenForm(initial=start, today=today, usual_minutes=gathering.minutes, venues=book)
        form.asks_which = gathering.second_time
        return _ask(request, gathering, form)
    form = WhenForm(request.POST, today=today, usual_minutes=gathering.minutes, venues=book)
    if not form.is_valid():
        return _ask(request, gathering, form, REFUSED)
    try:
        once(sending(request, "move"), now, lambda: _move(request, gathering, form, now))
    except (ImpossibleHour, DoubleHour, InThePast, TooFar) as why:
        form.refuse(why)
        return _ask(request, gathering, form, REFUSED)
    except SomebodyWasFaster as faster:
        return _ask(request, gathering, form, CONFLICT, faster)
    except TooLate:
        return _nothing_to_move(request, key)
    return redirect("gathering", key)


def _nothing_to_move(request: HttpRequest, key: str) -> HttpResponse:
    flash.warn(request, _("Only a date that is fixed and to come can be moved: nothing was changed."))
    return redirect("gathering", key)


def _move(request: HttpRequest, gathering: Gathering, form: WhenForm, now: datetime) -> str:
    when = form.when()
    operations.move(gathering=gathering, by=person(request), when=when, seen=seen(request), now=now)
    flash.say(request, _("Now: %(when)s.") % {"when": when_in_words(when.day, when.hour)})
    return gathering.key


def _as_it_is(gathering: Gathering) -> dict[str, Any]:
    fields = ("day", "hour", "place", "minutes", "title", "bring", "seats", "video")
    return {field: getattr(gathering, field) for field in fields} | {"which": "second" if gathering.second_time else ""}


def _ask(
    request: HttpRequest,
    gathering: Gathering,
    form: WhenForm,
    status: int = 200,
    faster: SomebodyWasFaster | None = None,
) -> HttpResponse:
    circle = gathering.circle
    page = {
        "circle": circle,
        "gathering": gathering,
        "offer": offer(circle, queries.series_of(circle), moment(request)),
        "form": form,
        "faster": faster,
        "fixed_by": fixed_by(faster.gathering, person(request)) if faster and faster.gathering else "",
    }
    return TemplateResponse(request, "gatherings/move.html", {"page": page}, status=status)


@require_POST
@signed_in
def cancel(request: HttpRequest, key: str) -> HttpResponse:
    gathering, now = gathering_or_404(request, key), moment(request)
    try:
        operations.cancel(gathering=gathering, by=person(request), seen=seen(request), now=now)
    except (SomebodyWasFaster, TooLate):
        flash.warn(request, something_changed())
        return redirect("gathering", key)
    version = queries.series_of(gathering.circle).version
    text = _("Cancelled. Whoever was told of it is told in two minutes.")
    flash.undoable(request, text, reverse("gathering-restore", args=[key]), {"seen": str(version)})
    return redirect("gathering", key)


@require_POST
@signed_in
def restore(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    try:
        operations.restore(gathering=gathering, by=person(request), seen=seen(request), now=moment(request))
    except (SomebodyWasFaster, TooLate):
        flash.warn(request, something_changed())
    else:
        flash.say(request, _("It takes place after all."))
    return redirect("gathering", key)


def something_changed() -> str:
    return _("Something changed while you were looking, so nothing was done. Here is how it stands now.")
