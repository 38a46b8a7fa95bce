"""The page of one gathering: before, while it lasts, after; and those that were."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person
from tests.cast import a_circle, a_date, a_past_date, say, seen, somebody, write
from tests.web.visiting import as_person, told, visitor, words

pytestmark = pytest.mark.django_db

QUERIES = 13
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def sami(now: datetime) -> Person:
    return somebody("Sami Ferhat", "sami@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, sami: Person, now: datetime) -> Circle:
    return a_circle(nadia, sami, name="Les déjeuners", now=now - 60 * DAY)


@pytest.fixture
def gathering(circle: Circle, nadia: Person, now: datetime) -> Gathering:
    return a_date(circle, nadia, days=3, now=now - HOUR, place="Chez Youssef", bring="a dessert", title="Ten years")


def page_of(gathering: Gathering, person: Person, **options: Any) -> str:
    return words(as_person(person, **options).get(f"/g/{gathering.key}"))


def started(circle: Circle, by: Person, now: datetime, *, ago: timedelta = HOUR, minutes: int = 120) -> Gathering:
    """A gathering that began a while ago."""
    place = local(now - ago, circle.zone)
    when = gatherings.When(place.date(), place.time().replace(second=0, microsecond=0), minutes=minutes)
    return gatherings.fix_date(circle=circle, by=by, when=when, seen=seen(circle), now=now - ago - HOUR)


def test_who_comes_is_said_in_words_and_by_name(
    gathering: Gathering, nadia: Person, sami: Person, circle: Circle, now: datetime
) -> None:
    rose, hugo = somebody("Rose", now=now), somebody("Hugo", now=now)
    for person in (rose, hugo):
        circles.add_member(circle=circle, person=person, now=now)
    say(gathering, nadia, now=now, guests=1)
    say(gathering, sami, now=now)
    say(gathering, rose, Reply.MAYBE, now=now)
    say(gathering, hugo, Reply.NO, now=now)
    read = page_of(gathering, sami)
    assert "Three around the table, and you are one of them." in read
    assert "Coming 3 You, Nadia Benali (+ 1) Maybe 1 Rose Not this time 1 Hugo" in read
    assert all(word in read for word in ("Chez Youssef", "To bring: a dessert", "Ten years", "Fixed by Nadia Benali"))


@pytest.mark.parametrize(
    ("coming", "reader", "headline"),
    [
        ([], "sami", "Nobody has said yes yet."),
        (["sami"], "sami", "You are the first at the table."),
        (["nadia"], "sami", "One person around the table."),
        (["nadia", "sami"], "nadia", "Two around the table, and you are one of them."),
    ],
)
def test_its_headline_counts_people(
    gathering: Gathering, nadia: Person, sami: Person, now: datetime, coming: list[str], reader: str, headline: str
) -> None:
    known = {"nadia": nadia, "sami": sami}
    for name in coming:
        say(gathering, known[name], now=now)
    assert headline in page_of(gathering, known[reader])


def test_an_answer_is_one_tap_and_changes_in_another(gathering: Gathering, sami: Person) -> None:
    client, url = as_person(sami), f"/g/{gathering.key}/answer"
    for sent, kept in (
        ({"answer": "yes"}, ("yes", 0)),
        ({"answer": "yes", "guests": "2"}, ("yes", 2)),
        ({"answer": "maybe"}, ("maybe", 2)),
        ({"answer": "yes", "guests": "9"}, ("yes", 3)),
        ({"answer": "no"}, ("no", 0)),
        ({"answer": "perhaps"}, ("no", 0)),
    ):
        assert client.post(url, sent)["Location"] == f"/g/{gathering.key}"
        given = gathering.answers.get(person=sami)
        assert (given.reply, given.guests, given.via) == (*kept, Via.PAGE)
    client.post(url, {"answer": "nothing"})
    assert gathering.answers.count() == 0


@pytest.mark.parametrize(("target", "leads"), [("/today", "/today"), ("https://elsewhere.example/", None)])
def test_an_answer_leads_back_to_where_it_was_given(
    gathering: Gathering, sami: Person, target: str, leads: str | None
) -> None:
    response = as_person(sami).post(f"/g/{gathering.key}/answer", {"answer": "yes", "next": target})
    assert response["Location"] == (leads or f"/g/{gathering.key}")


def test_after_the_cut_off_nothing_changes_and_the_page_says_so(
    circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    gathering = started(circle, nadia, now, ago=-HOUR)
    Gathering.objects.filter(pk=gathering.pk).update(answer_until=now - MINUTE)
    response = as_person(sami).post(f"/g/{gathering.key}/answer", {"answer": "yes"}, follow=True)
    assert told(response).startswith("Answers are closed: nothing was changed.")
    assert "Answers are closed. A word below still reaches everybody." in words(response)
    assert gathering.answers.count() == 0


def test_a_standing_answer_is_a_tap_and_so_is_its_end(gathering: Gathering, circle: Circle, sami: Person) -> None:
    client, url = as_person(sami), f"/g/{gathering.key}/standing"
    assert "I come each time unless I say no" in words(client.get(f"/g/{gathering.key}"))
    on = client.post(url, {"stand": "on"}, follow=True)
    assert (told(on), gathering.answers.get().via) == ("Said in advance: you come unless you say no.", Via.STANDING)
    assert "You come each time unless you say no." in words(on)
    off = client.post(url, {"stand": "off"}, follow=True)
    assert told(off) == "From the next date on, you are asked each time."
    assert queries.standing_answer(circle, sami) is None


def test_a_text_to_paste_asks_nothing_once_answers_are_closed(
    gathering: Gathering, nadia: Person, now: datetime
) -> None:
    client, page = as_person(nadia), f"/g/{gathering.key}"
    asks = "Are you coming? Answer here" in words(client.get(page))
    Gathering.objects.filter(pk=gathering.pk).update(answer_until=now - timedelta(minutes=1))
    read = words(client.get(page))
    assert (asks, "Are you coming?" in read, f"All about it: http://testserver{page}" in read) == (True, False, True)


def test_a_text_to_paste_names_nobody_and_its_link_shows_nothing_to_others(
    gathering: Gathering, nadia: Person, now: datetime
) -> None:
    say(gathering, nadia, now=now)
    markup = as_person(nadia).get(f"/g/{gathering.key}").content.decode()
    text = markup.split('id="share"')[1].split("</textarea>")[0]
    assert "Les déjeuners: " in text
    assert "Chez Youssef" in text
    assert "Nadia" not in text
    assert f"http://testserver/g/{gathering.key}" in text
    assert visitor().get(f"/g/{gathering.key}").status_code == 302
    stranger = somebody("Wanda", "wanda@example.org", now=now)
    assert as_person(stranger).get(f"/g/{gathering.key}").status_code == 404


@pytest.mark.parametrize(
    ("zone", "named"), [("", False), ("Europe/Brussels", False), ("America/Montreal", True), ("Asia/Tokyo", True)]
)
def test_the_zone_is_named_to_whoever_lives_by_another_clock(
    gathering: Gathering, sami: Person, zone: str, named: bool
) -> None:
    people.rename(person=sami, name="Sami", zone=zone)
    assert ("Paris time" in page_of(gathering, sami)) is named


def test_its_calendar_file_is_for_members_alone(gathering: Gathering, sami: Person, now: datetime) -> None:
    stranger = somebody("Wanda", "wanda@example.org", now=now)
    response = as_person(sami).get(f"/g/{gathering.key}/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"LOCATION:Chez Youssef" in response.content
    assert b"Nadia" not in response.content
    assert as_person(stranger).get(f"/g/{gathering.key}/calendar.ics").status_code == 404


def test_while_it_lasts_it_asks_who_is_there_then_for_the_next_date(
    circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    gathering = started(circle, nadia, now)
    read = page_of(gathering, sami)
    places = [read.index(said) for said in ("At the table", "Show the code for the table", "When do you meet next?")]
    assert places == sorted(places)


def test_once_it_is_over_it_asks_for_the_next_date_first(
    circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    gathering = started(circle, nadia, now, ago=5 * HOUR)
    response = as_person(sami).get(f"/g/{gathering.key}")
    read = words(response)
    places = [read.index(said) for said in ("When do you meet next?", "Who was there?", "Under this gathering")]
    assert places == sorted(places)
    assert response.content.decode().count('name="hour"') == 3


def test_it_stops_asking_once_the_next_date_is_fixed(
    circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    gathering = started(circle, nadia, now, ago=5 * HOUR)
    following = a_date(circle, sami, days=7, now=now)
    markup = as_person(sami).get(f"/g/{gathering.key}").content.decode()
    assert "When do you meet next?" not in markup
    assert f'href="/g/{following.key}"' in markup


def test_an_older_gathering_and_an_archive_ask_for_nothing(circle: Circle, nadia: Person, now: datetime) -> None:
    older, last = (a_past_date(circle, nadia, days=days, now=now) for days in (14, 7))
    asks = "When do you meet next?"
    assert [asks in page_of(one, nadia) for one in (older, last)] == [False, True]
    Circle.objects.filter(pk=circle.pk).update(archived_at=now)
    assert asks not in page_of(last, nadia)


def test_what_the_rhythm_proposed_and_nobody_confirmed_did_not_count(
    circle: Circle, nadia: Person, now: datetime
) -> None:
    gathering = started(circle, nadia, now, ago=5 * HOUR)
    Gathering.objects.filter(pk=gathering.pk).update(fixed_at=None, fixed_by=None)
    read = page_of(gathering, nadia)
    assert "nobody confirmed it: it did not count" in read
    assert "Under this gathering" not in read


@pytest.mark.parametrize(
    ("form", "said"),
    [("vous", "Deux autour de la table, et vous en êtes."), ("tu", "Deux autour de la table, et tu en es.")],
)
def test_it_speaks_as_the_circle_does(
    gathering: Gathering, circle: Circle, nadia: Person, sami: Person, now: datetime, form: str, said: str
) -> None:
    circles.change_circle(circle=circle, by=nadia, now=now, address_form=form)
    people.rename(person=sami, name="Sami Ferhat", language="fr")
    for person in (nadia, sami):
        say(gathering, person, now=now)
    assert said in page_of(gathering, sami)


def test_a_block_hides_each_from_the_other(gathering: Gathering, nadia: Person, sami: Person, now: datetime) -> None:
    for person in (nadia, sami):
        say(gathering, person, now=now)
    write(gathering, nadia, "The garden side.", now=now)
    assert "Nadia Benali" in page_of(gathering, sami)
    people.block(by=sami, person=nadia, now=now)
    read = page_of(gathering, sami)
    assert "The garden side." not in read
    assert "Nadia" not in read
    assert "Coming 2 You, one other person" in read


def test_names_lead_to_their_pages_but_ones_own(
    gathering: Gathering, nadia: Person, sami: Person, now: datetime
) -> None:
    for person in (nadia, sami):
        say(gathering, person, now=now)
        write(gathering, person, "Hello.", now=now)
    page = as_person(sami).get(f"/g/{gathering.key}").content.decode()
    link = f'<a href="/c/{gathering.circle.slug}/members/{nadia.key}">Nadia Benali</a>'
    assert page.count(link) == 2
    assert f"/members/{sami.key}" not in page
    gatherings.come_as_guest(gathering=gathering, written="o@example.org", name="Odile", brought_by=sami, now=now)
    assert "<dd>Odile</dd>" in as_person(sami).get(f"/g/{gathering.key}").content.decode()
    circles.leave(circle=gathering.circle, person=nadia, now=now)
    assert link not in as_person(sami).get(f"/g/{gathering.key}").content.decode()


def test_a_table_counts_the_same_for_whoever_does_not_see_everybody(
    circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    table = a_date(circle, nadia, days=3, now=now - HOUR, seats=4)
    say(table, nadia, now=now, guests=1)
    say(table, sami, now=now)
    gatherings.book(gathering=table, by=nadia, instead_of=None, now=now)
    said = ["Three around the table", "One place left.", "Three are coming, you among them. One seat free."]
    assert [one in page_of(table, sami) for one in [*said, "Nadia Benali books the table."]] == [True] * 4
    people.block(by=nadia, person=sami, now=now)
    read = page_of(table, sami)
    assert [one in read for one in said] == [True] * 3
    assert "A member books the table." in read
    assert "Nadia" not in read
    assert "Three around the table" in words(as_person(sami).get(f"/c/{circle.slug}"))
    assert "Three around the table" in words(as_person(sami).get("/today"))


def test_as_many_queries_with_three_people_as_with_one(
    gathering: Gathering,
    circle: Circle,
    nadia: Person,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = as_person(nadia)
    say(gathering, nadia, now=now)
    write(gathering, nadia, "One.", now=now)
    with django_assert_num_queries(QUERIES):
        client.get(f"/g/{gathering.key}")
    for name in ("Hugo", "Rose"):
        person = somebody(name, f"{name}@example.org", now=now)
        circles.add_member(circle=circle, person=person, now=now)
        say(gathering, person, now=now)
        write(gathering, person, name, now=now)
    with django_assert_num_queries(QUERIES):
        client.get(f"/g/{gathering.key}")


def test_whoever_said_yes_and_was_not_there_is_shown_nowhere(
    circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    gathering = a_past_date(circle, nadia, days=3, now=now)
    for person in (nadia, sami):
        say(gathering, person, now=now - 5 * DAY, word="At the window")
    gatherings.record_attendance(gathering=gathering, by=nadia, person_ids=[nadia.pk], names=[], now=now - DAY)
    read = page_of(gathering, nadia)
    assert "Who was there You" in read
    assert "Sami" not in read
    assert "At the window" not in read
