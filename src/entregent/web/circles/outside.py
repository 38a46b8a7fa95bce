"""A circle as a passer-by sees it, and coming in from there: through an open door, or by asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles import operations, rules
from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Knock
from entregent.circles.queries import door
from entregent.core.walltime import local
from entregent.gatherings import queries
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.queries import has_verified_address
from entregent.web import flash
from entregent.web.access import moment, person, signed_in, speak
from entregent.web.circles.kept_out import said_if_kept_out
from entregent.web.fields import AddressField, own_name
from entregent.web.sending import once_field
from entregent.web.signin import door as way_in
from entregent.web.signin.limits import too_many

REFUSED, MANY = 422, 429
SAYS = 600


class ComeInForm(forms.Form):
    """What is not known yet: an address, a name, and what an asker says to the circle."""

    says = forms.CharField(max_length=SAYS, widget=forms.Textarea(attrs={"rows": 4}))
    name = own_name(help_text=gettext_lazy("As the circle will read it."))
    address = AddressField(help_text=gettext_lazy("A code comes there: it proves the address is yours."))
    once = once_field()

    def __init__(self, *args: Any, circle: Circle, reader: Person | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["says"].label = circle.question or _("Who are you, and what brings you here?")
        self.fields["says"].help_text = _("The circle’s members read it; one of them answers.")
        known = {"says": not rules.takes_knocks(circle), "name": bool(reader and reader.name), "address": bool(reader)}
        for field, is_known in known.items():
            if is_known:
                del self.fields[field]


@dataclass(frozen=True)
class Outside:
    """What visitors see: what it is for, how often it meets, when next. No name of anybody."""

    circle: Circle
    size: int
    today: date
    rhythm: str
    next: Gathering | None
    asks: bool
    waiting: Knock | None
    form: ComeInForm


def outside_page(circle: Circle, reader: Person | None, now: datetime, form: ComeInForm | None = None) -> Outside:
    series = queries.series_of(circle)
    return Outside(
        circle=circle,
        size=circle_queries.live_memberships(circle).count(),
        today=local(now, circle.zone).date(),
        rhythm="" if series.rhythm == Rhythm.FREE else str(Rhythm(series.rhythm).label),
        next=queries.next_to_come(circle, now),
        asks=rules.takes_knocks(circle),
        waiting=door.waiting_knock(circle, reader) if reader else None,
        form=form or ComeInForm(circle=circle, reader=reader),
    )


def outside_or_404(slug: str) -> Circle:
    circle = door.public_circle(slug)
    if circle is None:
        raise Http404
    return circle


@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest, slug: str) -> HttpResponse:
    circle = outside_or_404(slug)
    reader = person(request) if request.user.is_authenticated else None
    speak(circle, reader)
    if reader is not None and circle_queries.is_here(circle, reader):
        return redirect("circle", slug)
    kept_out = said_if_kept_out(request, circle, reader, moment(request)) if reader is not None else None
    if kept_out is not None:
        return kept_out
    if request.method != "POST":
        return _show(request, circle, reader)
    form = ComeInForm(request.POST, circle=circle, reader=reader)
    if not form.is_valid():
        return _show(request, circle, reader, form, REFUSED)
    if reader is None:
        return _prove(request, circle, form)
    typed = form.cleaned_data
    return _arrive(request, circle, reader, typed.get("says", ""), typed.get("name", ""))


def _show(
    request: HttpRequest, circle: Circle, reader: Person | None, form: ComeInForm | None = None, status: int = 200
) -> HttpResponse:
    page = outside_page(circle, reader, moment(request), form)
    response = TemplateResponse(request, "circles/outside.html", {"page": page}, status=status)
    if door.is_listed(circle):
        response["X-Robots-Tag"] = "all"
    return response


def _prove(request: HttpRequest, circle: Circle, form: ComeInForm) -> HttpResponse:
    typed = form.cleaned_data
    try:
        way_in.ask(
            request,
            written=typed["address"],
            enters=circle.slug,
            says=typed.get("says", ""),
            name=typed.get("name", ""),
        )
    except people.TooMany:
        form.add_error(None, too_many())
        return _show(request, circle, None, form, MANY)
    return redirect("sign-in-code")


def go_on(request: HttpRequest, reader: Person, slug: str, says: str) -> HttpResponse:
    """The code has come back: in, or at the door."""
    circle = door.public_circle(slug)
    if circle is None:
        flash.warn(request, _("This circle takes nobody in from outside any more. Nothing was changed."))
        return redirect("today")
    speak(circle, reader)
    return _arrive(request, circle, reader, says)


def _arrive(request: HttpRequest, circle: Circle, reader: Person, says: str, name: str = "") -> HttpResponse:
    if circle_queries.is_here(circle, reader):
        return redirect("circle", circle.slug)
    if not has_verified_address(reader):
        flash.warn(request, _("Prove an address first: a code comes there. Then come back to the circle’s page."))
        return redirect("me-addresses")
    try:
        if rules.takes_anybody(circle):
            operations.walk_in(circle=circle, person=reader, now=moment(request), name=name)
        else:
            return _knock(request, circle, reader, says, name)
    except operations.Refused:
        kept_out = said_if_kept_out(request, circle, reader, moment(request))
        if kept_out is not None:
            return kept_out
        flash.warn(request, _("The circle’s door does not open to you for now. Nothing was changed."))
        return redirect("public-circle", circle.slug)
    flash.say(request, _("You are in the circle."))
    return redirect("circle", circle.slug)


def _knock(request: HttpRequest, circle: Circle, reader: Person, says: str, name: str) -> HttpResponse:
    try:
        made = operations.knock(circle=circle, person=reader, says=says, name=name, now=moment(request))
    except operations.AskedAlready:
        flash.warn(request, _("You have asked already. One asks once a month; the answer comes by mail."))
    except operations.AskedTooOften:
        flash.warn(request, _("You have asked several circles today. Tomorrow you can ask again."))
    else:
        said = _("The circle has your words. The answer comes by mail.")
        flash.undoable(request, said, reverse("public-circle-withdraw", args=[circle.slug]), {"knock": str(made.pk)})
    return redirect("public-circle", circle.slug)


@require_POST
@signed_in
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    circle = outside_or_404(slug)
    speak(circle, person(request))
    waiting = door.waiting_knock(circle, person(request))
    if waiting and operations.withdraw_knock(knock_id=waiting.pk, person=person(request), now=moment(request)):
        flash.say(request, _("Withdrawn: the circle no longer reads it."))
    return redirect("public-circle", slug)
