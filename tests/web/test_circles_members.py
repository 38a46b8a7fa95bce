"""The circle's people, found by a few letters, thirty at a time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.profiles import operations as profiles
from entregent.profiles.enums import Field
from tests.cast import a_circle, a_profile, somebody
from tests.web.visiting import as_person, told, words

pytestmark = pytest.mark.django_db

QUERIES = 12


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia Benali", "nadia@example.org")


def circle_of(founder: Person, *others: Person) -> Circle:
    return a_circle(founder, *others, now=now())


def listed(response: Any) -> list[str]:
    return re.findall(r"<strong><a [^>]*>(.*?)</a></strong>", response.content.decode())


def read(circle: Circle, reader: Person, query: str = "") -> Any:
    return as_person(reader).get(f"/c/{circle.slug}/members{query}")


def test_in_french_order_with_trade_and_who_invited(nadia: Person) -> None:
    circle = circle_of(nadia, somebody("Odile de La Tour", "odile@example.org"))
    rose = somebody("Rose Abadie", "rose@example.org")
    circles.add_member(circle=circle, person=rose, now=now(), invited_by=nadia, trade="bookbinder")
    response = read(circle, nadia)
    assert listed(response) == ["Rose Abadie", "Nadia Benali", "Odile de La Tour"]
    assert "Rose Abadie bookbinder · invited by Nadia Benali" in words(response)
    assert "Nadia Benali It is you" in words(response)


def test_somebody_known_by_name_alone_is_marked_gently(nadia: Person) -> None:
    circle = circle_of(nadia, somebody("Odile"))
    assert words(read(circle, nadia)).count("by name alone: gets no mail") == 1


def test_somebody_a_file_brought_is_marked_until_somebody_writes_to_them(nadia: Person) -> None:
    circle = circle_of(nadia)
    content = b"Nom;Courriel\nOdile Roux;odile@example.org\n"
    circles.import_members(circle=circle, content=content, file_name="membres.csv", now=now())
    assert "Odile Roux from a file: has not come in yet" in words(read(circle, nadia))


def test_an_archived_circle_marks_nobody(nadia: Person) -> None:
    circle = circle_of(nadia, somebody("Odile"))
    Circle.objects.update(archived_at=now())
    assert "gets no mail" not in words(read(circle, nadia))


def test_somebody_with_no_name_yet_has_words_for_it(nadia: Person) -> None:
    circle = circle_of(nadia, somebody("", "x@example.org"))
    assert listed(read(circle, nadia)) == ["somebody who has given no name yet", "Nadia Benali"]


@pytest.mark.parametrize("search", ["zoe", "ZOÉ", "zoé gue", "Œuf"])
def test_found_without_case_or_accents(nadia: Person, search: str) -> None:
    circle = circle_of(nadia, somebody("Zoé Guérin"), somebody("Paul Œuf"))
    expected = ["Paul Œuf"] if search == "Œuf" else ["Zoé Guérin"]
    assert listed(read(circle, nadia, f"?search={search}")) == expected


def test_by_trade(nadia: Person) -> None:
    circle = circle_of(nadia)
    for name, trade in (("Rose", "bookbinder"), ("Paul", "écrivain"), ("Zoé", "bookbinder")):
        circles.add_member(circle=circle, person=somebody(name), now=now(), trade=trade)
    page = read(circle, nadia, "?trade=bookbinder")
    assert listed(page) == ["Rose", "Zoé"]
    assert "<option selected>bookbinder</option><option>écrivain</option>" in page.content.decode()
    assert listed(read(circle, nadia, "?trade=bookbinder&search=zo")) == ["Zoé"]


def test_a_trade_kept_from_this_circle_is_found_by_nobody(nadia: Person) -> None:
    circle, paul, rose = circle_of(nadia), somebody("Paul"), somebody("Rose")
    for person, typed in ((paul, "notary"), (rose, "notary")):
        circles.add_member(circle=circle, person=person, now=now(), trade=typed)
    profiles.say(person=paul, field=Field.TRADE, text="writer", now=now())
    assert listed(read(circle, nadia, "?trade=notary")) == ["Rose"]
    assert listed(read(circle, nadia, "?trade=writer")) == []
    assert "writer" not in read(circle, nadia).content.decode()
    profiles.show(person=paul, field=Field.TRADE, to=[circle])
    assert listed(read(circle, nadia, "?trade=writer")) == ["Paul"]


def test_by_a_skill_where_it_is_shown_and_why(nadia: Person) -> None:
    rose, paul = somebody("Rose"), somebody("Paul")
    circle = circle_of(nadia, rose, paul)
    a_profile(rose, circle, offers="Binding old books")
    a_profile(paul, offers="Old books, too")
    page = read(circle, nadia, "?search=old+BOOKS")
    assert listed(page) == ["Rose"]
    assert "Binding old books" in words(page)
    assert listed(read(circle, rose, "?search=old+books")) == ["Rose"]
    elsewhere = circle_of(nadia, rose)
    assert listed(read(elsewhere, nadia, "?search=old+books")) == []


def test_nobody_of_that_name(nadia: Person) -> None:
    response = read(circle_of(nadia), nadia, "?search=<Zoé>")
    assert "Nobody here is called “<Zoé>”. Everybody" in words(response)


def test_thirty_at_a_time(nadia: Person) -> None:
    circle = circle_of(nadia, *[somebody(f"Membre {number:02}") for number in range(40)])
    first = read(circle, nadia)
    after = re.search(r'rel="next" href="\?search=&amp;after=(\w+)"', first.content.decode())
    assert after
    second = read(circle, nadia, f"?after={after[1]}")
    seen = listed(first) + listed(second)
    assert (len(listed(first)), len(seen), len(set(seen))) == (30, 41, 41)
    assert "Back to the first" in words(second)
    assert 'rel="next"' not in second.content.decode()


def test_blocking_from_here_comes_back_here(nadia: Person) -> None:
    boris = somebody("Boris", "boris@example.org")
    circle = circle_of(nadia, boris)
    client = as_person(nadia)
    back = f"/c/{circle.slug}/members"
    assert f'name="person" value="{boris.key}"' in client.get(back).content.decode()
    assert client.post("/me/blocks/add", {"person": boris.key, "next": back})["Location"] == back
    assert told(client.get(back)) == "Boris and you no longer read each other here. Nobody was told."
    assert listed(client.get(back)) == ["Nadia Benali"]
    assert listed(read(circle, boris)) == ["Boris"]


def test_who_invited_somebody_is_not_named_across_a_block(nadia: Person) -> None:
    theo, boris = somebody("Théo", "theo@example.org"), somebody("Boris", "boris@example.org")
    circle = circle_of(nadia, theo)
    circles.add_member(circle=circle, person=boris, now=now(), invited_by=theo)
    pages = (f"/c/{circle.slug}/members", f"/c/{circle.slug}/members/{boris.key}")
    readers = (nadia, boris)
    before = [["nvited by Théo" in words(as_person(one).get(page)) for page in pages] for one in readers]
    people.block(by=nadia, person=theo, now=now())
    after = [["nvited by Théo" in words(as_person(one).get(page)) for page in pages] for one in readers]
    assert (before, after) == ([[True, True], [True, True]], [[False, False], [True, True]])


@pytest.mark.parametrize("count", [1, 3, 31])
def test_three_people_cost_no_more_than_one(
    nadia: Person, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    circle = circle_of(nadia, *[somebody(f"Membre {number:02}") for number in range(count - 1)])
    people.block(by=nadia, person=somebody("Boris"), now=now())
    client = as_person(nadia)
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{circle.slug}/members")
