"""Coming in by a link or a code: what it shows, what it asks, and what it never does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Circle, InviteLink
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.notices.models import Notice
from entregent.people.models import Person
from tests.cast import DAY, MINUTE, ZONE, a_circle, a_date, somebody
from tests.web.visiting import as_person, last_code, once_of, told, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia Benali", "nadia@example.org", language="en")


@pytest.fixture
def circle(nadia: Person) -> Circle:
    made = a_circle(nadia, somebody("Théo Prat"), name="Lunches", now=now() - 2 * DAY)
    circles.change_circle(circle=made, by=nadia, now=now(), purpose="Secret purpose", place="Secret place")
    a_date(made, nadia, days=4, now=now(), place="Secret venue")
    return made


@pytest.fixture
def link(circle: Circle, nadia: Person) -> InviteLink:
    return circles.make_link(circle=circle, by=nadia, now=now(), most_uses=2)


def path_of(link: InviteLink) -> str:
    return f"/j/{queries.token_of(link)}"


def names_in(circle: Circle) -> list[str]:
    return [row.shown_name for row in queries.live_memberships(circle).order_by("pk")]


def prove(client: Client, link: InviteLink, **typed: str) -> Any:
    """Give a name and an address, then the code that came there."""
    response = client.post(path_of(link), typed)
    assert (response.status_code, response["Location"]) == (302, "/sign-in/code")
    return client.post("/sign-in/code", {"code": last_code()})


class TestByALink:
    def test_it_names_the_circle_and_who_invites_and_nothing_else(self, link: InviteLink) -> None:
        response = visitor().get(path_of(link))
        page = words(response)
        assert page.startswith(
            "Nadia Benali invites you Lunches Your name As the circle will read it. Your e-mail address"
        )
        content = response.content.decode()
        assert [word for word in ("Secret", "Théo", "nadia@") if word in content] == []
        assert link.uses == 0

    def test_a_visitor_gives_a_name_and_proves_an_address(
        self, link: InviteLink, circle: Circle, settings: Any
    ) -> None:
        settings.WHO_MAY_OPEN = "operator"
        client = visitor()
        response = prove(client, link, name="Odile Roux", address="odile@example.org")
        assert (response.status_code, response["Location"]) == (302, f"/c/{circle.slug}")
        assert names_in(circle) == ["Nadia Benali", "Théo Prat", "Odile Roux"]
        assert told(client.get(f"/c/{circle.slug}")) == "You are in the circle."
        assert circle.memberships.get(person__name="Odile Roux").invited_by == circle.opened_by

    def test_a_stranger_without_a_link_gets_no_code(self, link: InviteLink, settings: Any) -> None:
        settings.WHO_MAY_OPEN = "operator"
        visitor().post("/sign-in", {"address": "odile@example.org"})
        assert Notice.objects.get(kind="sign-in-code").dropped_at is not None

    def test_another_code_still_leads_into_the_circle(self, link: InviteLink, circle: Circle, settings: Any) -> None:
        settings.WHO_MAY_OPEN = "operator"
        client = visitor()
        client.post(path_of(link), {"name": "Odile", "address": "odile@example.org"})
        client.post("/sign-in/code/again")
        client.post("/sign-in/code", {"code": last_code()})
        assert names_in(circle) == ["Nadia Benali", "Théo Prat", "Odile"]

    def test_signing_in_otherwise_joins_nothing(self, link: InviteLink, circle: Circle) -> None:
        somebody("Rose", "rose@example.org")
        client = visitor()
        client.post(path_of(link), {"name": "Odile", "address": "odile@example.org"})
        client.post("/sign-in", {"address": "rose@example.org"})
        assert client.post("/sign-in/code", {"code": last_code()})["Location"] == "/today"
        assert names_in(circle) == ["Nadia Benali", "Théo Prat"]

    def test_what_was_typed_stays_with_a_refusal(self, link: InviteLink) -> None:
        response = visitor().post(path_of(link), {"name": "Odile", "address": "odile"})
        assert response.status_code == 422
        assert 'value="odile"' in response.content.decode()

    def test_somebody_signed_in_has_one_button(self, link: InviteLink, circle: Circle) -> None:
        rose = somebody("Rose Keller", "rose@example.org")
        client = as_person(rose)
        assert words(client.get(path_of(link))).startswith("Nadia Benali invites you Lunches Join the circle")
        assert client.post(path_of(link))["Location"] == f"/c/{circle.slug}"
        assert names_in(circle) == ["Nadia Benali", "Théo Prat", "Rose Keller"]

    def test_somebody_signed_in_without_a_name_is_asked_for_it(self, link: InviteLink, circle: Circle) -> None:
        client = as_person(somebody("", "rose@example.org"))
        assert client.post(path_of(link), {"name": ""}).status_code == 422
        client.post(path_of(link), {"name": "Rose"})
        assert names_in(circle) == ["Nadia Benali", "Théo Prat", "Rose"]

    def test_used_twice_by_one_person_it_is_one_membership_and_one_use(self, link: InviteLink, circle: Circle) -> None:
        client = as_person(somebody("Rose", "rose@example.org"))
        for _tap in range(2):
            assert client.post(path_of(link))["Location"] == f"/c/{circle.slug}"
        link.refresh_from_db()
        assert (link.uses, names_in(circle)) == (1, ["Nadia Benali", "Théo Prat", "Rose"])

    def test_whoever_is_in_is_shown_in(self, link: InviteLink, circle: Circle, nadia: Person) -> None:
        assert as_person(nadia).get(path_of(link))["Location"] == f"/c/{circle.slug}"

    @pytest.mark.parametrize("how", ["revoked", "expired", "used up", "cut", "deleted"])
    def test_a_dead_link_says_what_to_do_and_not_why(
        self, link: InviteLink, circle: Circle, nadia: Person, how: str
    ) -> None:
        path = path_of(link)
        if how == "revoked":
            circles.revoke_link(circle=circle, link_id=link.pk, by=nadia, now=now())
        elif how == "expired":
            InviteLink.objects.update(expires_at=now() - MINUTE)
        elif how == "used up":
            InviteLink.objects.update(uses=2)
        elif how == "deleted":
            Circle.objects.update(deleted_at=now())
        else:
            path = path[:-2]
        response = visitor().get(path)
        assert response.status_code == 404
        assert words(response).startswith("This link lets nobody in any more It was revoked, has served everybody")
        assert "Lunches" not in response.content.decode()

    def test_a_link_that_dies_while_the_code_is_typed(self, link: InviteLink, circle: Circle, nadia: Person) -> None:
        client = visitor()
        client.post(path_of(link), {"name": "Odile", "address": "odile@example.org"})
        circles.revoke_link(circle=circle, link_id=link.pk, by=nadia, now=now())
        response = client.post("/sign-in/code", {"code": last_code()})
        assert (response.status_code, names_in(circle)) == (404, ["Nadia Benali", "Théo Prat"])

    def test_looking_writes_nothing(self, link: InviteLink, circle: Circle) -> None:
        visitor().get(path_of(link))
        as_person(somebody("Rose")).get(path_of(link))
        link.refresh_from_db()
        assert (link.uses, names_in(circle)) == (0, ["Nadia Benali", "Théo Prat"])

    def test_it_speaks_as_the_circle_does(self, link: InviteLink, circle: Circle, nadia: Person) -> None:
        circles.change_circle(circle=circle, by=nadia, now=now(), address_form="tu")
        assert words(visitor("fr").get(path_of(link))).startswith("Nadia Benali t’invite Lunches")


class TestAtTheTable:
    @pytest.fixture
    def table(self, nadia: Person) -> InviteLink:
        return gatherings.open_at_table(name="Round", by=nadia, now=now() - MINUTE, language="en", zone=ZONE)[1]

    def there(self, table: InviteLink) -> list[str]:
        rows = table.circle.gatherings.get().attendances.order_by("pk")
        return [row.person.name for row in rows.select_related("person")]

    def test_a_name_is_enough(self, table: InviteLink) -> None:
        client = visitor()
        page = client.get(path_of(table))
        assert "Your e-mail address (optional)" in words(page)
        response = client.post(path_of(table), {"name": "Odile", "address": "", "once": once_of(page)})
        assert response["Location"] == f"/c/{table.circle.slug}"
        assert told(client.get(f"/c/{table.circle.slug}")) == "You are at the table, and in the circle."
        assert self.there(table) == ["Nadia Benali", "Odile"]

    def test_two_clicks_are_one_person(self, table: InviteLink) -> None:
        first, second = visitor(), visitor()
        once = once_of(first.get(path_of(table)))
        for client in (first, second):
            client.post(path_of(table), {"name": "Odile", "once": once})
        assert self.there(table) == ["Nadia Benali", "Odile"]

    def test_a_name_is_needed(self, table: InviteLink) -> None:
        assert visitor().post(path_of(table), {"name": " "}).status_code == 422
        assert self.there(table) == ["Nadia Benali"]

    def test_with_an_address_it_is_proved_first(self, table: InviteLink) -> None:
        prove(visitor(), table, name="Odile", address="odile@example.org")
        assert self.there(table) == ["Nadia Benali", "Odile"]

    def test_a_member_who_scans_it_was_there(self, table: InviteLink) -> None:
        rose = somebody("Rose", "rose@example.org")
        circles.add_member(circle=table.circle, person=rose, now=now())
        client = as_person(rose)
        assert words(client.get(path_of(table))).startswith("Nadia Benali invites you Round I am here")
        client.post(path_of(table))
        assert self.there(table) == ["Nadia Benali", "Rose"]

    def test_the_last_seat_goes_to_one(self, table: InviteLink) -> None:
        InviteLink.objects.update(most_uses=1)
        assert visitor().post(path_of(table), {"name": "Odile"}).status_code == 302
        assert visitor().post(path_of(table), {"name": "Paul"}).status_code == 404
        assert self.there(table) == ["Nadia Benali", "Odile"]
