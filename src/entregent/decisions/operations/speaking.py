"""What people say of a proposal: consent, objections with their reason, questions and answers; and one's side."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from entregent.circles import queries as circle_queries
from entregent.decisions import queries, rules
from entregent.decisions.enums import Said
from entregent.decisions.models import REASON_LENGTH, SIDE_LENGTH, Finding, Proposal, Question, Voice
from entregent.decisions.operations.proposing import NoWords, Refused, TooLate, locked
from entregent.decisions.operations.settling import settle_at_once
from entregent.decisions.operations.telling import tell
from entregent.decisions.registry import kind_of
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.operations import ensure_link


@transaction.atomic
def consent(*, proposal: Proposal, person: Person, now: datetime, seen: int | None = None) -> Voice:
    """I can live with it. It may be changed until the deadline; with everybody's, it is decided at once."""
    row = _open(proposal, now, seen)
    if not queries.is_elector(row, person) or circle_queries.membership(row.circle, person) is None:
        raise Refused
    voice = _say(row, person, now, said=Said.CONSENT, reason="", examined_until=None)
    settle_at_once(row, now)
    return voice


@transaction.atomic
def object_to(*, proposal: Proposal, person: Person, reason: str, now: datetime, seen: int | None = None) -> Voice:
    """I see harm in it, and say which. Others examine it until the deadline, or four days where that is later."""
    row = _open(proposal, now, seen)
    if not queries.may_object(row, person):
        raise Refused
    given = _said(reason)
    until = max(row.closes_at, now + rules.EXAMINED_WITHIN)
    before = queries.voice_of(row, person)
    if before is not None and before.said == Said.OBJECTION and before.reason == given:
        return before
    voice = _say(row, person, now, said=Said.OBJECTION, reason=given, examined_until=until)
    told = [*queries.examiners(voice), *([row.by] if row.by_id != person.pk and not row.by.erased_at else [])]
    tell(row, "proposal-objection", told, now, now + rules.MAIL_CALLED_BACK, why=f":{now.date()}")
    return voice


def _open(proposal: Proposal, now: datetime, seen: int | None) -> Proposal:
    """`seen` is the revision that was on the page: nobody consents to what they have not read."""
    row = locked(proposal)
    if row.circle.archived_at or not rules.is_open(row, now) or (seen is not None and seen != row.revision):
        raise TooLate
    return row


def _say(
    row: Proposal, person: Person, now: datetime, *, said: Said, reason: str, examined_until: datetime | None
) -> Voice:
    """One voice a person; an objection said anew is examined anew."""
    given = {"said": said, "reason": reason, "at": now, "examined_until": examined_until}
    voice, made = Voice.objects.update_or_create(proposal=row, person=person, revision=row.revision, defaults=given)
    if not made:
        Finding.objects.filter(voice=voice).delete()
    return voice


def _said(words: str) -> str:
    said = words.replace("\r\n", "\n").strip()[:REASON_LENGTH]
    if not said:
        raise NoWords
    return said


@transaction.atomic
def take_back(*, proposal: Proposal, person: Person, now: datetime) -> bool:
    """As if they had said nothing. False when they had not. With its last voice, what nobody else saw is gone."""
    row = _open(proposal, now, None)
    mine = Voice.objects.filter(proposal=row, person=person, revision=row.revision)
    taken = bool(mine.delete()[0])
    if kind_of(row).unseen and not row.voices.exists():
        row.delete()
    return taken


@transaction.atomic
def ask(*, proposal: Proposal, by: Person, words: str, now: datetime) -> Question:
    """Any member may ask, whether their consent counts or not. Whoever proposed it is told."""
    row = _open(proposal, now, None)
    if circle_queries.membership(row.circle, by) is None or kind_of(row).unseen:
        raise Refused
    asked = Question.objects.create(proposal=row, by=by, words=_said(words), at=now)
    if row.by_id != by.pk and not row.by.erased_at:
        tell(row, "proposal-question", [row.by], now, now + rules.MAIL_CALLED_BACK, why=f":{asked.pk}")
    return asked


class AnsweredAlready(Exception):
    """Somebody else was faster: what they said stands."""


@transaction.atomic
def answer(*, question: Question, by: Person, words: str, now: datetime) -> None:
    """Whoever knows, for all; they alone change what they answered."""
    row = locked(question.proposal)
    if circle_queries.membership(row.circle, by) is None:
        raise Refused
    if not rules.is_waiting(row):
        raise TooLate
    theirs = Question.objects.filter(Q(answered_at=None) | Q(answered_by=by), pk=question.pk)
    if not theirs.update(answer=_said(words), answered_by=by, answered_at=now):
        raise AnsweredAlready


@transaction.atomic
def say_ones_side(*, proposal: Proposal, person: Person, side: str, now: datetime) -> None:
    """Whom it is about, and nobody else, until it is settled. Every member reads it beside the proposal."""
    row = locked(proposal)
    if row.about_id != person.pk or kind_of(row).unseen:
        raise Refused
    if not rules.is_waiting(row):
        raise TooLate
    said = side.replace("\r\n", "\n").strip()[:SIDE_LENGTH]
    Proposal.objects.filter(pk=row.pk).update(side=said, side_at=now if said else None)


def link_to(proposal: Proposal, person: Person, now: datetime) -> Link:
    """The link that speaks for this person; it outlives the proposal, so that it can tell what became of it."""
    lives = max(proposal.closes_at - now, timedelta()) + rules.LINK_LIVES
    return ensure_link(
        person=person, purpose=Purpose.ANSWER, kind="proposal", object_id=proposal.pk, now=now, lives=lives
    )
