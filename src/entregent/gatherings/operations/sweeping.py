"""What time alone brings about: dates in pencil, the question when none is fixed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.circles.queries import reading
from entregent.core import walltime
from entregent.core.sweeping import row_by_row
from entregent.gatherings import queries, registry, rules
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.operations.answering import forget_answers_before_moves
from entregent.gatherings.operations.pausing import come_back
from entregent.gatherings.operations.reminding import lower_silent, remind, send_digests
from entregent.gatherings.operations.rhythm import pencil_in
from entregent.notices.operations import queue_many
from entregent.people.models import Person


def sweep_dates(now: datetime) -> int:
    """Pencil in what rhythms say, and ask once, a day after a gathering ended without a next date."""
    used = list(Circle.objects.filter(deleted_at__isnull=True, archived_at__isnull=True).order_by("pk"))
    with_rhythm = set(Series.objects.exclude(rhythm=Rhythm.FREE).values_list("circle_id", flat=True))
    forget_answers_before_moves(now)
    with row_by_row() as each:
        each((come_back, remind, lower_silent, send_digests), lambda step: step(now))
        pencilled = each(used, lambda circle: circle.pk in with_rhythm and _pencil_next(circle, now))
        return pencilled + each(used, lambda circle: _ask_what_follows(circle, now))


def _ask_what_follows(circle: Circle, now: datetime) -> bool:
    last = _without_next(circle, now)
    return last is not None and _ask_next(last, now)


def _pencil_next(circle: Circle, now: datetime) -> bool:
    pencilled = pencil_in(circle=circle, now=now)
    return pencilled is not None and pencilled.made_at == now


def _rests(circle: Circle) -> bool:
    return queries.pause_of(circle) is not None


def _without_next(circle: Circle, now: datetime) -> Gathering | None:
    """The last gathering, if it ended a day ago, no date follows it, and nobody was asked for one yet."""
    last = queries.last_gathering(circle, now)
    if last is None or last.next_asked_at is not None or queries.is_asking(circle, now):
        return None
    due = rules.NEXT_ASKED_AFTER <= now - last.ends_at <= rules.NEXT_ASKED_BEFORE
    return last if due and queries.next_gathering(circle, now) is None and not _rests(circle) else None


@transaction.atomic
def _ask_next(last: Gathering, now: datetime) -> bool:
    """One mail to whoever sees to the dates, else to each of the last comers; of several workers one asks."""
    if not Gathering.objects.filter(pk=last.pk, next_asked_at__isnull=True).update(next_asked_at=now):
        return False
    in_charge = registry.in_charge(last.circle, now)
    asked = _reached(last, [in_charge], now) if in_charge else []
    queue_many(
        kind="next-missing",
        people=asked or _reached(last, queries.people_at(last), now),
        object_id=last.pk,
        circle_id=last.circle_id,
        dedupe=f"next-missing:{last.pk}:{now.date()}",
        now=now,
        due_at=now,
    )
    return True


def _reached(last: Gathering, people: Sequence[Person], now: datetime) -> list[Person]:
    """Those of them who read such mails."""
    rows = reading(last.circle, (MailLevel.EVERY,), now)
    return [row.person for row in rows.filter(person__in=people)]


def recompute_instants(now: datetime) -> list[Gathering]:
    """Gatherings to come whose instant no longer follows from their wall time (new zone data): put right, returned."""
    moved = []
    for row in Gathering.objects.filter(starts_at__gt=now - timedelta(days=2)).iterator():
        try:
            derived = row.derived_instant()
        except (walltime.ImpossibleHour, walltime.UnknownZone):
            moved.append(row)
            continue
        if derived != row.starts_at:
            row.answer_until += derived - row.starts_at
            row.starts_at = derived
            row.save(update_fields=["starts_at", "answer_until"])
            moved.append(row)
    return moved
