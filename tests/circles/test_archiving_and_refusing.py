"""A circle kept to look at; mail refused from an invitation; what the operator and the journal read."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.enums import Source
from entregent.circles.models import Circle, Invitation
from entregent.circles.notices import invitation_url
from entregent.circles.operations.archiving import archive_circle
from entregent.core.addresses import lookup_key
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.queries import refuses_all_mail, refuses_mail
from tests.cast import HOUR, MINUTE, NOW, a_circle, invite, somebody

pytestmark = pytest.mark.django_db

LATER = NOW + 5 * MINUTE


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org")


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne)


def invited(circle: Circle, by: Person, written: str = "Paul@example.org") -> Invitation:
    invitation = invite(circle, by, written, name="Paul", word="Come along").invitations.get()
    assert isinstance(invitation, Invitation)
    return invitation


def test_an_archived_circle_says_why_and_is_archived_once(circle: Circle, anne: Person) -> None:
    archive_circle(circle=circle, because=" Studied  in 1941 ", by=anne, now=NOW)
    assert (circle.archived_at, circle.archived_because) == (NOW, "Studied in 1941")
    assert queries.visible_circle(viewer=anne, slug=circle.slug) == circle
    with pytest.raises(circles.Refused):
        archive_circle(circle=circle, because="", by=anne, now=NOW)
    deleted = a_circle(anne)
    circles.delete_circle(circle=deleted, by=anne, now=NOW)
    with pytest.raises(circles.Refused):
        archive_circle(circle=deleted, because="", by=anne, now=NOW)


def test_an_invitation_refuses_mail_for_the_address_it_was_written_to_alone(circle: Circle, anne: Person) -> None:
    known = somebody("Paul", "paul@home.example")
    people.give_address(person=known, written="paul@example.org", now=NOW)
    invitation = invited(circle, anne)
    assert circles.refuse_mail(invitation=invitation, now=LATER)
    assert not circles.refuse_mail(invitation=invitation, now=LATER)
    assert [refuses_mail(lookup_key(one)) for one in ("paul@example.org", "paul@home.example")] == [True, False]
    circles.take_mail_again(invitation=invitation)
    assert not refuses_mail(lookup_key("paul@example.org"))


def test_once_taken_up_it_refuses_for_all_their_addresses(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    assert not queries.has_brought(invitation)
    row = circles.accept(invitation=invitation, name="Paul", now=LATER)
    people.prove_address(person=row.person, written="second@example.org", now=LATER)
    assert queries.has_brought(invitation)
    circles.refuse_mail(invitation=invitation, now=LATER)
    assert refuses_all_mail(row.person)
    people.accept_all_mail(person=row.person)
    assert not refuses_all_mail(row.person)
    assert not refuses_all_mail(somebody("No address"))


def test_a_second_invitation_of_a_member_speaks_for_nobody(circle: Circle, anne: Person) -> None:
    theo = somebody("Théo", "theo@example.org")
    circles.add_member(circle=circle, person=theo, now=NOW)
    invitation = invited(circle, anne, "theo@example.org")
    circles.accept(invitation=invitation, name="", now=LATER)
    assert not queries.has_brought(invitation)
    assert not circles.refuse_mail(invitation=invitation, now=LATER)
    assert not refuses_all_mail(theo)


def test_a_sending_called_back_can_be_put_right_as_it_was_typed(circle: Circle, anne: Person) -> None:
    batch = invite(circle, anne, "Paul@example.org", "x@example.org", name="Paul", word="Come along")
    typed = queries.typed_in(batch_key=batch.key, by=anne, circle=circle)
    assert typed == queries.Typed("Paul <Paul@example.org>\nPaul <x@example.org>", "Come along")
    assert queries.typed_in(batch_key=batch.key, by=somebody("Théo"), circle=circle) is None
    assert queries.typed_in(batch_key=batch.key, by=anne, circle=a_circle(anne)) is None
    from_file = circles.invite(
        circle=circle, by=anne, addresses=[("", "y@example.org")], word="", now=NOW, source=Source.FILE
    )
    assert queries.typed_in(batch_key=from_file.key, by=anne, circle=circle) == queries.Typed("", "")


def test_the_journal_knows_a_sending_by_its_number_alone(circle: Circle, anne: Person) -> None:
    first, second = invite(circle, anne, "a@example.org", "b@example.org"), invite(circle, anne, "c@example.org")
    elsewhere = invite(a_circle(anne), anne, "d@example.org")
    circles.call_back(batch_key=second.key, by=anne, now=NOW)
    sent = queries.batches_sent(circle, [first.pk, second.pk, elsewhere.pk])
    assert {pk: (each.size, each.called_back) for pk, each in sent.items()} == {
        first.pk: (2, False), second.pk: (1, True),
    }  # fmt: skip


def test_a_personal_link_is_there_once_its_sender_asked_for_it(circle: Circle, anne: Person) -> None:
    invitation = invited(circle, anne)
    assert queries.invitation_link(invitation, NOW) is None
    url = invitation_url(invitation, NOW)
    link = queries.invitation_link(invitation, NOW)
    assert link is not None and "/l/" in url
    people.revoke_links(person=invitation.person, now=NOW)
    assert queries.invitation_link(invitation, NOW) is None


def test_people_new_to_one_member_are_the_newest_and_how_many(circle: Circle, anne: Person) -> None:
    rows = [
        circles.add_member(circle=circle, person=somebody(f"Person {hour}"), now=NOW + hour * HOUR)
        for hour in (1, 2, 3)
    ]
    newest, count = queries.new_to(circle=circle, viewer=anne, now=NOW + 4 * HOUR, most=2)
    assert ([row.pk for row in newest], count) == ([rows[2].pk, rows[1].pk], 3)
    people.block(by=rows[2].person, person=anne, now=NOW)
    assert queries.new_to(circle=circle, viewer=anne, now=NOW + 4 * HOUR, most=2)[1] == 2
    assert queries.new_to(circle=circle, viewer=rows[0].person, now=NOW + 4 * HOUR, most=2)[1] == 2


def test_a_circle_by_its_number_or_name_for_those_who_may(circle: Circle, anne: Person) -> None:
    assert queries.circle_of_member(anne, circle.pk) == circle
    assert queries.circle_of_member(somebody("Théo"), circle.pk) is None
    assert queries.circle_of_slug(circle.slug) == circle
    circles.delete_circle(circle=circle, by=anne, now=NOW)
    assert (queries.circle_of_member(anne, circle.pk), queries.circle_of_slug(circle.slug)) == (None, None)


def test_imports_are_the_operators_to_list(circle: Circle, anne: Person) -> None:
    brought = [
        circles.import_members(circle=each, content=b"Name\nZoe\n", file_name="x.csv", now=now).brought
        for each, now in ((circle, NOW), (a_circle(anne), LATER))
    ]
    assert list(queries.imports()) == brought[::-1]
    assert list(queries.imports(circle.slug)) == [brought[0]]
