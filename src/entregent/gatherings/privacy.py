from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.gatherings.models import Answer, Attendance, StandingAnswer
from entregent.people.models import Person
from entregent.people.privacy import Part, register

COVERED = frozenset(
    {
        "gatherings.Gathering.fixed_by",
        "gatherings.Gathering.cancelled_by",
        "gatherings.Gathering.recorded_by",
        "gatherings.Answer.person",
        "gatherings.Answer.brought_by",
        "gatherings.StandingAnswer.person",
        "gatherings.Attendance.person",
        "gatherings.Attendance.said_by",
    }
)


def _export(person: Person) -> dict[str, Any]:
    answers = Answer.objects.filter(person=person).select_related("gathering__circle").order_by("answered_at")
    there = (
        Attendance.objects.filter(person=person).select_related("gathering__circle").order_by("gathering__starts_at")
    )
    return {
        "answers": [
            {
                "circle": row.gathering.circle.name,
                "day": row.gathering.day,
                "hour": row.gathering.hour,
                "place": row.gathering.place,
                "called": row.name,
                "reply": row.reply,
                "guests": row.guests,
                "at": row.answered_at,
            }
            for row in answers
        ],
        "fixed": list(
            person.gatherings_fixed.values("circle__name", "day", "hour", "title", "place", "bring", "fixed_at")
        ),
        "was_there": [{"circle": row.gathering.circle.name, "day": row.gathering.day} for row in there],
        "standing": list(
            StandingAnswer.objects.filter(person=person).values("circle__name", "weekday", "since", "ended_at")
        ),
    }


def _erase(person: Person, now: datetime) -> None:
    """Who was there stays as a number and "a former member"; what they had announced for later goes."""
    Answer.objects.filter(person=person, gathering__starts_at__gt=now).delete()
    Answer.objects.filter(person=person).update(name="", guests=0)
    StandingAnswer.objects.filter(person=person).delete()


def _holds(person: Person) -> bool:
    return person.answers.exists() or person.attendances.exists()


register(Part("gatherings", _export, _erase, _holds))
