"""Something is proposed, amended after what was said, withdrawn by whoever proposed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from entregent.activity.operations import record
from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.decisions import queries, rules
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.models import WORDS_LENGTH, Elector, Proposal, Voice
from entregent.decisions.operations.telling import OF_AN_OPEN_ONE, line, stop, stop_no_more, tell
from entregent.decisions.registry import kind_of
from entregent.people.models import Person


class Refused(Exception):
    """Not theirs to do."""


class TooLate(Exception):
    """It was settled already, or the deadline has passed."""


class TooFew(Exception):
    """Nothing to agree on: fewer than two people have a voice in it."""


class TooMany(Exception):
    """The circle is asked enough already."""


class NoVoice(Exception):
    """It needs the voices of those who propose it, and theirs does not count yet."""


class TooSoon(Exception):
    """The last one has just ended."""


class BadDeadline(ValueError):
    """Too soon to be read, or too far to be remembered."""


class NoWords(ValueError):
    """An objection without a reason, a question without words."""


class AlreadyProposed(Exception):
    """The circle is asked just that: one at a time."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__()
        self.proposal = proposal


@transaction.atomic
def propose(
    *,
    circle: Circle,
    kind: str,
    by: Person,
    now: datetime,
    words: str = "",
    payload: Mapping[str, Any] | None = None,
    about: Person | None = None,
    closes_at: datetime | None = None,
) -> Proposal:
    """Ask a circle to agree. Any member may; whose consent counts is frozen now. Of two who ask the same, one does."""
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    proposal = Proposal(
        circle=circle,
        kind=kind,
        by=by,
        about=about,
        words=words.strip()[:WORDS_LENGTH],
        payload=dict(payload or {}),
        opened_at=now,
        closes_at=closes_at or rules.usual_deadline(now, circle.zone),
    )
    _allow(proposal, now)
    return _put(proposal, now)


def pass_on(*, proposal: Proposal, circle: Circle, kind: str, payload: Mapping[str, Any], now: datetime) -> Proposal:
    """What one circle has decided is put to another that it concerns, by whoever proposed it, in the same words."""
    passed_on = Proposal(
        circle=circle,
        kind=kind,
        by=proposal.by,
        words=proposal.words,
        payload=dict(payload),
        opened_at=now,
        closes_at=rules.usual_deadline(now, circle.zone),
    )
    return _put(passed_on, now)


def _put(proposal: Proposal, now: datetime) -> Proposal:
    """To those whose consent counts, frozen now."""
    by, about = proposal.by, proposal.about
    electors = _electors(proposal, now)
    if (
        about is not None and not about.name
    ):  # known by the circle's own name for them: a title asks the database nothing
        proposal.payload["called"] = circle_queries.names_in(proposal.circle_id, [about.pk])[about.pk]
    proposal.save()
    Elector.objects.bulk_create([Elector(proposal=proposal, person=person) for person in electors])
    consent_of_proposer(proposal, now)
    _ask(proposal, [person for person in electors if person.pk != by.pk], now)
    if not kind_of(proposal).unseen:
        record(verb="proposed", kind="proposal", open_to_circle=True, **line(proposal, by, now))
    return proposal


def _electors(proposal: Proposal, now: datetime) -> list[Person]:
    """Whose consent counts, and how much of it is needed."""
    kind, concerned = kind_of(proposal), {proposal.about_id} if proposal.about_id else set()
    apart = kind.apart(proposal) | concerned
    if kind.voices:
        electors = queries.everybody(proposal.circle, now, apart)
    else:
        electors = queries.electorate(proposal.circle, now, apart)
    proposal.needed = kind.voices or rules.needed(len(electors))
    if kind.voices and proposal.by not in electors:
        raise NoVoice
    if len(electors) < max(rules.FEWEST, kind.voices):
        raise TooFew
    return electors


def _allow(proposal: Proposal, now: datetime) -> None:
    """Whether it may be opened at all."""
    circle = proposal.circle
    if not circle_queries.is_here(circle, proposal.by) or circle.archived_at or proposal.about_id == proposal.by_id:
        raise Refused
    already = queries.open_one(circle, proposal.kind, proposal.about)
    if already is not None and kind_of(proposal).one_at_a_time:
        raise AlreadyProposed(already)
    _allow_one_more(proposal)
    if not kind_of(proposal).possible(proposal):
        raise Refused
    if kind_of(proposal).too_soon(proposal, now):
        raise TooSoon
    if not rules.SHORTEST <= proposal.closes_at - now <= rules.LONGEST:
        raise BadDeadline


def _allow_one_more(proposal: Proposal) -> None:
    """Nobody fills the circle's table by themselves; what there is only one of at a time always finds room."""
    open_ = queries.open_in(proposal.circle)
    if open_.filter(by=proposal.by).count() >= rules.MOST_OF_ONE:
        raise TooMany
    if not kind_of(proposal).one_at_a_time and open_.filter(kind=proposal.kind).count() >= rules.MOST_OPEN:
        raise TooMany


def _ask(proposal: Proposal, people: list[Person], now: datetime) -> None:
    due_at = now + rules.MAIL_CALLED_BACK
    tell(proposal, "proposal", people, now, due_at)
    if proposal.about is not None:
        tell(proposal, "proposal-about", [proposal.about], now, due_at)


