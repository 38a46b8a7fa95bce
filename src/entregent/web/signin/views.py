from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.people.enums import Purpose, Way
from entregent.people.rules import passkeys_possible
from entregent.web import flash, where
from entregent.web.access import moment
from entregent.web.language import spoken
from entregent.web.signin import door
from entregent.web.signin.forms import CodeForm, SignInForm
from entregent.web.signin.inside import inside
from entregent.web.signin.limits import too_many, wrong_code
from entregent.web.signin.page import code_page

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = where.safe(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(target or reverse("today"))
    if request.method != "POST":
        return _ask_address(request, SignInForm(initial={"next": target}))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _ask_address(request, form, REFUSED)
    try:
        door.ask(request, written=form.cleaned_data["address"], target=target)
    except people.TooMany:
        form.add_error(None, too_many())
        return _ask_address(request, form, 429)
    return redirect("sign-in-code")


def _ask_address(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    page = {"form": form, "passkeys": passkeys_possible()}
    return TemplateResponse(request, "signin/sign_in.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    waiting = door.waiting(request)
    if waiting is None:
        return redirect("sign-in")
    if request.method != "POST":
        alive = people_queries.open_sign_in(waiting.key, moment(request)) is not None
        return _ask_code(request, waiting, CodeForm(asks_name=bool(waiting.circle)) if alive else None)
    form = CodeForm(request.POST, asks_name=bool(waiting.circle))
    if not form.is_valid():
        return _ask_code(request, waiting, form, REFUSED)
    try:
        person = people.enter_code(
            key=waiting.key,
            code=form.cleaned_data["code"],
            now=moment(request),
            language=spoken(),
            name=form.cleaned_data.get("name", "") or waiting.name,
        )
    except people.WrongCode as wrong:
        form.add_error("code", wrong_code(wrong.tries_left))
        return _ask_code(request, waiting, form, REFUSED)
    except people.CodeGone:
        return _ask_code(request, waiting, None, REFUSED)
    except people.SeveralPeople:
        return redirect("sign-in-who")
    return inside(request, waiting, person)


def _ask_code(request: HttpRequest, waiting: door.Door, form: CodeForm | None, status: int = 200) -> HttpResponse:
    """Without a form, the code is past use."""
    page = code_page(waiting.written, reverse("sign-in-code-again"), reverse("sign-in"), waiting.circle)
    return TemplateResponse(request, "signin/code.html", {"page": page, "form": form}, status=status)


@require_POST
def another_code(request: HttpRequest) -> HttpResponse:
    waiting = door.waiting(request)
    if waiting is None:
        return redirect("sign-in")
    try:
        door.ask_again(request, waiting)
    except people.TooMany:
        flash.warn(request, too_many())
    else:
        flash.say(request, _("A new code has left; the one before no longer matters."))
    return redirect("sign-in-code")


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners open links: the page has one button, and only the button opens a session."""
    if request.method != "POST":
        link = people_queries.link_of(token, moment(request), Purpose.SIGN_IN)
        if link is None:
            return _link_gone(request)
        return TemplateResponse(request, "signin/link.html", {"name": link.person.name})
    try:
        person = people.enter_by_link(token=token, now=moment(request), language=spoken())
    except people.LinkGone:
        return _link_gone(request)
    door.enter(request, person, Way.LINK)
    return redirect("today")


def _link_gone(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "signin/link_gone.html", {"form": SignInForm()}, status=404)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    flash.say(request, _("You are signed out of this browser."))
    return redirect("landing")
