"""A mission card, answered from its mail: it is done, or somebody else may have it; no account, no session."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from entregent.circles.models import Circle
from entregent.missions import operations
from entregent.missions.models import Card
from entregent.web.access import moment
from entregent.web.links.held import Held, called
from entregent.web.missions.faces import Face, Leads, face_of
from entregent.web.missions.page import way_of

SAID = {"done": "thanks", "pass": "passed"}


@dataclass(frozen=True)
class CardLinkPage:
    held: Held
    circle: Circle
    card: Card
    face: Face
    name: str
    leads: Leads | None
    is_mine: bool
    passes: bool  # the mail's link to pass it on was tapped
    said: str  # what was just done from here


def page(request: HttpRequest, held: Held, card: Card) -> HttpResponse:
    act = request.POST.get("act", "")
    if request.method == "POST":
        said = _do(act, held, card, request)
        return redirect(f"{request.path}?said={said}" if said else request.path)
    shown = CardLinkPage(
        held=held,
        circle=card.deck.circle,
        card=card,
        face=face_of(card),
        name=called(held),
        leads=way_of(card, moment(request)),
        is_mine=card.holder_id == held.person.pk,
        passes="pass" in request.GET,
        said=request.GET.get("said", ""),
    )
    return TemplateResponse(request, "links/card.html", {"page": shown})


def _do(act: str, held: Held, card: Card, request: HttpRequest) -> str:
    """One act, or its way back; a second tap finds it done."""
    me, now = held.person, moment(request)
    if act == "done" and operations.finish(card=card, person=me, now=now):
        return SAID["done"]
    if act == "pass" and card.holder_id == me.pk and operations.put_back(card=card, by=me, now=now):
        return SAID["pass"]
    if act == "again" and request.GET.get("said") == "thanks":
        operations.take_up_again(card=card, person=me, now=now)
    elif act == "again" and card.holder_id is None and not card.put_aside_at:
        operations.take(card=card, person=me, now=now)
    return ""
