"""A date changes: moved, and moved back while its mails wait."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from entregent.activity.operations import mark_undone, record
from entregent.circles.rules import allow
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Via
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.operations.answering import answers_before_the_move
from entregent.gatherings.operations.booking import await_headcount
from entregent.gatherings.operations.fixing import (
    SomebodyWasFaster,
    TooLate,
    When,
    answer_for_standing,
    call_back_date,
    instant_of,
    next_version,
    seats_and_call,
    take_turn,
)
from entregent.gatherings.operations.seating import promote
from entregent.gatherings.operations.telling import stop, tell
from entregent.gatherings.operations.words_kept import hand_over
from entregent.gatherings.queries import venues
from entregent.people.models import Person

KEPT = ("zone", "second_time", "place", "title", "bring", "minutes", "seats", "video")


@transaction.atomic
def move(*, gathering: Gathering, by: Person, when: When, seen: int, now: datetime) -> Gathering:
    """Change the day, hour, place or words. A new day or hour asks everybody again; a new place only tells them."""
    allow(gathering.circle, by)
    starts_at = instant_of(gathering.circle, when, now)
    take_turn(gathering.circle, seen, now)
    gathering = _locked(gathering)
    if not rules.is_ahead(gathering, now):
        raise TooLate
    _make_room(gathering, when)
    before, was = _as_it_was(gathering), _for_calendars(gathering)
    if starts_at != gathering.starts_at:
        gathering.moved_at, gathering.reminded_at = now, None
    gathering.day, gathering.hour, gathering.starts_at = when.day, when.hour, starts_at
    gathering.zone, gathering.second_time = gathering.circle.zone, bool(when.second_time)
    gathering.place, gathering.title, gathering.bring = (
        when.place.strip()[:200],
        when.title.strip()[:120],
        when.bring.strip()[:200],
    )
    gathering.venue = venues.called(gathering.circle, gathering.place)
    gathering.minutes = when.minutes
    if when.seats != rules.USUAL or when.video is not None:
        gathering.seats, gathering.video = seats_and_call(queries.series_of(gathering.circle), when)
    gathering.answer_until = rules.answers_close(starts_at, now)
    gathering.sequence += _for_calendars(gathering) != was
    gathering.mail_leaves_at = now + rules.MAIL_CALLED_BACK
    gathering.save()
    before["stopped"] = {
        kind: stop(gathering, kind, now, "it changed before it left") for kind in ("date", "date-moved")
    }
    if gathering.moved_at == now:
        Answer.objects.filter(gathering=gathering, via=Via.STANDING).delete()
        answer_for_standing(gathering, now)
    promote(gathering, now)
    await_headcount(gathering, now)
    tell(gathering, "date-moved", now)
    record(
        actor=by,
        verb="moved",
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        now=now,
        open_to_circle=True,
        before=before,
    )
    return gathering


def _locked(gathering: Gathering) -> Gathering:
    rows = Gathering.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    return rows.get(pk=gathering.pk)


def _make_room(gathering: Gathering, when: When) -> None:
    """What the rhythm pencilled in at that hour, or somebody cancelled, gives way; what somebody fixed does not."""
    there = gathering.circle.gatherings.filter(day=when.day, hour=when.hour).exclude(pk=gathering.pk).first()
    if there is None:
        return
    if there.fixed_at and not there.cancelled_at:
        raise SomebodyWasFaster(there)
    hand_over(there, gathering)
    there.delete()


def _for_calendars(gathering: Gathering) -> tuple[datetime, int, str]:
    """What calendars hold a revision for; other words only replace those they have (RFC 5546, 2.1.4)."""
    return gathering.starts_at, gathering.minutes, gathering.place


def _as_it_was(gathering: Gathering) -> dict[str, Any]:
    return {field: getattr(gathering, field) for field in KEPT} | {
        "day": gathering.day.isoformat(),
        "hour": gathering.hour.isoformat(),
        "moved_at": gathering.moved_at.isoformat() if gathering.moved_at else None,
        "mail_leaves_at": gathering.mail_leaves_at.isoformat() if gathering.mail_leaves_at else None,
    }


@transaction.atomic
def move_back(*, gathering: Gathering, by: Person, now: datetime) -> Gathering:
    """Within two minutes of moving it: day, words and answers are as they were, and no mail tells of the move."""
    next_version(gathering.circle, now)
    gathering = _locked(gathering)
    event = queries.move_to_call_back(gathering, by, now)
    if event is None:
        raise TooLate
    asked_again = gathering.moved_at == event.at
    if asked_again:
        answers_before_the_move(gathering, event.at)
    _put_back(gathering, event.before, now)
    if asked_again:
        answer_for_standing(gathering, now)
    await_headcount(gathering, now)
    stop(gathering, "date-moved", now, "called back by whoever moved it")
    for kind, people in event.before["stopped"].items():
        tell(gathering, kind, now, only=people)
    undone = record(
        actor=by,
        verb="undid",
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        now=now,
        open_to_circle=True,
    )
    mark_undone(event, undone)
    return gathering


def _put_back(gathering: Gathering, before: dict[str, Any], now: datetime) -> None:
    was = _for_calendars(gathering)
    gathering.day = date.fromisoformat(before["day"])
    gathering.hour = time.fromisoformat(before["hour"])
    for field in KEPT:
        setattr(gathering, field, before.get(field, getattr(gathering, field)))
    for field in ("moved_at", "mail_leaves_at"):
        setattr(gathering, field, datetime.fromisoformat(before[field]) if before[field] else None)
    gathering.venue = venues.called(gathering.circle, gathering.place)
    gathering.starts_at = gathering.derived_instant()
    gathering.answer_until = rules.answers_close(gathering.starts_at, now)
    gathering.sequence += _for_calendars(gathering) != was
    gathering.save()


def call_back(*, gathering: Gathering, by: Person, now: datetime) -> None:
    """Take back what this person last announced, fixing the date or moving it, while its mails wait."""
    if rules.may_call_back_date(gathering, by, now):
        call_back_date(gathering=gathering, by=by, now=now)
    else:
        move_back(gathering=gathering, by=by, now=now)
