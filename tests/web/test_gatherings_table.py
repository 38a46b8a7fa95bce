"""The day itself: the code on the table, who was there, and what is written under it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle, InviteLink
from entregent.core.walltime import local
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.trust.enums import Naming, Reach
from entregent.web.gatherings import roll
from tests.cast import a_circle, a_date, a_past_date, say, seen, somebody, write
from tests.web.visiting import as_person, once_of, told, words

pytestmark = pytest.mark.django_db

QUERIES = 9
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def sami(now: datetime) -> Person:
    return somebody("Sami Ferhat", "sami@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, sami: Person, now: datetime) -> Circle:
    return a_circle(nadia, sami, now=now - 60 * DAY)


@pytest.fixture
def running(circle: Circle, nadia: Person, now: datetime) -> Gathering:
    """Began an hour ago, and lasts two."""
    place = local(now - HOUR, circle.zone)
    when = gatherings.When(place.date(), place.time().replace(second=0, microsecond=0))
    return gatherings.fix_date(circle=circle, by=nadia, when=when, seen=seen(circle), now=now - 4 * HOUR)


@pytest.fixture
def page(sami: Person) -> Client:
    return as_person(sami)


def there(gathering: Gathering) -> list[str]:
    return sorted(gathering.attendances.values_list("person__name", flat=True))


def ticks(response: Any) -> dict[str, bool]:
    """Who is in the list, and who is ticked."""
    found = re.findall(r'name="people" value="\d+"( checked)?> <span>([^<]+)</span>', response.content.decode())
    return {name: bool(checked) for checked, name in found}


def test_the_code_is_made_by_a_button_and_shown_until_it_ends(running: Gathering, page: Client) -> None:
    url = f"/g/{running.key}/table"
    before = page.get(url)
    assert (words(before).count("Show the code"), InviteLink.objects.count()) == (1, 0)
    for _tap in range(2):
        assert page.post(url)["Location"] == url
    after = page.get(url)
    link = InviteLink.objects.get()
    assert link.gathering_id == running.pk
    assert ('class="qr"' in after.content.decode(), "http://testserver/j/" in words(after)) == (True, True)


def test_who_scanned_shows(running: Gathering, nadia: Person, page: Client, now: datetime) -> None:
    link = gatherings.table_link(gathering=running, by=nadia, now=now)
    gatherings.arrive_by_name(link=link, name="Odile", now=now, language="fr")
    assert "At the table Refresh Odile" in words(page.get(f"/g/{running.key}/table"))


def test_before_the_day_there_is_no_code_and_nobody_was_there(
    circle: Circle, nadia: Person, page: Client, now: datetime
) -> None:
    ahead = a_date(circle, nadia, days=3, now=now)
    for url in (f"/g/{ahead.key}/table", f"/g/{ahead.key}/there"):
        for response in (page.get(url, follow=True), page.post(url, {"names": "Odile"}, follow=True)):
            assert told(response) == "It has not begun: who was there is for later."
    assert (InviteLink.objects.count(), ahead.attendances.count()) == (0, 0)


def test_those_who_said_yes_are_ticked_and_the_others_listed(
    running: Gathering, nadia: Person, page: Client, now: datetime
) -> None:
    say(running, nadia, now=now - 4 * HOUR)
    assert ticks(page.get(f"/g/{running.key}/there")) == {"Nadia Benali": True, "Sami Ferhat": False}


def test_one_person_says_it_for_all_and_another_corrects(
    running: Gathering, nadia: Person, sami: Person, page: Client
) -> None:
    url = f"/g/{running.key}/there"
    response = page.post(url, {"people": [nadia.pk, sami.pk], "names": "Odile\n\n Yann ; Inès"}, follow=True)
    assert told(response) == "5 were there. Thank you."
    assert there(running) == ["Inès", "Nadia Benali", "Odile", "Sami Ferhat", "Yann"]
    assert "As Sami Ferhat said." in words(response)
    again = as_person(nadia)
    assert ticks(again.get(url)) == dict.fromkeys(("Nadia Benali", "Sami Ferhat", "Odile", "Yann", "Inès"), True)
    assert told(again.post(url, {"people": [nadia.pk]}, follow=True)) == "One person was there. Thank you."
    assert there(running) == ["Nadia Benali"]


def test_those_who_said_yes_and_nobody_else_is_one_tap(
    running: Gathering, nadia: Person, sami: Person, page: Client, now: datetime
) -> None:
    for person in (nadia, sami):
        say(running, person, now=now - 4 * HOUR)
    response = page.get(f"/g/{running.key}")
    assert "The two who said yes, nobody else" in words(response)
    sent = re.findall(r'type="hidden" name="people" value="(\d+)"', response.content.decode())
    page.post(f"/g/{running.key}/there", {"people": sent})
    assert there(running) == ["Nadia Benali", "Sami Ferhat"]


@pytest.mark.parametrize("sent", ["x", "-1", "9" * 30, "0"])
def test_whoever_is_none_of_the_circles_was_not_there(running: Gathering, page: Client, sent: str) -> None:
    assert page.post(f"/g/{running.key}/there", {"people": [sent]}).status_code == 302
    assert there(running) == []


def test_too_many_names_are_kept_and_said(running: Gathering, sami: Person, page: Client) -> None:
    response = page.post(f"/g/{running.key}/there", {"people": [sami.pk], "names": "x" * 4001})
    assert (response.status_code, ticks(response)["Sami Ferhat"]) == (422, True)
    assert "x" * 4001 in response.content.decode()
    assert there(running) == []


def test_in_a_large_circle_those_of_the_last_times_come_first(
    running: Gathering, circle: Circle, nadia: Person, page: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "FEW", 1)
    monkeypatch.setattr(roll, "MOST", 3)
    hugo, rose = somebody("Hugo", now=now), somebody("Rose", now=now)
    for person in (hugo, rose):
        circles.add_member(circle=circle, person=person, now=now)
    past = a_past_date(circle, nadia, days=7, now=now)
    gatherings.record_attendance(gathering=past, by=nadia, person_ids=[nadia.pk], names=[], now=now)
    response = page.get(f"/g/{running.key}/there")
    shown = response.context["page"]["roll"]
    assert [one.name for one in shown.usual] == ["Nadia Benali"]
    assert [one.name for one in shown.others] == ["Sami Ferhat", "Hugo"]
    assert "The circle is too large to list whole" in words(response)


def test_the_list_takes_as_many_queries_with_three_as_with_one(
    running: Gathering,
    circle: Circle,
    page: Client,
    sami: Person,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    say(running, sami, now=now - 4 * HOUR)
    with django_assert_num_queries(QUERIES):
        page.get(f"/g/{running.key}/there")
    for name in ("Hugo", "Rose"):
        person = somebody(name, now=now)
        circles.add_member(circle=circle, person=person, now=now)
        say(running, person, now=now - 4 * HOUR)
    with django_assert_num_queries(QUERIES):
        page.get(f"/g/{running.key}/there")


def said(page: Client, gathering: Gathering, **fields: str) -> Any:
    asked = page.get(f"/g/{gathering.key}")
    sent = {"text": "I booked for eight.", "reach": "circle", "naming": "may", "once": once_of(asked)} | fields
    return page.post(f"/g/{gathering.key}/replies", sent)


def test_a_word_is_written_once_with_its_labels(running: Gathering, page: Client, sami: Person) -> None:
    for _click in range(2):
        response = said(page, running, reach="table", naming="may-not", once="a-word")
        assert response["Location"] == f"/g/{running.key}#replies"
    word = Reply.objects.get()
    assert (word.author, word.text, word.reach, word.naming) == (
        sami,
        "I booked for eight.",
        Reach.TABLE,
        Naming.MAY_NOT,
    )
    read = words(page.get(f"/g/{running.key}"))
    assert "I booked for eight. this table not to be named Withdraw" in read


def test_this_table_is_read_by_those_at_it(
    running: Gathering, circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    rose = somebody("Rose", now=now)
    circles.add_member(circle=circle, person=rose, now=now)
    say(running, nadia, now=now - 4 * HOUR)
    write(running, sami, "Between us.", Reach.TABLE, now=now)
    readers = {one.name: "Between us." in words(as_person(one).get(f"/g/{running.key}")) for one in (nadia, sami, rose)}
    assert readers == {"Nadia Benali": True, "Sami Ferhat": True, "Rose": False}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"text": "  \n "}, {"text": ["This field is required."]}),
        ({"text": "x" * 4001}, {"text": ["Ensure this value has at most 4000 characters (it has 4001)."]}),
        ({"reach": "world"}, {"reach": ["Select a valid choice. world is not one of the available choices."]}),
    ],
)
def test_a_word_refused_is_kept(
    running: Gathering, page: Client, fields: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = said(page, running, **fields)
    assert (response.status_code, response.context["page"].reply_form.errors) == (422, errors)
    assert fields.get("text", "I booked for eight.").strip() in response.content.decode()
    assert Reply.objects.count() == 0


def test_nothing_runs_from_a_word(running: Gathering, page: Client) -> None:
    said(page, running, text="<script>alert(1)</script>\n<img src=x onerror=alert(1)>")
    read = page.get(f"/g/{running.key}").content.decode()
    assert ("<script>alert" in read, "<img" in read) == (False, False)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in read


def test_its_author_withdraws_it_and_takes_that_back(
    running: Gathering, nadia: Person, sami: Person, now: datetime
) -> None:
    word = write(running, sami, "I booked.", now=now)
    allowed, refused = as_person(sami), as_person(nadia)
    url = f"/g/{running.key}/replies/{word.key}"
    refused.post(f"{url}/withdraw")
    assert "I booked." in words(refused.get(f"/g/{running.key}"))
    assert told(allowed.post(f"{url}/withdraw", follow=True)) == "Withdrawn: nobody reads it any more."
    assert "I booked." not in words(refused.get(f"/g/{running.key}"))
    refused.post(f"{url}/restore")
    assert "I booked." not in words(refused.get(f"/g/{running.key}"))
    allowed.post(f"{url}/restore")
    assert "I booked." in words(refused.get(f"/g/{running.key}"))


@pytest.mark.parametrize("path", ["table", "there", "replies", "replies/abc/withdraw", "replies/abc/restore"])
def test_strangers_find_nothing(running: Gathering, now: datetime, path: str) -> None:
    stranger = as_person(somebody("Wanda", "wanda@example.org", now=now))
    assert stranger.post(f"/g/{running.key}/{path}", {"text": "x"}).status_code == 404


def test_whom_i_blocked_stays_among_those_who_were_there(
    running: Gathering, nadia: Person, sami: Person, now: datetime
) -> None:
    gatherings.record_attendance(gathering=running, by=nadia, person_ids=[nadia.pk, sami.pk], names=[], now=now)
    people.block(by=sami, person=nadia, now=now)
    page = as_person(sami)
    assert ticks(page.get(f"/g/{running.key}/there")) == {"Sami Ferhat": True}
    page.post(f"/g/{running.key}/there", {"people": [sami.pk]})
    assert there(running) == ["Nadia Benali", "Sami Ferhat"]
