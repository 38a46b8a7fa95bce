"""A proposal is settled, once: what it asks for is done in the very transaction that says that it passed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.activity.operations import record
from entregent.core.sweeping import row_by_row
from entregent.decisions import queries, rules
from entregent.decisions.enums import Outcome
from entregent.decisions.models import Proposal
from entregent.decisions.operations.proposing import locked
from entregent.decisions.operations.telling import OF_AN_OPEN_ONE, line, stop, tell
from entregent.decisions.registry import kind_of


@transaction.atomic
def settle(proposal: Proposal, now: datetime) -> bool:
    """Once its deadline has come and its objections are examined; or at once, where it has lost its object."""
    row = locked(proposal)
    if not rules.is_waiting(row):
        return False
    if row.circle.archived_at is not None or not kind_of(row).possible(row):
        _settle(row, Outcome.MOOT, now)
        return True
    if now < queries.decides_at(row):
        return False
    _settle(row, queries.verdict(row), now)
    return True


@transaction.atomic
def lapse(*, proposal: Proposal, now: datetime) -> None:
    """Whom it is about has gone for good: there is nothing left to decide."""
    row = locked(proposal)
    if rules.is_waiting(row):
        _settle(row, Outcome.MOOT, now)


def settle_at_once(row: Proposal, now: datetime) -> None:
    """In the transaction of the last voice, its row locked: enough have said so, or nobody is left who could object."""
    kind = kind_of(row)
    if row.circle.archived_at is not None or not kind.possible(row):
        return
    all_agree = kind.at_once and row.about_id is None and queries.everybody_consents(row)
    if all_agree or (kind.voices and queries.enough_consent(row)):
        _settle(row, Outcome.PASSED, now)


def _settle(row: Proposal, outcome: Outcome, now: datetime) -> None:
    if kind_of(row).unseen and outcome != Outcome.PASSED:
        row.delete()
        return
    row.settled_at, row.outcome = now, outcome
    row.save(update_fields=["settled_at", "outcome"])
    stop(row, OF_AN_OPEN_ONE, now, "it is settled")
    concerned = {person.pk: person for person in queries.spoke(row)}
    if not row.by.erased_at:
        concerned[row.by_id] = row.by
    if row.about is not None and not row.about.erased_at:
        concerned[row.about.pk] = row.about
    if outcome == Outcome.PASSED:
        kind_of(row).carry_out(row, now)
    else:
        kind_of(row).not_passed(row, now)
    tell(row, "proposal-outcome", concerned.values(), now, now)
    if not kind_of(row).unseen:
        _record(row, outcome, now)


def _record(row: Proposal, outcome: Outcome, now: datetime) -> None:
    if outcome == Outcome.PASSED:
        record(verb="passed", kind="proposal", open_to_circle=True, **line(row, None, now))
    elif outcome == Outcome.MOOT:
        record(verb="lapsed", kind="proposal", open_to_circle=True, **line(row, None, now))
    else:
        record(verb="failed", kind="proposal", open_to_circle=True, **line(row, None, now))


def sweep_decisions(now: datetime) -> int:
    """Settle what is due, let go of what has lost its object, and remind once those who have said nothing."""
    with row_by_row() as each:
        settled = each(queries.may_end(now), lambda proposal: settle(proposal, now))
        queries.withdrawn_unseen(now).delete()
        return settled + each(queries.to_remind(now), lambda proposal: _remind(proposal, now))


@transaction.atomic
def _remind(proposal: Proposal, now: datetime) -> bool:
    """One reminder a revision, on the morning of the last day; of several workers one sends it."""
    if not rules.reminder(proposal, now):
        return False
    if not Proposal.objects.filter(queries.waiting(), pk=proposal.pk, reminded_at=None).update(reminded_at=now):
        return False
    return bool(tell(proposal, "proposal-reminder", queries.silent(proposal), now, now))
