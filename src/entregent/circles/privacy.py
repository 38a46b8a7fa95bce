from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from entregent.circles.models import Batch, Invitation, Membership
from entregent.people.models import Person
from entregent.people.privacy import Part, register

COVERED = frozenset(
    {
        "circles.Circle.opened_by",
        "circles.Membership.person",
        "circles.Membership.invited_by",
        "circles.Batch.by",
        "circles.Invitation.person",
        "circles.Invitation.by",
        "circles.InviteLink.by",
    }
)


def _export(person: Person) -> dict[str, Any]:
    rows = Membership.objects.filter(person=person).select_related("circle", "invited_by")
    batches = Batch.objects.filter(by=person).select_related("circle")
    return {
        "circles": [
            {
                "circle": row.circle.name,
                "called": row.name,
                "trade": row.trade,
                "joined": row.joined_at,
                "left": row.left_at,
                "mails": row.mail,
                "invited_by": row.invited_by.name if row.invited_by else "",
            }
            for row in rows
        ],
        "opened": list(person.circles_opened.values("name", "purpose", "place", "opened_at")),
        "invitations_written": [{"circle": row.circle.name, "at": row.made_at, "word": row.word} for row in batches],
        "invited": list(person.invitations_sent.values("circle__name", "name", "written", "made_at")),
        "invited_to": list(
            Invitation.objects.filter(person=person).values("circle__name", "name", "made_at", "accepted_at")
        ),
    }


def _erase(person: Person, now: datetime) -> None:
    """Memberships stay as "a former member", so that dates and tables still count right; every word of theirs goes."""
    Membership.objects.filter(person=person, left_at__isnull=True).update(left_at=now)
    Membership.objects.filter(person=person).update(name="", name_folded="", sort_name="", trade="")
    Batch.objects.filter(by=person).update(word="")
    Invitation.objects.filter(Q(person=person) | Q(by=person), accepted_at__isnull=True).update(
        cancelled_at=now, name="", written=""
    )
    Invitation.objects.filter(person=person).update(name="", written="")
    person.invite_links.filter(revoked_at__isnull=True).update(revoked_at=now)


def _holds(person: Person) -> bool:
    waiting = Invitation.objects.filter(person=person, cancelled_at__isnull=True)
    return waiting.exists() or Membership.objects.filter(person=person).exists()


register(Part("circles", _export, _erase, _holds))
