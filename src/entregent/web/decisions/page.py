"""One proposal, assembled: what is asked, my voice first, what is missing, objections, questions, the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.decisions import queries, rules
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.letters import outcome_in_words, still_missing, was_brought
from entregent.decisions.models import Proposal, Question, Voice
from entregent.decisions.queries import Weighed
from entregent.decisions.registry import kind_of
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs
from entregent.web.circles.newcomers import nameless
from entregent.web.decisions.words import lang, phase_of


@dataclass(frozen=True)
class Objection:
    """One reason against it. `hidden`: a block stands between its author and the reader."""

    id: int
    name: str
    reason: str
    hidden: bool
    is_mine: bool
    stands: int
    falls: int
    holds: bool
    until: date
    is_open: bool  # it may still be examined
    may_examine: bool
    found: bool | None  # what the reader found

    @property
    def reason_id(self) -> str:
        return f"objection-{self.id}"


@dataclass(frozen=True)
class Asked:
    id: int
    name: str
    words: str
    hidden: bool
    answer: str
    answered_by: str
    may_answer: bool


@dataclass(frozen=True)
class DecisionPage:
    proposal: Proposal
    circle: Circle
    title: str
    effect: str
    text: list[tuple[str, str]]
    phase: str
    today: date
    closes: datetime
    decides: datetime
    by: str
    about: str
    is_about_me: bool
    heard: bool  # whom it is about may say their side beside it
    may_amend: bool
    three: bool  # so many voices and it is in force, whatever the others think
    is_mine: bool
    mine: Voice | None
    may_consent: bool
    may_object: bool
    agreed: list[str]
    missing: str
    objections: list[Objection]
    earlier: list[Objection]
    questions: list[Asked]
    ended: str
    may_restore: bool

    @property
    def may_speak(self) -> bool:
        return self.phase == "open" and (self.may_consent or self.may_object)

    @property
    def against(self) -> list[Objection]:
        """Every objection that was made, in the order of the revisions."""
        return [*self.earlier, *self.objections]

    @property
    def passed(self) -> bool:
        return self.proposal.outcome == Outcome.PASSED


class Names:
    """What everybody on the page is called, and whom the reader does not read."""

    def __init__(self, proposal: Proposal, reader: Person, said: Sequence[Weighed], asked: Sequence[Question]) -> None:
        ids = {proposal.by_id, *(one.voice.person_id for one in said), *(one.by_id for one in asked)}
        ids |= {one.answered_by_id for one in asked if one.answered_by_id}
        ids |= {proposal.about_id} if proposal.about_id else set()
        self._names = circle_queries.names_in(proposal.circle_id, list(ids))
        self._apart = blocked_pairs(reader) - {reader.pk}
        known = [proposal.by, proposal.about, *(one.voice.person for one in said)]
        self._erased = {person.pk for person in known if person and person.erased_at}

    def hides(self, person_id: int | None) -> bool:
        return person_id in self._apart

    def __call__(self, person_id: int | None) -> str:
        if person_id is None or self.hides(person_id):
            return ""
        return _("a former member") if person_id in self._erased else self._names.get(person_id, "") or nameless()


def decision_page(proposal: Proposal, reader: Person, now: datetime) -> DecisionPage:
    said, asked = queries.said_of(proposal), queries.questions_of(proposal)
    names, phase, kind = Names(proposal, reader, said, asked), phase_of(proposal, now), kind_of(proposal)
    current = [one for one in said if one.voice.revision == proposal.revision]
    elector = queries.is_elector(proposal, reader)
    found = queries.findings_by(proposal, reader)
    against = [one for one in said if one.voice.said == Said.OBJECTION]
    objections = [_objection(one, names, reader, found, elector, now) for one in against]
    zone = proposal.circle.zone
    return DecisionPage(
        proposal=proposal,
        circle=proposal.circle,
        title=kind.title(proposal),
        effect=kind.effect(proposal),
        text=kind.text(proposal),
        phase=phase,
        today=local(now, zone).date(),
        closes=local(proposal.closes_at, zone),
        decides=local(queries.decides_at(proposal), zone),
        by="" if was_brought(proposal) else names(proposal.by_id),
        about=names(proposal.about_id),
        is_about_me=proposal.about_id == reader.pk,
        heard=proposal.about_id is not None and not kind.unseen,
        may_amend=not kind.unseen,
        three=bool(kind.voices),
        is_mine=proposal.by_id == reader.pk,
        mine=next((one.voice for one in current if one.voice.person_id == reader.pk), None),
        may_consent=elector,
        may_object=phase == "open" and queries.may_object(proposal, reader),
        agreed=[names(one.voice.person_id) for one in current if one.voice.said == Said.CONSENT],
        missing=still_missing(proposal, lang()) if phase == "open" else "",
        objections=[one for one, of in zip(objections, against, strict=True) if of in current],
        earlier=[one for one, of in zip(objections, against, strict=True) if of not in current],
        questions=[_asked(one, names, phase != "settled" and one.by_id != reader.pk) for one in asked],
        ended=outcome_in_words(proposal, lang()) if phase == "settled" else "",
        may_restore=proposal.outcome == Outcome.WITHDRAWN and proposal.by_id == reader.pk and now < proposal.closes_at,
    )


def _objection(
    one: Weighed, names: Names, reader: Person, found: dict[int, bool], elector: bool, now: datetime
) -> Objection:
    voice, proposal = one.voice, one.voice.proposal
    is_open = rules.is_waiting(proposal) and voice.examined_until is not None and now < voice.examined_until
    is_open = is_open and voice.revision == proposal.revision
    return Objection(
        id=voice.pk,
        name=names(voice.person_id),
        reason="" if names.hides(voice.person_id) else voice.reason,
        hidden=names.hides(voice.person_id),
        is_mine=voice.person_id == reader.pk,
        stands=one.stands,
        falls=one.falls,
        holds=one.holds,
        until=local(voice.examined_until or voice.at, proposal.circle.zone).date(),
        is_open=is_open,
        may_examine=is_open and elector and reader.pk not in {voice.person_id, proposal.by_id, proposal.about_id},
        found=found.get(voice.pk),
    )


def _asked(one: Question, names: Names, waits: bool) -> Asked:
    hidden, shown = names.hides(one.by_id), not names.hides(one.answered_by_id)
    return Asked(
        id=one.pk,
        name=names(one.by_id),
        words="" if hidden else one.words,
        hidden=hidden,
        answer=one.answer if shown else "",
        answered_by=names(one.answered_by_id),
        may_answer=waits and not hidden and not one.answer,
    )
