from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.circles import operations as circles
from entregent.gatherings.queries import circles_and_breaks
from entregent.people import operations as people
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.language import speak_as_all
from entregent.web.today.forms import NameForm
from entregent.web.today.page import today as today_page

NAME_LATER = "name-later"


@require_safe
@signed_in
def today(request: HttpRequest) -> HttpResponse:
    return _today(request, NameForm())


def _today(request: HttpRequest, form: NameForm, status: int = 200) -> HttpResponse:
    me = person(request)
    mine = circles_and_breaks(person=me)
    speak_as_all(mine)
    asks_name = not me.name and NAME_LATER not in request.session
    page = {"page": today_page(me, mine, moment(request)), "form": form if asks_name else None}
    return TemplateResponse(request, "today/today.html", page, status=status)


@require_POST
@signed_in
def name(request: HttpRequest) -> HttpResponse:
    """Asked once: whoever would rather not say is not asked again on this browser."""
    if "later" in request.POST:
        request.session[NAME_LATER] = True
        return redirect("today")
    form = NameForm(request.POST)
    if not form.is_valid():
        return _today(request, form, 422)
    people.rename(person=person(request), name=form.cleaned_data["name"])
    return redirect("today")


@require_POST
@signed_in
def welcomed(request: HttpRequest, membership_id: int) -> HttpResponse:
    if circles.mark_welcomed(membership_id=membership_id, by=person(request), now=moment(request)):
        flash.undoable(request, _("Noted: welcomed."), reverse("welcomed-undo", args=[membership_id]))
    return redirect("today")


@require_POST
@signed_in
def not_welcomed(request: HttpRequest, membership_id: int) -> HttpResponse:
    circles.unmark_welcomed(membership_id=membership_id, by=person(request))
    return redirect("today")
