"""The pages about who facilitates: offered once, begun, asked, answered; a small circle sees none of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core import clock
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Choice, Subject, Term, Written
from entregent.people.models import Person
from entregent.people.queries import token_of
from tests.cast import DAY, HOUR, a_circle, a_date, a_past_date, somebody
from tests.facilitation.stage import SECRET, a_choice, a_term, asked, facilitates
from tests.web.regions import region
from tests.web.visiting import as_person, told, undo, visitor, words

pytestmark = pytest.mark.django_db

PAGE = 21


@pytest.fixture
def circle(nadia: Person, theo: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, somebody("Inès", now=now), name="Lunches", now=now - 60 * DAY)


def grow(circle: Circle, to: int, now: datetime) -> None:
    while circle.memberships.count() < to:
        circles.add_member(circle=circle, person=somebody(f"Guest {circle.memberships.count()}", now=now), now=now)


def page(circle: Circle, *parts: str) -> str:
    return "/".join([f"/c/{circle.slug}/facilitation", *parts])


# Nothing before it is needed


def test_a_circle_of_ten_sees_none_of_it_and_an_eleventh_has_it_offered_once(
    circle: Circle, nadia: Person, now: datetime
) -> None:
    grow(circle, 10, now)
    client, home = as_person(nadia), f"/c/{circle.slug}"
    assert "facilitat" not in words(client.get(home))
    grow(circle, 11, now)
    assert region(client.get(home), "feature").startswith("There are more than ten of you")
    client.post(f"{home}/features/facilitator", {"answer": "no"})
    client.get(home)
    assert "facilitator" not in client.get(home).content.decode()  # another thing may be offered now
    assert "facilitat" not in words(client.get(home))
    assert page(circle) in client.get(f"{home}/settings").content.decode()  # a quiet way in, for whoever asks


# Asked


def test_asked_from_the_page_and_said_yes_from_the_mail_without_an_account(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    client = as_person(nadia)
    client.post(page(circle, "begin"), {"how": "asked", "gatherings": "6"})
    client.post(page(circle, "ask"), {"person": theo.key})
    assert told(client.get(page(circle))).endswith("Théo is asked. A yes is shown here; a no is nobody’s business.")
    choice = queries.choice_of(circle)
    assert choice is not None

    mailed, link = visitor(), reverse("link", args=[token_of(facilitation.link_to(choice, theo, now))])
    assert "Nadia asks whether you would facilitate for six gatherings." in words(mailed.get(link))
    assert facilitates(circle) == ""  # reading changes nothing
    mailed.post(link, {"answer": "yes"})

    assert words(mailed.get(link)).startswith("Lunches Thank you, Théo: you facilitate")
    assert region(client.get(f"/c/{circle.slug}"), "facilitates") == (
        "Facilitation Théo facilitates Six more gatherings, then the circle chooses again. "
        "Any member may act at any time."
    )


def test_a_no_is_one_tap_and_reads_the_same_to_everybody_else(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    choice = a_choice(circle, nadia, now=now)
    facilitation.ask(choice=choice, person=theo, by=nadia, now=now - HOUR)
    client = as_person(nadia)
    before = words(client.get(page(circle)))
    link = reverse("link", args=[token_of(facilitation.link_to(choice, theo, now))])
    visitor().post(link, {"answer": "no"})
    assert words(client.get(page(circle))) == before
    assert "Noted: not this time" in words(visitor().get(link))
    assert visitor().post(link, {"answer": ""}).status_code == 422
    facilitation.stop_choosing(choice=choice, by=nadia, now=now)
    assert "Nothing is expected of you." in words(visitor().get(link))


def test_whoever_is_asked_reads_it_today_and_answers_there(circle: Circle, nadia: Person, theo: Person) -> None:
    a_choice(circle, nadia, How.ASKED, now=clock.now())
    client = as_person(theo)
    assert region(client.get("/today"), "would-you") == ""
    as_person(nadia).post(page(circle, "ask"), {"person": theo.key})
    assert region(client.get("/today"), "would-you") == "Would you? Facilitate for six gatherings Lunches Answer"
    assert region(as_person(nadia).get("/today"), "would-you") == ""
    client.post(page(circle, "answer"), {"answer": "no"})
    assert region(client.get("/today"), "would-you") == ""


def test_asking_can_be_undone_and_so_can_beginning(circle: Circle, nadia: Person, theo: Person) -> None:
    client = as_person(nadia)
    client.post(page(circle, "begin"), {"how": "asked", "gatherings": "6"})
    client.get(page(circle))
    client.post(page(circle, "ask"), {"person": theo.key})
    undo(client, page(circle))
    assert asked(Choice.objects.get()) == []
    client.get(page(circle))
    client.post(page(circle, "stop"))
    assert queries.choice_of(circle) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"gatherings": "0"}, "greater than or equal to 1"),
        ({"until": "2020-01-01"}, "That day has passed. Choose one to come."),
        ({"until": "2190-01-01"}, "A year at most: then it is somebody else’s turn."),
        ({"until": "9999-12-31"}, "Look at the year again: no calendar here goes that far."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    circle: Circle, nadia: Person, typed: dict[str, str], said: str
) -> None:
    response = as_person(nadia).post(page(circle, "begin"), {"how": "turn", "gatherings": "6", **typed})
    assert response.status_code == 422
    assert said in words(response)


def test_i_propose_myself_and_the_others_say(circle: Circle, nadia: Person, theo: Person, now: datetime) -> None:
    client = as_person(theo)
    assert f"/c/{circle.slug}/propose/facilitate" in client.get(page(circle)).content.decode()
    start = client.get(f"/c/{circle.slug}/propose/facilitate").context["page"]["form"].initial
    response = client.post(f"/c/{circle.slug}/propose/facilitate", {**start, "words": "I would find us a garden."})
    assert "Théo would facilitate for six gatherings" in words(as_person(nadia).get(response.headers["Location"]))


# In turn, by lot


def test_a_turn_is_swapped_from_the_page(circle: Circle, nadia: Person, now: datetime) -> None:
    choice = a_choice(circle, nadia, How.TURN, now=now)
    first = choice.askings.get().person
    other = circle.memberships.exclude(person=first).latest("pk").person
    client = as_person(first)
    assert region(client.get(page(circle)), "asked").startswith("Would you? It would be your turn to facilitate")
    client.post(page(circle, "answer"), {"answer": "swap", "person": other.key})
    assert asked(choice) == [other.name]
    assert region(client.get(page(circle)), "asked") == ""


def test_a_lot_is_drawn_from_the_hat_and_anyone_can_check_it(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    choice = a_choice(circle, nadia, How.DRAW, now=now)
    client = as_person(theo)
    assert choice.commitment in words(client.get(page(circle)))
    client.post(page(circle, "draw"))
    alone = "It takes two names to draw. On its day the lot is drawn by itself, even of one."
    assert told(client.get(page(circle))) == alone
    client.post(page(circle, "hat"), {"in": "yes"})
    assert "In the hat Théo" in region(client.get(page(circle)), "underway")
    client.post(page(circle, "draw"))
    assert (told(client.get(page(circle))), facilitates(circle)) == (alone, "")
    as_person(nadia).post(page(circle, "hat"), {"in": "yes"})
    client.post(page(circle, "draw"), {"said": "pain perdu"})
    assert facilitates(circle) in ("Théo", "Nadia")
    proof = words(as_person(nadia).get(page(circle, "lot", choice.key)))
    assert SECRET.hex() in proof
    assert "pain perdu" in proof


# Serving


def test_the_page_says_when_whoever_facilitates_is_away_or_gone(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    a_term(circle, theo, by=nadia, now=now)
    client = as_person(theo)
    assert client.post(page(circle, "away"), {"until": "2020-01-01"}).status_code == 422
    client.post(page(circle, "away"), {"until": f"{now + 9 * DAY:%Y-%m-%d}"})
    said = region(as_person(nadia).get(f"/c/{circle.slug}"), "facilitates")
    assert "any member may step in" in said
    assert region(as_person(nadia).get(page(circle)), "week")
    client.post(page(circle, "away"), {"back": "yes"})
    assert region(as_person(nadia).get(page(circle)), "week") == ""
    circles.leave(circle=circle, person=theo, now=now)
    said = region(as_person(nadia).get(f"/c/{circle.slug}"), "facilitates")
    assert said.startswith("Facilitation Nobody facilitates for now Whoever did is no longer here.")


def test_stepping_down_and_doing_without(circle: Circle, nadia: Person, theo: Person, now: datetime) -> None:
    a_term(circle, theo, by=nadia, now=now)
    client = as_person(theo)
    client.post(page(circle, "step-down"))
    assert Term.objects.get().ended_how == "stepped-down"
    client.post(page(circle, "not-me"), {"wanted": "yes"})
    assert "nobody else reads it" in region(client.get(page(circle)), "feet")
    as_person(nadia).post(page(circle, "without"))
    assert region(client.get(f"/c/{circle.slug}"), "facilitates") == ""


def test_somebody_not_seen_is_for_whoever_facilitates_alone(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    a_term(circle, theo, by=nadia, now=now)
    client = as_person(nadia)
    client.post(f"/c/{circle.slug}/a-word")
    assert told(client.get(f"/c/{circle.slug}")) == "Whoever facilitates sees to it."


# Helping


def test_subjects_are_proposed_by_any_and_chosen_by_whoever_facilitates(
    circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    a_term(circle, theo, by=nadia, now=now)
    gathering = a_date(circle, nadia, now=now, place="Chez Youssef")
    client = as_person(nadia)
    client.post(page(circle, "subjects"), {"text": "Fixing a price"})
    subject = Subject.objects.get()
    assert client.post(page(circle, "subjects", str(subject.pk)), {"do": "pick"}).status_code == 404
    as_person(theo).post(page(circle, "subjects", str(subject.pk)), {"do": "pick"})
    for path in ("", "/day", "/day/paper"):
        assert "To talk about: Fixing a price" in words(client.get(f"/g/{gathering.key}{path}"))


def test_what_is_in_hand_is_noted_done_and_put_back(circle: Circle, nadia: Person, now: datetime) -> None:
    a_term(circle, nadia, now=now)
    client = as_person(nadia)
    client.post(page(circle, "promises"), {"text": "Ask the library"})
    assert "Ask the library" in region(client.get(page(circle)), "in-hand")
    promise = circle.promises.get()
    client.post(page(circle, "promises", str(promise.pk)))
    assert "Ask the library" not in region(client.get(page(circle)), "in-hand")
    client.post(page(circle, "promises", str(promise.pk)), {"back": "yes"})
    assert "Ask the library" in region(client.get(page(circle)), "in-hand")


def test_a_message_is_edited_sent_once_and_called_back(circle: Circle, nadia: Person, now: datetime) -> None:
    a_term(circle, nadia, now=now)
    a_date(circle, nadia, now=now, place="Chez Youssef")
    client, write = as_person(nadia), page(circle, "write", "relaunch")
    typed = client.get(write).context["page"]["form"].initial["text"]
    assert "Chez Youssef. Do you come?" in typed
    for _twice in range(2):
        client.post(write, {"text": f"{typed}\nWith cake.", "once": "one"})
    assert Written.objects.get().text.endswith("With cake.")
    undo(client, page(circle))
    assert Written.objects.get().called_back_at is not None
    assert client.post(write, {"text": " "}).status_code == 422
    for number in range(2):
        client.post(write, {"text": "Hello", "once": f"n{number}"})
    response = client.post(write, {"text": "Hello again", "once": "n3"})
    assert (response.status_code, "Hello again" in response.content.decode()) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_three_subjects_cost_no_more_than_one(
    circle: Circle, nadia: Person, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_term(circle, nadia, now=now)
    a_past_date(circle, nadia, days=7, now=now)
    for number in range(count):
        by = circle.memberships.order_by("pk")[number].person
        facilitation.propose_subject(circle=circle, text=f"Subject {number}", by=by, now=now)
    client = as_person(nadia)
    client.get(page(circle))
    with django_assert_num_queries(PAGE):
        client.get(page(circle))
