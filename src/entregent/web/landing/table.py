"""From the table: somebody starts, the others scan."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entregent.circles import rules
from entregent.core.idempotency import once
from entregent.gatherings import operations as gatherings
from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.people.enums import Way
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import moment, person
from entregent.web.landing.forms import TableForm
from entregent.web.landing.opening import ways_of
from entregent.web.language import spoken
from entregent.web.network import network_of
from entregent.web.sending import sending
from entregent.web.signin import door

REFUSED = 422
RETRIED_WITHIN = timedelta(minutes=10)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    starter = person(request) if request.user.is_authenticated else None
    if starter is None and not rules.strangers_welcome():
        return redirect(f"{reverse('sign-in')}?next={reverse('table')}")
    if starter is not None and not rules.may_open(starter):
        return TemplateResponse(request, "landing/not_here.html", {"who": settings.WHO_MAY_OPEN}, status=403)
    asks_name = starter is None or not starter.name
    if request.method != "POST":
        return _ask(request, TableForm(asks_name=asks_name))
    form = TableForm(request.POST, asks_name=asks_name)
    if not form.is_valid():
        return _ask(request, form, REFUSED)
    if starter is not None:
        return _member_starts(request, starter, form)
    return _visitor_starts(request, form)


def _ask(request: HttpRequest, form: TableForm, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "landing/table.html", {"form": form}, status=status)


def _member_starts(request: HttpRequest, starter: Person, form: TableForm) -> HttpResponse:
    typed, now = form.cleaned_data, moment(request)
    if typed.get("name"):
        people.rename(person=starter, name=typed["name"])

    def effect() -> str:
        language, zone = ways_of(starter)
        gathering, _link = gatherings.open_at_table(
            name=typed["circle"], by=starter, now=now, language=language, zone=zone
        )
        return gathering.key

    return redirect("gathering-table", key=once(sending(request, "table"), now, effect))


def _visitor_starts(request: HttpRequest, form: TableForm) -> HttpResponse:
    """No address yet: they are in under the name they gave, and stay in on this browser."""
    typed, now = form.cleaned_data, moment(request)

    def effect() -> str:
        gathering, _link = gatherings.open_at_table_by_name(
            name=typed["circle"],
            own_name=typed["name"],
            network=network_of(request),
            now=now,
            language=spoken(),
            zone=settings.DEFAULT_ZONE,
        )
        return f"{gathering.key} {gathering.circle.opened_by.key}"

    try:
        key, _space, starter_key = once(sending(request, "table"), now, effect).partition(" ")
    except people.TooMany:
        form.add_error(None, _("Many circles have been started from this network within the hour. Wait a little."))
        return _ask(request, form, 429)
    starter = people_queries.made_lately(starter_key, now - RETRIED_WITHIN)
    if starter is None:
        return redirect("sign-in")
    door.enter(request, starter, Way.NAME)
    flash.say(request, _("The circle exists. Leave an address on your page, behind your initials, to find it again."))
    return redirect("gathering-table", key=key)
