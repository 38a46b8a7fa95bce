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
from entregent.web.links import again, answer, card, fix, invitation, mails, naming, poll, proposal, would_you
from entregent.web.links.held import held_or_404, live_or_404

PAGES = {
    Purpose.ANSWER: answer.page,
    Purpose.INVITATION: invitation.page,
    Purpose.MAILS: mails.page,
    Purpose.NEXT_DATE: fix.page,
}


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    held = held_or_404(request, token)
    if not held.is_live or held.circle is None:
        return again.gone(request, held)
    if held.proposal is not None:
        return proposal.page(request, held, held.proposal)
    if held.poll is not None:
        return poll.page(request, held, held.poll)
    if held.card is not None:
        return card.page(request, held, held.card)
    if held.choice is not None and naming.is_asked(held.choice, held):
        return naming.page(request, held, held.choice)
    if held.choice is not None:
        return would_you.page(request, held, held.choice)
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
