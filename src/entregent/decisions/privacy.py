from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db.models import Q

from entregent.decisions.models import Finding, Proposal, Question, Voice
from entregent.decisions.operations import TooLate, lapse, withdraw
from entregent.decisions.queries import shown_to, waiting
from entregent.decisions.registry import names_unseen
from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.people.privacy.merging import Ledger

COVERED = frozenset(
    {
        "decisions.Proposal.by",
        "decisions.Proposal.about",
        "decisions.Elector.person",
        "decisions.Voice.person",
        "decisions.Finding.by",
        "decisions.Question.by",
        "decisions.Question.answered_by",
    }
)


def _export(person: Person) -> dict[str, Any]:
    voices = Voice.objects.filter(person=person).order_by("at")
    findings = Finding.objects.filter(by=person).order_by("at")
    asked = Question.objects.filter(by=person).order_by("at")
    answered = Question.objects.filter(answered_by=person).order_by("answered_at")
    return {
        "proposed": list(
            person.proposals.order_by("opened_at").values(
                "circle__name", "kind", "words", "payload", "opened_at", "closes_at", "outcome", "settled_at"
            )
        ),
        "concerned": list(
            person.proposals_about.filter(shown_to(person))
            .order_by("opened_at")
            .values("circle__name", "kind", "words", "opened_at", "outcome", "side", "side_at")
        ),
        "said": list(voices.values("proposal__circle__name", "proposal__kind", "revision", "said", "reason", "at")),
        "examined": list(findings.values("voice__proposal__circle__name", "stands", "at")),
        "asked": list(asked.values("proposal__circle__name", "words", "at")),
        "answered": list(answered.values("proposal__circle__name", "answer", "answered_at")),
    }


def _erase(person: Person, now: datetime) -> None:
    """Their words go; that somebody consented, objected or examined stays, so that what was decided still adds up.

    What they had proposed is withdrawn, what would have concerned them has lost its object; whoever spoke is told.
    """
    Proposal.objects.filter(Q(by=person) | Q(about=person), waiting(), kind__in=names_unseen()).delete()
    for proposal in Proposal.objects.filter(waiting(), by=person):
        with suppress(TooLate):
            withdraw(proposal=proposal, by=person, now=now)
    for proposal in Proposal.objects.filter(waiting(), about=person):
        lapse(proposal=proposal, now=now)
    Proposal.objects.filter(Q(by=person) | Q(about=person)).update(words="")
    Proposal.objects.filter(about=person).update(side="", side_at=None)
    for row in Proposal.objects.filter(about=person, payload__has_key="called"):
        Proposal.objects.filter(pk=row.pk).update(payload={**row.payload, "called": ""})
    Voice.objects.filter(person=person).update(reason="")
    Question.objects.filter(by=person).update(words="")
    Question.objects.filter(answered_by=person).update(answer="")


def _holds(person: Person) -> bool:
    return person.proposals.exists() or person.decision_voices.exists() or person.proposals_about.exists()


def _merge(ledger: Ledger) -> None:
    """One voice: the last thing said. Nobody examines their own objection, or proposes something about themselves."""
    ledger.settle(Voice, "person", ("proposal_id", "revision"), _is_later)
    both = (ledger.kept, ledger.gone)
    for finding in Finding.objects.filter(by__in=both, voice__person__in=both):
        ledger.set_aside(finding)


def _is_later(theirs: Voice, mine: Voice) -> bool:
    return theirs.at > mine.at


register(Part("decisions", _export, _erase, _holds, _merge))
