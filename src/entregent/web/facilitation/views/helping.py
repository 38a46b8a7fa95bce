"""Subjects anybody proposes, and what whoever facilitates has in hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.circles.models import Circle
from entregent.circles.operations import Refused
from entregent.facilitation import operations
from entregent.facilitation.models import Promise, Subject
from entregent.facilitation.queries import helping
from entregent.gatherings import queries as gathering_queries
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in


def _back(slug: str, part: str) -> HttpResponse:
    return redirect(f"{reverse('facilitation', args=[slug])}#{part}")


@require_POST
@signed_in
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    circle, me, now = circle_or_404(request, slug), person(request), moment(request)
    try:
        made = operations.propose_subject(circle=circle, text=request.POST.get("text", ""), by=me, now=now)
    except Refused:
        flash.warn(request, _("Nothing was proposed: there was nothing to read, or thirty subjects wait already."))
    else:
        url = reverse("facilitation-subject", args=[slug, made.pk])
        flash.undoable(request, _("Your subject is proposed."), url, {"do": "withdraw"})
    return _back(slug, "subjects")


@require_POST
@signed_in
def subject(request: HttpRequest, slug: str, subject_id: int) -> HttpResponse:
    """`do` is pick, withdraw, or back, which takes either back."""
    circle = circle_or_404(request, slug)
    found, do = helping.subject(circle, subject_id), request.POST.get("do", "")
    if found is None or do not in ("pick", "withdraw", "back"):
        raise Http404
    try:
        _act(request, circle, found, do)
    except Refused:
        raise Http404 from None
    return _back(slug, "subjects")


def _act(request: HttpRequest, circle: Circle, found: Subject, do: str) -> None:
    me, now = person(request), moment(request)
    url, back = reverse("facilitation-subject", args=[circle.slug, found.pk]), {"do": "back"}
    if do == "withdraw":
        operations.withdraw_subject(subject=found, by=me, now=now)
        flash.undoable(request, _("The subject is taken off the list."), url, back)
    elif do == "back":
        operations.put_back_subject(subject=found, by=me, now=now)
        flash.say(request, _("The subject is on the list again."))
    elif (ahead := gathering_queries.next_to_come(circle, now)) is None:
        flash.warn(request, _("There is no next date to talk about it: fix one first."))
    else:
        operations.pick_subject(subject=found, gathering=ahead, by=me, now=now)
        flash.undoable(request, _("Chosen: the page of the date says so."), url, back)


@require_POST
@signed_in
def promise(request: HttpRequest, slug: str) -> HttpResponse:
    circle, me, now = circle_or_404(request, slug), person(request), moment(request)
    try:
        operations.promise(circle=circle, text=request.POST.get("text", ""), by=me, now=now)
    except Refused:
        flash.warn(request, _("Nothing was noted: there was nothing to read, or it is not yours to note."))
    return _back(slug, "in-hand")


@require_POST
@signed_in
def kept(request: HttpRequest, slug: str, promise_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    found = helping.a_promise(circle, promise_id)
    if found is None:
        raise Http404
    try:
        _keep(request, circle, found)
    except Refused:
        raise Http404 from None
    return _back(slug, "in-hand")


def _keep(request: HttpRequest, circle: Circle, found: Promise) -> None:
    me, now = person(request), moment(request)
    if "back" in request.POST:
        operations.unkeep_promise(kept=found, by=me, now=now)
        return
    operations.keep_promise(kept=found, by=me, now=now)
    url = reverse("facilitation-promise", args=[circle.slug, found.pk])
    flash.undoable(request, _("Done, and off the list."), url, {"back": "yes"})
