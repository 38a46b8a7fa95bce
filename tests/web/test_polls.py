"""The pages of a poll: asked from the circle's page, answered by the table or the mail, noted for somebody, settled."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core import clock
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.queries import token_of
from entregent.polls import operations as polls
from entregent.polls import queries
from entregent.polls.models import Poll
from tests.cast import DAY, HOUR, a_circle, a_past_date, a_poll, somebody, waiting
from tests.polls.stage import fresh, numbers, votes
from tests.web.regions import region
from tests.web.visiting import as_person, told, undo, visitor, words

pytestmark = pytest.mark.django_db

POLL_PAGE, LINK_PAGE = 13, 13


@pytest.fixture
def circle(nadia: Person, theo: Person, now: datetime) -> Circle:
    circle = a_circle(nadia, theo, name="Lunches", now=now - 60 * DAY)
    a_past_date(circle, nadia, days=7, now=now, place="Chez Youssef")
    return circle


@pytest.fixture
def poll(circle: Circle, nadia: Person, now: datetime) -> Poll:
    return a_poll(circle, nadia, now=now - HOUR)


def test_a_deadline_at_an_hour_the_clock_skips_is_said_beside_it(circle: Circle, nadia: Person, now: datetime) -> None:
    days = [f"{now + days * DAY:%Y-%m-%d}" for days in (200, 201)]
    sent = {"day0": days[0], "hour0": "12:30", "day1": days[1], "hour1": "12:30", "until_hour": "02:30"}
    for day, field in (("2027-03-28", "until_hour"), ("9999-01-01", "until_day")):
        refused = as_person(nadia).post(f"/c/{circle.slug}/polls/new", sent | {"until_day": day})
        assert (refused.status_code, list(refused.context["page"]["form"].errors)) == (422, [field])


def url_of(poll: Poll, person: Person, now: datetime) -> str:
    return reverse("link", args=[token_of(polls.link_to(poll, person, now))])


def said(poll: Poll, *answers: str) -> dict[str, str]:
    slots = queries.slots_of(poll)
    shown = {"slots": ",".join(str(slot.pk) for slot in slots)}
    return shown | {f"slot-{slot.pk}": answer for slot, answer in zip(slots, answers, strict=False) if answer}


# Asking


def test_the_circle_is_asked_with_the_dates_it_usually_meets_on(circle: Circle, nadia: Person) -> None:
    client, path = as_person(nadia), f"/c/{circle.slug}/polls/new"
    assert f'href="{path}"' in client.get(f"/c/{circle.slug}").content.decode()
    typed = client.get(path).context["page"]["form"].initial

    response = client.post(path, {**typed, "once": "one"})
    again = client.post(path, {**typed, "once": "one"})

    made = Poll.objects.get()
    assert response.headers["Location"] == again.headers["Location"] == f"/p/{made.key}"
    assert len(queries.slots_of(made)) == 4
    assert made.place == "Chez Youssef"
    assert waiting("poll") == ["Nadia", "Théo"]
    assert client.get(path).headers["Location"] == f"/p/{made.key}"  # one question at a time


@pytest.mark.parametrize(
    ("typed", "words_of_the_field"),
    [
        ({"slots": ""}, "Offer at least 2 dates, and 12 at most."),
        ({"until_day": "2020-01-01"}, "Leave people at least half an hour, and close before the first date."),
        ({"day0": "2020-01-01", "hour0": "12:30"}, "One of these dates has passed. Choose dates to come."),
        ({"day0": "2099-01-01"}, "At what hour?"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(
    circle: Circle, nadia: Person, typed: dict[str, str], words_of_the_field: str
) -> None:
    client, path = as_person(nadia), f"/c/{circle.slug}/polls/new"
    start = client.get(path).context["page"]["form"].initial
    response = client.post(path, {**start, **typed})
    assert response.status_code == 422
    assert words_of_the_field in words(response)
    assert not Poll.objects.exists()


def test_dates_change_and_the_change_can_be_undone(poll: Poll, nadia: Person, theo: Person) -> None:
    votes(poll, theo, "yyy", now=clock.now())
    client, path = as_person(nadia), f"/p/{poll.key}/change"
    start = client.get(path).context["page"]["form"].initial

    client.post(path, {**start, "slots": start["slots"][:2], "seen": 0})
    assert numbers(poll) == [(1, 0, 0), (1, 0, 0)]
    undo(client, f"/p/{poll.key}")

    assert numbers(poll) == [(1, 0, 0)] * 3
    stale = client.post(path, {**start, "slots": start["slots"][:2], "seen": 0})
    assert told(client.get(stale.headers["Location"])).partition(" | ")[2].startswith("Something changed")
    assert len(queries.slots_of(poll)) == 3


def test_a_closed_one_that_is_changed_is_open_again_and_no_way_back_is_promised(poll: Poll, nadia: Person) -> None:
    client, path = as_person(nadia), f"/p/{poll.key}/change"
    start = client.get(path).context["page"]["form"].initial
    Poll.objects.filter(pk=poll.pk).update(closes_at=clock.now(), closed_at=clock.now())
    client.post(path, {**start, "seen": 0})
    page = client.get(f"/p/{poll.key}")
    assert told(page) == "Changed, and open again. Those it concerns are told in two minutes. It can be closed below."
    assert Poll.objects.get().closed_at is None


def test_while_it_runs_the_circle_says_poll_until_instead_of_no_next_date(
    circle: Circle, poll: Poll, theo: Person
) -> None:
    client = as_person(theo)
    page = client.get(f"/c/{circle.slug}")
    assert region(page, "missing") == ""
    assert region(page, "poll").startswith("When do we have lunch? Poll until ")
    assert "No next date" not in words(client.get("/circles"))
    assert "Poll until" in words(client.get("/circles"))
    assert region(client.get("/today"), "polls").startswith("Which date? When do we have lunch? Lunches · Poll until ")

    Poll.objects.update(closes_at=clock.now() - HOUR)
    page = client.get(f"/c/{circle.slug}")
    assert region(page, "poll").startswith("When do we have lunch? The poll is over: which date?")


# Answering


def test_the_table_has_my_row_the_totals_then_the_others(poll: Poll, nadia: Person, theo: Person) -> None:
    votes(poll, nadia, "ymn", now=clock.now())
    page = as_person(theo).get(f"/p/{poll.key}")
    rows = words(page).partition("Save my answers")[0]
    assert rows.index("You") < rows.index("Yes 1 0 +1 0") < rows.index("Nadia yes if need be –")

    client = as_person(theo)
    client.post(f"/p/{poll.key}/answer", said(poll, "yes", "", "maybe"))
    assert told(client.get(f"/p/{poll.key}")) == "Your answers are saved."
    assert numbers(poll) == [(2, 0, 0), (0, 1, 1), (0, 1, 1)]
    client.post(f"/p/{poll.key}/answer", {"answer": "nothing"})
    assert numbers(poll) == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]


def test_nothing_chosen_is_nothing_said(poll: Poll, theo: Person, now: datetime) -> None:
    for client, path in ((as_person(theo), f"/p/{poll.key}/answer"), (visitor(), url_of(poll, theo, now))):
        response = client.post(path, said(poll))
        assert response.status_code == 422
        assert "Choose for one date at least." in words(response)
    assert numbers(poll) == [(0, 0, 0)] * 3


def test_a_mail_answers_without_account_and_its_opening_changes_nothing(
    poll: Poll, theo: Person, now: datetime
) -> None:
    client, path = visitor(), url_of(poll, theo, now)
    assert client.get(path).status_code == 200
    assert not poll.ballots.exists()
    assert client.post(path, said(poll, "yes", "maybe")).status_code == 302
    assert numbers(poll) == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert words(client.get(path)).startswith("Lunches Thank you, Théo: it is noted")


def test_a_slot_added_since_the_page_was_opened_waits_for_its_own_answer(
    poll: Poll, theo: Person, now: datetime
) -> None:
    opened = said(poll, "yes", "no")
    del opened["slots"]
    first = queries.slots_of(poll)[0]
    visitor().post(url_of(poll, theo, now), {"slots": str(first.pk), **opened})
    assert numbers(poll) == [(1, 0, 0), (0, 0, 0), (0, 0, 0)]


def test_too_late_is_said_and_leads_to_the_date(poll: Poll, nadia: Person, theo: Person, now: datetime) -> None:
    path = url_of(poll, theo, now)
    as_person(nadia).post(f"/p/{poll.key}/fix", _fixing(nadia, poll))
    response = visitor().post(path, said(poll, "yes"))
    assert response.status_code == 409
    assert "Too late for this answer: nothing was changed." in words(response)
    assert "The poll is settled: a date is fixed." in words(visitor().get(path))
    assert region(visitor().get(path), "next").startswith("The next date")


def test_a_forwarded_mail_brings_a_guest_who_answers_under_their_own_name(
    poll: Poll, theo: Person, now: datetime
) -> None:
    path = url_of(poll, theo, now)
    client = visitor()
    client.post(f"{path}/not-me", {"name": "Odile", "address": "odile@ailleurs.example"})
    guest = poll.ballots.get().person
    assert not queries.counted(poll).exists()
    assert "You answer as Odile" in words(client.get(url_of(poll, guest, now)))
    client.post(url_of(poll, guest, now), said(poll, "yes"))
    assert [row.name for row in queries.sheet(poll, theo, [], most=20).others] == ["Odile"]


def test_a_lost_link_is_sent_again_and_an_expired_one_offers_it(poll: Poll, theo: Person, now: datetime) -> None:
    link = polls.link_to(poll, theo, now)
    link.expires_at = now - DAY
    link.save()
    path = reverse("link", args=[token_of(link)])
    gone = visitor().get(path)
    assert (gone.status_code, "Send me a new link" in words(gone)) == (410, True)
    visitor().post(f"{path}/again")
    visitor().post("/lost", {"address": "theo@example.org"})
    assert waiting("poll-again") == ["Théo"]


@pytest.mark.parametrize(("zone", "named"), [("America/Montreal", True), ("Europe/Madrid", False)])
def test_the_clock_is_named_to_whoever_lives_by_another(
    poll: Poll, theo: Person, now: datetime, zone: str, named: bool
) -> None:
    Person.objects.filter(pk=theo.pk).update(zone=zone)
    theo.refresh_from_db()
    assert ("Paris time" in words(as_person(theo).get(f"/p/{poll.key}"))) is named
    assert ("Paris time" in words(visitor().get(url_of(poll, theo, now)))) is named


# For somebody who telephoned


def test_one_answers_for_a_member_or_for_somebody_without_address(poll: Poll, nadia: Person, theo: Person) -> None:
    client, path = as_person(nadia), f"/p/{poll.key}/for"
    assert f'href="?who={theo.key}"' in client.get(f"{path}?q=theo").content.decode()
    assert "What does Théo say?" in words(client.get(f"{path}?who={theo.key}"))

    client.post(path, {"who": theo.key, **said(poll, "yes")})
    client.post(path, {"name": "Yvonne", **said(poll, "no", "yes")})

    page = words(client.get(f"/p/{poll.key}"))
    assert "Théo noted by Nadia" in page
    assert "Yvonne noted by Nadia" in page
    assert "Nadia noted these answers for you" in words(as_person(theo).get(f"/p/{poll.key}"))


def test_nobody_answers_for_somebody_of_elsewhere(poll: Poll, nadia: Person, now: datetime) -> None:
    stranger = somebody("Wanda", now=now)
    response = as_person(nadia).post(f"/p/{poll.key}/for", {"who": stranger.key, **said(poll, "yes")})
    assert response.status_code == 404
    assert not poll.ballots.exists()


# Settling


def _fixing(person: Person, poll: Poll, place: int = 0) -> dict[str, Any]:
    page = as_person(person).get(f"/p/{poll.key}").context["page"]
    return {"slot": queries.slots_of(poll)[place].pk, "seen": page.seen}


def test_a_slot_becomes_the_date_and_the_second_to_fix_is_told(poll: Poll, nadia: Person, theo: Person) -> None:
    hers, his = _fixing(nadia, poll), _fixing(theo, poll, 1)
    first = as_person(nadia).post(f"/p/{poll.key}/fix", hers)
    gathering = Gathering.objects.get(fixed_at__isnull=False, starts_at__gt=clock.now())
    assert first.headers["Location"] == f"/g/{gathering.key}"

    client = as_person(theo)
    second = client.post(f"/p/{poll.key}/fix", his)
    assert second.headers["Location"] == f"/g/{gathering.key}"
    assert told(client.get(second.headers["Location"])).startswith("Nadia has just fixed ")


def test_closed_withdrawn_taken_up_again(poll: Poll, nadia: Person) -> None:
    client = as_person(nadia)
    client.post(f"/p/{poll.key}/close")
    assert region(client.get(f"/p/{poll.key}"), "over").startswith("The poll is over: which date?")
    client.post(f"/p/{poll.key}/withdraw")
    assert region(client.get(f"/p/{poll.key}"), "withdrawn").startswith("Withdrawn")
    client.post(f"/p/{poll.key}/restore")
    assert told(client.get(f"/p/{poll.key}")).endswith("It cannot be taken up again: ask the circle anew.")
    assert fresh(poll).withdrawn_by == nadia


def test_a_newcomer_of_a_large_open_circle_answers_and_fixes_nothing(
    circle: Circle, poll: Poll, nadia: Person, now: datetime
) -> None:
    circles.change_circle(circle=circle, by=nadia, now=now, way_in="open")
    for number in range(12):
        circles.add_member(circle=circle, person=somebody(f"Member {number}"), now=now - DAY)
    newcomer = somebody("Nouvelle", "nouvelle@example.org", now=now)
    circles.walk_in(circle=circle, person=newcomer, now=now)
    votes(poll, nadia, "yyy", now=now)
    client = as_person(newcomer)
    assert client.post(f"/p/{poll.key}/answer", said(poll, "yes")).status_code == 302
    assert "Fix " not in words(client.get(f"/p/{poll.key}"))
    for act in ("close", "withdraw", "change"):
        assert client.post(f"/p/{poll.key}/{act}").status_code == 403
    slot = queries.slots_of(poll)[0].pk
    assert client.post(f"/p/{poll.key}/fix", {"slot": slot, "seen": 1}).status_code == 403
    assert rules_hold(poll)


def rules_hold(poll: Poll) -> bool:
    now = fresh(poll)
    return now.fixed_at is None and now.withdrawn_at is None and now.version == 0


# Queries


@pytest.mark.parametrize("count", [1, 3])
def test_three_answers_cost_no_more_than_one(
    poll: Poll,
    nadia: Person,
    theo: Person,
    now: datetime,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    votes(poll, theo, "yyy", now=now)
    for number in range(count):
        person = somebody(f"Member {number}", now=now)
        circles.add_member(circle=poll.circle, person=person, now=now - DAY)
        votes(poll, person, "ynm", now=now)
    client: Client = as_person(theo)
    with django_assert_num_queries(POLL_PAGE):
        client.get(f"/p/{poll.key}")
    path = url_of(poll, theo, now + timedelta(minutes=1))
    with django_assert_num_queries(LINK_PAGE):
        visitor().get(path)


def test_who_asked_is_not_named_across_a_block(poll: Poll, nadia: Person, theo: Person, now: datetime) -> None:
    page = f"/p/{poll.key}"
    before = "Asked by Nadia" in words(as_person(theo).get(page))
    people.block(by=nadia, person=theo, now=now)
    assert (before, "Asked by" in words(as_person(theo).get(page))) == (True, False)


def fix_by_hand(poll: Poll, by: Person) -> Any:
    """Type the day and hour of the poll's first slot on the page that fixes a date."""
    slot = queries.slots_of(poll)[0]
    client, path = as_person(by), f"/c/{poll.circle.slug}/dates/new"
    start = client.get(path).context["page"]["form"].initial
    version = re.search(r'name="seen" value="(\d+)"', client.get(path).content.decode())
    assert version
    usual = {name: value for name, value in start.items() if value is not None}
    typed = {**usual, "day": f"{slot.day}", "hour": f"{slot.hour:%H:%M}", "place": "Chez Youssef", "seen": version[1]}
    return client.post(path, typed)


