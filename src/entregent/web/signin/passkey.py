"""Coming in with a passkey: the device signs a challenge kept here, once. Without JavaScript the code remains."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.people import operations as people
from entregent.people.enums import Way
from entregent.people.models import Person
from entregent.web import flash, where
from entregent.web.access import moment
from entregent.web.language import spoken
from entregent.web.network import network_of
from entregent.web.signin import door

CHALLENGE = "passkey"


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    asked = ask(request, None)
    return HttpResponse(status=429) if asked is None else as_json(people.to_enter(asked))


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    target = where.safe(request, request.POST.get("next", ""))
    try:
        person = people.enter_by_passkey(
            challenge_key=request.session.pop(CHALLENGE, ""),
            credential=credential_in(request),
            now=moment(request),
            language=spoken(),
        )
    except people.NotRecognised:
        flash.warn(request, _("This passkey opens nothing here. A code by mail still does."))
        return redirect("sign-in")
    door.enter(request, person, Way.PASSKEY)
    return HttpResponseRedirect(target or reverse("today"))


def ask(request: HttpRequest, person: Person | None) -> Any:
    """A challenge for this browser alone; None when too many were asked for."""
    try:
        asked = people.challenge(person=person, network=network_of(request), now=moment(request))
    except people.TooMany:
        return None
    request.session[CHALLENGE] = asked.key
    return asked


def credential_in(request: HttpRequest) -> dict[str, Any]:
    """What the device answered; an empty one when it is nothing that could be."""
    try:
        found = json.loads(request.POST.get("credential", ""))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def as_json(options: str) -> HttpResponse:
    return HttpResponse(options, content_type="application/json")
