"""Who stands at the circle's door, and the answer any settled member gives for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from entregent.circles import operations, rules
from entregent.circles.models import Circle, Knock
from entregent.circles.queries import door
from entregent.circles.queries.naming import known_to
from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.newcomers import nameless

WORD = 400


class WordForm(forms.Form):
    word = forms.CharField(
        label=gettext_lazy("A word for them"),
        required=False,
        max_length=WORD,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stands in their mail, without your name."),
    )


@dataclass(frozen=True)
class Caller:
    id: int
    name: str
    says: str
    day: date
    answered_by: str = ""


@dataclass(frozen=True)
class DoorPage:
    circle: Circle
    today: date
    address: str  # where one asks; "" where nobody may
    waiting: list[Caller]
    declined: list[Caller]
    may: bool
    form: WordForm


def door_page(circle: Circle, reader: Person, now: datetime) -> DoorPage:
    waiting, declined = list(door.at_the_door(circle, reader)), door.declined_at_the_door(circle, reader, now)
    names = known_to(reader, circle.pk, [row.answered_by_id for row in declined])
    outside = door.public_circle(circle.slug) is not None
    return DoorPage(
        circle=circle,
        today=local(now, circle.zone).date(),
        address=absolute(reverse("public-circle", args=[circle.slug])) if outside else "",
        waiting=[_caller(row, circle) for row in waiting],
        declined=[_caller(row, circle, names.get(row.answered_by_id or 0, "")) for row in declined],
        may=rules.may(circle, reader),
        form=WordForm(),
    )


def _caller(row: Knock, circle: Circle, answered_by: str = "") -> Caller:
    day = local(row.made_at, circle.zone).date()
    return Caller(row.pk, row.person.name or nameless(), row.says, day, answered_by)


@require_safe
@signed_in
def show(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    page = door_page(circle, person(request), moment(request))
    return TemplateResponse(request, "circles/door.html", {"page": page})


@require_POST
@signed_in
def let_in(request: HttpRequest, slug: str, knock_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    name = _caller_or_404(circle, knock_id)
    try:
        operations.let_in(circle=circle, knock_id=knock_id, by=person(request), now=moment(request))
    except operations.Refused:
        flash.warn(request, _answered())
        return redirect("door", slug)
    said = _("%(name)s is in, and reads it by mail in two minutes. You welcome them: a few words wait on Today.")
    flash.undoable(request, said % {"name": name}, reverse("door-undo", args=[slug, knock_id]))
    return redirect("door", slug)


@require_POST
@signed_in
def decline(request: HttpRequest, slug: str, knock_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    name = _caller_or_404(circle, knock_id)
    form = WordForm(request.POST)
    word = form.cleaned_data["word"] if form.is_valid() else request.POST.get("word", "")[:WORD]
    try:
        operations.decline_knock(circle=circle, knock_id=knock_id, by=person(request), word=word, now=moment(request))
    except operations.Refused:
        flash.warn(request, _answered())
        return redirect("door", slug)
    said = _("%(name)s reads in two minutes that it is not for this time.") % {"name": name}
    flash.undoable(request, said, reverse("door-undo", args=[slug, knock_id]))
    return redirect("door", slug)


def _answered() -> str:
    return _("Somebody has answered already, or they asked no more. Here is how it stands now.")


def _caller_or_404(circle: Circle, knock_id: int) -> str:
    row = circle.knocks.select_related("person").filter(pk=knock_id).first()
    if row is None:
        raise Http404
    return row.person.name or nameless()


@require_POST
@signed_in
def undo(request: HttpRequest, slug: str, knock_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    _caller_or_404(circle, knock_id)
    try:
        operations.take_answer_back(circle=circle, knock_id=knock_id, by=person(request), now=moment(request))
    except operations.Refused:
        flash.warn(request, _("Too late to take it back: the mail has left."))
    else:
        flash.say(request, _("Taken back: they wait for an answer again."))
    return redirect("door", slug)