def test_a_date_fixed_by_hand_that_was_asked_about_settles_the_poll(poll: Poll, nadia: Person, theo: Person) -> None:
    as_person(theo).post(f"/p/{poll.key}/answer", said(poll, "yes", "no", "no"))
    assert fix_by_hand(poll, nadia).status_code == 302
    poll.refresh_from_db()
    assert poll.gathering is not None
    assert (poll.fixed_by, poll.gathering.place) == (nadia, "Chez Youssef")
    assert poll.gathering.answers.get(person=theo).reply == "yes"


def test_a_date_fixed_by_hand_the_moment_its_poll_is_withdrawn_is_a_date_like_any_other(
    poll: Poll, nadia: Person, theo: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_person(theo).post(f"/p/{poll.key}/answer", said(poll, "yes", "no", "no"))
    read = queries.asked_about

    def read_then_withdrawn(*asked: Any) -> Any:
        found = read(*asked)
        polls.withdraw(poll=poll, by=nadia, now=now)
        return found

    monkeypatch.setattr(queries, "asked_about", read_then_withdrawn)
    assert fix_by_hand(poll, nadia).status_code == 302
    poll.refresh_from_db()
    assert (poll.gathering, poll.circle.gatherings.filter(fixed_at__gt=now - HOUR).count()) == (None, 1)
