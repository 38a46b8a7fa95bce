"""Cards in people's hands: taken, put back, done, offered to somebody; each in one tap, with a way back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles.queries import live_memberships
from entregent.missions import operations, queries
from entregent.missions.models import Card
from entregent.missions.operations import NotFree, NotTheirs
from entregent.people.models import Person
from entregent.web import flash, where
from entregent.web.access import moment, person, signed_in
from entregent.web.missions.access import card_or_404, offer_or_404
from entregent.web.missions.offering import offer_page
from entregent.web.missions.page import my_cards

TAKEN = 409


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    page = my_cards(person(request), moment(request))
    return TemplateResponse(request, "missions/mine.html", {"page": page})


@require_POST
@signed_in
def take(request: HttpRequest, card: str) -> HttpResponse:
    found = card_or_404(request, card)
    try:
        operations.take(card=found, person=person(request), now=moment(request))
    except NotFree:
        return taken(request, found)
    flash.undoable(request, _("You hold this card."), reverse("card-put-back", args=[card]))
    return back(request, found)


@require_POST
@signed_in
def put_back(request: HttpRequest, card: str) -> HttpResponse:
    found = card_or_404(request, card)
    try:
        done = operations.put_back(card=found, by=person(request), now=moment(request))
    except NotTheirs:
        return taken(request, found)
    if done and found.holder_id == person(request).pk:
        flash.undoable(request, _("The card is back in the deck."), reverse("card-take", args=[card]))
    elif done:
        flash.say(request, _("The card is back in the deck."))
    return back(request, found)


@require_POST
@signed_in
def finish(request: HttpRequest, card: str) -> HttpResponse:
    found = card_or_404(request, card)
    if operations.finish(card=found, person=person(request), now=moment(request)):
        flash.undoable(request, _("Done. Thank you."), reverse("card-again", args=[card]))
    return back(request, found)


@require_POST
@signed_in
def again(request: HttpRequest, card: str) -> HttpResponse:
    """Takes "it is done" back."""
    found = card_or_404(request, card)
    operations.take_up_again(card=found, person=person(request), now=moment(request))
    return back(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def offer(request: HttpRequest, card: str) -> HttpResponse:
    """Hand it to somebody, or change it for theirs: first who, then they agree."""
    found = card_or_404(request, card)
    if request.method != "POST":
        page = offer_page(found, person(request), moment(request))
        return TemplateResponse(request, "missions/offer.html", {"page": page, "next": next_of(request)})
    to, in_return = _asked(request, found)
    try:
        made = operations.offer(card=found, by=person(request), to=to, now=moment(request), in_return=in_return)
    except (NotFree, NotTheirs):
        return taken(request, found)
    url = reverse("offer-decline", args=[made.pk])
    flash.undoable(request, _("They are asked: nothing moves before they agree."), url)
    return back(request, found)


def _asked(request: HttpRequest, card: Card) -> tuple[Person, Card | None]:
    here = live_memberships(card.deck.circle).filter(person__key=request.POST.get("to", ""))
    row = here.select_related("person").first()
    wanted = request.POST.get("for", "")
    in_return = queries.visible_card(viewer=person(request), key=wanted) if wanted else None
    if row is None or (wanted and in_return is None):
        raise Http404
    return row.person, in_return


@require_POST
@signed_in
def agree(request: HttpRequest, offer_id: int) -> HttpResponse:
    found = offer_or_404(request, offer_id)
    try:
        if operations.agree(offer=found, by=person(request), now=moment(request)):
            flash.say(request, _("Agreed: the cards have changed hands."))
    except (NotFree, NotTheirs):
        return taken(request, found.card)
    return back(request, found.card)


@require_POST
@signed_in
def decline(request: HttpRequest, offer_id: int) -> HttpResponse:
    found = offer_or_404(request, offer_id)
    try:
        operations.decline(offer=found, by=person(request), now=moment(request))
    except NotTheirs:
        return taken(request, found.card)
    return back(request, found.card)


def taken(request: HttpRequest, card: Card) -> HttpResponse:
    """A plain page for whoever came second."""
    page = {"circle": card.deck.circle, "card": card}
    return TemplateResponse(request, "missions/taken.html", {"page": page}, status=TAKEN)


def next_of(request: HttpRequest) -> str:
    return where.safe(request, request.POST.get("next", "") or request.GET.get("next", ""))


def back(request: HttpRequest, card: Card) -> HttpResponse:
    return HttpResponseRedirect(next_of(request) or reverse("deck", args=[card.deck.circle.slug]))
