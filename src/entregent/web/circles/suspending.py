"""Keeping somebody out for two weeks: three members together, and the side of whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.activity.queries import last_event
from entregent.circles import operations, queries, rules
from entregent.circles.models import Circle, Membership, Suspension
from entregent.circles.queries import suspending, undoing
from entregent.core.walltime import local
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in, speak
from entregent.web.circles.newcomers import nameless

REFUSED = 422


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("The reason"),
        max_length=operations.suspending.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("They will read it word for word, and so will every member."),
    )


class SideForm(forms.Form):
    side = forms.CharField(
        label=gettext_lazy("My side"),
        required=False,
        max_length=operations.suspending.SIDE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Every member of the circle can read it. You can change it."),
    )


@dataclass(frozen=True)
class SuspensionPage:
    circle: Circle
    id: int
    key: str  # of the person
    name: str
    reason: str
    voices: list[str]
    needed: int
    today: date
    ends: date | None  # once in force
    is_over: bool
    side: str
    is_mine: bool  # the reader's voice is among them
    may: bool
    undo_event: int | None  # the line of the journal that ends it, for one of the three


def suspension_page(held: Suspension, reader: Person, now: datetime) -> SuspensionPage:
    circle, voices = held.circle, suspending.voices(held)
    names = queries.names_in(circle.pk, [held.person_id, *voices])
    event = last_event("suspension", held.pk, "suspended") if held.in_force_at and not held.ended_at else None
    return SuspensionPage(
        circle=circle,
        id=held.pk,
        key=held.person.key,
        name=names[held.person_id] or nameless(),
        reason=held.reason,
        voices=[names[pk] or nameless() for pk in voices],
        needed=max(0, rules.VOICES - suspending.voices_still_here(held)),
        today=local(now, circle.zone).date(),
        ends=local(held.ends_at, circle.zone).date() if held.ends_at else None,
        is_over=held.ended_at is not None,
        side=held.side,
        is_mine=reader.pk in voices,
        may=rules.may(circle, reader),
        undo_event=event.pk if event and undoing.undoable(event, reader, now) else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    circle, me = circle_to_change(request, slug), person(request)
    row = queries.live_memberships(circle).filter(pk=membership_id).exclude(person=me).first()
    if row is None:
        raise Http404
    going = suspending.open_one(circle, row.person)
    if going is not None:
        return redirect("suspension", slug, going.pk)
    if request.method != "POST":
        return _ask(request, circle, row, ReasonForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _ask(request, circle, row, form, REFUSED)
    try:
        made = operations.start_suspension(
            circle=circle, person=row.person, by=me, reason=form.cleaned_data["reason"], now=moment(request)
        )
    except operations.TooSoon:
        form.add_error(None, _("They have just come back from two weeks: nobody is suspended twice in a row."))
        return _ask(request, circle, row, form, REFUSED)
    except operations.Refused:
        return redirect("members", slug)
    flash.say(
        request, _("Two more members must agree within a week. Until then nothing changes, and they see nothing.")
    )
    return redirect("suspension", slug, made.pk)


def _ask(request: HttpRequest, circle: Circle, row: Membership, form: ReasonForm, status: int = 200) -> HttpResponse:
    page = {"circle": circle, "name": row.shown_name or nameless(), "form": form}
    return TemplateResponse(request, "circles/suspend.html", {"page": page}, status=status)


def _held_or_404(request: HttpRequest, slug: str, suspension_id: int) -> Suspension:
    circle = circle_or_404(request, slug)
    held = suspending.visible(circle=circle, viewer=person(request), suspension_id=suspension_id)
    if held is None:
        raise Http404
    return held


@require_safe
@signed_in
def show(request: HttpRequest, slug: str, suspension_id: int) -> HttpResponse:
    held = _held_or_404(request, slug, suspension_id)
    page = suspension_page(held, person(request), moment(request))
    return TemplateResponse(request, "circles/suspension.html", {"page": page})


@require_POST
@signed_in
def agree(request: HttpRequest, slug: str, suspension_id: int) -> HttpResponse:
    held = _held_or_404(request, slug, suspension_id)
    try:
        in_force = operations.agree_to_suspend(suspension=held, by=person(request), now=moment(request))
    except operations.Refused:
        flash.warn(request, _("Nothing was changed: it is in force already, or over."))
    else:
        said = _("Three of you agree: it is in force for two weeks, and they are told now.")
        flash.say(request, said if in_force else _("Noted. One more member must agree."))
    return redirect("suspension", slug, suspension_id)


@require_POST
@signed_in
def withdraw(request: HttpRequest, slug: str, suspension_id: int) -> HttpResponse:
    """With the last voice it is gone, as if nobody had said anything."""
    circle = circle_or_404(request, slug)
    held = suspending.visible(circle=circle, viewer=person(request), suspension_id=suspension_id)
    if held is not None and operations.withdraw_voice(suspension=held, by=person(request), now=moment(request)):
        flash.say(request, _("Your voice is taken back."))
    return redirect("circle", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """For whom it concerns: why, until when, and their own words."""
    held = suspending.mine(person(request), slug)
    if held is None:
        raise Http404
    speak(held.circle, person(request))
    form = SideForm(request.POST if request.method == "POST" else None, initial={"side": held.side})
    if form.is_bound and form.is_valid():
        operations.say_ones_side(suspension=held, side=form.cleaned_data["side"], now=moment(request))
        flash.say(request, _("Said: every member can read it."))
        return redirect("suspended", slug)
    today, ends = (local(cast(datetime, at), held.circle.zone).date() for at in (moment(request), held.ends_at))
    page = {"circle": held.circle, "reason": held.reason, "today": today, "ends": ends, "form": form}
    return TemplateResponse(request, "circles/suspended.html", {"page": page}, status=REFUSED if form.errors else 200)
