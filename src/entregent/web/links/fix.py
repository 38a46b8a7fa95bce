"""The next date, fixed from a mail: one page, one button, no account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.core.idempotency import once
from entregent.core.walltime import DoubleHour, ImpossibleHour, local
from entregent.gatherings import operations, queries, rules
from entregent.gatherings.dates import Slot
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.operations import InThePast, SomebodyWasFaster, TooFar, TooLate
from entregent.web import flash
from entregent.web.access import moment
from entregent.web.gatherings.forms import WhenForm
from entregent.web.gatherings.offer import Offer, offer, seen
from entregent.web.gatherings.words import odd_in_words
from entregent.web.links.held import Held, called
from entregent.web.links.next_date import NextDate, next_date
from entregent.web.sending import sending

REFUSED, CONFLICT = 422, 409


@dataclass(frozen=True)
class FixPage:
    held: Held
    circle: Circle
    name: str
    today: date
    chosen: Slot | None  # the slot tapped in the mail, alone on its button
    offer: Offer
    why: str
    next: NextDate | None
    called_back_until: datetime | None


def page(request: HttpRequest, held: Held) -> HttpResponse:
    if held.circle is None:
        raise Http404
    if request.method != "POST":
        return _show(request, held, held.circle)
    if request.POST.get("act") == "call-back":
        return _call_back(request, held, held.circle)
    return _fix(request, held, held.circle)


def _fix(request: HttpRequest, held: Held, circle: Circle) -> HttpResponse:
    now, series = moment(request), queries.series_of(circle)
    form = WhenForm(request.POST, today=local(now, circle.zone).date(), usual_minutes=series.minutes)
    if not form.is_valid():
        return _show(request, held, circle, _("Choose one of these dates."), REFUSED)
    version = seen(request)

    def fix() -> str:
        when = form.when()
        return operations.fix_date(circle=circle, by=held.person, when=when, seen=version, now=now).key

    try:
        once(sending(request, "fix"), now, fix)
    except (ImpossibleHour, DoubleHour):
        return _show(request, held, circle, _("The clocks change at that hour: choose another one."), REFUSED)
    except (InThePast, TooFar):
        return _show(request, held, circle, _("That hour has passed. Choose one to come."), REFUSED)
    except SomebodyWasFaster:
        return _show(request, held, circle, _("Somebody was faster: nothing was changed."), CONFLICT)
    return redirect("link", held.token)


def _call_back(request: HttpRequest, held: Held, circle: Circle) -> HttpResponse:
    now = moment(request)
    fixed = queries.next_to_come(circle, now)
    try:
        if fixed is None:
            raise TooLate
        operations.call_back_date(gathering=fixed, by=held.person, now=now)
    except TooLate:
        flash.warn(request, _("Too late to call it back: the mail has left. You can still move or cancel the date."))
    else:
        flash.say(request, _("Called back: no mail leaves."))
    return redirect("link", held.token)


def _show(request: HttpRequest, held: Held, circle: Circle, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"page": fix_page(held, circle, _tapped(request), moment(request)), "problem": problem}
    return TemplateResponse(request, "links/fix.html", context, status=status)


def _tapped(request: HttpRequest) -> tuple[str, str]:
    return request.GET.get("day", ""), request.GET.get("hour", "")


def fix_page(held: Held, circle: Circle, tapped: tuple[str, str], now: datetime) -> FixPage:
    series, today = queries.series_of(circle), local(now, circle.zone).date()
    offered = offer(circle, series, now)
    slots = {(f"{slot.day:%Y-%m-%d}", f"{slot.hour:%H:%M}"): slot for slot in offered.slots}
    return FixPage(
        held=held,
        circle=circle,
        name=called(held),
        today=today,
        chosen=slots.get(tapped),
        offer=offered,
        why=_why(circle, series, today, now),
        next=next_date(held, now),
        called_back_until=_called_back_until(queries.next_to_come(circle, now), held, now),
    )


def _why(circle: Circle, series: Series, today: date, now: datetime) -> str:
    pencil = queries.pencilled(circle, now)
    if pencil is None:
        return ""
    return odd_in_words(pencil, series, today) or _("The rhythm has pencilled the first of these in.")


def _called_back_until(fixed: Gathering | None, held: Held, now: datetime) -> datetime | None:
    if fixed is None or not rules.may_call_back_date(fixed, held.person, now):
        return None
    return fixed.mail_leaves_at
