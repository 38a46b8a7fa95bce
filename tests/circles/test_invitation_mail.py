"""An invitation says who invites, to what, and where they had the address from; its reminder is the only one."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import Source
from entregent.circles.models import Circle
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, invite, somebody
from tests.notices.post import LEFT, deliver, why_dropped

pytestmark = pytest.mark.django_db

SPACE = "\u00a0"


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org")


@pytest.fixture
def circle(nadia: Person) -> Circle:
    made = a_circle(nadia, name="Les déjeuners du plateau")
    Circle.objects.filter(pk=made.pk).update(language="fr", purpose="Manger sans se vendre.", place="Viroflay")
    made.refresh_from_db()
    return made


def test_it_says_who_and_what(circle: Circle, nadia: Person) -> None:
    invite(circle, nadia, "marc@example.org", word="On rit bien.\nViens !")
    mail = deliver(NOW + LEFT)["marc@example.org"]
    assert mail.subject == f"Nadia vous invite{SPACE}: Les déjeuners du plateau"
    assert mail.sender == "Nadia, Les déjeuners du plateau"
    for said in ("On rit bien.\nViens !", "Manger sans se vendre.", "déjeuner, Viroflay. Personne n’en est le chef."):
        assert said in mail.text
    assert "car Nadia a saisi votre adresse ici aujourd’hui." in mail.text
    assert "Il n’y aura pas d’autre rappel." not in mail.text


def test_an_address_from_a_file_is_said_to_be(circle: Circle, nadia: Person) -> None:
    circles.invite(circle=circle, by=nadia, addresses=[("", "marc@example.org")], word="", now=NOW, source=Source.FILE)
    assert "a tiré votre adresse d’un fichier hier." in deliver(NOW + DAY)["marc@example.org"].text


def test_the_one_reminder_says_that_it_is(circle: Circle, nadia: Person) -> None:
    batch = invite(circle, nadia, "marc@example.org")
    deliver(NOW + LEFT)
    circles.remind(invitation_id=batch.invitations.get().pk, by=nadia, now=NOW + DAY)
    mail = deliver(NOW + DAY + HOUR)["marc@example.org"]
    assert mail.subject == f"Rappel{SPACE}: Nadia vous invite{SPACE}: Les déjeuners du plateau"
    assert "Il n’y aura pas d’autre rappel." in mail.text


def test_never_again_is_one_click_away(circle: Circle, nadia: Person) -> None:
    invite(circle, nadia, "marc@example.org")
    mail = deliver(NOW + LEFT)["marc@example.org"]
    assert mail.message["List-Unsubscribe"].endswith("/never>")
    assert "/never" in mail.text
    assert "Moins de courriels" not in mail.text


def test_an_inviter_without_a_name_is_the_circle_itself(circle: Circle, nadia: Person) -> None:
    Person.objects.filter(pk=nadia.pk).update(name="")
    invite(circle, nadia, "marc@example.org")
    assert deliver(NOW + LEFT)["marc@example.org"].subject.startswith("Les déjeuners du plateau vous invite")


def test_an_invitation_taken_back_or_answered_does_not_leave(circle: Circle, nadia: Person) -> None:
    batch = invite(circle, nadia, "marc@example.org", "odile@example.org")
    first, second = batch.invitations.order_by("pk")
    circles.accept(invitation=first, name="Marc", now=NOW)
    circles.decline(invitation=second, now=NOW)
    assert deliver(NOW + LEFT) == {}
    assert set(why_dropped("invitation").values()) == {"already answered"}


def test_what_an_inviter_who_left_had_sent_does_not_leave(circle: Circle, nadia: Person) -> None:
    invite(circle, nadia, "marc@example.org")
    circles.leave(circle=circle, person=nadia, now=NOW)
    assert deliver(NOW + LEFT) == {}
    assert set(why_dropped("invitation").values()) == {"whoever invited has left"}
