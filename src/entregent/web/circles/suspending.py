"""Two weeks out, once three members have agreed to it: why, until when, and the side of whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from entregent.activity.queries import last_event
from entregent.circles import operations
from entregent.circles.models import Circle, Suspension
from entregent.circles.queries import suspending, undoing
from entregent.circles.queries.naming import known_to
from entregent.core.walltime import local
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in, speak
from entregent.web.circles.newcomers import nameless

REFUSED = 422


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
    key: str  # of the person
    name: str
    reason: str
    voices: list[str]
    today: date
    ends: date
    is_over: bool
    side: str
    undo_event: int | None  # the line of the journal that ends it, for one of the three


def suspension_page(held: Suspension, reader: Person, today: date, undo_event: int | None) -> SuspensionPage:
    circle, voices = held.circle, suspending.voices(held)
    names = known_to(reader, circle.pk, [held.person_id, *voices])
    return SuspensionPage(
        circle=circle,
        key=held.person.key,
        name=names.get(held.person_id) or _("somebody"),
        reason=held.reason,
        voices=[names[pk] or nameless() for pk in voices if pk in names],
        today=today,
        ends=local(held.ends_at, circle.zone).date(),
        is_over=held.ended_at is not None,
        side=held.side,
        undo_event=undo_event,
    )


@require_safe
@signed_in
def show(request: HttpRequest, slug: str, suspension_id: int) -> HttpResponse:
    circle, reader, now = circle_or_404(request, slug), person(request), moment(request)
    held = suspending.in_circle(circle, suspension_id)
    if held is None:
        raise Http404
    event = last_event("suspension", held.pk, "suspended") if not held.ended_at else None
    undo_event = event.pk if event and undoing.undoable(event, reader, now) else None
    page = suspension_page(held, reader, local(now, circle.zone).date(), undo_event)
    return TemplateResponse(request, "circles/suspension.html", {"page": page})


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
    today, ends = (local(at, held.circle.zone).date() for at in (moment(request), held.ends_at))
    page = {"circle": held.circle, "reason": held.reason, "today": today, "ends": ends, "form": form}
    return TemplateResponse(request, "circles/suspended.html", {"page": page}, status=REFUSED if form.errors else 200)
