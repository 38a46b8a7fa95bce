from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from entregent.gatherings.models import (
    Answer,
    Apart,
    Attendance,
    Decoy,
    Diet,
    Feed,
    Gathering,
    Note,
    NoteVersion,
    Seat,
    StandingAnswer,
    Upload,
    VenueWord,
)
from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.people.privacy.merging import Ledger

COVERED = frozenset(
    {
        "gatherings.Gathering.fixed_by",
        "gatherings.Gathering.cancelled_by",
        "gatherings.Gathering.recorded_by",
        "gatherings.Gathering.booked_by",
        "gatherings.Pause.declared_by",
        "gatherings.Pause.ended_by",
        "gatherings.DayOff.said_by",
        "gatherings.Answer.person",
        "gatherings.Answer.brought_by",
        "gatherings.StandingAnswer.person",
        "gatherings.Feed.person",
        "gatherings.Upload.by",
        "gatherings.Attendance.person",
        "gatherings.Attendance.said_by",
        "gatherings.Diet.person",
        "gatherings.Venue.made_by",
        "gatherings.Venue.put_away_by",
        "gatherings.VenueWord.person",
        "gatherings.Note.author",
        "gatherings.TablePlan.made_by",
        "gatherings.Seat.person",
        "gatherings.Apart.by",
        "gatherings.Apart.other",
        "gatherings.Decoy.person",
        "gatherings.Decoy.other",
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
                "word": row.word,
                "by_video": row.by_video,
                "waiting_since": row.waiting_since,
                "at": row.answered_at,
            }
            for row in answers
        ],
        "fixed": list(
            person.gatherings_fixed.values("circle__name", "day", "hour", "title", "place", "bring", "fixed_at")
        ),
        "notes": _notes(person),
        "places": list(VenueWord.objects.filter(person=person).values("venue__name", "text", "at")),
        "diet": list(Diet.objects.filter(person=person).values("words", "changed_at")),
        "pauses": list(person.pauses_declared.values("circle__name", "back_on", "why", "declared_at")),
        "days_off": list(person.days_off_said.values("circle__name", "day", "name", "said_at")),
        "was_there": [{"circle": row.gathering.circle.name, "day": row.gathering.day} for row in there],
        "tables": [
            {"circle": row.plan.gathering.circle.name, "day": row.plan.gathering.day, "table": row.table.number}
            for row in Seat.objects.filter(person=person, plan__replaced_at__isnull=True)
            .select_related("plan__gathering__circle", "table")
            .order_by("plan__gathering__starts_at")
        ],
        "rather_not_seated_with": [
            {"circle": row.circle.name, "name": row.other.name, "at": row.asked_at}
            for row in Apart.objects.filter(by=person).select_related("circle", "other").order_by("asked_at")
        ],
        "standing": list(
            StandingAnswer.objects.filter(person=person).values("circle__name", "weekday", "since", "ended_at")
        ),
        "files_waiting": [
            {"file": row.file_name, "circle": row.circle.name, "at": row.made_at}
            for row in Upload.objects.filter(by=person).select_related("circle")
        ],
        "calendar_feeds": list(Feed.objects.filter(person=person).values("takes", "made_at", "stopped_at")),
    }


def _notes(person: Person) -> list[dict[str, Any]]:
    rows = Note.objects.filter(author=person).select_related("gathering__circle").order_by("written_at")
    return [
        {
            "circle": row.gathering.circle.name,
            "day": row.gathering.day,
            "text": row.text,
            "reach": row.reach,
            "naming": row.naming,
            "at": row.written_at,
            "before": list(row.versions.order_by("pk").values("text", "reach", "naming", "replaced_at")),
        }
        for row in rows
    ]


def _erase(person: Person, now: datetime) -> None:
    """Who was there stays as a number and "a former member"; what they had announced for later goes."""
    Answer.objects.filter(person=person, gathering__starts_at__gt=now).delete()
    Answer.objects.filter(person=person).update(name="", guests=0, word="")
    Gathering.objects.filter(booked_by=person).update(booked_by=None, booked_at=None)
    Diet.objects.filter(person=person).delete()
    VenueWord.objects.filter(person=person).delete()
    NoteVersion.objects.filter(note__author=person).delete()
    Note.objects.filter(author=person).update(text="", withdrawn_at=now)
    StandingAnswer.objects.filter(person=person).delete()
    Feed.objects.filter(person=person).delete()
    _forget_wishes(person)
    person.pauses_declared.update(why="")
    Upload.objects.filter(by=person).delete()
    Answer.objects.filter(person=person).update(before_move=None)


def _forget_wishes(person: Person) -> None:
    """Theirs, and those about them: nobody is left to keep apart."""
    Apart.objects.filter(Q(by=person) | Q(other=person)).delete()
    Decoy.objects.filter(Q(person=person) | Q(other=person)).delete()


def _holds(person: Person) -> bool:
    return person.answers.exists() or person.attendances.exists()


def _merge(ledger: Ledger) -> None:
    """The last answer given counts, and a standing one that still stands; one seat at a table is enough."""
    ledger.settle(Answer, "person", ("gathering_id",), lambda theirs, mine: bool(theirs.answered_at > mine.answered_at))
    ledger.settle(
        StandingAnswer, "person", ("circle_id",), lambda theirs, mine: bool(mine.ended_at and not theirs.ended_at)
    )
    both = (ledger.kept, ledger.gone)
    for row in [
        *Apart.objects.filter(by__in=both, other__in=both),
        *Decoy.objects.filter(person__in=both, other__in=both),
    ]:
        ledger.set_aside(row)  # nobody is kept apart from themselves


register(Part("gatherings", _export, _erase, _holds, _merge))
