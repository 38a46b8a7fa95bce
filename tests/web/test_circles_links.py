"""Links and codes that let people in: made, shown, printed, revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Circle, InviteLink
from entregent.core.clock import now
from entregent.people import operations as people
from entregent.people.models import Person
from tests.cast import DAY, a_circle, invite, somebody
from tests.web.regions import form, region
from tests.web.visiting import as_person, undo, words

pytestmark = pytest.mark.django_db

QUERIES = 12


def nadia(language: str = "en") -> Person:
    return somebody("Nadia Benali", "nadia@example.org", language=language)


def circle_of(founder: Person, *others: Person, **words: str) -> Circle:
    return a_circle(founder, *others, now=now(), **words)


class TestLinks:
    def test_a_link_is_made_once_for_so_many_and_so_long(self) -> None:
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        once = form(client.get(f"/c/{circle.slug}/invite"), f"/c/{circle.slug}/links")["once"]
        for _click in range(2):
            response = client.post(f"/c/{circle.slug}/links", {"uses": "5", "days": "7", "once": once})
        assert response["Location"] == f"/c/{circle.slug}/invite#links"
        link = InviteLink.objects.get()
        assert (link.by, link.most_uses, link.expires_at - link.made_at) == (person, 5, timedelta(days=7))
        page = client.get(f"/c/{circle.slug}/invite")
        url = f"http://testserver/j/{queries.token_of(link)}"
        assert region(page, "links").count(url) == 3
        assert "For five more people, until " in region(page, "links")

    def test_only_the_numbers_on_offer(self) -> None:
        person = nadia()
        circle = circle_of(person)
        response = as_person(person).post(f"/c/{circle.slug}/links", {"uses": "5000", "days": "7"})
        assert (response.status_code, InviteLink.objects.count()) == (422, 0)

    def test_anybody_in_the_circle_revokes_one_and_takes_that_back(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo)
        link = circles.make_link(circle=circle, by=person, now=now())
        client, page = as_person(theo), f"/c/{circle.slug}/invite"
        others = region(client.get(page), "others")
        assert others.startswith("Links others have made Nadia Benali For 30 more people, until ")
        client.post(f"/c/{circle.slug}/links/{link.pk}/revoke")
        assert queries.invite_link_of(queries.token_of(link), now()) is None
        assert region(client.get("/c/" + circle.slug), "others") == ""

    def test_undoing_a_revocation(self) -> None:
        person = nadia()
        circle = circle_of(person)
        link = circles.make_link(circle=circle, by=person, now=now())
        client = as_person(person)
        client.post(f"/c/{circle.slug}/links/{link.pk}/revoke")
        assert undo(client, f"/c/{circle.slug}/invite")["Location"] == f"/c/{circle.slug}/invite"
        assert queries.invite_link_of(queries.token_of(link), now()) == link

    def test_the_message_speaks_as_the_circle_does(self) -> None:
        person = nadia("en")
        circle = circle_of(person, name="Déjeuners")
        circles.change_circle(circle=circle, by=person, now=now(), language="fr", address_form="tu", purpose="Manger.")
        circles.make_link(circle=circle, by=person, now=now())
        page = region(as_person(person).get(f"/c/{circle.slug}/invite"), "links")
        first = page.index("Bonjour, nous avons un cercle, « Déjeuners », et j’aimerais t’y voir. Manger. ")
        assert first < page.index("Hello, we have a circle, “Déjeuners”, and I would like you to be in it. Manger. ")

    def test_a_poster_to_print(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo, name="Lunches")
        link = circles.make_link(circle=circle, by=person, now=now())
        response = as_person(theo).get(f"/c/{circle.slug}/poster/{link.pk}")
        page = words(response)
        assert "Lunches Scan to come in. Nadia Benali welcomes you. http://testserver/j/" in page
        assert response.content.decode().count('<figure class="qr"') == 1
        circles.revoke_link(circle=circle, link_id=link.pk, by=person, now=now())
        assert as_person(theo).get(f"/c/{circle.slug}/poster/{link.pk}").status_code == 404

    def test_another_circles_link_is_not_here(self) -> None:
        person = nadia()
        circle, other = circle_of(person), circle_of(somebody("Théo"), name="Other")
        link = circles.make_link(circle=other, by=other.opened_by, now=now())
        client = as_person(person)
        assert client.get(f"/c/{circle.slug}/poster/{link.pk}").status_code == 404
        client.post(f"/c/{circle.slug}/links/{link.pk}/revoke")
        link.refresh_from_db()
        assert link.revoked_at is None

    @pytest.mark.parametrize("count", [1, 3])
    def test_three_cost_no_more_than_one(self, count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
        person, theo = nadia(), somebody("Théo")
        circle = circle_of(person, theo)
        for number in range(count):
            circles.make_link(circle=circle, by=person, now=now())
            circles.make_link(circle=circle, by=theo, now=now())
            invite(circle, person, f"guest{number}@example.org", now=now() - DAY)
        client = as_person(person)
        with django_assert_num_queries(QUERIES):
            client.get(f"/c/{circle.slug}/invite")


def test_a_link_of_somebody_blocked_is_nobodys_by_name() -> None:
    person, theo = nadia(), somebody("Théo")
    circle = circle_of(person, theo)
    circles.make_link(circle=circle, by=theo, now=now())
    client, path = as_person(person), f"/c/{circle.slug}/invite"
    assert "Théo" in words(client.get(path))
    people.block(by=person, person=theo, now=now())
    assert "Théo" not in words(client.get(path))
