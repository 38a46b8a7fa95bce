"""An election on its pages: begun with what it takes, named from the page or the mail, shown, changed, consented."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from entregent.circles.models import Circle
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Choice, Decline, Nomination
from entregent.people.models import Person
from entregent.people.operations import block
from entregent.people.queries import token_of
from tests.cast import DAY, a_circle, somebody
from tests.facilitation.stage import a_choice, asked, facilitates, sweep
from tests.web.regions import region
from tests.web.visiting import as_person, told, undo, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(now: datetime) -> Person:
    return somebody("Inès", "ines@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, theo: Person, ines: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, ines, name="Lunches", now=now - 60 * DAY)


def page(circle: Circle, *parts: str) -> str:
    return "/".join([f"/c/{circle.slug}/facilitation", *parts])


def link(choice: Choice, person: Person, now: datetime) -> str:
    return reverse("link", args=[token_of(facilitation.link_to(choice, person, now))])


def names(client: Client, address: str, person: Person, **more: str) -> None:
    client.post(address, {"do": "name", "person": person.key, **more})


def show(choice: Choice, now: datetime) -> None:
    """As if its evening had come, with a day left to change."""
    Choice.objects.filter(pk=choice.pk).update(names_until=now - DAY)
    sweep(now)
    Choice.objects.filter(pk=choice.pk).update(changes_until=now + DAY)


def test_begun_with_what_it_takes_each_is_asked_for_a_name(circle: Circle, nadia: Person, theo: Person) -> None:
    client = as_person(nadia)
    client.post(page(circle, "begin"), {"how": "election", "gatherings": "4", "criteria": "Somebody who listens."})
    assert told(client.get(page(circle))).endswith("Each of you is asked for a name. Whom would you name?")
    names(client, page(circle, "name"), theo, reason="He keeps the time.")
    said = region(client.get(page(circle)), "underway")
    assert "What it takes: Somebody who listens." in said
    assert "You name Théo . He keeps the time." in said
    assert "He keeps the time." not in words(as_person(theo).get(page(circle)))


def test_a_name_and_a_decline_can_be_undone(circle: Circle, nadia: Person, theo: Person, now: datetime) -> None:
    a_choice(circle, nadia, How.ELECTION, now=now)
    client = as_person(nadia)
    names(client, page(circle, "name"), theo)
    undo(client, page(circle))
    assert not Nomination.objects.exists()
    client.get(page(circle))
    client.post(page(circle, "name"), {"do": "decline"})
    undo(client, page(circle))
    assert not Decline.objects.exists()


def test_a_missing_name_is_said_and_an_unknown_one_is_not_found(circle: Circle, nadia: Person, now: datetime) -> None:
    choice = a_choice(circle, nadia, How.ELECTION, now=now)
    client, mailed = as_person(nadia), visitor()
    client.post(page(circle, "name"), {"do": "name", "person": ""})
    assert told(client.get(page(circle))).endswith("Choose whom you name.")
    refused = mailed.post(link(choice, nadia, now), {"do": "name", "person": ""})
    assert (refused.status_code, "Choose whom you name." in words(refused)) == (422, True)
    stranger = somebody("Zoé", now=now)
    for address, one in ((page(circle, "name"), client), (link(choice, nadia, now), mailed)):
        assert one.post(address, {"do": "name", "person": stranger.key}).status_code == 404
        assert one.post(address, {"do": "dance"}).status_code == 404
    assert not Nomination.objects.exists()


def test_named_and_declined_from_the_mail_without_an_account(
    circle: Circle, nadia: Person, theo: Person, ines: Person, now: datetime
) -> None:
    choice = a_choice(circle, nadia, How.ELECTION, now=now)
    mailed, address = visitor(), link(choice, theo, now)
    assert "You answer as Théo ." in words(mailed.get(address))
    names(mailed, address, ines, reason="She is fair.")
    assert words(mailed.get(address)).startswith("Lunches Thank you, Théo: it is noted")
    mailed.post(address, {"do": "decline"})
    assert "You will not be among the names." in words(mailed.get(address))


def test_the_names_are_shown_and_one_changes_to_a_name_already_given(
    circle: Circle, nadia: Person, theo: Person, ines: Person, now: datetime
) -> None:
    choice = a_choice(circle, nadia, How.ELECTION, now=now - 5 * DAY)
    for person, named, reason in ((nadia, theo, "He listens."), (ines, nadia, ""), (theo, theo, "I have time.")):
        facilitation.nominate(choice=choice, person=person, named=named, reason=reason, now=now - 5 * DAY)
    show(choice, now)
    client = as_person(ines)
    said = region(client.get(page(circle)), "underway")
    assert "Théo two times He listens. — Nadia I have time. — Théo Change to this name" in said
    client.post(page(circle, "name"), {"do": "change", "person": theo.key})
    assert "Théo three times" in region(client.get(page(circle)), "underway")
    assert "Théo three times" in words(visitor().get(link(choice, ines, now)))


def test_somebody_who_blocked_the_reader_is_not_quoted_to_them(
    circle: Circle, nadia: Person, theo: Person, ines: Person, now: datetime
) -> None:
    choice = a_choice(circle, nadia, How.ELECTION, now=now - 5 * DAY)
    for person, named in ((nadia, theo), (ines, nadia)):
        facilitation.nominate(choice=choice, person=person, named=named, reason="Because.", now=now - 5 * DAY)
    show(choice, now)
    block(by=nadia, person=ines, now=now)
    said = region(as_person(ines).get(page(circle)), "underway")
    assert "Théo once Change to this name" in said
    assert "Because. — Nadia" not in said


def test_the_most_named_is_asked_says_yes_and_the_circle_consents(
    circle: Circle, nadia: Person, theo: Person, ines: Person, now: datetime
) -> None:
    choice = a_choice(circle, nadia, How.ELECTION, now=now - 9 * DAY, criteria="Somebody who listens.")
    for person, named in ((nadia, theo), (ines, theo), (theo, ines)):
        facilitation.nominate(choice=choice, person=person, named=named, now=now - 9 * DAY)
    show(choice, now - 3 * DAY)
    sweep(now)
    assert asked(choice) == ["Théo"]
    client, address = as_person(theo), link(choice, theo, now)
    assert region(client.get(page(circle)), "asked").startswith(
        "Would you? You were named to facilitate for six gatherings. If you say yes, the circle is asked"
    )
    assert "You were named to facilitate" in words(visitor().get(address))
    visitor().post(address, {"answer": "yes"})
    assert "Somebody said yes: the circle says whether it consents." in words(visitor().get(address))

    found = queries.choice_of(circle)
    assert found is not None
    assert found.proposal is not None
    shown = words(as_person(nadia).get(f"/d/{found.proposal.key}"))
    assert "Théo would facilitate for six gatherings" in shown
    assert "Named by some of you, they said yes." in shown
    assert "What it takes Somebody who listens." in shown
    for one in (nadia, ines):
        as_person(one).post(f"/d/{found.proposal.key}/voice", {"said": "consent", "revision": "1"})
    assert facilitates(circle) == "Théo"


def test_two_alone_are_not_offered_an_election(nadia: Person, theo: Person, now: datetime) -> None:
    pair, three = a_circle(nadia, theo, now=now - DAY), a_circle(nadia, theo, somebody("Ada", now=now), now=now - DAY)
    client = as_person(nadia)
    offered = [b'value="election"' in client.get(page(one, "begin")).content for one in (pair, three)]
    assert offered == [False, True]
    assert client.post(page(pair, "begin"), {"how": "election", "gatherings": "4"}).status_code == 422
