"""What people wrote under a date outlives the row it stood under."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from entregent.gatherings.models import Gathering, Note
from entregent.threads.models import Reply


def written_under() -> Q:
    """Gatherings under which somebody wrote a note or a reply."""
    replies = Reply.objects.filter(kind="gathering", object_id=OuterRef("pk"))
    return Q(Exists(Note.objects.filter(gathering=OuterRef("pk")))) | Q(Exists(replies))


def hand_over(there: Gathering, to: Gathering) -> None:
    """One date takes the place of another: what was written under that one is read under this one."""
    Note.objects.filter(gathering=there).update(gathering=to)
    Reply.objects.filter(kind="gathering", object_id=there.pk).update(object_id=to.pk)
