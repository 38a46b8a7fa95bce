"""The run sheet, for one phone passed round or on paper; each tap has one effect, however often it is sent."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.core.idempotency import once
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Gathering
from entregent.web import flash
from entregent.web.access import gathering_or_404, moment, person, signed_in
from entregent.web.day.forms import NameForm
from entregent.web.day.sheet import day_page
from entregent.web.day.words import here_in_words
from entregent.web.gatherings.forms import LONGEST_NUMBER
from entregent.web.gatherings.page import phase_of
from entregent.web.sending import LONGEST, key_of

REFUSED, CONFLICT = 422, 409
JSON = "application/json"


@require_safe
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    if not _is_held(request, gathering):
        return redirect("gathering", key)
    return _page(request, gathering)


@require_safe
@signed_in
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """The same for a restaurant without a network: names to tick, lines to write on."""
    gathering = gathering_or_404(request, key)
    if not _is_held(request, gathering):
        return redirect("gathering", key)
    page = day_page(gathering, person(request), moment(request))
    return TemplateResponse(request, "day/paper.html", {"page": page, "lines": range(6)})


def _is_held(request: HttpRequest, gathering: Gathering) -> bool:
    return phase_of(gathering, moment(request)) in ("before", "during", "after")


def _page(request: HttpRequest, gathering: Gathering, form: NameForm | None = None, status: int = 200) -> HttpResponse:
    page = day_page(gathering, person(request), moment(request), form)
    return TemplateResponse(request, "day/day.html", {"page": page}, status=status)


@require_POST
@signed_in
def tap(request: HttpRequest, key: str) -> HttpResponse:
    """ "in-23" or "out-23". A phone that was cut off sends its taps again: each answers as the first time."""
    gathering, said = gathering_or_404(request, key), request.POST.get("tap", "")
    act, _dash, number = said.partition("-")
    if act not in ("in", "out") or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        raise Http404
    name = f"{key}:{said}:{request.POST.get('once', '')[:LONGEST]}" if request.POST.get("once") else ""
    try:
        outcome = once(
            key_of("tap", request.user.pk, name), moment(request), lambda: _mark(request, gathering, act, int(number))
        )
    except operations.Unknown as unknown:
        raise Http404 from unknown
    except operations.NotYet:
        return _too_late(request, key)
    if _wants_json(request):
        return HttpResponse(outcome, content_type=JSON)
    return redirect(reverse("day", args=[key]) + "#here")


def _mark(request: HttpRequest, gathering: Gathering, act: str, person_id: int) -> str:
    mark = operations.mark_here if act == "in" else operations.mark_away
    mark(gathering=gathering, by=person(request), person_id=person_id, now=moment(request))
    words = here_in_words(len(queries.plans.here_now(gathering, person(request))))
    return json.dumps({"here": act == "in", "words": words}, ensure_ascii=False)


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == JSON


def _too_late(request: HttpRequest, key: str) -> HttpResponse:
    if _wants_json(request):
        return HttpResponse(status=CONFLICT)
    flash.warn(request, _("People are ticked around the time itself; afterwards, one person says it for all."))
    return redirect("gathering", key)


@require_POST
@signed_in
def by_name(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody the list does not have yet: from now on they are of the circle, by that name."""
    gathering, form = gathering_or_404(request, key), NameForm(request.POST)
    if not form.is_valid():
        return _page(request, gathering, form, REFUSED) if _is_held(request, gathering) else redirect("gathering", key)
    try:
        came = operations.mark_by_name(
            gathering=gathering, by=person(request), name=form.cleaned_data["name"], now=moment(request)
        )
    except operations.NotYet:
        return _too_late(request, key)
    if came is not None:
        said = _("%(name)s is here.") % {"name": form.cleaned_data["name"]}
        flash.undoable(request, said, reverse("day-tap", args=[key]), {"tap": f"out-{came.pk}"})
    return redirect(reverse("day", args=[key]) + "#here")
