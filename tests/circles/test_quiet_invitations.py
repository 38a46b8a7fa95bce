"""Inviting never tells the inviter whether an address is known, has refused, or said no."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Circle, Invitation
from entregent.core.addresses import lookup_key
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, MINUTE, NOW, a_circle, invite, somebody

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * MINUTE


@pytest.fixture
def anne() -> Person:
    return somebody("Anne-Lise", "anne@plateau.example")


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne, somebody("Théo", "theo@plateau.example"))


def waiting(circle: Circle, by: Person, now: datetime = LATER) -> list[tuple[str, str]]:
    return [(row.name, row.written) for row in queries.invitations_of(by=by, circle=circle, now=now)]


def mails(kind: str) -> int:
    return Notice.objects.filter(kind=kind, dropped_at__isnull=True).count()


def four(circle: Circle, anne: Person) -> Any:
    """A stranger, a member, somebody who refused, somebody a second member has invited already."""
    people.refuse_mail(lookup=lookup_key("never@plateau.example"), now=NOW)
    theo = circle.memberships.get(person__name="Théo").person
    invite(circle, theo, "twice@plateau.example")
    mails_before = mails("invitation")
    batch = invite(
        circle, anne, "new@plateau.example", "THEO@plateau.example", "never@plateau.example", "twice@plateau.example"
    )
    assert mails("invitation") - mails_before == 1
    return batch


def test_the_inviter_reads_the_same_of_all_of_them(circle: Circle, anne: Person) -> None:
    left = queries.invitations_left(anne, NOW)
    batch = four(circle, anne)
    assert queries.batches_to_call_back(by=anne, circle=circle, now=NOW).get() == batch
    assert sorted(written for _name, written in waiting(circle, anne)) == [
        "THEO@plateau.example",
        "never@plateau.example",
        "new@plateau.example",
        "twice@plateau.example",
    ]
    assert left - queries.invitations_left(anne, NOW) == 4


def test_reminding_reads_the_same_and_writes_to_one(circle: Circle, anne: Person) -> None:
    four(circle, anne)
    answers = [
        circles.remind(invitation_id=row.pk, by=anne, now=LATER)
        for row in queries.invitations_of(by=anne, circle=circle, now=LATER)
    ]
    assert answers == [True, True, True, True]
    assert mails("invitation-reminder") == 1


def test_a_no_is_told_to_nobody(circle: Circle, anne: Person) -> None:
    batch = invite(circle, anne, "new@plateau.example", name="Paul")
    circles.decline(invitation=batch.invitations.get(), now=LATER)
    assert waiting(circle, anne) == [("Paul", "new@plateau.example")]
    assert circles.remind(invitation_id=batch.invitations.get().pk, by=anne, now=LATER) is True
    assert mails("invitation-reminder") == 0


def test_an_address_shows_as_it_was_typed_whatever_its_owner_uses(circle: Circle, anne: Person) -> None:
    known = somebody("Paul", "paul@home.example")
    people.prove_address(person=known, written="paul@work.example", now=NOW)
    invite(circle, anne, "Paul@Work.example")
    assert waiting(circle, anne) == [("", "Paul@Work.example")]


def test_withdrawing_and_inviting_again_writes_no_second_mail(circle: Circle, anne: Person) -> None:
    first = invite(circle, anne, "new@plateau.example").invitations.get()
    assert circles.withdraw(invitation_id=first.pk, by=anne, now=NOW) is False
    assert circles.withdraw(invitation_id=first.pk, by=anne, now=LATER) is True
    assert waiting(circle, anne) == []
    invite(circle, anne, "new@plateau.example", now=LATER)
    assert mails("invitation") == 1
    assert circles.restore_invitation(invitation_id=first.pk, by=anne) is True
    assert len(waiting(circle, anne, LATER + 5 * MINUTE)) == 2


def test_called_back_in_time_nothing_of_it_is_kept(circle: Circle, anne: Person) -> None:
    batch = invite(circle, anne, "new@plateau.example", name="Paul")
    assert circles.call_back(batch_key=batch.key, by=anne, now=NOW + MINUTE) is True
    row = Invitation.objects.get(batch=batch)
    assert (row.name, row.written, row.person.erased_at) == ("", "", NOW + MINUTE)
    assert circles.restore_invitation(invitation_id=row.pk, by=anne) is False
    invite(circle, anne, "new@plateau.example", now=LATER)
    assert mails("invitation") == 1


def test_sixty_days_without_an_answer_and_it_is_forgotten(circle: Circle, anne: Person) -> None:
    four(circle, anne)
    theirs = Person.objects.get(addresses__lookup="new@plateau.example")
    assert circles.forget_unanswered(NOW + 59 * DAY) == 0
    assert circles.forget_unanswered(NOW + 61 * DAY) == 5
    theirs.refresh_from_db()
    assert (theirs.erased_at, Invitation.objects.count()) == (NOW + 61 * DAY, 0)


def test_a_member_who_takes_up_a_second_invitation_joins_once(circle: Circle, anne: Person) -> None:
    batch = invite(circle, anne, "theo@plateau.example")
    circles.accept(invitation=batch.invitations.get(), name="", now=LATER)
    assert circle.memberships.count() == 2
    assert [event.verb for event in queries.journal(circle)] == ["invited", "opened"]


def test_an_erased_invitee_leaves_no_address_behind(circle: Circle, anne: Person) -> None:
    batch = invite(circle, anne, "new@plateau.example", name="Paul")
    erase_all(batch.invitations.get().person, LATER)
    row = batch.invitations.get()
    assert (row.name, row.written) == ("", "")
