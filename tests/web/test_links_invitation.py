"""An invitation opened from its mail. Its link can be copied by whoever invited: it tells nothing of its person."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from entregent.circles import operations as circles
from entregent.circles.models import Circle, Invitation, Membership
from entregent.core.addresses import lookup_key
from entregent.gatherings import queries
from entregent.people import operations as people
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.queries import refuses_mail, token_of
from tests.cast import a_circle, a_date, invite, somebody
from tests.web.visiting import visitor, words

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAULA = "paula@elsewhere.example"


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, now: datetime) -> Circle:
    circle = a_circle(nadia, name="Les déjeuners", now=now - 60 * DAY)
    circles.change_circle(circle=circle, by=nadia, now=now, purpose="On déjeune le jeudi.", place="Viroflay")
    return circle


@pytest.fixture
def invitation(circle: Circle, nadia: Person, now: datetime) -> Invitation:
    return invited(circle, nadia, PAULA, now)


def invited(circle: Circle, by: Person, written: str, now: datetime) -> Invitation:
    found: Invitation = invite(
        circle, by, written, name="Paula Martin", word="Come and see!", now=now - HOUR
    ).invitations.get()
    return found


def url_of(invitation: Invitation, now: datetime) -> str:
    link = people.ensure_link(
        person=invitation.person,
        purpose=Purpose.INVITATION,
        kind="invitation",
        object_id=invitation.pk,
        now=now,
        lives=60 * DAY,
    )
    return f"/l/{token_of(link)}"


def members(circle: Circle) -> list[str]:
    rows = Membership.objects.filter(circle=circle, left_at__isnull=True).select_related("person").order_by("pk")
    return [row.shown_name for row in rows]


def without(text: str, *parts: str) -> str:
    """What is left of a page's words once what belongs to one invitation alone is out."""
    for part in parts:
        text = text.replace(part, "…")
    return text


def test_it_says_who_invites_where_and_how_the_address_came(invitation: Invitation, now: datetime) -> None:
    response = visitor().get(url_of(invitation, now))
    read = words(response)
    for said in (
        "Nadia Benali invites you Les déjeuners On déjeune le jeudi.",
        "Lunch · Viroflay",
        "Come and see!",
        "Nadia Benali typed your address, p…@elsewhere.example, on",
        "Join the circle",
        "Not for me",
        "Never write to me again",
    ):
        assert said in read
    assert 'name="name" value="Paula Martin"' in response.content.decode()
    assert invitation.accepted_at is None


def test_joining_leads_to_the_next_date_and_its_answer(
    invitation: Invitation, circle: Circle, nadia: Person, now: datetime
) -> None:
    gathering = a_date(circle, nadia, days=3, now=now, place="Chez Youssef")
    client, url = visitor(), url_of(invitation, now)
    joined = client.post(url, {"act": "join", "name": "Paula M."}, follow=True)
    assert members(circle) == ["Nadia Benali", "Paula M."]
    assert "You are in Nadia Benali invited you, and is there to welcome you." in words(joined)
    assert "The next date" in words(joined)
    answered = client.post(f"{url}/next", {"answer": "yes"}, follow=True)
    assert "You are coming" in words(answered)
    given = queries.answer_of(gathering, invitation.person)
    assert (given.reply if given else "", answered.redirect_chain[0][0] != url) == ("yes", True)


def test_a_second_use_finds_them_in(invitation: Invitation, circle: Circle, now: datetime) -> None:
    client, url = visitor(), url_of(invitation, now)
    for _use in range(2):
        assert "You are in" in words(client.post(url, {"act": "join", "name": "Paula"}, follow=True))
    assert members(circle) == ["Nadia Benali", "Paula"]
    assert "The next date comes by mail, and you answer from it." in words(client.get(url))


def test_not_for_me_is_told_to_nobody_and_the_door_stays_open(
    invitation: Invitation, circle: Circle, now: datetime
) -> None:
    client, url = visitor(), url_of(invitation, now)
    declined = client.post(url, {"act": "decline"}, follow=True)
    assert "You said that it is not for you: nobody was told. The door stays open." in words(declined)
    assert members(circle) == ["Nadia Benali"]
    client.post(url, {"act": "join", "name": "Paula"})
    assert members(circle) == ["Nadia Benali", "Paula"]


def test_taken_back_it_opens_nothing(invitation: Invitation, circle: Circle, nadia: Person, now: datetime) -> None:
    client, url = visitor(), url_of(invitation, now)
    circles.withdraw(invitation_id=invitation.pk, by=nadia, now=now)
    assert (client.get(url).status_code, client.post(url, {"act": "join"}).status_code) == (410, 410)
    assert members(circle) == ["Nadia Benali"]


