"""A charter is adopted by a proposal; the day it set itself calls it back, and the circle keeps it or changes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from entregent.activity.operations import record
from entregent.activity.queries import last_event
from entregent.circles.models import Circle
from entregent.circles.rules import UNDO_WINDOW, allow
from entregent.core import walltime
from entregent.core.sweeping import row_by_row
from entregent.decisions.enums import Section
from entregent.decisions.models import WORDS_LENGTH, Charter, Proposal
from entregent.decisions.operations.proposing import TooLate
from entregent.decisions.operations.telling import line
from entregent.decisions.queries import charter as charters
from entregent.gatherings.operations.unpacking import clean_text, text, written_at
from entregent.gatherings.operations.unpacking import rows as file_rows
from entregent.gatherings.registry import MovedIn, Row
from entregent.notices.operations import drop_about, pick_up_again, queue_many
from entregent.people.models import Person

A_YEAR, FURTHEST = timedelta(days=365), timedelta(days=10 * 366)


def adopt(*, proposal: Proposal, now: datetime) -> Charter:
    """In the transaction of the outcome: the next version holds from now on."""
    Circle.objects.select_for_update(no_key=True).get(pk=proposal.circle_id)
    before = charters.holding(proposal.circle)
    made = Charter.objects.create(
        circle=proposal.circle,
        proposal=proposal,
        version=before.version + 1 if before else 1,
        sections=proposal.payload.get("sections", {}),
        adopted_at=now,
        review_on=_review_on(proposal, now),
    )
    record(verb="adopted", kind="charter", open_to_circle=True, **line(made, None, now))
    return made


def _review_on(proposal: Proposal, now: datetime) -> date:
    """The day it set itself; a year from now where that is no day to come."""
    return _day(str(proposal.payload.get("review", "")), walltime.local(now, proposal.circle.zone).date())


def _day(written: str, today: date) -> date:
    try:
        wanted = date.fromisoformat(written)
    except ValueError:
        wanted = today
    return wanted if today < wanted <= today + FURTHEST else today + A_YEAR


def unpack(moved: MovedIn, rows: Sequence[Row]) -> None:
    """The one a circle brings along holds here too: the same people agreed on it, elsewhere."""
    for row in rows[:1]:
        sections = _sections_of(row)
        if sections:
            review = _day(text(row, "review", 10), walltime.local(moved.now, moved.circle.zone).date())
            adopted_at = written_at(row, moved.now, "adopted")
            made = Charter.objects.create(
                circle=moved.circle, version=1, sections=sections, adopted_at=adopted_at, review_on=review
            )
            record(verb="brought", kind="charter", open_to_circle=True, **line(made, moved.by, moved.now))


def _sections_of(row: Row) -> dict[str, str]:
    given = file_rows(row.get("sections", []), len(Section))
    said = {text(one, "section", 10): clean_text(str(one.get("text", "")))[:WORDS_LENGTH] for one in given}
    return {section.value: said[section] for section in Section if said.get(section)}


@transaction.atomic
def keep(*, charter: Charter, by: Person, now: datetime) -> None:
    """As it is, for another year: whoever would rather change it proposes so."""
    allow(charter.circle, by)
    rows = Charter.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    row = rows.get(pk=charter.pk)
    if not charters.is_due(row, now) or charters.holding(row.circle) != row:
        raise TooLate
    before = {"review_on": row.review_on.isoformat(), "told": row.called_back_at is not None}
    row.review_on, row.called_back_at = walltime.local(now, row.circle.zone).date() + A_YEAR, None
    row.save(update_fields=["review_on", "called_back_at"])
    drop_about(kind="charter-review", object_id=row.pk, now=now, why="it is kept as it is")
    record(verb="kept", kind="charter", open_to_circle=True, before=before, **line(row, by, now))


@transaction.atomic
def ask_again(*, charter: Charter, by: Person, now: datetime) -> None:
    """Not kept after all: its day is the one it was, and the mails that were stopped leave."""
    allow(charter.circle, by)
    row = Charter.objects.select_for_update(of=("self",), no_key=True).select_related("circle").get(pk=charter.pk)
    kept = last_event("charter", row.pk, "kept")
    if kept is None or now - kept.at > UNDO_WINDOW or row.called_back_at is not None or charters.is_due(row, now):
        raise TooLate
    row.review_on = date.fromisoformat(kept.before["review_on"])
    row.called_back_at = kept.at if kept.before["told"] else None
    row.save(update_fields=["review_on", "called_back_at"])
    pick_up_again(kind="charter-review", object_id=row.pk, dropped_at=kept.at, due_at=now)
    record(verb="asked-again", kind="charter", open_to_circle=True, **line(row, by, now))


def call_charters_back(now: datetime) -> int:
    with row_by_row() as each:
        return each(charters.to_call_back(now), lambda row: _call_back(row, now))


@transaction.atomic
def _call_back(charter: Charter, now: datetime) -> bool:
    """One mail to those it concerns; of several workers one sends it."""
    if not Charter.objects.filter(pk=charter.pk, called_back_at=None).update(called_back_at=now):
        return False
    queue_many(
        kind="charter-review",
        people=charters.called_back(charter),
        object_id=charter.pk,
        circle_id=charter.circle_id,
        dedupe=f"charter-review:{charter.pk}:{charter.review_on}",
        now=now,
        due_at=now,
    )
    return True
