"""What the mails of a proposal say, each to its reader."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.decisions import operations as decisions
from entregent.decisions.models import Proposal
from entregent.decisions.operations import sweep_decisions
from entregent.people import operations as people
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, somebody
from tests.decisions.stage import consent, objects, propose
from tests.notices.post import LEFT, deliver, why_dropped

pytestmark = pytest.mark.django_db

NARROW = "\u202f"


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org", language="fr", now=NOW - 12 * DAY)


@pytest.fixture
def theo() -> Person:
    return somebody("Théo", "theo@example.org", language="fr", now=NOW - 12 * DAY)


@pytest.fixture
def sam() -> Person:
    return somebody("Sam", "sam@example.org", language="en", now=NOW - 12 * DAY)


@pytest.fixture
def circle(nadia: Person, theo: Person, sam: Person) -> Circle:
    return a_circle(nadia, theo, sam, name="Les déjeuners", now=NOW - 12 * DAY)


@pytest.fixture
def proposal(circle: Circle, nadia: Person) -> Proposal:
    return propose(circle, nadia, payload={"title": "Un tour des prénoms"}, words="On se présente, en une phrase.")


def test_it_says_what_is_asked_by_whom_and_when_it_passes(proposal: Proposal) -> None:
    mails = deliver(NOW + LEFT)
    assert sorted(mails) == ["sam@example.org", "theo@example.org"]
    mail = mails["theo@example.org"]
    assert mail.subject == f"Un tour des prénoms{NARROW}: qu’en pensez-vous{NARROW}?".replace(f"{NARROW}:", "\u00a0:")
    assert mail.sender == "Nadia, Les déjeuners"
    lines = [line for line in mail.text.splitlines() if line]
    assert lines[:6] == [
        "Les déjeuners",
        "Un tour des prénoms",
        "On se présente, en une phrase.",
        "Nadia le propose au cercle.",
        "Une fois décidé, cela figure parmi les décisions du cercle, tel que c’est écrit ici.",
        lines[5],
    ]
    assert lines[5].startswith("C’est décidé si au moins deux d’entre vous consentent d’ici le mardi 1er décembre, 20")
    assert lines[5].endswith("Qui ne dit mot ne consent pas, et n’objecte pas non plus.")
    assert "Dire ce que j’en pense" in mail.text
    assert "/l/" in mail.text
    assert "what do you think?" in mails["sam@example.org"].subject


def test_whoever_said_it_has_left_or_wants_nothing_is_not_asked(proposal: Proposal, theo: Person, sam: Person) -> None:
    circles.set_mail(circle=proposal.circle, person=sam, level=MailLevel.NONE)
    decisions.object_to(proposal=proposal, person=theo, reason="Too long.", now=NOW)
    assert "theo@example.org" not in deliver(NOW + LEFT)
    assert why_dropped("proposal") == {"Théo": "already said what they think", "Sam": "wants no mail from this circle"}


def test_an_objection_goes_to_those_who_may_examine_it_and_to_whoever_proposed(
    proposal: Proposal, theo: Person
) -> None:
    deliver(NOW + LEFT)
    objects(proposal, theo, "It leaves out those who come late.", now=NOW + HOUR)
    mails = deliver(NOW + HOUR + LEFT)
    assert mails["nadia@example.org"].subject.endswith(": une objection")
    assert "It leaves out those who come late." in mails["nadia@example.org"].text
    assert mails["sam@example.org"].subject.endswith("an objection to examine")
    assert "nobody blocks for ever" in mails["sam@example.org"].text
    assert "theo@example.org" not in mails


def test_what_a_block_keeps_from_somebody_is_not_in_their_mail(proposal: Proposal, theo: Person, sam: Person) -> None:
    people.block(by=sam, person=theo, now=NOW)
    objects(proposal, theo, "It leaves out those who come late.")
    mails = deliver(NOW + LEFT)
    assert "It leaves out" not in mails["sam@example.org"].text


def test_an_amended_one_a_reminder_and_the_outcome(proposal: Proposal, theo: Person, sam: Person) -> None:
    consent(proposal, sam)
    deliver(NOW + LEFT)
    decisions.amend(proposal=proposal, by=proposal.by, seen=1, words="Only first names.", payload=None, now=NOW + HOUR)
    amended = deliver(NOW + HOUR + LEFT)
    assert [mail.subject for mail in amended.values()] == ["Un tour des prénoms: the proposal has changed"]
    assert "Only first names." in amended["sam@example.org"].text
    consent(proposal, sam, now=NOW + 2 * HOUR)
    morning = proposal.closes_at - 11 * HOUR
    sweep_decisions(morning)
    reminded = deliver(morning)
    assert list(reminded) == ["theo@example.org"]
    assert reminded["theo@example.org"].subject.endswith("jusqu’à ce soir")
    assert "Vous êtes déjà assez à consentir" in reminded["theo@example.org"].text
    sweep_decisions(proposal.closes_at)
    told = deliver(proposal.closes_at)
    assert sorted(told) == ["nadia@example.org", "sam@example.org"]
    assert told["sam@example.org"].subject == "Decided: Un tour des prénoms"
    assert "Two people consented, and no objection stands." in told["sam@example.org"].text


def test_a_question_goes_to_whoever_proposed(proposal: Proposal, theo: Person) -> None:
    deliver(NOW + LEFT)
    decisions.ask(proposal=proposal, by=theo, words="Et les surnoms ?", now=NOW + HOUR)
    mail = deliver(NOW + HOUR + LEFT)["nadia@example.org"]
    assert "Et les surnoms" in mail.text
    assert mail.sender == "Théo, Les déjeuners"
