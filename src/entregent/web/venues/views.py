"""The venue book: a circle's places, for whoever fixes a date and whoever looks for the door."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles.models import Circle
from entregent.core.idempotency import once
from entregent.gatherings import operations
from entregent.gatherings.models import Venue
from entregent.gatherings.queries import venues
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in, speak
from entregent.web.sending import new_sending, sending
from entregent.web.venues.forms import VenueForm, WordForm
from entregent.web.venues.page import place_page, places_page

REFUSED = 422


def venue_or_404(request: HttpRequest, place: str) -> Venue:
    venue = venues.visible_venue(viewer=person(request), key=place)
    if venue is None:
        raise Http404
    speak(venue.circle, person(request))
    return venue


@require_safe
@signed_in
def show_all(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    page = places_page(circle, person(request), moment(request))
    return TemplateResponse(request, "venues/venues.html", {"page": page})


@require_safe
@signed_in
def show(request: HttpRequest, place: str) -> HttpResponse:
    page = place_page(venue_or_404(request, place), person(request), moment(request))
    return TemplateResponse(request, "venues/venue.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug), moment(request)
    if request.method != "POST":
        return _ask(request, circle, VenueForm())
    form = VenueForm(request.POST)
    if not form.is_valid():
        return _ask(request, circle, form, status=REFUSED)
    place = once(sending(request, "venue"), now, lambda: _add(request, circle, form, now))
    flash.undoable(request, _("This place is in the book."), reverse("venue-put-away", args=[place]))
    return redirect("venue", place)


def _add(request: HttpRequest, circle: Circle, form: VenueForm, now: datetime) -> str:
    return operations.add_venue(circle=circle, by=person(request), now=now, **form.facts()).key


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, place: str) -> HttpResponse:
    venue = venue_or_404(request, place)
    if request.method != "POST":
        initial = {field: getattr(venue, field) for field in operations.VENUE_FIELDS}
        return _ask(request, venue.circle, VenueForm(initial=initial), venue)
    form = VenueForm(request.POST)
    if not form.is_valid():
        return _ask(request, venue.circle, form, venue, REFUSED)
    before = operations.change_venue(venue=venue, by=person(request), now=moment(request), **form.facts())
    flash.undoable(request, _("Changed."), reverse("venue-edit", args=[place]), before)
    return redirect("venue", place)


def _ask(
    request: HttpRequest, circle: Circle, form: VenueForm, venue: Venue | None = None, status: int = 200
) -> HttpResponse:
    page = {"circle": circle, "venue": venue, "form": form, "once": new_sending()}
    return TemplateResponse(request, "venues/edit.html", {"page": page}, status=status)


@require_POST
@signed_in
def put_away(request: HttpRequest, place: str) -> HttpResponse:
    venue = venue_or_404(request, place)
    if operations.put_venue_away(venue=venue, by=person(request), now=moment(request)):
        flash.undoable(request, _("Put away: it is not offered any more."), reverse("venue-take-out", args=[place]))
    return redirect("venues", venue.circle.slug)


@require_POST
@signed_in
def take_out(request: HttpRequest, place: str) -> HttpResponse:
    venue = venue_or_404(request, place)
    if operations.take_venue_out(venue=venue, by=person(request)):
        flash.undoable(request, _("Back in the book."), reverse("venue-put-away", args=[place]))
    return redirect("venue", place)


@require_POST
@signed_in
def word(request: HttpRequest, place: str) -> HttpResponse:
    venue, reader = venue_or_404(request, place), person(request)
    form = WordForm(request.POST)
    if not form.is_valid():
        page = place_page(venue, reader, moment(request), form)
        return TemplateResponse(request, "venues/venue.html", {"page": page}, status=REFUSED)
    before = venue.words.filter(person=reader).first()
    operations.say_of_venue(venue=venue, person=reader, text=form.cleaned_data["text"], now=moment(request))
    was = {"text": before.text if before else ""}
    flash.undoable(request, _("Noted."), reverse("venue-word", args=[place]), was)
    return redirect("venue", place)
