"""An invitation, opened from its mail: join, or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from entregent.circles import operations
from entregent.circles.enums import Source
from entregent.circles.models import Circle, Invitation
from entregent.circles.operations import Refused
from entregent.circles.queries import is_here, names_in, suspending
from entregent.core.walltime import local
from entregent.web.access import moment
from entregent.web.circles.kept_out import NOT_FOR_NOW, said
from entregent.web.links import again
from entregent.web.links.forms import JoinForm
from entregent.web.links.held import Held, address_of
from entregent.web.links.next_date import NextDate, next_date

REFUSED = 422


@dataclass(frozen=True)
class InvitationPage:
    held: Held
    circle: Circle
    inviter: str
    word: str
    from_file: bool
    given: date
    today: date
    address: str
    is_in: bool
    declined: bool
    form: JoinForm
    next: NextDate | None


def page(request: HttpRequest, held: Held) -> HttpResponse:
    if held.invitation is None:
        return again.gone(request, held)
    if request.method != "POST":
        return _show(request, held, held.invitation, JoinForm(initial={"name": held.invitation.name}))
    if request.POST.get("act") == "decline":
        operations.decline(invitation=held.invitation, now=moment(request))
        return redirect("link", held.token)
    return _join(request, held, held.invitation)


def _join(request: HttpRequest, held: Held, invitation: Invitation) -> HttpResponse:
    form = JoinForm(request.POST)
    if not form.is_valid():
        return _show(request, held, invitation, form, REFUSED)
    try:
        operations.accept(invitation=invitation, name=form.cleaned_data["name"], now=moment(request))
    except Refused:
        return _refused(request, held, invitation)
    return redirect("link", held.token)


def _refused(request: HttpRequest, held: Held, invitation: Invitation) -> HttpResponse:
    """Whoever invited may hold this link too: only its own person, signed in, reads that they are kept out."""
    kept_out = suspending.keeping_out(held.person, invitation.circle_id)
    if kept_out is None:
        return again.gone(request, held)
    if request.user == held.person:
        return said(request, kept_out, moment(request))
    return TemplateResponse(request, "links/not_for_now.html", {"page": {"held": held}}, status=NOT_FOR_NOW)


def _show(request: HttpRequest, held: Held, invitation: Invitation, form: JoinForm, status: int = 200) -> HttpResponse:
    context = {"page": invitation_page(held, invitation, form, moment(request))}
    return TemplateResponse(request, "links/invitation.html", context, status=status)


def invitation_page(held: Held, invitation: Invitation, form: JoinForm, now: datetime) -> InvitationPage:
    circle = invitation.circle
    return InvitationPage(
        held=held,
        circle=circle,
        inviter=names_in(circle.pk, [invitation.by_id]).get(invitation.by_id, ""),
        word=invitation.batch.word,
        from_file=invitation.batch.source in (Source.FILE, Source.OWN_FILE),
        given=local(invitation.made_at, circle.zone).date(),
        today=local(now, circle.zone).date(),
        address=address_of(held),
        is_in=invitation.accepted_at is not None and is_here(circle, held.person),
        declined=invitation.declined_at is not None,
        form=form,
        next=next_date(held, now),
    )
