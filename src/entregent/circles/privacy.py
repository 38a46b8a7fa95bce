from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from entregent.circles.models import Batch, Care, Invitation, Knock, Membership, Suspension, Vouch
from entregent.people.models import Person
from entregent.people.privacy import Part, register
from entregent.people.privacy.merging import Ledger

COVERED = frozenset(
    {
        "circles.Circle.opened_by",
        "circles.Membership.person",
        "circles.Membership.invited_by",
        "circles.Batch.by",
        "circles.Invitation.person",
        "circles.Invitation.by",
        "circles.InviteLink.by",
        "circles.Knock.person",
        "circles.Knock.answered_by",
        "circles.Suspension.person",
        "circles.Place.added_by",
        "circles.FeatureAnswer.by",
        "circles.Care.person",
        "circles.Care.by",
        "circles.Vouch.person",
        "circles.Vouch.by",
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
                "parted_with": row.removed_at,
                "mails": row.mail,
                "invited_by": row.invited_by.name if row.invited_by else "",
            }
            for row in rows
        ],
        "opened": list(person.circles_opened.values("name", "purpose", "place", "opened_at")),
        "invitations_written": [{"circle": row.circle.name, "at": row.made_at, "word": row.word} for row in batches],
        "invited": list(person.invitations_sent.values("circle__name", "name", "written", "made_at")),
        "asked_to_come_in": list(person.knocks.values("circle__name", "says", "made_at", "let_in_at", "declined_at")),
        "answered_who_asked": list(person.knocks_answered.values("circle__name", "word")),
        "suspensions": list(
            person.suspensions.values("circle__name", "reason", "in_force_at", "ends_at", "ended_at", "side")
        ),
        "places_added": list(person.places_added.values("circle__name", "name", "url", "added_at")),
        "features_answered": list(person.feature_answers.values("circle__name", "feature", "wanted", "at")),
        "words_sent": list(person.cares_taken.values("circle__name", "word", "at", "done_at")),
        "vouched_for": list(person.vouches_given.values("circle__name", "at")),
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
    Knock.objects.filter(person=person, let_in_at=None).delete()
    Knock.objects.filter(person=person).update(says="", word="")
    Knock.objects.filter(answered_by=person).update(word="")
    Suspension.objects.filter(person=person).update(reason="", side="", ended_at=Coalesce("ended_at", Value(now)))
    Care.objects.filter(Q(person=person) | Q(by=person)).delete()
    Vouch.objects.filter(Q(person=person) | Q(by=person)).delete()
    person.invite_links.filter(revoked_at__isnull=True).update(revoked_at=now)


def _holds(person: Person) -> bool:
    waiting = Invitation.objects.filter(person=person, cancelled_at__isnull=True)
    knocks = Knock.objects.filter(person=person, let_in_at=None)
    return waiting.exists() or knocks.exists() or Membership.objects.filter(person=person).exists()


def _merge(ledger: Ledger) -> None:
    """One membership a circle: since the first of the two, in if either is, under the name that is there."""
    for row in Membership.objects.filter(person=ledger.gone):
        mine = Membership.objects.filter(circle=row.circle_id, person=ledger.kept).first()
        if mine is not None:
            ledger.change(mine, **_joined(mine, row))
            ledger.set_aside(row)
    for vouch in Vouch.objects.filter(person__in=[ledger.kept, ledger.gone], by__in=[ledger.kept, ledger.gone]):
        ledger.set_aside(vouch)  # nobody vouches for themselves


def _joined(mine: Membership, other: Membership) -> dict[str, Any]:
    both = (mine, other)
    named = mine if mine.name else other
    left_at = _unless_either(row.left_at for row in both)
    return {
        "joined_at": min(row.joined_at for row in both),
        "left_at": left_at,
        "removed_at": _first(row.removed_at for row in both) if left_at else None,
        "imported_at": _unless_either(row.imported_at for row in both),
        "settled_at": _first(row.settled_at for row in both),
        "welcomed_at": _first(row.welcomed_at for row in both),
        "trade": mine.trade or other.trade,
        "name": named.name,
        "name_folded": named.name_folded,
        "sort_name": named.sort_name,
    }


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in moments if one), default=None)


def _unless_either(moments: Iterable[datetime | None]) -> datetime | None:
    """None as soon as it holds for one of the two no more: in, if either is in."""
    both = list(moments)
    return None if None in both else _first(both)


register(Part("circles", _export, _erase, _holds, _merge))