def consent_of_proposer(proposal: Proposal, now: datetime) -> None:
    """Whoever proposes it consents to it, where their consent counts."""
    if queries.is_elector(proposal, proposal.by):
        Voice.objects.create(
            proposal=proposal, person=proposal.by, revision=proposal.revision, said=Said.CONSENT, at=now
        )


def locked(proposal: Proposal) -> Proposal:
    """The row as it is now, held until the end: voices, amendments and the outcome are one after the other."""
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True).select_related("circle", "by", "about")
    return rows.get(pk=proposal.pk)


@transaction.atomic
def amend(
    *,
    proposal: Proposal,
    by: Person,
    now: datetime,
    seen: int,
    words: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Proposal:
    """After what was said: the next revision, by whoever proposed it. Those who spoke are asked again, and have time.

    `seen` is the revision the page showed: what was amended meanwhile is not written over.
    """
    row = locked(proposal)
    if row.by_id != by.pk or circle_queries.membership(row.circle, by) is None or kind_of(row).unseen:
        raise Refused
    last = row.opened_at + rules.LONGEST
    if not rules.is_waiting(row) or row.revision != seen or now >= last:
        raise TooLate
    row.words, row.payload = words.strip()[:WORDS_LENGTH], dict(payload if payload is not None else row.payload)
    row.revision, row.revised_at, row.reminded_at = row.revision + 1, now, None
    row.closes_at = max(row.closes_at, min(now + rules.AGAIN, last))
    row.save()
    consent_of_proposer(row, now)
    stop(row, ("proposal-amended", "proposal-objection", "proposal-reminder"), now, "amended before it left")
    again = [person for person in queries.spoke(row) if person.pk != by.pk]
    tell(row, "proposal-amended", again, now, now + rules.MAIL_CALLED_BACK)
    if not kind_of(row).unseen:
        record(verb="amended", kind="proposal", open_to_circle=True, **line(row, by, now))
    return row


@transaction.atomic
def withdraw(*, proposal: Proposal, by: Person, now: datetime) -> None:
    """Nothing is asked any more. Whoever spoke is told, in two minutes unless it is taken up again."""
    row = locked(proposal)
    if row.by_id != by.pk:
        raise Refused
    if not rules.is_waiting(row):
        raise TooLate
    row.settled_at, row.outcome = now, Outcome.WITHDRAWN
    row.save(update_fields=["settled_at", "outcome"])
    stop(row, OF_AN_OPEN_ONE, now, "withdrawn")
    told = [person for person in queries.spoke(row) if person.pk != by.pk]
    told += [row.about] if row.about and not row.about.erased_at else []
    tell(row, "proposal-outcome", told, now, now + rules.MAIL_CALLED_BACK, why=f":{now.timestamp():.0f}")
    kind_of(row).not_passed(row, now)
    if not kind_of(row).unseen:
        record(verb="withdrew", kind="proposal", open_to_circle=True, **line(row, by, now))


@transaction.atomic
def restore(*, proposal: Proposal, by: Person, now: datetime) -> None:
    """Take a withdrawal back before the deadline. Whoever was told of it is told of this, and has time again."""
    row = locked(proposal)
    if row.by_id != by.pk or circle_queries.membership(row.circle, by) is None:
        raise Refused
    another = kind_of(row).one_at_a_time and queries.open_one(row.circle, row.kind, row.about) is not None
    withdrawn_at = row.settled_at
    if row.outcome != Outcome.WITHDRAWN or withdrawn_at is None or now >= row.closes_at or another:
        raise TooLate
    if row.circle.archived_at or not kind_of(row).possible(row) or kind_of(row).too_soon(row, now):
        raise TooLate
    heard = now >= withdrawn_at + rules.MAIL_CALLED_BACK
    if heard:
        _allow_one_more(row)
        row.closes_at = max(row.closes_at, min(now + rules.AGAIN, row.opened_at + rules.LONGEST))
        until = now + rules.EXAMINED_WITHIN
        queries.objections(row).filter(examined_until__lt=until).update(examined_until=until)
    row.settled_at, row.outcome = None, ""
    row.save(update_fields=["settled_at", "outcome", "closes_at"])
    due_at = now + rules.MAIL_CALLED_BACK
    stop(row, ("proposal-outcome",), now, "taken up again before it left")
    stop_no_more(row, OF_AN_OPEN_ONE, withdrawn_at, due_at)
    if heard:
        _say_it_goes_on(row, now, due_at)
    kind_of(row).again(row, now)
    if not kind_of(row).unseen:
        record(verb="restored", kind="proposal", open_to_circle=True, **line(row, by, now))


def _say_it_goes_on(row: Proposal, now: datetime, due_at: datetime) -> None:
    why = f":{now.timestamp():.0f}"
    tell(row, "proposal", queries.silent(row), now, due_at, why)
    tell(row, "proposal-again", [one for one in queries.spoke(row) if one != row.by], now, due_at, why)
    if row.about is not None and not row.about.erased_at:
        tell(row, "proposal-about", [row.about], now, due_at, why)
