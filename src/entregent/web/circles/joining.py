"""Coming in by a link or a code: it names the circle and who invites, and nothing else of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entregent.circles import queries
from entregent.circles.models import InviteLink
from entregent.circles.operations import Refused
from entregent.core.idempotency import once
from entregent.gatherings import operations as gatherings
from entregent.people import operations as people
from entregent.people.enums import Way
from entregent.people.models import Person
from entregent.people.queries import made_lately
from entregent.web import flash
from entregent.web.access import moment, person, speak
from entregent.web.circles.kept_out import said_if_kept_out
from entregent.web.circles.newcomers import nameless
from entregent.web.fields import AddressField, own_name
from entregent.web.language import spoken
from entregent.web.sending import once_field, sending
from entregent.web.signin import door
from entregent.web.signin.limits import too_many

REFUSED, GONE, MANY = 422, 404, 429
RETRIED_WITHIN = timedelta(minutes=10)


class JoinForm(forms.Form):
    """A name, asked where none is known; an address for a visitor, who may do without one at a table."""

    name = own_name(help_text=gettext_lazy("As the circle will read it."))
    address = AddressField(
        help_text=gettext_lazy("A code comes there: it proves the address is yours, and lets you in.")
    )
    once = once_field()

    def __init__(self, *args: Any, visitor: bool, asks_name: bool, at_table: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not asks_name:
            del self.fields["name"]
        if not visitor:
            del self.fields["address"]
        elif at_table:
            self.fields["address"].required = False
            self.fields["address"].help_text = _(
                "For the next dates, by mail; a code comes there. You can add it later."
            )


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    link = queries.invite_link_of(token, moment(request))
    if link is None:
        return _gone(request)
    reader = person(request) if request.user.is_authenticated else None
    speak(link.circle, reader)
    if reader is not None and link.gathering_id is None and queries.is_here(link.circle, reader):
        return redirect("circle", link.circle.slug)
    kept_out = said_if_kept_out(request, link.circle, reader, moment(request)) if reader is not None else None
    if kept_out is not None:
        return kept_out
    asks = {"visitor": reader is None, "asks_name": not (reader and reader.name), "at_table": bool(link.gathering_id)}
    if request.method != "POST":
        return _ask(request, link, JoinForm(**asks))
    form = JoinForm(request.POST, **asks)
    if not form.is_valid():
        return _ask(request, link, form, REFUSED)
    if reader is not None:
        return _arrive(request, link, reader, form.cleaned_data.get("name", ""))
    if form.cleaned_data["address"]:
        return _prove(request, link, token, form)
    return _by_name(request, link, form)


def _ask(request: HttpRequest, link: InviteLink, form: JoinForm, status: int = 200) -> HttpResponse:
    by = queries.names_in(link.circle_id, [link.by_id])[link.by_id] or nameless()
    page = {"circle": link.circle, "by": by, "at_table": link.gathering_id is not None, "form": form}
    return TemplateResponse(request, "circles/join.html", {"page": page}, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "circles/join_gone.html", status=GONE)


def _prove(request: HttpRequest, link: InviteLink, token: str, form: JoinForm) -> HttpResponse:
    typed = form.cleaned_data
    try:
        door.ask(request, written=typed["address"], joins=token, name=typed.get("name", ""))
    except people.TooMany:
        form.add_error(None, too_many())
        return _ask(request, link, form, MANY)
    return redirect("sign-in-code")


def go_on(request: HttpRequest, reader: Person, token: str) -> HttpResponse:
    """The code has come back: in, unless the link has lost its use meanwhile."""
    link = queries.invite_link_of(token, moment(request))
    return _gone(request) if link is None else _arrive(request, link, reader)


def _arrive(request: HttpRequest, link: InviteLink, reader: Person, name: str = "") -> HttpResponse:
    try:
        gatherings.arrive(link=link, person=reader, now=moment(request), name=name)
    except Refused:
        return said_if_kept_out(request, link.circle, reader, moment(request)) or _gone(request)
    return _inside(request, link)


def _by_name(request: HttpRequest, link: InviteLink, form: JoinForm) -> HttpResponse:
    """At the table: a name is enough, and this browser stays theirs."""
    now = moment(request)

    def effect() -> str:
        return gatherings.arrive_by_name(link=link, name=form.cleaned_data["name"], now=now, language=spoken()).key

    try:
        key = once(sending(request, "arrive"), now, effect)
    except Refused:
        return _gone(request)
    arrived = made_lately(key, now - RETRIED_WITHIN)
    if arrived is None:
        return redirect("sign-in")
    door.enter(request, arrived, Way.NAME)
    return _inside(request, link)


def _inside(request: HttpRequest, link: InviteLink) -> HttpResponse:
    if link.gathering_id is not None:
        flash.say(request, _("You are at the table, and in the circle."))
    else:
        flash.say(request, _("You are in the circle."))
    return redirect("circle", link.circle.slug)
