"""The page about who facilitates, and what they and others say of their own turn."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.circles.models import Circle
from entregent.circles.operations import Refused
from entregent.core.walltime import local
from entregent.facilitation import operations, queries
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in
from entregent.web.facilitation.forms import AwayForm
from entregent.web.facilitation.page import facilitation_page

REFUSED = 422


def told_off(request: HttpRequest) -> None:
    flash.warn(request, _("That is settled by now: here is how it stands."))


def _too_late(request: HttpRequest, slug: str) -> HttpResponse:
    told_off(request)
    return redirect("facilitation", slug)


@require_safe
@signed_in
def show(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, circle_or_404(request, slug))


def page(request: HttpRequest, circle: Circle, form: AwayForm | None = None, status: int = 200) -> HttpResponse:
    shown = facilitation_page(circle, person(request), moment(request), form)
    return TemplateResponse(request, "facilitation/page.html", {"page": shown}, status=status)


@require_POST
@signed_in
def not_me(request: HttpRequest, slug: str) -> HttpResponse:
    circle, wanted = circle_or_404(request, slug), request.POST.get("wanted") != "no"
    try:
        operations.not_me(circle=circle, person=person(request), wanted=wanted, now=moment(request))
    except operations.TooLate:
        return _too_late(request, slug)
    said = _("You are not asked for now; nobody else reads it.") if wanted else _("You may be asked again.")
    url, other = reverse("facilitation-not-me", args=[slug]), {"wanted": "no" if wanted else "yes"}
    flash.undoable(request, said, url, other)
    return redirect("facilitation", slug)


@require_POST
@signed_in
def away(request: HttpRequest, slug: str) -> HttpResponse:
    """Away until a day; with `back`, back already."""
    circle, me = circle_or_404(request, slug), person(request)
    term = queries.term_of(circle)
    if term is None or term.person_id != me.pk:
        raise Http404
    form = AwayForm(request.POST, today=local(moment(request), circle.zone).date())
    back = "back" in request.POST
    if not back and not form.is_valid():
        return page(request, circle, form, REFUSED)
    try:
        operations.go_away(circle=circle, by=me, until=None if back else form.cleaned_data["until"])
    except operations.TooLate:
        return _too_late(request, slug)
    if back:
        flash.say(request, _("Welcome back."))
    else:
        url = reverse("facilitation-away", args=[slug])
        flash.undoable(request, _("Noted: meanwhile any member may step in."), url, {"back": "yes"})
    return redirect("facilitation", slug)


@require_POST
@signed_in
def step_down(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    try:
        operations.step_down(circle=circle, by=person(request), now=moment(request))
    except Refused:
        raise Http404 from None
    except operations.TooLate:
        return _too_late(request, slug)
    flash.say(request, _("Thank you for what you did. The circle looks for the next one."))
    return redirect("facilitation", slug)


@require_POST
@signed_in
def without(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    try:
        operations.do_without(circle=circle, by=person(request), now=moment(request))
    except Refused:
        raise Http404 from None
    except operations.TooLate:
        return _too_late(request, slug)
    flash.say(request, _("The circle does without a facilitator, until somebody asks for one."))
    return redirect("circle", slug)
