"""Invitations by mail: after one's own address is proved, previewed, so many a day, two minutes to call back."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.models import Batch, Circle, Invitation
from entregent.core.addresses import BadAddress
from entregent.gatherings import operations as gatherings
from entregent.notices.models import Notice
from entregent.notices.registry import kind_of
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_date, invite, somebody, waiting

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * MINUTE


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org")


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne)


def invited(circle: Circle, by: Person, written: str = "paul@example.org", name: str = "Paul") -> Invitation:
    invitation = invite(circle, by, written, name=name).invitations.get()
    assert isinstance(invitation, Invitation)
    return invitation


def unwanted(kind: str = "invitation", now: Any = LATER) -> str:
    notice = Notice.objects.get(kind=kind)
    return kind_of(notice).wanted(notice, now)


# Sending


def test_an_invitation_leaves_in_two_minutes_to_an_address_that_has_a_person_by_then(
    circle: Circle, anne: Person
) -> None:
    invitation = invited(circle, anne)
    notice = Notice.objects.get()
    assert (notice.kind, notice.person, notice.due_at, notice.circle_id) == (
        "invitation", invitation.person, NOW + rules.LETTERS_CALLED_BACK, circle.pk,
    )  # fmt: skip
    assert (invitation.person.name, invitation.name, invitation.written) == ("", "Paul", "paul@example.org")
    assert unwanted() == ""
    assert queries.journal(circle)[0].verb == "invited"


def test_nothing_leaves_before_ones_own_address_is_proved(circle: Circle) -> None:
    theo = somebody("Théo", "theo@example.org", proved=False)
    circles.add_member(circle=circle, person=theo, now=NOW)
    with pytest.raises(circles.NotVerified):
        invited(circle, theo)
    assert not Notice.objects.exists() and not Batch.objects.exists()


def test_nobody_to_write_to_and_no_address_are_refused(circle: Circle, anne: Person) -> None:
    with pytest.raises(circles.NobodyToWrite):
        invite(circle, anne)
    with pytest.raises(BadAddress):
        invite(circle, anne, "paul@example.org", "not an address")
    assert not Batch.objects.exists() and Person.objects.get() == anne


def test_so_many_addresses_a_day(settings: Any, circle: Circle, anne: Person) -> None:
    settings.INVITATIONS_PER_DAY = 3
    invite(circle, anne, "a@example.org", "b@example.org")
    with pytest.raises(circles.OverLimit):
        invite(circle, anne, "c@example.org", "d@example.org")
    invite(circle, anne, "c@example.org")
    assert queries.invitations_left(anne, NOW + DAY - MINUTE) == 0
    assert queries.invitations_left(anne, NOW + DAY) == 3


def test_called_back_gives_the_day_back_and_withdrawn_does_not(settings: Any, circle: Circle, anne: Person) -> None:
    settings.INVITATIONS_PER_DAY = 3
    batch = invite(circle, anne, "a@example.org")
    left = invited(circle, anne)
    assert queries.invitations_left(anne, NOW) == 1
    circles.call_back(batch_key=batch.key, by=anne, now=NOW)
    circles.withdraw(invitation_id=left.pk, by=anne, now=LATER)
    assert queries.invitations_left(anne, LATER) == 2


def test_the_same_address_twice_is_one_mail(circle: Circle, anne: Person) -> None:
    invite(circle, anne, "paul@example.org", "Paul@EXAMPLE.org")
    assert Notice.objects.filter(kind="invitation").count() == 1


def test_a_preview_sorts_what_was_pasted_and_looks_at_nobody(circle: Circle, anne: Person) -> None:
    pasted = "Paul <paul@example.org>, PAUL@example.org; anne@example.org\nnobody\nX <bad@>"
    preview = queries.preview_invitations(by=anne, pasted=pasted, now=NOW)
    assert (preview.goes_to, preview.not_addresses, preview.twice, preview.over_limit) == (
        (("Paul", "paul@example.org"), ("", "anne@example.org")), ("nobody", "X bad@"), 1, 0,
    )  # fmt: skip


def test_a_preview_says_how_many_are_too_many(settings: Any, anne: Person) -> None:
    settings.INVITATIONS_PER_DAY = 1
    preview = queries.preview_invitations(by=anne, pasted="a@e.org b\nc@e.org\nd@e.org", now=NOW)
    assert (preview.left_today, preview.over_limit) == (1, 2)


# Calling back


def test_within_two_minutes_nothing_leaves(circle: Circle, anne: Person) -> None:
    batch = invite(circle, anne, "paul@example.org")
    assert queries.batches_to_call_back(by=anne, circle=circle, now=NOW).get().size == 1  # type: ignore[attr-defined]
    assert not circles.call_back(batch_key=batch.key, by=somebody("Théo"), now=NOW)
    assert not circles.call_back(batch_key="unknown", by=anne, now=NOW)
    assert not circles.call_back(batch_key=batch.key, by=anne, now=NOW + rules.LETTERS_CALLED_BACK)
    assert circles.call_back(batch_key=batch.key, by=anne, now=NOW + MINUTE)
    assert not circles.call_back(batch_key=batch.key, by=anne, now=NOW + MINUTE)
    assert not Notice.objects.filter(kind="invitation", dropped_at__isnull=True).exists()
    assert list(queries.batches_to_call_back(by=anne, circle=circle, now=NOW)) == []


def test_who_was_invited_by_mistake_but_comes_elsewhere_is_not_erased(circle: Circle, anne: Person) -> None:
    other = a_circle(somebody("Théo", "theo@example.org"), name="Other")
    guest = gatherings.come_as_guest(
        gathering=a_date(other, other.opened_by),
        written="odile@example.org",
        name="Odile",
        brought_by=other.opened_by,
        now=NOW,
    )
    batch = invite(circle, anne, "odile@example.org")
    circles.call_back(batch_key=batch.key, by=anne, now=NOW)
    guest.refresh_from_db()
    assert (guest.erased_at, guest.addresses.count(), guest.answers.count()) == (None, 1, 1)


# Accepting


def test_accepting_brings_in_under_the_typed_name_until_they_say_their_own(circle: Circle, anne: Person) -> None:
    row = circles.accept(invitation=invited(circle, anne), name=" ", now=LATER)
    assert (row.shown_name, row.person.name, row.invited_by, row.joined_at, row.mail) == (
        "Paul", "", anne, LATER, "every",
    )  # fmt: skip
    assert [event.verb for event in queries.journal(circle)] == ["joined", "invited", "opened"]
    assert unwanted() == "already answered"


def test_accepting_gives_a_name_to_who_has_none_and_renames_nobody(circle: Circle, anne: Person) -> None:
    known = somebody("Odile", "odile@example.org", proved=False)
    first = circles.accept(invitation=invited(circle, anne), name="Paul B.", now=LATER)
    second = circles.accept(invitation=invited(circle, anne, "odile@example.org"), name="Somebody else", now=LATER)
    assert (first.person.name, second.person.name) == ("Paul B.", "Odile")
    assert not first.person.addresses.get().verified_at and not known.addresses.get().verified_at


def test_a_second_use_finds_the_first_ones_place(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    first = circles.accept(invitation=invitation, name="Paul", now=LATER)
    second = circles.accept(invitation=Invitation.objects.get(pk=invitation.pk), name="Forwarded", now=LATER + HOUR)
    assert second == first
    assert Person.objects.get(pk=first.person_id).name == "Paul"
    assert [event.verb for event in queries.journal(circle)] == ["joined", "invited", "opened"]


def test_a_no_may_become_a_yes(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    assert circles.decline(invitation=invitation, now=LATER)
    assert unwanted() == "already answered"
    circles.accept(invitation=invitation, name="Paul", now=LATER + HOUR)
    invitation.refresh_from_db()
    assert (invitation.accepted_at, invitation.declined_at) == (LATER + HOUR, None)
    assert not circles.decline(invitation=invitation, now=LATER + 2 * HOUR)


def test_what_was_taken_back_is_not_accepted(circle: Circle, anne: Person) -> None:
    withdrawn = invited(circle, anne)
    circles.withdraw(invitation_id=withdrawn.pk, by=anne, now=LATER)
    called_back = invite(circle, anne, "b@example.org")
    circles.call_back(batch_key=called_back.key, by=anne, now=NOW)
    for invitation in (withdrawn, called_back.invitations.get()):
        assert queries.open_invitation(invitation.pk) is None
        with pytest.raises(circles.Refused):
            circles.accept(invitation=invitation, name="Paul", now=LATER)
        assert not circles.decline(invitation=invitation, now=LATER)


def test_a_circle_deleted_since_is_not_joined(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    circles.delete_circle(circle=circle, by=anne, now=LATER)
    with pytest.raises(circles.Refused):
        circles.accept(invitation=invitation, name="Paul", now=LATER)
    assert unwanted() == "the invitation was taken back"


@pytest.mark.parametrize("accepted_before", [False, True])
def test_who_was_erased_meanwhile_does_not_come_back(circle: Circle, anne: Person, accepted_before: bool) -> None:
    invitation = invited(circle, anne)
    if accepted_before:
        circles.accept(invitation=invitation, name="Paul", now=LATER)
    erase_all(Person.objects.get(pk=invitation.person_id), LATER)
    with pytest.raises(circles.Refused):
        circles.accept(invitation=invitation, name="Paul", now=LATER)
    assert queries.live_memberships(circle).count() == 1
    assert Person.objects.get(pk=invitation.person_id).name == ""


# Afterwards


def test_one_reminder_by_the_inviter_alone_after_the_mail_left(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    assert not circles.remind(invitation_id=invitation.pk, by=anne, now=NOW + MINUTE)
    assert not circles.remind(invitation_id=invitation.pk, by=somebody("Théo"), now=LATER)
    assert circles.remind(invitation_id=invitation.pk, by=anne, now=LATER)
    assert not circles.remind(invitation_id=invitation.pk, by=anne, now=LATER + DAY)
    notice = Notice.objects.get(kind="invitation-reminder")
    assert notice.due_at == LATER + rules.LETTERS_CALLED_BACK


def test_a_reminder_called_back_in_time_has_not_left_and_is_theirs_to_send_again(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    circles.remind(invitation_id=invitation.pk, by=anne, now=LATER)
    called = [
        circles.call_reminder_back(invitation_id=invitation.pk, by=by, now=now)
        for by, now in (
            (somebody("Théo"), LATER),
            (anne, LATER + rules.LETTERS_CALLED_BACK),
            (anne, LATER + MINUTE),
            (anne, LATER + MINUTE),
        )
    ]
    assert called == [False, False, True, False]
    assert waiting("invitation-reminder") == []
    assert circles.remind(invitation_id=invitation.pk, by=anne, now=LATER + DAY)
    assert [row.due_at for row in Notice.objects.filter(kind="invitation-reminder", dropped_at=None)] == [
        LATER + DAY + rules.LETTERS_CALLED_BACK
    ]


def test_who_answered_gets_no_reminder(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    circles.accept(invitation=invitation, name="", now=LATER)
    assert not circles.remind(invitation_id=invitation.pk, by=anne, now=LATER)


def test_who_came_in_by_a_link_meanwhile_gets_no_mail(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    link = circles.make_link(circle=circle, by=anne, now=NOW)
    circles.join_by_link(link=link, person=invitation.person, now=NOW)
    assert unwanted(now=NOW) == "already in the circle"


def test_mail_of_who_has_left_does_not_leave(circle: Circle, anne: Person) -> None:
    invited(circle, anne)
    circles.leave(circle=circle, person=anne, now=NOW)
    assert unwanted(now=NOW) == "whoever invited has left"


def test_one_acts_on_ones_own_open_invitations(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    assert queries.invitation_by(by=anne, circle=circle, invitation_id=invitation.pk) == invitation
    assert queries.invitation_by(by=somebody("Théo"), circle=circle, invitation_id=invitation.pk) is None
    assert queries.invitation_by(by=anne, circle=a_circle(anne), invitation_id=invitation.pk) is None
    circles.accept(invitation=invitation, name="", now=LATER)
    assert queries.invitation_by(by=anne, circle=circle, invitation_id=invitation.pk) is None


def test_after_sixty_days_only_who_nothing_else_holds_is_erased(circle: Circle, anne: Person) -> None:
    signed_in = somebody("Known", "known@example.org")
    people.mark_signed_in(person=signed_in, now=NOW, language="fr")
    elsewhere = a_circle(somebody("Théo", "theo@example.org"), name="Other")
    guest = gatherings.come_as_guest(
        gathering=a_date(elsewhere, elsewhere.opened_by),
        written="odile@example.org",
        name="Odile",
        brought_by=elsewhere.opened_by,
        now=NOW,
    )
    invite(circle, anne, "known@example.org", "odile@example.org", "paul@example.org")
    paul = people.person_for(written="paul@example.org", now=NOW)
    assert circles.forget_unanswered(NOW + rules.INVITATION_LIVES) == 0
    late = NOW + rules.INVITATION_LIVES + MINUTE
    assert circles.forget_unanswered(late) == 3
    assert circles.forget_unanswered(late) == 0
    assert [Person.objects.get(pk=one.pk).erased_at for one in (signed_in, guest, paul)] == [None, None, late]


def test_a_no_is_kept_sixty_days_from_the_no(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    circles.decline(invitation=invitation, now=NOW + 50 * DAY)
    assert circles.forget_unanswered(NOW + 109 * DAY) == 0
    assert circles.forget_unanswered(NOW + 111 * DAY) == 1


def test_an_erased_inviter_takes_their_invitations_along_and_their_invitees_are_forgotten(
    circle: Circle, anne: Person
) -> None:
    batch = invite(circle, anne, "paul@example.org", name="Paul", word="Come along")
    erase_all(anne, LATER)
    row = batch.invitations.get()
    assert (row.cancelled_at, row.name, row.written, Batch.objects.get().word) == (LATER, "", "", "")
    assert circles.forget_unanswered(NOW + 61 * DAY) == 1
    assert row.person.addresses.count() == 0
