"""Who would rather not share a table with somebody: a page of one's own, that nobody else ever reads."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles.models import Circle
from entregent.circles.queries import members, names_in
from entregent.gatherings import operations, queries
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.day.forms import ApartForm

REFUSED = 422
MOST = 400


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest, slug: str) -> HttpResponse:
    circle, me = circle_or_404(request, slug), person(request)
    choices = [
        (row.person_id, row.shown_name) for row in members(circle=circle, viewer=me)[:MOST] if row.person_id != me.pk
    ]
    if request.method != "POST":
        return _page(request, circle, ApartForm(choices=choices))
    form = ApartForm(request.POST, choices=choices)
    if not form.is_valid():
        return _page(request, circle, form, REFUSED)
    wish = operations.keep_apart(circle=circle, by=me, person_id=form.cleaned_data["person"], now=moment(request))
    url = reverse("apart-forget", args=[slug, wish.pk])
    flash.undoable(request, _("Noted, for the next plans. Nobody else reads it."), url)
    return redirect("apart", slug)


def _page(request: HttpRequest, circle: Circle, form: ApartForm, status: int = 200) -> HttpResponse:
    wishes = queries.plans.wishes_of(circle, person(request))
    names = names_in(circle.pk, [row.other_id for row in wishes])
    page = {
        "circle": circle,
        "form": form,
        "wishes": [(row.pk, names[row.other_id]) for row in wishes],
        "may_be_guessed": not queries.plans.can_hide(circle),
    }
    return TemplateResponse(request, "day/apart.html", {"page": page}, status=status)


@require_POST
@signed_in
def forget(request: HttpRequest, slug: str, wish_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    wish = operations.let_together(circle=circle, by=person(request), wish_id=wish_id)
    if wish is None:
        raise Http404
    flash.undoable(request, _("Taken back."), reverse("apart", args=[slug]), {"person": str(wish.other_id)})
    return redirect("apart", slug)
