"""The pages of a charter: none until somebody wants one, written from a short text, adopted, kept or changed."""

from __future__ import annotations

from datetime import datetime

import pytest

from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.queries import features
from entregent.decisions import operations as decisions
from entregent.decisions.models import Charter, Proposal
from entregent.gatherings import operations as gatherings
from entregent.people.models import Person
from tests.cast import DAY, a_circle
from tests.decisions.stage import consent, fresh, propose
from tests.web.regions import region
from tests.web.visiting import as_person, told, undo, words

pytestmark = pytest.mark.django_db

SAID = {"sections": {"keeps": "What is said here stays here."}, "review": "2027-06-01"}


@pytest.fixture
def circle(nadia: Person, theo: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, name="Lunches", now=now - 60 * DAY)


@pytest.fixture
def held(circle: Circle, nadia: Person, theo: Person, now: datetime) -> Charter:
    proposal = propose(circle, nadia, kind="charter", payload=SAID, now=now)
    consent(proposal, theo, now=now)
    return circle.charters.get()


def test_nobody_sees_anything_of_it_before_somebody_wants_one(circle: Circle, nadia: Person) -> None:
    client = as_person(nadia)
    assert "charter" not in client.get(f"/c/{circle.slug}").content.decode()
    assert f"/c/{circle.slug}/charter" in client.get(f"/c/{circle.slug}/settings").content.decode()
    assert "There is none, and there need not be." in words(client.get(f"/c/{circle.slug}/charter"))


def test_one_that_was_brought_along_is_found_from_the_circle_s_page(
    held: Charter, circle: Circle, nadia: Person, now: datetime
) -> None:
    whole = gatherings.take_away(circle=circle, by=nadia, now=now)
    there = gatherings.bring_in(whole=whole, by=nadia, now=now)
    client = as_person(nadia)
    assert f'href="/c/{there.slug}/charter"' in client.get(f"/c/{there.slug}").content.decode()
    read = words(client.get(f"/c/{there.slug}/charter"))
    assert "and brought along when the circle moved here." in read
    assert ("What is said here stays here." in read, "How it was adopted" in read) == (True, False)


def test_it_is_written_from_a_short_text_in_the_circle_s_language(circle: Circle, nadia: Person, now: datetime) -> None:
    Circle.objects.update(language="fr")
    client, path = as_person(nadia), f"/c/{circle.slug}/propose/charter"
    typed = client.get(path).context["page"]["form"].initial
    assert typed["leaves"].startswith("Quand on veut")
    empty = client.post(path, {"until": typed["until"].isoformat(), "review": typed["review"].isoformat()})
    assert (empty.status_code, "A charter says something" in words(empty)) == (422, True)
    client.post(path, {**typed, "guests": "", "purpose": "We lunch."})
    made = Proposal.objects.get()
    assert made.payload["sections"]["purpose"] == "We lunch."
    assert "guests" not in made.payload["sections"]
    assert features.wants(circle, Feature.CHARTER)
    assert "A first one is being decided." in words(client.get(f"/c/{circle.slug}/charter"))


def test_amended_it_begins_with_what_was_proposed(circle: Circle, nadia: Person, theo: Person, now: datetime) -> None:
    made = propose(circle, nadia, kind="charter", payload=SAID, now=now)
    client, path = as_person(nadia), f"/d/{made.key}/amend"
    assert "What is said here stays here." in client.get(path).content.decode()
    client.post(path, {"keeps": "We ask before we repeat.", "review": "2027-06-01", "revision": "1"})
    assert fresh(made).payload["sections"] == {"keeps": "We ask before we repeat."}
    assert "We ask before we repeat." in words(as_person(theo).get(f"/d/{made.key}"))


def test_adopted_it_is_read_with_its_record_and_led_to(held: Charter, theo: Person) -> None:
    client, path = as_person(theo), f"/c/{held.circle.slug}/charter"
    text = words(client.get(path))
    assert "What stays between us What is said here stays here." in text
    assert "Consented: Nadia, Théo" in text
    assert path in client.get(f"/c/{held.circle.slug}").content.decode()
    assert client.get(f"{path}?version=7").status_code == 404
    assert words(client.get(f"{path}?version=1")) == text


def test_its_day_is_on_the_circle_s_page_until_it_is_kept_or_changed(
    held: Charter, nadia: Person, now: datetime
) -> None:
    client, path = as_person(nadia), f"/c/{held.circle.slug}/charter/keep"
    assert "It is not time to look at it again" in told(client.post(path, follow=True))
    Charter.objects.update(review_on=now.date())
    page = client.get(f"/c/{held.circle.slug}")
    assert region(page, "charter-due").startswith("The day has come")
    assert "Does it still hold?" in words(client.get(f"/c/{held.circle.slug}/charter"))
    client.post(path)
    undo(client, f"/c/{held.circle.slug}/charter")
    assert region(client.get(f"/c/{held.circle.slug}"), "charter-due").startswith("The day has come")
    assert "Kept as it is." in told(client.post(path, follow=True))
    assert region(client.get(f"/c/{held.circle.slug}"), "charter-due") == ""


def test_a_change_of_it_shows_the_version_before(held: Charter, nadia: Person, theo: Person, now: datetime) -> None:
    client = as_person(nadia)
    form = client.get(f"/c/{held.circle.slug}/propose/charter").context["page"]["form"]
    assert form.initial["keeps"] == "What is said here stays here."
    client.post(f"/c/{held.circle.slug}/propose/charter", {**form.initial, "sells": "Nobody sells."})
    made = Proposal.objects.get(outcome="")
    decisions.consent(proposal=made, person=theo, now=now)
    text = words(client.get(f"/c/{held.circle.slug}/charter"))
    assert "Nobody sells." in text
    assert "Other versions" in text
    assert "This version no longer holds." in words(client.get(f"/c/{held.circle.slug}/charter?version=1"))
