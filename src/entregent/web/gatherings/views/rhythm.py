"""The rhythm that pencils dates in, the breaks a circle takes, its days off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.core.words_of_time import long_day
from entregent.gatherings import operations, queries
from entregent.gatherings.models import DayOff, Gathering, Pause, Series
from entregent.web import flash
from entregent.web.access import circle_to_change, moment, person, signed_in
from entregent.web.gatherings.rhythm_forms import AUTOMATIC, BY_HAND, DayOffForm, PauseForm, RhythmForm
from entregent.web.gatherings.words import lang, when_in_words

REFUSED = 422


@dataclass(frozen=True)
class RhythmPage:
    circle: Circle
    today: date
    form: RhythmForm
    pause: Pause | None
    pause_form: PauseForm
    days_off: list[DayOff]
    day_form: DayOffForm


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rhythm(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug), moment(request)
    if request.method != "POST":
        return _show(request, circle)
    series = queries.series_of(circle)
    form = RhythmForm(request.POST, usual_minutes=series.minutes)
    if not form.is_valid():
        return _show(request, circle, form=form)
    operations.set_rhythm(circle=circle, by=person(request), now=now, **form.settled())
    said = _said(circle, now)
    flash.undoable(request, said, reverse("rhythm", args=[circle.slug]), _as_typed(series))
    return redirect("circle", circle.slug)


def _said(circle: Circle, now: datetime) -> str:
    fixed, pencilled = queries.next_gathering(circle, now), queries.pencilled(circle, now)
    if fixed is not None and fixed.fixed_at == now:
        return _("The rhythm is saved. It has fixed %(when)s by itself.") % {"when": _in_words(fixed)}
    if pencilled is None:
        return _("The rhythm is saved.")
    when = _in_words(pencilled)
    return _("The rhythm is saved. In pencil: %(when)s; it counts once somebody confirms it.") % {"when": when}


def _in_words(gathering: Gathering) -> str:
    return when_in_words(gathering.day, gathering.hour)


def _as_it_is(series: Series) -> dict[str, object]:
    fields = ("rhythm", "anchor", "hour", "place", "minutes", "holidays")
    return {field: getattr(series, field) for field in fields} | {
        "counts": AUTOMATIC if series.automatic_since else BY_HAND
    }


def _as_typed(series: Series) -> dict[str, str]:
    """What the form would send to have the rhythm back as it was."""
    hour = f"{series.hour:%H:%M}" if series.hour else ""
    return {field: str(value or "") for field, value in _as_it_is(series).items()} | {"hour": hour}


def _show(
    request: HttpRequest,
    circle: Circle,
    *,
    form: RhythmForm | None = None,
    pause_form: PauseForm | None = None,
    day_form: DayOffForm | None = None,
) -> HttpResponse:
    """One page for all three; the one form that was refused keeps what was typed."""
    series, today = queries.series_of(circle), local(moment(request), circle.zone).date()
    pause = queries.pause_of(circle)
    said = {"back_on": pause.back_on, "why": pause.why} if pause else {}
    page = RhythmPage(
        circle=circle,
        today=today,
        form=form or RhythmForm(initial=_as_it_is(series), usual_minutes=series.minutes),
        pause=pause,
        pause_form=pause_form or PauseForm(initial=said, today=today, auto_id="break_%s"),
        days_off=queries.days_off_of(circle, today),
        day_form=day_form or DayOffForm(today=today, auto_id="off_%s"),
    )
    refused = any(each is not None for each in (form, pause_form, day_form))
    status = REFUSED if refused else 200
    return TemplateResponse(request, "gatherings/rhythm.html", {"page": page}, status=status)


@require_POST
@signed_in
def pause(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug), moment(request)
    form = PauseForm(request.POST, today=local(now, circle.zone).date(), auto_id="break_%s")
    if not form.is_valid():
        return _show(request, circle, pause_form=form)
    before = queries.pause_of(circle)
    operations.declare_pause(circle=circle, by=person(request), now=now, **form.cleaned_data)
    day = long_day(form.cleaned_data["back_on"], lang(), form.today)
    text = _("A break: the circle is asked again on %(day)s, by itself.") % {"day": day}
    if before is None:
        flash.undoable(request, text, reverse("circle-resume", args=[slug]))
    else:
        flash.undoable(request, text, reverse("circle-pause", args=[slug]), _pause_as_typed(before))
    return redirect("circle", slug)


def _pause_as_typed(pause: Pause) -> dict[str, str]:
    return {"back_on": f"{pause.back_on:%Y-%m-%d}", "why": pause.why}


@require_POST
@signed_in
def resume(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    pause = queries.pause_of(circle)
    if pause is not None and operations.resume(circle=circle, by=person(request), now=moment(request)):
        again = reverse("circle-pause", args=[slug])
        flash.undoable(request, _("The break is over."), again, _pause_as_typed(pause))
    return redirect("circle", slug)


@require_POST
@signed_in
def add_day_off(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug), moment(request)
    form = DayOffForm(request.POST, today=local(now, circle.zone).date(), auto_id="off_%s")
    if not form.is_valid():
        return _show(request, circle, day_form=form)
    row = operations.add_day_off(circle=circle, by=person(request), now=now, **form.cleaned_data)
    text = _("%(day)s is a day off: a date that falls on it is asked about.") % {"day": _day_words(row)}
    flash.undoable(request, text, reverse("day-off-remove", args=[slug, row.pk]))
    return redirect("rhythm", slug)


@require_POST
@signed_in
def remove_day_off(request: HttpRequest, slug: str, day_id: int) -> HttpResponse:
    circle = circle_to_change(request, slug)
    row = operations.remove_day_off(circle=circle, by=person(request), day_id=day_id, now=moment(request))
    if row is None:
        return redirect("rhythm", slug)
    text = _("%(day)s is a day like any other again.") % {"day": _day_words(row)}
    typed = {"day": f"{row.day:%Y-%m-%d}", "name": row.name}
    flash.undoable(request, text, reverse("day-off-add", args=[slug]), typed)
    return redirect("rhythm", slug)


def _day_words(row: DayOff) -> str:
    words = long_day(row.day, lang())
    return words[:1].upper() + words[1:]
