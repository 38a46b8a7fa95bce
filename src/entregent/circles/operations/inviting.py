"""Invitations by mail: one mail an address, at most one reminder, two minutes to call them back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from entregent.activity.operations import record
from entregent.circles import queries, rules
from entregent.circles.enums import MailLevel, Source
from entregent.circles.models import Batch, Circle, Invitation, Membership
from entregent.circles.operations.circle import Refused, add_member
from entregent.circles.operations.forgetting import erase_unheld
from entregent.core.addresses import lookup_key
from entregent.core.alone import one_at_a_time
from entregent.core.folding import clean_line, clean_text
from entregent.notices.operations import drop_about, queue
from entregent.people.models import NAME_LENGTH, Person
from entregent.people.operations import give_address, person_for, rename
from entregent.people.queries import has_verified_address, person_at, refusing


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

    To whoever is already here, was invited before or wants no mail, nothing leaves: the inviter reads the same answer.
    """
    rules.allow(circle, by)
    if not has_verified_address(by):
        raise NotVerified
    if not addresses:
        raise NobodyToWrite
    lookups = [lookup_key(written) for _, written in addresses]
    one_at_a_time(*(f"address:{lookup}" for lookup in lookups))
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    if len(addresses) > queries.invitations_left(by, now):
        raise OverLimit
    batch = Batch.objects.create(
        circle=circle,
        by=by,
        word=clean_text(word, 600),
        source=source,
        made_at=now,
        leaves_at=now + rules.LETTERS_CALLED_BACK,
    )
    refused = refusing(lookups)
    for name, written in addresses:
        _invite_one(batch, clean_line(name, NAME_LENGTH), written.strip(), lookup_key(written) in refused, now)
    record(
        actor=by, verb="invited", kind="batch", object_id=batch.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )
    return batch


def _invite_one(batch: Batch, name: str, written: str, refuses: bool, now: datetime) -> None:
    person = person_for(written=written, now=now)
    if refuses or _needs_none(batch.circle, person) or _was_written_to(batch.circle, person):
        _make(batch, person, name, written, now, quiet_at=now)
        return
    invitation = _make(batch, person, name, written, now)
    queue(
        kind="invitation",
        dedupe=f"invitation:{invitation.pk}",
        now=now,
        person=person,
        object_id=invitation.pk,
        circle_id=batch.circle_id,
        due_at=batch.leaves_at,
    )


def _needs_none(circle: Circle, person: Person) -> bool:
    """Whoever is here already; whoever is kept out for two weeks, and comes back by themselves."""
    return queries.is_here(circle, person) or rules.is_suspended(circle, person)


def _make(
    batch: Batch, person: Person, name: str, written: str, now: datetime, quiet_at: datetime | None = None
) -> Invitation:
    return Invitation.objects.create(
        batch=batch,
        circle=batch.circle,
        person=person,
        by=batch.by,
        name=name,
        written=written,
        made_at=now,
        quiet_at=quiet_at,
    )


def _was_written_to(circle: Circle, person: Person) -> bool:
    """One invitation an address: also when it was withdrawn after its mail had left."""
    told = Invitation.objects.filter(circle=circle, person=person, quiet_at__isnull=True)
    after = Q(batch__cancelled_at__isnull=True, cancelled_at__gte=F("batch__leaves_at"))
    return told.filter(Q(cancelled_at__isnull=True) | after).exists()


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
        _take_address_back(invitation)
        Invitation.objects.filter(pk=invitation.pk).update(cancelled_at=now, name="", written="")
        erase_unheld(invitation.person, now)
    return True


def _take_address_back(invitation: Invitation) -> None:
    """Somebody whom a file named alone has again no address: the one that was called back may be anybody's."""
    named_alone = Membership.objects.filter(person=invitation.person, imported_at__isnull=False).exists()
    if named_alone and invitation.written:
        given = invitation.person.addresses.filter(lookup=lookup_key(invitation.written), verified_at__isnull=True)
        given.delete()


