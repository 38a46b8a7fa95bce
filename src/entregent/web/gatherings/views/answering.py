"""My answer, in one tap."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.gatherings import operations, queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import TooLate
from entregent.web import flash, where
from entregent.web.access import gathering_or_404, moment, person, signed_in

NOTHING = "nothing"


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
    elif said in Reply.values:
        guests = guests_of(request.POST.get("guests", ""))
        operations.answer(gathering=gathering, person=reader, reply=Reply(said), via=Via.PAGE, now=now, guests=guests)


def guests_of(typed: str) -> int | None:
    """None where the form did not ask: the number said before then stays."""
    return int(typed) if typed.isdecimal() and len(typed) == 1 else None


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
