"""A poll ends: it takes no more answers, or a date is fixed from it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.core.idempotency import once
from entregent.core.walltime import DoubleHour, ImpossibleHour
from entregent.gatherings.operations import InThePast, SomebodyWasFaster, TooFar, TooLate
from entregent.polls import operations, queries
from entregent.polls.models import Poll, Slot
from entregent.web import flash
from entregent.web.access import moment, person, poll_or_404, signed_in
from entregent.web.gatherings.offer import fixed_by, seen
from entregent.web.gatherings.views.changing import something_changed
from entregent.web.gatherings.words import when_in_words
from entregent.web.sending import sending


@require_POST
@signed_in
def close(request: HttpRequest, poll: str) -> HttpResponse:
    try:
        operations.close(poll=poll_or_404(request, poll), by=person(request), now=moment(request))
    except TooLate:
        flash.warn(request, _("It was closed already."))
    else:
        flash.say(request, _("Closed: what was received until now counts."))
    return redirect("poll", poll)


@require_POST
@signed_in
def fix(request: HttpRequest, poll: str) -> HttpResponse:
    found, now = poll_or_404(request, poll), moment(request)
    slot = _slot(request, found)
    try:
        key = once(sending(request, "fix-poll"), now, lambda: _fix(request, found, slot))
    except SomebodyWasFaster as faster:
        return _faster(request, found, faster)
    except TooLate:
        flash.warn(request, _("The poll was withdrawn: nothing was fixed."))
    except (InThePast, TooFar, ImpossibleHour, DoubleHour):
        flash.warn(request, _("That hour has passed: choose another date."))
    else:
        return redirect("gathering", key)
    return redirect("poll", poll)


def _slot(request: HttpRequest, poll: Poll) -> Slot:
    typed = request.POST.get("slot", "")
    slot = next((one for one in queries.slots_of(poll) if str(one.pk) == typed), None)
    if slot is None:
        raise Http404
    return slot


def _fix(request: HttpRequest, poll: Poll, slot: Slot) -> str:
    fixed = operations.fix(poll=poll, slot=slot, by=person(request), seen=seen(request), now=moment(request))
    flash.say(request, _("%(when)s is fixed.") % {"when": when_in_words(fixed.day, fixed.hour)})
    return fixed.key


def _faster(request: HttpRequest, poll: Poll, faster: SomebodyWasFaster) -> HttpResponse:
    """Whoever was faster is named, and their date is the page one comes to."""
    if faster.gathering is None:
        flash.warn(request, something_changed())
        return redirect("poll", poll.key)
    name = fixed_by(faster.gathering, person(request))
    when = when_in_words(faster.gathering.day, faster.gathering.hour)
    said = _("%(fixed_by)s has just fixed %(when)s.") if name else _("%(when)s has just been fixed.")
    flash.warn(request, said % {"fixed_by": name, "when": when})
    return redirect("gathering", faster.gathering.key)
