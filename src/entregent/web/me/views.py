"""Behind the initials: who one is here, the mails one gets, and the way out."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles import queries as circle_queries
from entregent.gatherings.operations import say_diet
from entregent.gatherings.queries.seats import diet_of
from entregent.people import operations as people
from entregent.people import privacy
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.language import speak_as_all, spoken
from entregent.web.me import page as pages
from entregent.web.me.export import archive
from entregent.web.me.forms import DietForm, MailsForm, ProfileForm

REFUSED = 422
WEEKDAYS = ("0", "1", "2", "3", "4", "5", "6")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    owner = person(request)
    if request.method != "POST":
        return _me(request)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _me(request, form, REFUSED)
    people.rename(person=owner, **form.cleaned_data)
    translation.activate(owner.language)
    flash.say(request, _("Saved."))
    return redirect("me")


def _me(
    request: HttpRequest, form: ProfileForm | None = None, status: int = 200, diet: DietForm | None = None
) -> HttpResponse:
    owner = person(request)
    initial = {"name": owner.name, "language": owner.language or spoken(), "zone": owner.zone}
    mine = circle_queries.memberships_of(owner)
    speak_as_all([row.circle for row in mine])
    page = pages.me(owner, mine, spoken(), moment(request))
    forms = {
        "form": form or ProfileForm(initial=initial),
        "diet": diet or DietForm(initial={"words": diet_of(owner)}),
        "mails": MailsForm(memberships=mine),
    }
    return TemplateResponse(request, "me/me.html", {"page": page, **forms}, status=status)


@require_POST
@signed_in
def diet(request: HttpRequest) -> HttpResponse:
    """The same as under a gathering, once for all of them."""
    owner, form = person(request), DietForm(request.POST)
    if not form.is_valid():
        return _me(request, status=REFUSED, diet=form)
    before = diet_of(owner)
    say_diet(person=owner, words=form.cleaned_data["words"], now=moment(request))
    flash.undoable(request, _("Saved."), reverse("me-diet"), {"words": before})
    return redirect("me")


@require_POST
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    now = moment(request)
    response = HttpResponse(archive(privacy.export_all(person(request)), now), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="entregent-{now:%Y-%m-%d}.zip"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def erase(request: HttpRequest) -> HttpResponse:
    """The form says whom it erases: one kept from an ended session erases nobody who signed in since."""
    owner = person(request)
    if request.method != "POST" or request.POST.get("person") != owner.key:
        return TemplateResponse(request, "me/erase.html", {"key": owner.key})
    privacy.erase_all(owner, moment(request))
    logout(request)
    return redirect("me-erased")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "me/erased.html")
