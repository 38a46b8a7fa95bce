"""Invitations by mail: one mail an address, at most one reminder, two minutes to call them back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from entregent.activity.operations import record
from entregent.circles import queries, rules
from entregent.circles.enums import MailLevel, Source
from entregent.circles.models import Batch, Circle, Invitation, Membership
from entregent.circles.operations.circle import Refused, add_member
from entregent.core.addresses import lookup_key
from entregent.core.folding import clean_line
from entregent.notices.operations import drop_about, queue
from entregent.people.models import NAME_LENGTH, Person
from entregent.people.operations import person_for, rename
from entregent.people.privacy import erase_all
from entregent.people.queries import has_verified_address, refusing


class NotVerified(Exception):
    """The inviter's own address has not proved itself yet: nothing leaves before."""


class OverLimit(Exception):
    """More addresses than one person may invite in a day."""


class NobodyToWrite(ValueError):
    """No address in what was given."""


@transaction.atomic
def invite(
    *,
    circle: Circle,
    by: Person,
    addresses: list[tuple[str, str]],
    word: str,
    now: datetime,
    source: Source = Source.TYPED,
) -> Batch:
    """Queue one invitation an address; it leaves in two minutes unless called back.

    Whoever is already here, was invited before or asked for no mail is passed over in silence: the answer is the same.
    """
    if not has_verified_address(by):
        raise NotVerified
    if not addresses:
        raise NobodyToWrite
    Person.objects.select_for_update().get(pk=by.pk)
    if len(addresses) > queries.invitations_left(by, now):
        raise OverLimit
    batch = Batch.objects.create(
        circle=circle,
        by=by,
        word=word.strip()[:600],
        source=source,
        made_at=now,
        leaves_at=now + rules.LETTERS_CALLED_BACK,
    )
    refused = refusing([lookup_key(written) for _, written in addresses])
    for name, written in addresses:
        if lookup_key(written) not in refused:
            _invite_one(batch, name, written, now)
    record(
        actor=by, verb="invited", kind="batch", object_id=batch.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )
    return batch


def _invite_one(batch: Batch, name: str, written: str, now: datetime) -> None:
    person = person_for(written=written, now=now)
    here = Membership.objects.filter(circle=batch.circle, person=person, left_at__isnull=True, imported_at__isnull=True)
    if here.exists():
        return
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                batch=batch,
                circle=batch.circle,
                person=person,
                by=batch.by,
                name=clean_line(name, NAME_LENGTH),
                made_at=now,
            )
    except IntegrityError:
        return  # this circle has already written to them, once: that was the one mail
    queue(
        kind="invitation",
        dedupe=f"invitation:{invitation.pk}",
        now=now,
        person=person,
        object_id=invitation.pk,
        circle_id=batch.circle_id,
        due_at=batch.leaves_at,
    )


@transaction.atomic
def call_back(*, batch_key: str, by: Person, now: datetime) -> bool:
    """Within two minutes, nothing has left and nothing will. False when it is too late."""
    called = Batch.objects.filter(key=batch_key, by=by, cancelled_at__isnull=True, leaves_at__gt=now).update(
        cancelled_at=now
    )
    if not called:
        return False
    batch = Batch.objects.get(key=batch_key)
    for invitation in batch.invitations.filter(accepted_at__isnull=True).select_related("person"):
        drop_about(kind="invitation", object_id=invitation.pk, now=now, why="called back by its sender")
        _forget(invitation, now)
    return True


@transaction.atomic
def remind(*, invitation_id: int, by: Person, now: datetime) -> bool:
    """The one reminder, by the inviter's own tap."""
    waiting = Invitation.objects.filter(
        pk=invitation_id,
        by=by,
        reminded_at__isnull=True,
        accepted_at__isnull=True,
        declined_at__isnull=True,
        cancelled_at__isnull=True,
        batch__leaves_at__lte=now,
    )
    if not waiting.update(reminded_at=now):
        return False
    invitation = Invitation.objects.get(pk=invitation_id)
    queue(
        kind="invitation-reminder",
        dedupe=f"invitation-reminder:{invitation.pk}",
        now=now,
        person=invitation.person,
        object_id=invitation.pk,
        circle_id=invitation.circle_id,
        due_at=now + rules.LETTERS_CALLED_BACK,
    )
    return True


@transaction.atomic
def withdraw(*, invitation_id: int, by: Person, now: datetime) -> bool:
    """The inviter takes an unanswered invitation back; its link then opens nothing."""
    invitation = Invitation.objects.filter(
        pk=invitation_id, by=by, accepted_at__isnull=True, declined_at__isnull=True, cancelled_at__isnull=True
    ).first()
    if invitation is None:
        return False
    _forget(invitation, now)
    return True


@transaction.atomic
def accept(*, invitation: Invitation, name: str, now: datetime) -> Membership:
    """Join from the mail. The conditional UPDATE makes a second use find the first one's place.

    It proves no address and renames nobody: the inviter may have passed the link on by hand.
    """
    Invitation.objects.filter(
        pk=invitation.pk, accepted_at__isnull=True, cancelled_at__isnull=True, circle__deleted_at__isnull=True
    ).update(accepted_at=now, declined_at=None)
    invitation.refresh_from_db()
    if invitation.accepted_at is None:
        raise Refused
    person = invitation.person
    if clean_line(name, NAME_LENGTH) and not person.name:
        rename(person=person, name=name)
    if invitation.accepted_at == now:
        record(
            actor=person,
            about=person,
            verb="joined",
            kind="circle",
            object_id=invitation.circle_id,
            circle_id=invitation.circle_id,
            now=now,
            open_to_circle=True,
        )
    return add_member(
        circle=invitation.circle,
        person=person,
        now=now,
        name=invitation.name,
        invited_by=invitation.by,
        mail=MailLevel.EVERY,
    )


def decline(*, invitation: Invitation, now: datetime) -> bool:
    """ "Not for me": kept so that the circle does not write again, told to nobody."""
    return bool(
        Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, cancelled_at__isnull=True).update(
            declined_at=now
        )
    )


@transaction.atomic
def forget_unanswered(now: datetime) -> int:
    """Invitations nobody answered in sixty days: erased, with the person when nothing else holds them."""
    old = Invitation.objects.filter(
        Q(declined_at__isnull=True) | Q(declined_at__lt=now - rules.INVITATION_LIVES),
        made_at__lt=now - rules.INVITATION_LIVES,
        accepted_at__isnull=True,
        cancelled_at__isnull=True,
    ).select_related("person")
    count = 0
    for invitation in old:
        _forget(invitation, now)
        count += 1
    return count


def _forget(invitation: Invitation, now: datetime) -> None:
    person = invitation.person
    Invitation.objects.filter(pk=invitation.pk).update(cancelled_at=now, name="")
    held = (
        person.signed_in_at is not None
        or Membership.objects.filter(person=person).exists()
        or Invitation.objects.filter(person=person, cancelled_at__isnull=True).exists()
    )
    if not held and person.erased_at is None:
        erase_all(person, now)
