"""Cards and draws as somebody of their circle; absent and forbidden look the same."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from entregent.circles.models import Circle
from entregent.gatherings.models import Gathering
from entregent.missions import queries
from entregent.missions.models import Card, Deck, Draw, Offer
from entregent.web.access import circle_or_404, gathering_or_404, person, speak


def deck_or_404(request: HttpRequest, slug: str) -> tuple[Circle, Deck]:
    circle = circle_or_404(request, slug)
    deck = queries.deck_of(circle)
    if deck is None:
        raise Http404
    deck.circle = circle
    return circle, deck


def card_or_404(request: HttpRequest, key: str) -> Card:
    card = queries.visible_card(viewer=person(request), key=key)
    if card is None:
        raise Http404
    speak(card.deck.circle, person(request))
    return card


def draw_or_404(request: HttpRequest, key: str) -> Draw:
    draw = queries.visible_draw(viewer=person(request), key=key)
    if draw is None:
        raise Http404
    speak(draw.gathering.circle, person(request))
    return draw


def offer_or_404(request: HttpRequest, number: int) -> Offer:
    offer = queries.visible_offer(viewer=person(request), number=number)
    if offer is None:
        raise Http404
    speak(offer.card.deck.circle, person(request))
    return offer


def gathering_of(request: HttpRequest, slug: str, key: str) -> tuple[Gathering, Deck]:
    """A gathering of this circle, and the circle's deck."""
    _circle, deck = deck_or_404(request, slug)
    gathering = gathering_or_404(request, key)
    if gathering.circle_id != deck.circle_id:
        raise Http404
    return gathering, deck
