"""My answer, in one tap, and what goes with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entregent.gatherings import operations, queries, rules
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.operations import TooLate
from entregent.people.models import Person
from entregent.web import flash, where
from entregent.web.access import gathering_or_404, moment, person, signed_in
from entregent.web.gatherings.forms import MoreForm

NOTHING, CANNOT, BACK = "nothing", "cannot", "back"


@require_POST
@signed_in
def answer(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    said = request.POST.get("answer", "")
    try:
        _record(request, gathering, said)
    except TooLate:
        flash.warn(
            request, _("Answers are closed: nothing was changed. A word under the gathering still reaches them.")
        )
    return redirect(where.safe(request, request.POST.get("next", "")) or reverse("gathering", args=[key]))


def _record(request: HttpRequest, gathering: Gathering, said: str) -> None:
    reader, now = person(request), moment(request)
    if said == NOTHING:
        operations.take_back_answer(gathering=gathering, person=reader, now=now)
        flash.say(request, _("Your answer is taken back."))
    elif said == CANNOT:
        operations.give_up(gathering=gathering, person=reader, via=Via.PAGE, now=now)
        way_back = reverse("gathering-answer", args=[gathering.key])
        flash.undoable(request, gave_up(gathering), way_back, {"answer": BACK})
    elif said == BACK:
        operations.come_back(gathering=gathering, person=reader, now=now)
        flash.say(request, _("You come after all."))
    elif said in Reply.values:
        short = too_many(take(request, gathering, reader, Reply(said), Via.PAGE), asked(request))
        if short:
            flash.warn(request, short)


def take(request: HttpRequest, gathering: Gathering, person: Person, reply: Reply, via: Via) -> Answer:
    """Record what a form of answers sent; what it did not ask stays as it was."""
    video = request.POST.get("video", "")
    return operations.answer(
        gathering=gathering,
        person=person,
        reply=reply,
        via=via,
        now=moment(request),
        guests=asked(request),
        by_video=video == "on" if video else None,
    )


def asked(request: HttpRequest) -> int | None:
    return guests_of(request.POST.get("guests", ""))


def guests_of(typed: str) -> int | None:
    """None where the form did not ask: the number said before then stays."""
    return int(typed) if typed.isdecimal() and len(typed) == 1 else None


def too_many(given: Answer, wanted: int | None) -> str:
    """Why fewer guests were written down than asked for."""
    if wanted is None or given.guests >= min(wanted, rules.MOST_GUESTS) or given.reply == Reply.NO:
        return ""
    if not given.guests:
        return _("The table is full: there is no place for a guest. Your own is kept.")
    words = ngettext(
        "There is room for one guest, no more.", "There is room for %(count)s guests, no more.", given.guests
    )
    return words % {"count": given.guests}


def gave_up(gathering: Gathering) -> str:
    if gathering.booked_by_id:
        return _("It is noted: whoever books the table is told.")
    return _("It is noted.")


@require_POST
@signed_in
def more(request: HttpRequest, key: str) -> HttpResponse:
    gathering = gathering_or_404(request, key)
    flash.say(request, say_more(request, gathering, person(request)))
    return redirect("gathering", key)


def say_more(request: HttpRequest, gathering: Gathering, person: Person) -> str:
    """A word and a diet, from the page or from the mail; what to tell whoever sent them."""
    form, now = MoreForm(request.POST), moment(request)
    if not form.is_valid():
        return _("Too long by far: nothing was changed.")
    if "diet" in form.data:
        operations.say_diet(person=person, words=form.cleaned_data["diet"], now=now)
    try:
        operations.say_more(gathering=gathering, person=person, word=form.cleaned_data["word"], now=now)
    except TooLate:
        return _("It is over: nothing was changed.")
    return _("Noted.")


@require_POST
@signed_in
def book(request: HttpRequest, key: str) -> HttpResponse:
    """ "I book", or not after all."""
    gathering, reader, now = gathering_or_404(request, key), person(request), moment(request)
    url = reverse("gathering-book", args=[key])
    if request.POST.get("act") == "stop":
        if operations.stop_booking(gathering=gathering, by=reader, now=now):
            flash.undoable(request, _("You do not book any more."), url)
        return redirect("gathering", key)
    typed = request.POST.get("instead", "")
    instead = int(typed) if typed.isdecimal() and len(typed) < 18 else None
    try:
        booked = operations.book(gathering=gathering, by=reader, instead_of=instead, now=now)
    except TooLate:
        flash.warn(request, _("It has begun, or is cancelled: nothing was changed."))
        return redirect("gathering", key)
    if booked:
        flash.undoable(request, _("You book. You are told when answers close how many you are."), url, {"act": "stop"})
    else:
        flash.warn(request, _("Somebody else has just said that they book."))
    return redirect("gathering", key)


@require_POST
@signed_in
def standing(request: HttpRequest, key: str) -> HttpResponse:
    gathering, reader, now = gathering_or_404(request, key), person(request), moment(request)
    url = reverse("gathering-standing", args=[key])
    if request.POST.get("stand") == "on":
        weekday = queries.standing_weekday(queries.series_of(gathering.circle), gathering)
        operations.stand(circle=gathering.circle, person=reader, weekday=weekday, now=now)
        flash.undoable(request, _("Said in advance: you come unless you say no."), url, {"stand": "off"})
    elif operations.stop_standing(circle=gathering.circle, person=reader, now=now):
        flash.undoable(request, _("From the next date on, you are asked each time."), url, {"stand": "on"})
    return redirect("gathering", key)
