"""Two circles become one, from the settings of the first to the mail of whoever finds themselves in the other."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from entregent.circles.models import Circle
from entregent.decisions import operations as decisions
from entregent.decisions import queries
from entregent.decisions.models import Proposal
from entregent.decisions.operations import sweep_decisions
from entregent.people.models import Person
from entregent.people.queries import token_of
from tests.cast import DAY, a_circle, somebody
from tests.decisions.stage import consent
from tests.web.visiting import as_person, told, visitor, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def sam(now: datetime) -> Person:
    return somebody("Sam", "sam@example.org", now=now)


@pytest.fixture
def coming(nadia: Person, theo: Person, sam: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, sam, name="Thursdays", now=now - 60 * DAY)


@pytest.fixture
def into(nadia: Person, theo: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, name="Tuesdays", now=now - 60 * DAY)


def proposed(coming: Circle, into: Circle, by: Person) -> Proposal:
    path = reverse("propose", args=[coming.slug, "merge"])
    until = as_person(by).get(path).context["page"]["form"].initial["until"]
    made = as_person(by).post(path, {"circle": str(into.pk), "words": "We are the same.", "until": f"{until}"})
    return Proposal.objects.get(key=made["Location"].split("/")[-1])


def test_it_is_offered_to_whoever_is_in_another_circle_and_to_nobody_else(
    coming: Circle, into: Circle, nadia: Person, sam: Person
) -> None:
    settings = f"/c/{coming.slug}/settings"
    offered = ["Become one with another circle" in words(as_person(one).get(settings)) for one in (nadia, sam)]
    assert offered == [True, False]
    path = reverse("propose", args=[coming.slug, "merge"])
    assert "With which of your circles Its name is read here" in words(as_person(nadia).get(path))
    refused = as_person(nadia).post(path, {"circle": str(coming.pk), "words": "", "until": "2027-01-01"})
    assert refused.status_code == 422
    assert as_person(sam).get(path).status_code == 404


def test_both_agree_and_whoever_was_in_the_first_finds_the_other(
    coming: Circle, into: Circle, nadia: Person, theo: Person, sam: Person
) -> None:
    asked = proposed(coming, into, nadia)
    page = f"/d/{asked.key}"
    assert "Become one with “Tuesdays”" in words(as_person(sam).get(page))
    assert "“Tuesdays” is asked in its turn" in words(as_person(sam).get(page))
    consent(asked, theo, now=asked.opened_at)
    sweep_decisions(asked.closes_at)
    received = queries.open_one(into, "receive")
    assert received is not None
    assert "Welcome the circle “Thursdays”" in words(as_person(theo).get(f"/c/{into.slug}/decisions"))
    assert "its 3 members come into this circle" in words(as_person(theo).get(f"/d/{received.key}"))
    assert as_person(sam).get(f"/d/{received.key}").status_code == 404
    consent(received, theo, now=received.opened_at)
    sweep_decisions(received.closes_at)
    link = reverse("link", args=[token_of(decisions.link_to(received, sam, received.closes_at))])
    assert "Welcome the circle “Thursdays”" in words(visitor().get(link))
    assert "This circle and “Tuesdays” are one now." in words(as_person(sam).get(f"/c/{coming.slug}"))
    assert "Another circle came in, by consent of both" in words(as_person(sam).get(f"/c/{into.slug}/journal"))


def test_it_is_amended_with_its_choice_kept(coming: Circle, into: Circle, nadia: Person) -> None:
    asked = proposed(coming, into, nadia)
    client, path = as_person(nadia), f"/d/{asked.key}/amend"
    form = client.get(path).context["page"]["form"]
    assert (form["circle"].value(), form["words"].value()) == (into.pk, "We are the same.")
    amended = client.post(path, {"circle": str(into.pk), "words": "We are.", "revision": "1"})
    assert told(client.get(amended["Location"])).startswith("Amended.")