@transaction.atomic
def remind(*, invitation_id: int, by: Person, now: datetime) -> bool:
    """The one reminder, by the inviter's own tap. Where none may leave, the inviter reads the same answer."""
    taken = Invitation.objects.filter(
        pk=invitation_id,
        by=by,
        reminded_at__isnull=True,
        accepted_at__isnull=True,
        cancelled_at__isnull=True,
        batch__leaves_at__lte=now,
    ).update(reminded_at=now)
    if not taken:
        return False
    invitation = Invitation.objects.get(pk=invitation_id)
    if invitation.quiet_at is None and invitation.declined_at is None:
        queue(
            kind="invitation-reminder",
            dedupe=f"invitation-reminder:{invitation.pk}:{now.isoformat()}",
            now=now,
            person=invitation.person,
            object_id=invitation.pk,
            circle_id=invitation.circle_id,
            due_at=now + rules.LETTERS_CALLED_BACK,
        )
    return True


@transaction.atomic
def call_reminder_back(*, invitation_id: int, by: Person, now: datetime) -> bool:
    """Within two minutes the one reminder has not left, and is still theirs to send. False when it is too late."""
    called = Invitation.objects.filter(
        pk=invitation_id, by=by, reminded_at__lte=now, reminded_at__gt=now - rules.LETTERS_CALLED_BACK
    ).update(reminded_at=None)
    if called:
        drop_about(kind="invitation-reminder", object_id=invitation_id, now=now, why="called back by its sender")
    return bool(called)


def withdraw(*, invitation_id: int, by: Person, now: datetime) -> bool:
    """The inviter takes an unanswered invitation back: its link opens nothing, unless they change their mind."""
    waiting = Invitation.objects.filter(pk=invitation_id, by=by, accepted_at__isnull=True, cancelled_at__isnull=True)
    return bool(waiting.filter(batch__leaves_at__lte=now).update(cancelled_at=now))


def restore_invitation(*, invitation_id: int, by: Person) -> bool:
    """Take a withdrawal back. No mail leaves again; the link of the first one works anew."""
    withdrawn = Invitation.objects.filter(
        pk=invitation_id, by=by, cancelled_at__isnull=False, batch__cancelled_at__isnull=True
    )
    return bool(withdrawn.exclude(written="").update(cancelled_at=None))


@transaction.atomic
def accept(*, invitation: Invitation, name: str, now: datetime) -> Membership:
    """Join from the mail. The conditional UPDATE makes a second use find the first one's place.

    It proves no address and renames nobody: the inviter may have passed the link on by hand.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=invitation.person_id)
    Invitation.objects.filter(
        pk=invitation.pk,
        accepted_at__isnull=True,
        cancelled_at__isnull=True,
        circle__deleted_at__isnull=True,
        circle__archived_at__isnull=True,
    ).update(accepted_at=now, declined_at=None, written="")
    invitation.refresh_from_db()
    if invitation.accepted_at is None or person.erased_at is not None:
        raise Refused
    if clean_line(name, NAME_LENGTH) and not person.name:
        rename(person=person, name=name)
    membership = queries.membership(invitation.circle, person)
    if membership and membership.imported_at is None:
        return membership
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
def invite_known_by_name(
    *, circle: Circle, by: Person, written: list[tuple[Membership, str]], word: str, now: datetime
) -> Batch:
    """Whom a file brought in by name alone, at the address `by` gives them: what they did here stays theirs.

    An address that is somebody's here already is theirs: they are invited as themselves.
    """
    for row, address in written:
        nobodys = row.imported_at is not None and person_at(address) is None
        if nobodys and not row.person.addresses.exists():
            give_address(person=row.person, written=address, now=now)
    addresses = [(row.name, address) for row, address in written]
    return invite(circle=circle, by=by, addresses=addresses, word=word, now=now, source=Source.OWN_FILE)
