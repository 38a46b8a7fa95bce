"""A proposal, answered from its mail: what is asked, one button; no account, no session, no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from entregent.circles.models import Circle
from entregent.decisions import operations
from entregent.decisions.models import Proposal
from entregent.decisions.operations import Refused, TooLate
from entregent.web.access import moment
from entregent.web.decisions.forms import SideForm
from entregent.web.decisions.page import DecisionPage, Objection, decision_page
from entregent.web.decisions.views.speaking import Unsaid, take_finding, take_voice, too_late
from entregent.web.links.held import Held, called

REFUSED, CONFLICT = 422, 409


@dataclass(frozen=True)
class ProposalLinkPage:
    held: Held
    circle: Circle
    name: str
    decision: DecisionPage

    @property
    def face(self) -> str:
        """What the page is for: one's side, one's voice, thanks for it, or what became of it."""
        if self.decision.phase == "settled":
            return "closed"
        if self.decision.is_about_me:
            return "side"
        if not self.decision.may_speak:
            return "closed"
        return "thanks" if self.decision.mine else "ask"

    @property
    def to_examine(self) -> list[Objection]:
        return [one for one in self.decision.objections if one.may_examine and not one.hidden]


def page(request: HttpRequest, held: Held, proposal: Proposal) -> HttpResponse:
    if request.method != "POST":
        return _show(request, held, proposal)
    try:
        _take(request, held, proposal)
    except Unsaid as why:
        return _show(request, held, proposal, str(why), REFUSED)
    except TooLate:
        return _show(request, held, proposal, too_late(), CONFLICT)
    except Refused as why:
        raise Http404 from why
    return redirect("link", held.token)


def _take(request: HttpRequest, held: Held, proposal: Proposal) -> None:
    typed, now = request.POST, moment(request)
    if proposal.about_id == held.person.pk:
        form = SideForm(typed)
        side = form.cleaned_data["side"] if form.is_valid() else typed.get("side", "")
        operations.say_ones_side(proposal=proposal, person=held.person, side=side, now=now)
    elif "stands" in typed:
        number = typed.get("objection", "")
        voice_id = int(number) if number.isdecimal() and len(number) <= 18 else 0
        take_finding(typed, proposal, voice_id, held.person, now)
    else:
        take_voice(typed, proposal, held.person, now)


def _show(request: HttpRequest, held: Held, proposal: Proposal, problem: str = "", status: int = 200) -> HttpResponse:
    fresh = Proposal.objects.select_related("circle", "by", "about").get(pk=proposal.pk)
    decision = decision_page(fresh, held.person, moment(request))
    context = {
        "page": ProposalLinkPage(held, proposal.circle, called(held), decision),
        "side": SideForm(initial={"side": request.POST.get("side", fresh.side)}),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
    }
    return TemplateResponse(request, "links/proposal.html", context, status=status)
