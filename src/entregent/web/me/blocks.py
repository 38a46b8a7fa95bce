from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.circles.queries import met
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.web import flash, where
from entregent.web.access import moment, person, signed_in
from entregent.web.me import page as pages


@require_safe
@signed_in
def blocks(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "me/blocks.html", {"blocked": pages.blocked(person(request))})


@require_POST
@signed_in
def add(request: HttpRequest) -> HttpResponse:
    other, name = _met(request)
    people.block(by=person(request), person=other, now=moment(request))
    text = _("%(name)s and you no longer read each other here. Nobody was told.") % {"name": name}
    flash.undoable(request, text, reverse("me-blocks-remove"), {"person": other.key})
    return HttpResponseRedirect(where.safe(request, request.POST.get("next", "")) or reverse("me-blocks"))


@require_POST
@signed_in
def remove(request: HttpRequest) -> HttpResponse:
    other, name = _met(request)
    people.unblock(by=person(request), person=other)
    text = _("%(name)s and you read each other again.") % {"name": name}
    flash.undoable(request, text, reverse("me-blocks-add"), {"person": other.key})
    return redirect("me-blocks")


def _met(request: HttpRequest) -> tuple[Person, str]:
    me = person(request)
    other = met.person_met(viewer=me, key=request.POST.get("person", ""))
    if other is None:
        raise Http404
    return other, met.names_met(me, [other.pk])[other.pk]