def test_past_its_time_it_shows_nothing_and_sends_nothing(
    invitation: Invitation, circle: Circle, nadia: Person, now: datetime
) -> None:
    a_date(circle, nadia, days=3, now=now, place="Chez Youssef")
    client, url = visitor(), url_of(invitation, now)
    Link.objects.update(expires_at=now - DAY)
    response = client.get(url)
    assert response.status_code == 410
    assert "Ask whoever invited you for a new one." in words(response)
    assert ("Les déjeuners" in words(response), "Chez Youssef" in words(response)) == (False, False)
    assert client.post(f"{url}/again").status_code == 410


@pytest.mark.parametrize("known", ["unknown", "elsewhere", "member", "refuses", "renamed"])
def test_its_page_is_the_same_whoever_the_address_belongs_to(
    circle: Circle, nadia: Person, now: datetime, known: str
) -> None:
    if known != "unknown":
        person = somebody("Somebody Else", PAULA, now=now, language="fr")
        people.prove_address(person=person, written="second@canary.example", now=now)
    if known == "elsewhere":
        a_circle(person, name="Canarychoir", now=now)
    if known == "member":
        circles.add_member(circle=circle, person=person, now=now)
    if known == "refuses":
        people.refuse_mail(lookup=lookup_key(PAULA), now=now)
    url, client = url_of(invited(circle, nadia, PAULA, now), now), visitor()
    pages = [words(client.get(f"{url}{path}")) for path in ("", "/never")]
    assert "Nadia Benali invites you" in pages[0]
    assert "Nadia Benali typed your address, p…@elsewhere.example" in pages[0]
    assert pages[1] == (
        "Never write to me again For this address, and for every circle of this instance: no date, no invitation, "
        "no reminder, from anybody. p…@elsewhere.example Never write to me again"
    )


def test_in_its_inviters_hands_it_answers_for_nobody_who_was_here_before(
    circle: Circle, nadia: Person, now: datetime
) -> None:
    theo = somebody("Théo Prat", "theo@example.org", now=now)
    circles.add_member(circle=circle, person=theo, now=now - DAY)
    gathering = a_date(circle, nadia, days=3, now=now)
    url, client = url_of(invited(circle, nadia, "theo@example.org", now), now), visitor()
    client.post(url, {"act": "join", "name": "Somebody Else"})
    assert client.post(f"{url}/next", {"answer": "no"}).status_code == 404
    assert client.post(f"{url}/mails", {"level": "none"}).status_code == 410
    assert client.post(f"{url}/mails", {"List-Unsubscribe": "One-Click"}).status_code == 410
    client.post(f"{url}/never")
    membership = Membership.objects.get(circle=circle, person=theo)
    assert (gathering.answers.count(), membership.mail, refuses_mail("theo@example.org")) == (0, "every", False)
    assert members(circle) == ["Nadia Benali", "Théo Prat"]


def undo(response: Any) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(act|proof)" value="([^"]*)"', response.content.decode()))


def test_never_again_is_for_the_address_invited_and_is_taken_back_on_the_spot(
    invitation: Invitation, now: datetime
) -> None:
    people.prove_address(person=invitation.person, written="other@elsewhere.example", now=now)
    url, client = f"{url_of(invitation, now)}/never", visitor()
    refused = client.post(url)
    assert "Nothing will come any more" in words(refused)
    assert [refuses_mail(one) for one in (PAULA, "other@elsewhere.example")] == [True, False]
    taken_back = client.post(url, undo(refused))
    assert "Taken back: mails reach you again." in words(taken_back)
    assert refuses_mail(PAULA) is False


@pytest.mark.parametrize("proof", ["", "forged", "another"])
def test_a_refusal_made_before_is_not_taken_back_by_an_invitation(
    invitation: Invitation, circle: Circle, nadia: Person, now: datetime, proof: str
) -> None:
    client: Client = visitor()
    if proof == "another":
        other = invited(circle, nadia, "other@elsewhere.example", now)
        proof = undo(client.post(f"{url_of(other, now)}/never"))["proof"]
    people.refuse_mail(lookup=lookup_key(PAULA), now=now)
    url = f"{url_of(invitation, now)}/never"
    assert undo(client.post(url)) == {}
    assert "Nothing will come any more" in words(client.post(url, {"act": "write", "proof": proof}))
    assert refuses_mail(PAULA) is True
