"""The draw: who plays, the promise, each draws one; on one phone, on each their own, or by hand and noted."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.core.idempotency import once
from entregent.gatherings.models import Gathering
from entregent.missions import operations, queries
from entregent.missions.models import Deck
from entregent.missions.operations import DrawnAlready, NotFree, NotNow, TooFew
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.missions.access import deck_or_404, draw_or_404, gathering_of
from entregent.web.missions.by_hand import hand_page, holders_of
from entregent.web.missions.draw_page import DrawPage, Hand, draw_page, for_others, proof_page, start_page, turned
from entregent.web.missions.forms import WordForm
from entregent.web.sending import new_sending, sending

REFUSED, CONFLICT = 422, 409
MOST_DIGITS = 18


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest, slug: str, gathering: str) -> HttpResponse:
    found, deck = gathering_of(request, slug, gathering)
    already = queries.open_draw(found)
    if already is not None:
        return redirect("draw", already.key)
    if request.method != "POST":
        return _ask(request, found, deck)
    return _start(request, found, deck)


def _start(request: HttpRequest, gathering: Gathering, deck: Deck) -> HttpResponse:
    players = numbers(request, "players")
    lot = [secrets.randbits(64) for _one in players]
    try:
        draw = operations.open_draw(
            deck=deck,
            gathering=gathering,
            by=person(request),
            players=players,
            secret=secrets.token_bytes(32),
            lot=lot,
            now=moment(request),
        )
    except DrawnAlready as faster:
        return redirect("draw", faster.draw.key)
    except TooFew:
        return _ask(request, gathering, deck, _("Tick at least two people who play."), REFUSED)
    except NotNow:
        return _ask(request, gathering, deck, not_now(), CONFLICT)
    return redirect("draw", draw.key)


def _ask(request: HttpRequest, gathering: Gathering, deck: Deck, problem: str = "", status: int = 200) -> HttpResponse:
    page = start_page(gathering, deck, person(request), moment(request))
    ticked = numbers(request, "players") if request.method == "POST" else [pk for pk, _n, there in page.people if there]
    context = {"page": page, "problem": problem, "ticked": ticked}
    return TemplateResponse(request, "missions/start.html", context, status=status)


def not_now() -> str:
    return _("Cards are drawn at a gathering: from an hour before it until three days after.")


def numbers(request: HttpRequest, name: str) -> list[int]:
    written = request.POST.getlist(name)
    return list(dict.fromkeys(int(one) for one in written if one.isdecimal() and len(one) <= MOST_DIGITS))


@require_safe
@signed_in
def show(request: HttpRequest, draw: str) -> HttpResponse:
    """Before: the promise and a word. After: what came out; `?at=3` shows one hand, for a phone that goes round."""
    found, now = draw_or_404(request, draw), moment(request)
    page = draw_page(found, person(request), now)
    at = request.GET.get("at", "")
    hand = turned(page, int(at), now) if at.isdecimal() and len(at) <= MOST_DIGITS else None
    if hand is not None and (hand.is_me or for_others(page, now)):
        return TemplateResponse(
            request, "missions/turn.html", {"page": page, "hand": hand, "follows": follows(page, hand)}
        )
    template = "missions/drawn.html" if found.drawn_at else "missions/before.html"
    context = {"page": page, "form": WordForm(), "round": for_others(page, now), "once": new_sending()}
    return TemplateResponse(request, template, context)


def follows(page: DrawPage, hand: Hand) -> Hand | None:
    """Who looks at the phone next, None after the last."""
    return next((one for one in page.hands if one.place > hand.place), None)


@require_POST
@signed_in
def go(request: HttpRequest, draw: str) -> HttpResponse:
    found = draw_or_404(request, draw)
    _circle, deck = deck_or_404(request, found.gathering.circle.slug)
    form = WordForm(request.POST)
    said = form.cleaned_data["said"] if form.is_valid() else ""
    try:
        operations.draw_cards(draw=found, deck=deck, by=person(request), said=said, now=moment(request))
    except TooFew:
        flash.warn(request, _("It takes two people to draw, and a card in the deck."))
    except DrawnAlready:
        pass
    return redirect("draw", draw)


@require_POST
@signed_in
def join(request: HttpRequest, draw: str) -> HttpResponse:
    operations.join(draw=draw_or_404(request, draw), person=person(request), now=moment(request))
    return redirect("draw", draw)


@require_POST
@signed_in
def sit_out(request: HttpRequest, draw: str) -> HttpResponse:
    if operations.sit_out(draw=draw_or_404(request, draw), person=person(request)):
        flash.undoable(request, _("You sit this one out."), reverse("draw-join", args=[draw]))
    return redirect("draw", draw)


@require_POST
@signed_in
def call_off(request: HttpRequest, draw: str) -> HttpResponse:
    found = draw_or_404(request, draw)
    if operations.call_off(draw=found, now=moment(request)):
        flash.say(request, _("Nothing was drawn."))
    return redirect("draw-cards", found.gathering.circle.slug, found.gathering.key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def by_hand(request: HttpRequest, slug: str, gathering: str) -> HttpResponse:
    """Drawn with paper: which card came to whom."""
    found, deck = gathering_of(request, slug, gathering)
    if request.method != "POST":
        return _hand(request, found, deck)
    holders = holders_of(request.POST)
    try:
        key = once(sending(request, "by-hand"), moment(request), lambda: _note(request, found, deck, holders))
    except TooFew:
        return _hand(request, found, deck, _("Say of at least one card who has it."), REFUSED)
    except NotNow:
        return _hand(request, found, deck, not_now(), CONFLICT)
    except NotFree:
        return _hand(request, found, deck, _("Somebody noted one of these cards meanwhile."), CONFLICT)
    return redirect("draw", key)


def _note(request: HttpRequest, gathering: Gathering, deck: Deck, holders: dict[int, int]) -> str:
    by, now = person(request), moment(request)
    return operations.note_draw(deck=deck, gathering=gathering, by=by, holders=holders, now=now).key


def _hand(request: HttpRequest, gathering: Gathering, deck: Deck, problem: str = "", status: int = 200) -> HttpResponse:
    page = hand_page(gathering, deck, person(request), holders_of(request.POST))
    context = {"page": page, "problem": problem, "once": new_sending()}
    return TemplateResponse(request, "missions/by_hand.html", context, status=status)


@require_safe
@signed_in
def proof(request: HttpRequest, draw: str) -> HttpResponse:
    page = proof_page(draw_or_404(request, draw), person(request))
    return TemplateResponse(request, "missions/proof.html", {"page": page})
