"""One proposal."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from entregent.circles.queries import suspending
from entregent.decisions import queries
from entregent.decisions.models import Proposal
from entregent.web.access import moment, person, signed_in, speak
from entregent.web.decisions.forms import QuestionForm, SideForm
from entregent.web.decisions.page import decision_page


def proposal_or_404(request: HttpRequest, key: str) -> Proposal:
    found = queries.visible_proposal(viewer=person(request), key=key)
    if found is None:
        raise Http404
    speak(found.circle, person(request))
    return found


@require_safe
@signed_in
def show(request: HttpRequest, proposal: str) -> HttpResponse:
    found = proposal_or_404(request, proposal)
    if found.kind == "suspend" and found.about and found.settled_at:
        held = suspending.since(found.circle, found.about, found.settled_at)
        if held is not None:
            return redirect("suspension", found.circle.slug, held.pk)
    return show_again(request, found)


def show_again(request: HttpRequest, proposal: Proposal, status: int = 200, **typed: Any) -> HttpResponse:
    """The page, with what was typed and why it was refused."""
    context = {
        "page": decision_page(proposal, person(request), moment(request)),
        "question": QuestionForm(),
        "side": SideForm(initial={"side": proposal.side}),
        "problem": "",
        "reason": "",
        **typed,
    }
    return TemplateResponse(request, "decisions/decision.html", context, status=status)
