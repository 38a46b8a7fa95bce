from __future__ import annotations

from datetime import datetime
from typing import Any

from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.threads.models import Reply

COVERED = frozenset({"threads.Reply.author"})


def _export(person: Person) -> dict[str, Any]:
    rows = Reply.objects.filter(author=person).order_by("written_at")
    return {
        "replies": [{"at": row.written_at, "text": row.text, "reach": row.reach, "naming": row.naming} for row in rows]
    }


def _erase(person: Person, now: datetime) -> None:
    """Their words go with them; the rows stay, so that a conversation keeps its order."""
    Reply.objects.filter(author=person).update(text="", withdrawn_at=now)


def _holds(person: Person) -> bool:
    return Reply.objects.filter(author=person).exists()


register(Part("threads", _export, _erase, _holds))
