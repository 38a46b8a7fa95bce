"""The browsers one is signed in on: seen, and ended one by one or together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.core.walltime import local
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people import queries as people_queries
from entregent.people.enums import Way
from entregent.people.models import Session
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.me.clocks import zone_of


@dataclass(frozen=True)
class Browser:
    key: str
    device: str
    way: str
    since: datetime | None  # by its owner's clock
    is_this: bool


@dataclass(frozen=True)
class Sessions:
    today: date
    here: Browser | None
    others: tuple[Browser, ...]


@require_safe
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    me, now = person(request), moment(request)
    rows = people_queries.sessions_of(me, now)
    seen = [_browser(row, zone_of(me), request.session.session_key) for row in rows]
    page = Sessions(
        today=local(now, zone_of(me)).date(),
        here=next((one for one in seen if one.is_this), None),
        others=tuple(one for one in seen if not one.is_this),
    )
    return TemplateResponse(request, "me/sessions.html", {"page": page})


def _browser(row: Session, zone: str, here: str | None) -> Browser:
    since = local(row.started_at, zone) if row.started_at else None
    return Browser(row.key, row.device or _("A browser"), _way(row.way), since, row.session_key == here)


def _way(way: str) -> str:
    ways = {
        Way.CODE.value: _("with a code"),
        Way.LINK.value: _("with a link"),
        Way.PASSKEY.value: _("with a passkey"),
        Way.NAME.value: _("by name, at a table"),
    }
    return ways.get(way, "")


@require_POST
@signed_in
def end_one(request: HttpRequest) -> HttpResponse:
    if people.end_session(person=person(request), key=request.POST.get("session", "") or "-"):
        flash.say(request, _("That browser is signed out."))
    return redirect("me-sessions")


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    people.end_other_sessions(person=person(request), but=request.session.session_key)
    flash.say(request, _("Every other browser is signed out. This one stays."))
    return redirect("me-sessions")


@require_POST
@signed_in
def end_all(request: HttpRequest) -> HttpResponse:
    privacy.end_sessions(person(request))
    logout(request)
    flash.say(request, _("You are signed out everywhere."))
    return redirect("sign-in")
