from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles import rules
from entregent.people import operations as people
from entregent.web import where
from entregent.web.access import person
from entregent.web.landing import opening
from entregent.web.landing.forms import MemberOpens, VisitorOpens
from entregent.web.landing.page import landing as landing_page
from entregent.web.signin import door
from entregent.web.signin.limits import too_many

REFUSED = 422
A_YEAR = 365 * 24 * 3600
ROBOTS = "User-agent: *\nAllow: /$\nAllow: /static/\n{more}Disallow: /\n"


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("today")
    return _landing(request, VisitorOpens())


def _landing(request: HttpRequest, form: VisitorOpens, status: int = 200) -> HttpResponse:
    page = {"page": landing_page(), "form": form}
    response = TemplateResponse(request, "landing/landing.html", page, status=status)
    response["X-Robots-Tag"] = "all"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def open_circle(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return _member_opens(request)
    if request.method != "POST" or not rules.strangers_welcome():
        return redirect("landing")
    form = VisitorOpens(request.POST)
    if not form.is_valid():
        return _landing(request, form, REFUSED)
    typed = form.cleaned_data
    try:
        door.ask(request, written=typed["address"], circle=typed["circle"], once=typed["once"])
    except people.TooMany:
        form.add_error(None, too_many())
        return _landing(request, form, 429)
    return redirect("sign-in-code")


def _member_opens(request: HttpRequest) -> HttpResponse:
    founder = person(request)
    if not rules.may_open(founder):
        return TemplateResponse(request, "landing/not_here.html", {"who": settings.WHO_MAY_OPEN}, status=403)
    wanted = opening.put_off(request)
    if request.method != "POST":
        initial = {"circle": wanted.circle} | ({"once": wanted.once} if wanted.once else {})
        return _ask(request, MemberOpens(initial=initial, asks_name=not founder.name))
    form = MemberOpens(request.POST, asks_name=not founder.name)
    if not form.is_valid():
        return _ask(request, form, REFUSED)
    typed = form.cleaned_data
    if typed.get("name"):
        people.rename(person=founder, name=typed["name"])
    return redirect("circle", slug=opening.open_now(request, founder, opening.Opening(typed["circle"], typed["once"])))


def _ask(request: HttpRequest, form: MemberOpens, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "landing/open.html", {"form": form}, status=status)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(where.safe(request, request.POST.get("next", "")) or reverse("landing"))
    if chosen not in ("fr", "en"):
        return response
    if request.user.is_authenticated:
        people.rename(person=person(request), name=person(request).name, language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=A_YEAR, samesite="Lax", secure=settings.IS_HTTPS, httponly=True
    )
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    more = "Allow: /o/\n" if settings.SHOW_OPEN_CIRCLES else ""
    return HttpResponse(ROBOTS.format(more=more), content_type="text/plain")
