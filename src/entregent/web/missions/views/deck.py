"""The deck of a circle: taken out, looked at, printed, put in the circle's own words."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles.models import Circle
from entregent.circles.rules import allow, may
from entregent.core.idempotency import once
from entregent.missions import operations, queries
from entregent.missions.models import Card, Deck
from entregent.missions.seeds import SEEDS
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in
from entregent.web.missions.access import card_or_404, deck_or_404
from entregent.web.missions.forms import CardForm
from entregent.web.missions.page import deck_page, printed
from entregent.web.sending import new_sending, sending

REFUSED = 422


@require_safe
@signed_in
def deck(request: HttpRequest, slug: str) -> HttpResponse:
    """The deck; where the circle has none, what one is, and a way to take one out."""
    circle = circle_or_404(request, slug)
    found = queries.deck_of(circle)
    if found is None:
        page = {"circle": circle, "may": may(circle, person(request)), "count": len(SEEDS)}
        return TemplateResponse(request, "missions/none.html", {"page": page})
    found.circle = circle
    page_of = deck_page(circle, found, person(request), moment(request))
    return TemplateResponse(request, "missions/deck.html", {"page": page_of})


@require_POST
@signed_in
def open_deck(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    operations.open_deck(circle=circle, by=person(request), now=moment(request))
    url = reverse("feature", args=[slug, "cards"])
    flash.undoable(request, _("The deck is on the table."), url, {"answer": "again"})
    return redirect("deck", slug)


@require_safe
@signed_in
def print_deck(request: HttpRequest, slug: str) -> HttpResponse:
    circle, found = deck_or_404(request, slug)
    return TemplateResponse(request, "missions/print.html", {"circle": circle, "sheets": printed(found)})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest, slug: str) -> HttpResponse:
    circle, found = deck_or_404(request, slug)
    allow(circle, person(request))
    if request.method != "POST":
        return _ask(request, circle, CardForm())
    form = CardForm(request.POST)
    if not form.is_valid():
        return _ask(request, circle, form, status=REFUSED)
    try:
        key = once(sending(request, "card"), moment(request), lambda: _add(request, found, form, moment(request)))
    except operations.TooMany:
        form.add_error(None, _("The deck is full. Put a card aside that nobody likes, then write this one over it."))
        return _ask(request, circle, form, status=REFUSED)
    flash.undoable(request, _("The card is in the deck."), reverse("card-aside", args=[key]))
    return redirect("deck", slug)


def _add(request: HttpRequest, found: Deck, form: CardForm, now: datetime) -> str:
    return operations.add_card(deck=found, by=person(request), now=now, **form.words()).key


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, card: str) -> HttpResponse:
    found = card_or_404(request, card)
    circle = found.deck.circle
    allow(circle, person(request))
    if request.method != "POST":
        initial = {field: getattr(found, field) for field in operations.CARD_FIELDS}
        return _ask(request, circle, CardForm(initial=initial), found)
    form = CardForm(request.POST)
    if not form.is_valid():
        return _ask(request, circle, form, found, REFUSED)
    before = operations.change_card(card=found, by=person(request), **form.words())
    flash.undoable(request, _("Changed."), reverse("card-edit", args=[card]), before)
    return redirect("deck", circle.slug)


def _ask(
    request: HttpRequest, circle: Circle, form: CardForm, card: Card | None = None, status: int = 200
) -> HttpResponse:
    page = {"circle": circle, "card": card, "form": form, "once": new_sending()}
    return TemplateResponse(request, "missions/edit.html", {"page": page}, status=status)


@require_POST
@signed_in
def put_aside(request: HttpRequest, card: str) -> HttpResponse:
    found = card_or_404(request, card)
    if operations.put_aside(card=found, by=person(request), now=moment(request)):
        flash.undoable(request, _("Put aside: it is not dealt any more."), reverse("card-bring-back", args=[card]))
    return redirect("deck", found.deck.circle.slug)


@require_POST
@signed_in
def bring_back(request: HttpRequest, card: str) -> HttpResponse:
    found = card_or_404(request, card)
    if operations.bring_back(card=found, by=person(request)):
        flash.undoable(request, _("Back in the deck."), reverse("card-aside", args=[card]))
    return redirect("deck", found.deck.circle.slug)
