"""A poll is asked, changed, withdrawn, taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles.models import Circle
from entregent.circles.queries import how_many_want_mail
from entregent.core import walltime
from entregent.core.idempotency import once
from entregent.core.walltime import DoubleHour, ImpossibleHour, local
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.dates import Slot as Offered
from entregent.gatherings.operations import InThePast, SomebodyWasFaster, TooFar, TooLate
from entregent.polls import operations, queries, rules
from entregent.polls.models import Poll
from entregent.polls.operations import AlreadyAsking, BadSlots, TooSoon
from entregent.polls.reasons import question
from entregent.web import flash
from entregent.web.access import circle_to_change, moment, person, poll_to_change, signed_in
from entregent.web.gatherings.offer import seen
from entregent.web.gatherings.views.changing import something_changed
from entregent.web.polls.forms import SlotsForm, until, written
from entregent.web.sending import new_sending, sending

REFUSED = 422
WRONG = (BadSlots, TooSoon, InThePast, TooFar, ImpossibleHour, DoubleHour)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug), moment(request)
    waiting = queries.waiting_poll(circle)
    if waiting is not None and rules.is_open(waiting, now):
        return _asked_already(request, waiting)
    proposed = _proposed(request, circle, now)
    if request.method != "POST":
        start = _usual(circle, proposed, now)
        return _ask(request, circle, SlotsForm(initial=start, offered=proposed, zone=circle.zone))
    form = SlotsForm(request.POST, offered=proposed, zone=circle.zone)
    if not form.is_valid():
        return _ask(request, circle, form, REFUSED)
    try:
        key = once(sending(request, "poll"), now, lambda: _open(request, circle, form))
    except WRONG as why:
        form.refuse(why)
        return _ask(request, circle, form, REFUSED)
    except AlreadyAsking as already:
        return _asked_already(request, already.poll)
    return redirect("poll", key)


def _proposed(request: HttpRequest, circle: Circle, now: datetime) -> list[Offered]:
    """Last time's slots where they are asked for; else what the circle's past and rhythm suggest."""
    last = queries.last_poll(circle)
    if last is not None and "again" in request.GET:
        return queries.slots_again(last, now)
    return queries.proposed_slots(circle, gathering_queries.series_of(circle), now)


def _usual(circle: Circle, proposed: Sequence[Offered], now: datetime) -> dict[str, Any]:
    """The likeliest ticked, the evening in three days as the deadline, where people met last."""
    series = gathering_queries.series_of(circle)
    first = walltime.instant(proposed[0].day, proposed[0].hour, circle.zone, second_time=False)
    return {
        "slots": [written(slot) for slot in proposed[:4]],
        "place": gathering_queries.usual_place(circle, series, now),
        **until(rules.usual_deadline(first, circle.zone, now), circle.zone),
    }


def _open(request: HttpRequest, circle: Circle, form: SlotsForm) -> str:
    typed = form.cleaned_data
    poll = operations.ask(
        circle=circle,
        by=person(request),
        slots=form.chosen(),
        closes_at=form.closes_at(),
        now=moment(request),
        title=typed["title"],
        place=typed["place"],
        minutes=gathering_queries.series_of(circle).minutes,
        again_weeks=typed["again"] or 0,
    )
    flash.say(request, _("The circle is asked. Say here which dates suit you, too."))
    return poll.key


def _asked_already(request: HttpRequest, poll: Poll) -> HttpResponse:
    flash.warn(request, _("The circle is asked already: here is the poll. Its dates can be changed."))
    return redirect("poll", poll.key)


def _ask(request: HttpRequest, circle: Circle, form: SlotsForm, status: int = 200) -> HttpResponse:
    last = queries.last_poll(circle)
    page = {
        "circle": circle,
        "question": question(circle.setting),
        "form": form,
        "poll": None,
        "once": new_sending(),
        "again": last is not None and "again" not in request.GET,
        "told": how_many_want_mail(circle, rules.ASKED_BY_MAIL, moment(request)),
    }
    return TemplateResponse(request, "polls/ask.html", {"page": page}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, poll: str) -> HttpResponse:
    found, now = poll_to_change(request, poll), moment(request)
    if not rules.is_waiting(found):
        flash.warn(request, _("The poll is settled: its dates cannot change any more."))
        return redirect("poll", poll)
    offered = [Offered(slot.day, slot.hour) for slot in found.slots.filter(starts_at__gt=now).order_by("starts_at")]
    if request.method != "POST":
        return _ask_change(request, found, SlotsForm(initial=_as_it_is(found), offered=offered, zone=found.zone))
    form = SlotsForm(request.POST, offered=offered, zone=found.zone)
    if not form.is_valid():
        return _ask_change(request, found, form, REFUSED)
    try:
        _change(request, found, form)
    except WRONG as why:
        form.refuse(why)
        return _ask_change(request, found, form, REFUSED)
    except (SomebodyWasFaster, TooLate):
        flash.warn(request, something_changed())
    return redirect("poll", poll)


def _as_it_is(poll: Poll) -> dict[str, Any]:
    return {
        "slots": [written(Offered(slot.day, slot.hour)) for slot in queries.slots_of(poll)],
        "place": poll.place,
        "title": poll.title,
        "again": poll.again_weeks,
        **until(poll.closes_at, poll.zone),
    }


def _change(request: HttpRequest, poll: Poll, form: SlotsForm) -> None:
    before, typed = _as_it_is(poll), form.cleaned_data
    changed = operations.change(
        poll=poll,
        by=person(request),
        slots=form.chosen(),
        closes_at=form.closes_at(),
        seen=seen(request),
        now=moment(request),
        title=typed["title"],
        place=typed["place"],
        again_weeks=typed["again"] or 0,
    )
    way_back = {name: str(value) for name, value in before.items()}
    way_back |= {"slots": ",".join(before["slots"]), "seen": str(changed.version)}
    if poll.closes_at < moment(request) + rules.SHORTEST:  # it was closed, and its time does not come back
        said = _("Changed, and open again. Those it concerns are told in two minutes. It can be closed below.")
        flash.say(request, said)
        return
    said = _("Changed. Those it concerns are told in two minutes.")
    flash.undoable(request, said, reverse("poll-change", args=[poll.key]), way_back)


def _ask_change(request: HttpRequest, poll: Poll, form: SlotsForm, status: int = 200) -> HttpResponse:
    page = {
        "circle": poll.circle,
        "question": question(poll.circle.setting),
        "form": form,
        "poll": poll,
        "today": local(moment(request), poll.zone).date(),
    }
    return TemplateResponse(request, "polls/ask.html", {"page": page}, status=status)


@require_POST
@signed_in
def withdraw(request: HttpRequest, poll: str) -> HttpResponse:
    found = poll_to_change(request, poll)
    try:
        operations.withdraw(poll=found, by=person(request), now=moment(request))
    except TooLate:
        flash.warn(request, _("The poll is settled already."))
    else:
        said = _("Withdrawn. Whoever had read it is told in two minutes.")
        flash.undoable(request, said, reverse("poll-restore", args=[poll]))
    return redirect("poll", poll)


@require_POST
@signed_in
def restore(request: HttpRequest, poll: str) -> HttpResponse:
    try:
        operations.restore(poll=poll_to_change(request, poll), by=person(request), now=moment(request))
    except TooLate:
        flash.warn(request, _("It cannot be taken up again: ask the circle anew."))
    else:
        flash.say(request, _("The poll goes on."))
    return redirect("poll", poll)
