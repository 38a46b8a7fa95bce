"""Behind the initials: who one is here, the mails one gets, and the way out."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.enums import MailLevel
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.people import operations as people
from entregent.people import privacy
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.language import speak_as_all, spoken
from entregent.web.me import page as pages
from entregent.web.me.export import archive
from entregent.web.me.forms import MailsForm, ProfileForm

REFUSED = 422
WEEKDAYS = ("0", "1", "2", "3", "4", "5", "6")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    owner = person(request)
    if request.method != "POST":
        initial = {"name": owner.name, "language": owner.language or spoken(), "zone": owner.zone}
        return _me(request, ProfileForm(initial=initial))
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _me(request, form, REFUSED)
    people.rename(person=owner, **form.cleaned_data)
    translation.activate(owner.language)
    flash.say(request, _("Saved."))
    return redirect("me")


def _me(request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
    owner = person(request)
    mine = circle_queries.memberships_of(owner)
    speak_as_all([row.circle for row in mine])
    page = pages.me(owner, mine, spoken())
    forms = {"form": form, "mails": MailsForm(memberships=mine)}
    return TemplateResponse(request, "me/me.html", {"page": page, **forms}, status=status)


@require_POST
@signed_in
def mails(request: HttpRequest) -> HttpResponse:
    owner = person(request)
    form = MailsForm(request.POST, memberships=circle_queries.memberships_of(owner))
    if not form.is_valid():
        raise Http404
    levels = {slug: MailLevel(level) for slug, level in form.cleaned_data.items()}
    circles.set_mails(person=owner, levels=levels)
    flash.say(request, _("Saved: you will get these mails and no others."))
    return redirect("me")


@require_POST
@signed_in
def stop_standing(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    standing = gathering_queries.standing_answer(circle, person(request))
    if standing and gatherings.stop_standing(circle=circle, person=person(request), now=moment(request)):
        text = _("From now on you answer each date of “%(circle)s” yourself.") % {"circle": circle.name}
        weekday = "" if standing.weekday is None else str(standing.weekday)
        flash.undoable(request, text, reverse("me-standing-again", args=[slug]), {"weekday": weekday})
    return redirect("me")


@require_POST
@signed_in
def stand_again(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    typed = request.POST.get("weekday", "")
    weekday = int(typed) if typed in WEEKDAYS else None
    gatherings.stand(circle=circle, person=person(request), weekday=weekday, now=moment(request))
    return redirect("me")


@require_POST
@signed_in
def export(request: HttpRequest) -> HttpResponse:
    now = moment(request)
    response = HttpResponse(archive(privacy.export_all(person(request)), now), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="entregent-{now:%Y-%m-%d}.zip"'
    return response


@require_POST
@signed_in
def end_sessions(request: HttpRequest) -> HttpResponse:
    privacy.end_sessions(person(request))
    logout(request)
    flash.say(request, _("You are signed out everywhere."))
    return redirect("sign-in")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def erase(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return TemplateResponse(request, "me/erase.html")
    privacy.erase_all(person(request), moment(request))
    logout(request)
    return redirect("me-erased")


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "me/erased.html")
