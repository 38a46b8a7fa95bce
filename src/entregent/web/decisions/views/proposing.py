"""Something is proposed, amended, withdrawn, taken up again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.operations import answer_feature
from entregent.circles.rules import may
from entregent.core.idempotency import once
from entregent.core.walltime import local
from entregent.decisions import operations, queries, rules
from entregent.decisions.models import Proposal
from entregent.decisions.operations import (
    AlreadyProposed,
    BadDeadline,
    NoVoice,
    Refused,
    TooFew,
    TooLate,
    TooMany,
    TooSoon,
)
from entregent.decisions.queries import charter as charters
from entregent.decisions.registry import kind_of
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.decisions.forms import ABOUT, FORMS, ProposalForm
from entregent.web.decisions.views.showing import proposal_or_404
from entregent.web.decisions.views.speaking import too_late
from entregent.web.sending import sending

REFUSED, A_YEAR = 422, timedelta(days=365)


def _draft(circle: Circle, kind: str, by: Person, about: Person | None = None) -> Proposal:
    """As it would be, for the words of its kind."""
    held = charters.holding(circle) if kind == "charter" else None
    payload = {"version": held.version + 1} if held else {}
    return Proposal(circle=circle, kind=kind, by=by, about=about, payload=payload)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    if kind not in FORMS or circle.archived_at:
        raise Http404
    if kind == "merge" and not queries.circles_to_join(circle, person(request)):
        raise Http404
    return _propose(request, _draft(circle, kind, person(request)), FORMS[kind])


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def propose_about(request: HttpRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """About somebody: to part with them, to let them come back. Nobody proposes it of themselves: they can leave."""
    circle, me = circle_or_404(request, slug), person(request)
    about = queries.somebody_of(circle, key)
    if kind not in ABOUT or circle.archived_at or about is None or about == me:
        raise Http404
    draft = _draft(circle, kind, me, about)
    if not kind_of(draft).possible(draft):
        raise Http404
    return _propose(request, draft, ABOUT[kind])


def _propose(request: HttpRequest, draft: Proposal, form_class: type[ProposalForm]) -> HttpResponse:
    circle, now = draft.circle, moment(request)
    already = queries.open_one(circle, draft.kind, draft.about)
    if already is not None and kind_of(draft).one_at_a_time:
        return _proposed_already(request, already)
    usual = {**form_class.usual(circle), "until": local(rules.usual_deadline(now, circle.zone), circle.zone).date()}
    if draft.kind == "charter":
        usual["review"] = local(now, circle.zone).date() + A_YEAR
    form = form_class(request.POST if request.method == "POST" else None, draft=draft, initial=usual)
    if not form.is_valid():
        return _ask(request, draft, form)
    try:
        key = once(sending(request, f"propose-{draft.kind}"), now, lambda: _open(request, draft, form))
    except AlreadyProposed as already_there:
        return _proposed_already(request, already_there.proposal)
    except (BadDeadline, NoVoice, TooFew, TooMany, TooSoon, Refused) as why:
        form.add_error("until" if isinstance(why, BadDeadline) else None, _why(why))
        return _ask(request, draft, form)
    return redirect("decision", key)


def _open(request: HttpRequest, draft: Proposal, form: ProposalForm) -> str:
    made = operations.propose(
        circle=draft.circle,
        kind=draft.kind,
        by=draft.by,
        about=draft.about,
        words=form.cleaned_data["words"],
        payload={**draft.payload, **form.payload()},
        closes_at=form.closes_at(),
        now=moment(request),
    )
    if draft.kind == "charter" and may(draft.circle, draft.by):
        answer_feature(circle=draft.circle, feature=Feature.CHARTER, wanted=True, by=draft.by, now=moment(request))
    said = _("Proposed. The others are told in two minutes, and it can be withdrawn.")
    if kind_of(made).unseen:
        said = _("Two more members must agree within a week. Until then nothing changes, and they see nothing.")
    flash.undoable(request, said, reverse("decision-withdraw", args=[made.key]))
    return made.key


def _why(why: Exception) -> str:
    """What cannot be proposed, in words."""
    if isinstance(why, BadDeadline):
        return _("Leave a day at least to read it, and two months at most.")
    if isinstance(why, TooFew):
        return _("Not enough of you have a voice in it yet: there is nobody to agree with.")
    if isinstance(why, NoVoice):
        return _("You have no voice in it yet: whoever came in this week waits a few days.")
    if isinstance(why, TooSoon):
        return _("They have just come back from two weeks: nobody is suspended twice in a row.")
    if isinstance(why, TooMany):
        return too_many()
    return _("It is so already, or cannot be any more: nothing was proposed.")


def too_many() -> str:
    return _("The circle is asked enough already: wait until something is decided, or withdraw something of yours.")


def _proposed_already(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    flash.warn(request, _("It is proposed already: here it is."))
    return redirect("decision", proposal.key)


def _ask(request: HttpRequest, draft: Proposal, form: ProposalForm) -> HttpResponse:
    page: dict[str, Any] = {
        "circle": draft.circle,
        "title": _heading(draft),
        "effect": _effect(draft),
        "form": form,
        "voices": kind_of(draft).voices,
        "needed": rules.needed(len(queries.electorate(draft.circle, moment(request), _apart(draft)))),
    }
    status = REFUSED if form.is_bound else 200
    return TemplateResponse(request, "decisions/propose.html", {"page": page}, status=status)


def _apart(draft: Proposal) -> set[int]:
    return {draft.about_id} if draft.about_id else set()


def _heading(draft: Proposal) -> str:
    said = {
        "agreement": _("Propose something to the circle"),
        "way-in": _("Change how people come in"),
        "merge": _("Become one with another circle"),
    }
    return said.get(draft.kind) or kind_of(draft).title(draft)


def _effect(draft: Proposal) -> str:
    """What is not chosen yet is said by its choices."""
    if draft.kind == "merge":
        return _("Both circles decide, this one first. Then everybody of this one comes into the other.")
    return "" if draft.kind in ("agreement", "way-in") else kind_of(draft).effect(draft)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def amend(request: HttpRequest, proposal: str) -> HttpResponse:
    """The next revision, by whoever proposed it: a form with the words as they are."""
    found, me, now = proposal_or_404(request, proposal), person(request), moment(request)
    if found.by_id != me.pk or kind_of(found).unseen:
        raise Http404
    if not rules.is_waiting(found):
        flash.warn(request, too_late())
        return redirect("decision", proposal)
    form_class = FORMS.get(found.kind) or ABOUT.get(found.kind) or ProposalForm
    start = {**form_class.start(found.payload), "words": found.words}
    form = form_class(request.POST if request.method == "POST" else None, draft=found, initial=start)
    form.fields.pop("until", None)
    if not form.is_valid():
        status = REFUSED if form.is_bound else 200
        page = {"circle": found.circle, "proposal": found, "title": kind_of(found).title(found), "form": form}
        return TemplateResponse(request, "decisions/amend.html", {"page": page}, status=status)
    seen = request.POST.get("revision", "")
    try:
        operations.amend(
            proposal=found,
            by=me,
            now=now,
            seen=int(seen) if seen.isdecimal() and len(seen) <= 6 else 0,
            words=form.cleaned_data["words"],
            payload={**found.payload, **form.payload()},
        )
    except TooLate:
        flash.warn(request, too_late())
    else:
        flash.say(request, _("Amended. Those who spoke are asked again, and everybody has three days at least."))
    return redirect("decision", proposal)


@require_POST
@signed_in
def withdraw(request: HttpRequest, proposal: str) -> HttpResponse:
    found = proposal_or_404(request, proposal)
    try:
        operations.withdraw(proposal=found, by=person(request), now=moment(request))
    except Refused as why:
        raise Http404 from why
    except TooLate:
        flash.warn(request, too_late())
    else:
        flash.undoable(request, _("Withdrawn."), reverse("decision-restore", args=[proposal]))
    return redirect("decision", proposal)


@require_POST
@signed_in
def restore(request: HttpRequest, proposal: str) -> HttpResponse:
    found = proposal_or_404(request, proposal)
    try:
        operations.restore(proposal=found, by=person(request), now=moment(request))
    except Refused as why:
        raise Http404 from why
    except TooLate:
        flash.warn(request, _("It cannot be taken up again: propose it anew."))
    except TooMany:
        flash.warn(request, too_many())
    else:
        flash.say(request, _("The proposal goes on."))
    return redirect("decision", proposal)
