"""An address that opens another record here: it is me, or we are two to share it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import moment, person, signed_in

PROVED = "proved-address"
HOLDS_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Record:
    key: str
    name: str
    circles: str


def note(request: HttpRequest, written: str) -> None:
    """The code sent there came back to this browser: for ten minutes it may say whose records these are."""
    request.session[PROVED] = {"written": written, "at": moment(request).isoformat()}


def proved(request: HttpRequest, now: datetime) -> str:
    kept = request.session.get(PROVED) or {}
    at = parse_datetime(kept.get("at", ""))
    return str(kept["written"]) if at is not None and now - at < HOLDS_FOR else ""


@require_safe
@signed_in
def same(request: HttpRequest) -> HttpResponse:
    written = proved(request, moment(request))
    if not written:
        return redirect("me-addresses")
    records = [
        Record(one.key, one.name or _("without a name yet"), ", ".join(map(str, _circles(one))))
        for one in people_queries.others_at(written, person(request))
    ]
    return TemplateResponse(request, "me/same.html", {"written": written, "records": records})


def _circles(one: Person) -> list[str]:
    return [circle.name for circle in circle_queries.circles_of(one)]


@require_POST
@signed_in
def merge(request: HttpRequest) -> HttpResponse:
    me, now = person(request), moment(request)
    key, written = request.POST.get("record", ""), proved(request, now)
    other = next((one for one in people_queries.others_at(written, me) if one.key == key), None) if written else None
    if other is None and people_queries.is_merged_into(me, key):
        return redirect("circles")
    if other is None:
        raise Http404
    try:
        made = circles.merge_mine(me=me, other=other, now=now)
    except circles.NotOnePerson as error:
        raise Http404 from error
    del request.session[PROVED]
    text = _("The two are one: all that was under %(address)s is here.") % {"address": written}
    flash.undoable(request, text, reverse("me-same-undo"), {"merge": str(made.pk)})
    return redirect("circles")


@require_POST
@signed_in
def undo(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("merge", "")
    if number.isdecimal() and circles.undo_mine(me=person(request), merge_id=int(number[:18]), now=moment(request)):
        flash.say(request, _("Taken back: all is as before."))
    return redirect("me-addresses")


@require_POST
@signed_in
def share(request: HttpRequest) -> HttpResponse:
    written = proved(request, moment(request))
    if not written:
        raise Http404
    people.prove_address(person=person(request), written=written, now=moment(request))
    del request.session[PROVED]
    text = _("%(address)s opens both accounts: its code is followed by “Who are you?”.") % {"address": written}
    flash.say(request, text)
    return redirect("me-addresses")
