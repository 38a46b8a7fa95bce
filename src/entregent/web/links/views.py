"""The page a mail's link opens. Opening it changes nothing: mail scanners open links too."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from entregent.gatherings import operations
from entregent.gatherings.enums import Reply
from entregent.gatherings.operations import TooLate
from entregent.people.enums import Purpose
from entregent.people.queries import token_of
from entregent.web.access import moment
from entregent.web.links import again, answer, invitation, mails
from entregent.web.links.held import held_or_404, live_or_404

PAGES = {Purpose.ANSWER: answer.page, Purpose.INVITATION: invitation.page, Purpose.MAILS: mails.page}


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    held = held_or_404(request, token)
    if not held.is_live or held.circle is None:
        return again.gone(request, held)
    return PAGES[Purpose(held.link.purpose)](request, held)


@require_POST
def answer_next(request: HttpRequest, token: str) -> HttpResponse:
    """Answer the circle's next date from a mail about something else: its own link takes over from here."""
    held = live_or_404(request, token)
    said = request.POST.get("answer", "")
    if held.circle is None or not held.is_member or said not in Reply.values:
        raise Http404
    try:
        link = operations.answer_next(
            circle=held.circle, person=held.person, reply=Reply(said), now=moment(request), besides=held.gathering
        )
    except TooLate:
        return redirect("link", token)
    return redirect("link", token_of(link))
