"""Links and codes: so many uses, so long, revocable; the last place goes to one person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.models import Circle, InviteLink, Membership
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, somebody, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne")


@pytest.fixture
def circle(anne: Person) -> Circle:
    return a_circle(anne)


@pytest.fixture
def link(circle: Circle, anne: Person) -> InviteLink:
    return circles.make_link(circle=circle, by=anne, now=NOW, most_uses=2)


def uses(link: InviteLink) -> int:
    return InviteLink.objects.get(pk=link.pk).uses


def test_a_link_brings_people_in_and_its_maker_welcomes_them(circle: Circle, link: InviteLink, anne: Person) -> None:
    theo = somebody("Théo")
    row = circles.join_by_link(link=link, person=theo, now=NOW + HOUR)
    assert (row.circle, row.person, row.invited_by, row.joined_at, row.mail) == (
        circle,
        theo,
        anne,
        NOW + HOUR,
        "every",
    )
    assert uses(link) == 1
    assert verbs(circle) == ["joined", "made-link", "opened"]


def test_who_is_in_uses_nothing(link: InviteLink, anne: Person) -> None:
    circles.join_by_link(link=link, person=anne, now=NOW)
    theo = somebody("Théo")
    first = circles.join_by_link(link=link, person=theo, now=NOW)
    assert circles.join_by_link(link=link, person=theo, now=NOW + HOUR) == first
    assert uses(link) == 1


def test_who_left_or_was_only_named_uses_a_place(circle: Circle, link: InviteLink) -> None:
    theo, ines = somebody("Théo"), somebody("Inès")
    for person in (theo, ines):
        circles.add_member(circle=circle, person=person, now=NOW)
    circles.leave(circle=circle, person=theo, now=NOW)
    Membership.objects.filter(person=ines).update(imported_at=NOW)
    for person in (theo, ines):
        row = circles.join_by_link(link=link, person=person, now=NOW + HOUR)
        assert (row.left_at, row.imported_at) == (None, None)
    assert uses(link) == 2


def test_used_up_revoked_expired_and_deleted_refuse_alike(circle: Circle, link: InviteLink, anne: Person) -> None:
    token = queries.token_of(link)
    assert queries.invite_link_of(token, NOW) == link
    for change in ({"uses": 2}, {"revoked_at": NOW}, {"expires_at": NOW}):
        InviteLink.objects.filter(pk=link.pk).update(**change)
        assert queries.invite_link_of(token, NOW) is None
        with pytest.raises(circles.Refused):
            circles.join_by_link(link=link, person=somebody("Late"), now=NOW)
        InviteLink.objects.filter(pk=link.pk).update(uses=0, revoked_at=None, expires_at=NOW + DAY)
    circles.delete_circle(circle=circle, by=anne, now=NOW)
    assert queries.invite_link_of(token, NOW) is None
    with pytest.raises(circles.Refused):
        circles.join_by_link(link=link, person=somebody("Late"), now=NOW)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "A" * 32, "é" * 32])
def test_a_forged_token_is_nothing(link: InviteLink, token: str) -> None:
    assert queries.invite_link_of(token, NOW) is None


def test_a_token_is_of_one_link_of_one_circle(link: InviteLink, anne: Person) -> None:
    token = queries.token_of(link)
    InviteLink.objects.filter(pk=link.pk).update(generation=2)
    assert queries.invite_link_of(token, NOW) is None
    InviteLink.objects.filter(pk=link.pk).update(generation=1, circle=a_circle(anne))
    assert queries.invite_link_of(token, NOW) is None


def test_a_link_lives_two_weeks_unless_said_otherwise(circle: Circle, anne: Person) -> None:
    plain = circles.make_link(circle=circle, by=anne, now=NOW)
    short = circles.make_link(circle=circle, by=anne, now=NOW, lives=timedelta(hours=6), gathering_id=7)
    assert (plain.expires_at, plain.most_uses, plain.gathering_id) == (NOW + rules.LINK_LIVES, 30, None)
    assert (short.expires_at, short.gathering_id) == (NOW + 6 * HOUR, 7)
    assert set(queries.invite_links_of(circle, NOW)) == {plain, short}
    assert list(queries.invite_links_of(circle, NOW + 6 * HOUR)) == [plain]


def test_a_link_is_revoked_once_by_its_own_circle_and_may_be_brought_back(
    circle: Circle, link: InviteLink, anne: Person
) -> None:
    assert not circles.revoke_link(circle=a_circle(anne), link_id=link.pk, by=anne, now=NOW)
    assert circles.revoke_link(circle=circle, link_id=link.pk, by=anne, now=NOW)
    assert not circles.revoke_link(circle=circle, link_id=link.pk, by=anne, now=NOW)
    assert list(queries.invite_links_of(circle, NOW)) == []
    event = queries.journal(circle)[0]
    assert event.verb == "revoked-link"
    circles.undo(event=event, by=anne, now=NOW + HOUR)
    assert list(queries.invite_links_of(circle, NOW)) == [link]
