"""What a member changes of a circle, the mails they get from it, and the ways out and back."""

from __future__ import annotations

import pytest
from django.test import Client

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Circle
from entregent.circles.queries import undoing
from entregent.core.clock import now
from entregent.people.models import Person
from tests.cast import a_circle, somebody
from tests.web.regions import region as part
from tests.web.visiting import as_person, told, undo, words

pytestmark = pytest.mark.django_db


def nadia() -> Person:
    return somebody("Nadia Benali", "nadia@example.org")


def circle_of(founder: Person, *others: Person, **words: str) -> Circle:
    return a_circle(founder, *others, now=now(), **words)


def region(client: Client, circle: Circle, name: str) -> str:
    return part(client.get(f"/c/{circle.slug}"), name)


class TestSettings:
    typed = {
        "name": "Monday lunch",
        "purpose": "To eat.",
        "place": "Viroflay",
        "setting": "dinner",
        "hue": "rose",
        "address_form": "tu",
        "language": "fr",
        "zone": "Europe/Brussels",
        "way_in": "request",
        "question": "What do you cook?",
    }

    def test_whoever_is_in_changes_them_and_may_undo(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo)
        client = as_person(theo)
        response = client.post(f"/c/{circle.slug}/settings", self.typed)
        assert (response.status_code, response["Location"]) == (302, f"/c/{circle.slug}")
        circle.refresh_from_db()
        assert {name: getattr(circle, name) for name in self.typed} == self.typed
        assert undo(client, f"/c/{circle.slug}").status_code == 302
        circle.refresh_from_db()
        assert (circle.name, circle.purpose, circle.hue) == ("Tuesday lunch", "", "sage")

    def test_nothing_changed_is_no_line_in_the_journal(self) -> None:
        person = nadia()
        circle = circle_of(person)
        as_is = {name: getattr(circle, name) for name in self.typed}
        assert as_person(person).post(f"/c/{circle.slug}/settings", as_is).status_code == 302
        assert [event.verb for event in queries.journal(circle)] == ["opened"]

    def test_a_refusal_keeps_what_was_typed(self) -> None:
        person = nadia()
        circle = circle_of(person)
        response = as_person(person).post(f"/c/{circle.slug}/settings", {**self.typed, "name": "  "})
        assert response.status_code == 422
        content = response.content.decode()
        assert "To eat." in content
        assert 'value="Viroflay"' in content
        circle.refresh_from_db()
        assert circle.name == "Tuesday lunch"


class TestMails:
    def test_one_chooses_for_oneself_with_undo(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo)
        client = as_person(theo)
        client.post(f"/c/{circle.slug}/mails", {"level": "none"})
        assert [row.mail for row in circle.memberships.order_by("pk")] == ["every", "none"]
        page = client.get(f"/c/{circle.slug}")
        assert told(page) == "From this circle you get: nothing from this circle."

    def test_undo(self) -> None:
        person = nadia()
        circle = circle_of(person)
        client = as_person(person)
        client.post(f"/c/{circle.slug}/mails", {"level": "dates"})
        undo(client, f"/c/{circle.slug}")
        assert circle.memberships.get().mail == "every"


class TestWaysOutAndBack:
    def test_leaving_takes_two_taps_and_coming_back_one(self) -> None:
        person, theo = nadia(), somebody("Théo", "theo@example.org")
        circle = circle_of(person, theo, name="Lunches")
        client = as_person(theo)
        assert client.post(f"/c/{circle.slug}/leave")["Location"] == "/circles"
        assert client.get(f"/c/{circle.slug}").status_code == 404
        page = client.get("/circles")
        assert told(page) == "You have left “Lunches”. For thirty days you can come back by yourself."
        assert words(page).endswith("You can still change your mind You have left “Lunches”. Come back")
        event = undoing.left_lately(theo, now())[0][1]
        assert client.post(f"/c/{circle.slug}/journal/{event.pk}/undo")["Location"] == f"/c/{circle.slug}"
        assert client.get(f"/c/{circle.slug}").status_code == 200

    def test_the_founder_deletes_and_brings_back_until_somebody_has_answered(self) -> None:
        person = nadia()
        circle = circle_of(person, name="Lunches")
        client = as_person(person)
        assert "Delete this circle" in region(client, circle, "mine")
        assert client.post(f"/c/{circle.slug}/delete")["Location"] == "/circles"
        assert client.get(f"/c/{circle.slug}").status_code == 404
        assert words(client.get("/circles")).endswith("You have deleted “Lunches”. Bring it back")
        assert client.post(f"/c/{circle.slug}/restore")["Location"] == f"/c/{circle.slug}"
        circles.add_member(circle=circle, person=somebody("Théo"), now=now())
        assert "Delete this circle" not in region(client, circle, "mine")
        assert client.post(f"/c/{circle.slug}/delete")["Location"] == f"/c/{circle.slug}"
        assert told(client.get(f"/c/{circle.slug}")) == (
            "Others have answered: the circle is theirs too now, and stays. You can leave it."
        )

    def test_nobody_else_brings_it_back(self) -> None:
        person = nadia()
        circle = circle_of(person)
        circles.delete_circle(circle=circle, by=person, now=now())
        assert as_person(somebody("Théo")).post(f"/c/{circle.slug}/restore").status_code == 404
