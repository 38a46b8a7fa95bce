"""A settled member's word for a newcomer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.circles import operations, queries
from entregent.circles.models import Circle, Membership
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.newcomers import nameless


@require_POST
@signed_in
def vouch(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    row, me = _row_or_404(circle, membership_id), person(request)
    try:
        done = operations.vouch(circle=circle, person=row.person, by=me, now=moment(request))
    except operations.Refused as itself:
        raise Http404 from itself
    if done is not None:
        said = _("You vouch for %(name)s. Two members’ word makes somebody settled.")
        said %= {"name": row.shown_name or nameless()}
        flash.undoable(request, said, reverse("vouch-undo", args=[slug, membership_id]))
    return redirect("members", slug)


@require_POST
@signed_in
def take_back(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    row = _row_or_404(circle, membership_id)
    if operations.take_back_vouch(circle=circle, person=row.person, by=person(request), now=moment(request)):
        flash.say(request, _("Taken back: you no longer vouch for them."))
    return redirect("members", slug)


def _row_or_404(circle: Circle, membership_id: int) -> Membership:
    row = queries.live_memberships(circle).filter(pk=membership_id).first()
    if row is None:
        raise Http404
    return row
