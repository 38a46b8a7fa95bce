"""Two records of one person in a circle: a mere name, and somebody with an address. Any settled member says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entregent.circles import operations, rules
from entregent.circles.models import Circle, Membership
from entregent.circles.queries import members
from entregent.circles.queries.alike import is_a_mere_name, who_may_be
from entregent.people.models import Person
from entregent.people.queries import is_merged_into
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.member import member_or_404
from entregent.web.circles.newcomers import nameless


@dataclass(frozen=True)
class Candidate:
    key: str
    name: str
    note: str


@dataclass(frozen=True)
class Same:
    circle: Circle
    key: str
    name: str
    search: str
    candidates: tuple[Candidate, ...]
    may: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def same(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    if request.method == "POST":
        kept = _merged_already(circle, person(request), key, request.POST.get("other", ""))
        if kept is not None:
            return redirect("member", circle.slug, kept.person.key)
    row = member_or_404(circle, person(request), key)
    if request.method == "POST":
        return _merge(request, circle, row)
    search = request.GET.get("search", "").strip()[:80]
    return TemplateResponse(request, "circles/same.html", {"page": _page(request, circle, row, search)})


def _merged_already(circle: Circle, reader: Person, *keys: str) -> Membership | None:
    """The one of these two whom the other has become part of: the same button, pressed twice."""
    rows = members(circle=circle, viewer=reader).filter(person__key__in=keys)
    return next((row for row in rows for key in keys if is_merged_into(row.person, key)), None)


def _page(request: HttpRequest, circle: Circle, row: Membership, search: str) -> Same:
    alike = who_may_be(circle=circle, viewer=person(request), row=row, search=search)
    return Same(
        circle=circle,
        key=row.person.key,
        name=row.shown_name or nameless(),
        search=search,
        candidates=tuple(Candidate(one.person.key, one.shown_name or nameless(), one.trade) for one in alike),
        may=rules.may(circle, person(request)),
    )


def _merge(request: HttpRequest, circle: Circle, row: Membership) -> HttpResponse:
    other = member_or_404(circle, person(request), request.POST.get("other", ""))
    kept, gone = (other, row) if is_a_mere_name(circle, row.person) else (row, other)
    try:
        event = operations.merge_members(
            circle=circle, kept=kept.person, gone=gone.person, by=person(request), now=moment(request)
        )
    except (operations.NotOnePerson, rules.NotSettled, rules.AtRest) as error:
        raise Http404 from error
    text = _("“%(gone)s” and “%(name)s” are one person here from now on.")
    names = {"gone": gone.shown_name or nameless(), "name": kept.shown_name or nameless()}
    flash.undoable(request, text % names, reverse("journal-undo", args=[circle.slug, event.pk]))
    return redirect("member", circle.slug, kept.person.key)
