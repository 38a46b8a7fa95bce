"""The pages of a proposal: proposed, spoken of on its page or from the mail, examined, amended, settled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core import clock
from entregent.decisions import operations as decisions
from entregent.decisions import queries
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.models import Proposal, Voice
from entregent.gatherings import operations as gatherings
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.models import Link, Person
from entregent.people.queries import token_of
from tests.cast import DAY, HOUR, a_circle, all_mails_leave, somebody, waiting
from tests.decisions.stage import consent, fresh, objects, propose
from tests.web.regions import region
from tests.web.visiting import as_person, told, undo, visitor, words

pytestmark = pytest.mark.django_db

PAGE, LINK_PAGE, LIST = 12, 15, 6
AGREED = {"title": "A round of names"}


@pytest.fixture
def sam(now: datetime) -> Person:
    return somebody("Sam", "sam@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, theo: Person, sam: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, sam, name="Lunches", now=now - 60 * DAY)


@pytest.fixture
def proposal(circle: Circle, nadia: Person, now: datetime) -> Proposal:
    return propose(circle, nadia, words="One sentence each.", now=now - HOUR)


def page(proposal: Proposal, person: Person) -> str:
    return words(as_person(person).get(f"/d/{proposal.key}"))


def link_of(proposal: Proposal, person: Person, now: datetime) -> str:
    return reverse("link", args=[token_of(decisions.link_to(proposal, person, now))])


def voice(proposal: Proposal, person: Person) -> Voice | None:
    return queries.voice_of(fresh(proposal), person)


# Proposing


def test_something_is_proposed_once_however_often_the_form_is_sent(circle: Circle, nadia: Person) -> None:
    client, path = as_person(nadia), f"/c/{circle.slug}/propose/agreement"
    typed = {
        **client.get(path).context["page"]["form"].initial,
        "title": "A round of names",
        "words": "",
        "once": "one",
    }
    response = client.post(path, typed)
    client.post(path, typed)
    made = Proposal.objects.get()
    assert response["Location"] == f"/d/{made.key}"
    undo(client, f"/d/{made.key}")
    assert fresh(made).outcome == Outcome.WITHDRAWN
    assert "Take it up again" in words(client.get(f"/d/{made.key}"))


def test_what_was_typed_is_kept_beside_what_is_wrong(circle: Circle, nadia: Person, now: datetime) -> None:
    soon = {"title": "A round of names", "words": "Kept.", "until": now.date().isoformat()}
    response = as_person(nadia).post(f"/c/{circle.slug}/propose/agreement", soon)
    assert response.status_code == 422
    assert "Leave a day at least to read it" in words(response)
    assert "Kept." in response.content.decode()


def test_alone_one_is_told_that_there_is_nobody_to_agree_with(nadia: Person, now: datetime) -> None:
    alone = a_circle(nadia, now=now)
    client, path = as_person(nadia), f"/c/{alone.slug}/propose/archive"
    response = client.post(path, {"words": "", "until": (now + 7 * DAY).date().isoformat()})
    assert response.status_code == 422
    assert "there is nobody to agree with" in words(response)


def test_the_same_is_led_to_what_is_proposed_already(circle: Circle, nadia: Person, theo: Person) -> None:
    first = propose(circle, nadia, kind="archive", now=clock.now())
    response = as_person(theo).get(f"/c/{circle.slug}/propose/archive")
    assert response["Location"] == f"/d/{first.key}"


def test_parting_with_somebody_is_proposed_from_their_page_and_says_why(
    circle: Circle, nadia: Person, sam: Person
) -> None:
    client = as_person(nadia)
    path = f"/c/{circle.slug}/propose/remove/{sam.key}"
    assert path in client.get(f"/c/{circle.slug}/members/{sam.key}").content.decode()
    until = {"until": (clock.now() + 7 * DAY).date().isoformat()}
    assert client.post(path, until).status_code == 422
    client.post(path, {**until, "words": "Sells at table."})
    made = Proposal.objects.get()
    assert (made.about, made.words) == (sam, "Sells at table.")
    theirs = as_person(sam)
    assert "It concerns you" in words(theirs.get(f"/d/{made.key}"))
    theirs.post(f"/d/{made.key}/side", {"side": "I sell nothing."})
    assert "I sell nothing." in page(made, nadia)
    assert as_person(nadia).post(f"/d/{made.key}/side", {"side": "Mine"}).status_code == 404


def test_the_settings_lead_to_what_a_circle_decides_together(circle: Circle, nadia: Person, now: datetime) -> None:
    client = as_person(nadia)
    text = client.get(f"/c/{circle.slug}/settings").content.decode()
    assert f"/c/{circle.slug}/propose/archive" in text
    assert f"/c/{circle.slug}/propose/way-in" not in text
    for number in range(9):
        circles.add_member(circle=circle, person=somebody(f"Member {number}"), now=now)
    text = client.get(f"/c/{circle.slug}/settings").content.decode()
    assert f"/c/{circle.slug}/propose/way-in" in text
    assert 'name="way_in"' not in text
    client.post(
        f"/c/{circle.slug}/propose/way-in", {"way_in": "open", "words": "", "until": (now + 7 * DAY).date().isoformat()}
    )
    assert "Open the circle to whoever comes" in page(Proposal.objects.get(), nadia)


# Speaking


def test_one_consents_objects_and_takes_it_back(proposal: Proposal, theo: Person) -> None:
    client, path = as_person(theo), f"/d/{proposal.key}/voice"
    assert client.post(path, {}).status_code == 422
    client.post(path, {"said": "consent", "revision": "1"})
    assert voice(proposal, theo).said == Said.CONSENT  # type: ignore[union-attr]
    refused = client.post(path, {"said": "objection", "reason": " ", "revision": "1"})
    assert (refused.status_code, "Say which harm you see" in words(refused)) == (422, True)
    client.post(path, {"said": "objection", "reason": "Too long.", "revision": "1"})
    assert "Too long." in page(proposal, theo)
    client.post(path, {"said": "objection", "act": "nothing", "revision": "1"})
    assert voice(proposal, theo) is None


def test_what_was_amended_meanwhile_is_read_first(proposal: Proposal, nadia: Person, theo: Person) -> None:
    client = as_person(nadia)
    form = client.get(f"/d/{proposal.key}/amend")
    assert "One sentence each." in form.content.decode()
    client.post(f"/d/{proposal.key}/amend", {"title": "Names", "words": "Shorter.", "revision": "1"})
    assert (fresh(proposal).revision, fresh(proposal).payload) == (2, {"title": "Names"})
    others = as_person(theo)
    response = others.post(f"/d/{proposal.key}/voice", {"said": "consent", "revision": "1"}, follow=True)
    assert "Read it as it is now" in told(response)
    assert voice(proposal, theo) is None


def test_whoever_was_erased_is_a_former_member(proposal: Proposal, nadia: Person, theo: Person, now: datetime) -> None:
    consent(proposal, theo, now=now)
    privacy.erase_all(nadia, now)
    assert "a former member proposes it." in page(proposal, theo)


def test_what_was_decided_before_the_circle_moved_says_so(
    circle: Circle, nadia: Person, theo: Person, sam: Person, now: datetime
) -> None:
    proposal = propose(circle, theo, words="One sentence each.", now=now - HOUR)
    consent(proposal, nadia, sam, now=now)
    whole = gatherings.take_away(circle=circle, by=nadia, now=now)
    there = gatherings.bring_in(whole=whole, by=nadia, now=now)
    read = page(queries.settled_in(there)[0], nadia)
    assert "It was decided before the circle moved here." in read
    assert ["One sentence each." in read, "proposes it" in read, "Who consents" in read] == [True, False, False]


def test_a_question_and_its_answer(proposal: Proposal, nadia: Person, theo: Person) -> None:
    client = as_person(theo)
    for _ in range(2):
        client.post(f"/d/{proposal.key}/ask", {"words": "Every time?", "once": "one"})
    asked = proposal.questions.get()
    path = f"/d/{proposal.key}/questions/{asked.pk}"
    assert as_person(nadia).post(path, {"answer": ""}).status_code == 422
    as_person(nadia).post(path, {"answer": "When somebody is new."})
    assert "When somebody is new." in page(proposal, theo)
    stale = as_person(theo).post(path, {"answer": "Never."})
    assert (stale.status_code, "You had written: “Never.”" in words(stale)) == (409, True)
    as_person(nadia).post(path, {"answer": "When somebody is new, and at Christmas."})
    assert "and at Christmas." in page(proposal, theo)


@pytest.mark.parametrize("year", ["0001", "2250", "9999"])
def test_a_year_mistyped_is_said_beside_its_field(circle: Circle, nadia: Person, year: str) -> None:
    for kind in ("agreement", "charter", "archive", "facilitate"):
        typed = {"title": "Names", "purpose": "We lunch.", "until": f"{year}-12-31", "review": f"{year}-12-31"}
        response = as_person(nadia).post(f"/c/{circle.slug}/propose/{kind}", typed)
        assert (response.status_code, "Look at the year again" in words(response)) == (422, True)
    assert not circle.proposals.exists()


def test_an_objection_is_examined_by_others(proposal: Proposal, nadia: Person, theo: Person, sam: Person) -> None:
    objection = objects(proposal, theo, "Too long.", now=clock.now())
    path = f"/d/{proposal.key}/objections/{objection.pk}"
    assert "Would it really do harm?" in page(proposal, sam)
    assert "Would it really do harm?" not in page(proposal, theo)
    assert as_person(theo).post(path, {"stands": "yes"}).status_code == 404
    as_person(sam).post(path, {"stands": "yes"})
    assert "It stands: one." in page(proposal, nadia)
    decisions.settle(proposal=proposal, now=proposal.closes_at + 5 * DAY)
    assert "Others examined an objection and found that it stands." in page(proposal, nadia)
    assert "Too long." in page(proposal, nadia)


def test_a_block_hides_words_and_not_that_there_is_an_objection(
    proposal: Proposal, theo: Person, sam: Person, now: datetime
) -> None:
    people.block(by=sam, person=theo, now=now)
    objects(proposal, theo, "Too long.", now=now)
    assert "Too long." not in page(proposal, sam)
    assert "Somebody objects whom you do not read" in page(proposal, sam)


# From the mail


def test_from_the_mail_one_page_one_button_no_account(proposal: Proposal, theo: Person, now: datetime) -> None:
    path, client = link_of(proposal, theo, now), visitor()
    asked = client.get(path)
    assert "You answer as Théo" in words(asked)
    assert voice(proposal, theo) is None
    assert client.post(path, {}).status_code == 422
    client.post(path, {"said": "objection", "reason": "Too long.", "revision": "1"})
    assert "You object" in words(client.get(path))
    client.post(path, {"said": "consent", "revision": "1"})
    assert voice(proposal, theo).said == Said.CONSENT  # type: ignore[union-attr]
    Proposal.objects.update(closes_at=now - HOUR)
    assert client.post(path, {"act": "nothing"}).status_code == 409
    decisions.sweep_decisions(now)
    assert "Two people consented, and no objection stands." in words(client.get(path))


def test_an_objection_is_examined_from_the_mail(proposal: Proposal, theo: Person, sam: Person, now: datetime) -> None:
    objection = objects(proposal, theo, "Too long.", now=now)
    path, client = link_of(proposal, sam, now), visitor()
    assert "Too long." in words(client.get(path))
    assert client.post(path, {"stands": "no", "objection": "999999"}).status_code == 404
    client.post(path, {"stands": "no", "objection": str(objection.pk)})
    assert queries.findings_by(proposal, sam) == {objection.pk: False}


def test_whom_it_is_about_says_their_side_even_while_kept_out(
    circle: Circle, nadia: Person, sam: Person, now: datetime
) -> None:
    made = propose(circle, nadia, kind="remove", about=sam, now=now - HOUR)
    circle.memberships.filter(person=sam).update(left_at=now)
    path, client = link_of(made, sam, now), visitor()
    assert "every member reads your side" in words(client.get(path))
    client.post(path, {"side": "I sell nothing."})
    assert fresh(made).side == "I sell nothing."


def test_a_lost_mail_is_sent_again_once_a_day(
    circle: Circle, proposal: Proposal, nadia: Person, theo: Person, sam: Person, now: datetime
) -> None:
    propose(circle, nadia, kind="remove", about=sam, now=now - HOUR)
    all_mails_leave(now)
    for address in ("theo@example.org", "theo@example.org", "sam@example.org", "nobody@example.org"):
        assert visitor().post("/lost", {"address": address}).status_code == 200
    assert (waiting("proposal"), waiting("proposal-about")) == (["Sam", "Théo", "Théo"], ["Sam"])
    objects(proposal, nadia, "On second thoughts.", now=now)
    consent(proposal, theo, now=now)
    Notice.objects.filter(kind="proposal-objection").delete()
    link = decisions.link_to(proposal, theo, now)
    Link.objects.filter(pk=link.pk).update(expires_at=now - DAY)
    assert visitor().post(reverse("link-again", args=[token_of(link)])).status_code == 200
    assert waiting("proposal-objection") == ["Théo"]


# Around


def test_only_what_waits_for_somebody_is_on_the_circle_s_page_and_today(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    reader = as_person(theo)

    def waits(client: Client) -> str:
        return region(client.get(f"/c/{circle.slug}"), "decisions")

    assert waits(reader) == ""
    assert f"/c/{circle.slug}/decisions" not in reader.get(f"/c/{circle.slug}").content.decode()
    made = propose(circle, nadia, now=now - HOUR)
    assert waits(reader).startswith("To decide together A round of names")
    assert waits(as_person(nadia)) == ""
    assert "A round of names Lunches" in words(reader.get("/today"))
    consent(made, theo, now=now)
    assert waits(reader) == ""
    assert "A round of names" not in words(reader.get("/today"))
    assert f"/c/{circle.slug}/decisions" in reader.get(f"/c/{circle.slug}").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_three_of_each_cost_no_more_than_one(
    proposal: Proposal, theo: Person, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    circle = proposal.circle
    for number in range(count):
        person = somebody(f"Member {number}", now=now)
        circles.add_member(circle=circle, person=person, now=now - DAY)
        objects(proposal, person, "Too long.", now=now)
        asked = decisions.ask(proposal=proposal, by=person, words="Why?", now=now)
        decisions.answer(question=asked, by=theo, words="So.", now=now)
        propose(circle, person, now=now - timedelta(minutes=number))
        gone = propose(circle, person, now=now)
        decisions.withdraw(proposal=gone, by=person, now=now)
    client = as_person(theo)
    with django_assert_num_queries(PAGE):
        client.get(f"/d/{proposal.key}")
    with django_assert_num_queries(LIST):
        client.get(f"/c/{circle.slug}/decisions")
    path = link_of(proposal, theo, now + timedelta(minutes=1))
    with django_assert_num_queries(LINK_PAGE):
        visitor().get(path)
