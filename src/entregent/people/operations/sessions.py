"""Sessions: one browser each, ended by whoever they belong to."""

from __future__ import annotations

from entregent.people.models import Person, Session


def end_session(*, person: Person, key: str) -> bool:
    """False when it is not theirs, or has ended already."""
    return bool(Session.objects.filter(person=person, key=key).delete()[0])


def end_other_sessions(*, person: Person, but: str | None) -> int:
    """All but the one that asks, named by the cookie's own key."""
    return Session.objects.filter(person=person).exclude(session_key=but or "").delete()[0]
