"""What somebody says of a proposal on its page."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.core.idempotency import once
from entregent.decisions import operations, queries
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.models import REASON_LENGTH, Proposal
from entregent.decisions.operations import AnsweredAlready, NoWords, Refused, TooLate
from entregent.decisions.registry import kind_of
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.decisions.forms import QuestionForm, SideForm
from entregent.web.decisions.views.showing import proposal_or_404, show_again
from entregent.web.sending import sending

REFUSED, CONFLICT = 422, 409
NOTHING = "nothing"


class Unsaid(ValueError):
    """What is wrong with what was sent, in words."""


def take_voice(typed: QueryDict, proposal: Proposal, by: Person, now: datetime) -> str:
    """What a form says of a proposal, taken; answers what the next page says. `Unsaid` says what is missing."""
    said, seen = typed.get("said", ""), typed.get("revision", "")
    revision = int(seen) if seen.isdecimal() and len(seen) <= 6 else None
    if typed.get("act") == NOTHING:
        operations.take_back(proposal=proposal, person=by, now=now)
        return _("Taken back: it is as if you had said nothing.")
    if said == Said.CONSENT:
        operations.consent(proposal=proposal, person=by, now=now, seen=revision)
        proposal.refresh_from_db()
        if proposal.outcome == Outcome.PASSED and kind_of(proposal).voices:
            return _("Three of you agree: it is in force for two weeks, and they are told now.")
        return _("Decided: everybody consents.") if proposal.outcome == Outcome.PASSED else _("Noted: you consent.")
    if said == Said.OBJECTION:
        try:
            operations.object_to(proposal=proposal, person=by, reason=typed.get("reason", ""), now=now, seen=revision)
        except NoWords as why:
            raise Unsaid(_("Say which harm you see: an objection is its reason.")) from why
        return _("Noted: others now examine your objection.")
    raise Unsaid(_("Choose first: do you consent, or do you object?"))


def too_late() -> str:
    return _("It has changed or ended meanwhile: nothing was changed. Read it as it is now.")


@require_POST
@signed_in
def voice(request: HttpRequest, proposal: str) -> HttpResponse:
    found = proposal_or_404(request, proposal)
    slug = found.circle.slug
    try:
        flash.say(request, take_voice(request.POST, found, person(request), moment(request)))
    except Unsaid as why:
        return show_again(request, found, REFUSED, problem=str(why), reason=request.POST.get("reason", ""))
    except TooLate:
        flash.warn(request, too_late())
    except Refused as why:
        raise Http404 from why
    if queries.visible_proposal(viewer=person(request), key=proposal) is None:  # gone with its last voice
        return redirect("circle", slug)
    return redirect("decision", proposal)


@require_POST
@signed_in
def ask(request: HttpRequest, proposal: str) -> HttpResponse:
    found, form = proposal_or_404(request, proposal), QuestionForm(request.POST)
    if not form.is_valid():
        return show_again(request, found, REFUSED, question=form)

    def asked() -> str:
        words = form.cleaned_data["words"]
        operations.ask(proposal=found, by=person(request), words=words, now=moment(request))
        flash.say(request, _("Asked. Whoever proposed it is told; anybody may answer."))
        return ""

    try:
        once(sending(request, "decision-ask"), moment(request), asked)
    except TooLate:
        flash.warn(request, too_late())
    except Refused as why:
        raise Http404 from why
    return redirect("decision", proposal)


@require_POST
@signed_in
def answer(request: HttpRequest, proposal: str, question_id: int) -> HttpResponse:
    found = proposal_or_404(request, proposal)
    asked = queries.question_in(found, question_id)
    if asked is None:
        raise Http404
    try:
        operations.answer(question=asked, by=person(request), words=request.POST.get("answer", ""), now=moment(request))
    except NoWords:
        return show_again(request, found, REFUSED, problem=_("Write an answer first."))
    except TooLate:
        flash.warn(request, too_late())
    except AnsweredAlready:
        typed = request.POST.get("answer", "").strip()[:REASON_LENGTH]
        problem = _("Somebody answered just before you: theirs stands. You had written: “%(words)s”")
        return show_again(request, found, CONFLICT, problem=problem % {"words": typed})
    else:
        flash.say(request, _("Answered: it stands beside the question."))
    return redirect("decision", proposal)


def take_finding(typed: QueryDict, proposal: Proposal, voice_id: int, by: Person, now: datetime) -> None:
    """Whether an objection stands, as one of those who may say so; absent and not theirs look the same."""
    objection, stands = queries.objection_in(proposal, voice_id), typed.get("stands", "")
    if objection is None or stands not in ("yes", "no"):
        raise Http404
    try:
        operations.examine(objection=objection, by=by, stands=stands == "yes", now=now)
    except Refused as why:
        raise Http404 from why


@require_POST
@signed_in
def examine(request: HttpRequest, proposal: str, voice_id: int) -> HttpResponse:
    found = proposal_or_404(request, proposal)
    try:
        take_finding(request.POST, found, voice_id, person(request), moment(request))
    except TooLate:
        flash.warn(request, too_late())
    else:
        flash.say(request, _("Noted. You can change your mind until it is examined."))
    return redirect("decision", proposal)


@require_POST
@signed_in
def side(request: HttpRequest, proposal: str) -> HttpResponse:
    found, form = proposal_or_404(request, proposal), SideForm(request.POST)
    if found.about_id != person(request).pk:
        raise Http404
    if not form.is_valid():
        return show_again(request, found, REFUSED, side=form)
    try:
        operations.say_ones_side(
            proposal=found, person=person(request), side=form.cleaned_data["side"], now=moment(request)
        )
    except TooLate:
        flash.warn(request, too_late())
    else:
        flash.say(request, _("Said: every member can read it."))
    return redirect("decision", proposal)
