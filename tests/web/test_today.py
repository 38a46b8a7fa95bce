"""Today: the next date, whom to welcome, and nothing that scrolls for ever."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle, Membership
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.web.today.page import first_name
from tests.cast import NOW, a_circle, a_date, a_report, say, somebody
from tests.web.visiting import as_person, told, words

pytestmark = pytest.mark.django_db

QUERIES = 15


def here(name: str = "Nadia Benali", language: str = "en") -> Person:
    return somebody(name, f"{name.split()[0].lower()}@example.org", language=language)


def circle_of(founder: Person, *others: Person, **words: str) -> Circle:
    return a_circle(founder, *others, now=now(), **words)


def date_of(circle: Circle, by: Person, *, days: int = 2, **words: Any) -> Gathering:
    return a_date(circle, by, days=days, hour=time(20, 0), now=now(), **words)


def newcomer(circle: Circle, by: Person, name: str = "Théo", language: str = "en") -> Membership:
    person = somebody(name, language=language)
    return circles.add_member(circle=circle, person=person, now=now(), invited_by=by)


def today(person: Person, language: str = "en") -> str:
    return words(as_person(person, language).get("/today"))


@pytest.mark.parametrize(("language", "greeting"), [("en", "Hello Nadia."), ("fr", "Bonjour Nadia.")])
def test_it_greets_by_name(language: str, greeting: str) -> None:
    assert greeting in today(here(language=language))


@pytest.mark.parametrize(
    ("name", "first"),
    [("Anne-Lise Lefèvre", "Anne-Lise"), ("M. Lefèvre", "M. Lefèvre"), ("山田太郎", "山田太郎"), ("", "")],
)
def test_a_first_name_is_what_one_would_say(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize("circles_in", [1, 3])
def test_three_circles_cost_no_more_than_one(
    circles_in: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    nadia, theo = here(), somebody("Théo")
    for number in range(circles_in):
        circle = circle_of(nadia, theo, name=f"Circle {number}")
        say(date_of(circle, nadia), theo, now=now())
        newcomer(circle, nadia, f"Newcomer {number}")
        circle_of(nadia, name=f"Dateless {number}")
    client = as_person(nadia)
    with django_assert_num_queries(QUERIES):
        client.get("/today")


def test_the_next_date_stands_first_with_its_answer_in_one_tap() -> None:
    nadia, theo = here(), somebody("Théo")
    circle = circle_of(nadia, theo, name="Lunches")
    later = date_of(circle_of(nadia, name="Dinners"), nadia, days=9, place="Chez Odile")
    gathering = date_of(circle, nadia, place="Le Petit Marché")
    say(gathering, theo, now=now(), guests=1)
    page = as_person(nadia).get("/today").content.decode()
    assert page.index("The day after tomorrow, Lunches") < page.index("And then") < page.index("Chez Odile")
    assert "Le Petit Marché" in page
    assert [f'action="/g/{row.key}/answer"' in page for row in (gathering, later)] == [True, True]
    assert "Two around the table." in page
    assert 'aria-pressed="true"' not in page
    say(gathering, nadia, now=now())
    assert "Three around the table, and you are one of them." in today(nadia)


def test_an_answer_given_here_comes_back_here() -> None:
    nadia = here()
    gathering = date_of(circle_of(nadia), nadia)
    client = as_person(nadia)
    response = client.post(f"/g/{gathering.key}/answer", {"answer": "yes", "next": "/today"})
    assert response["Location"] == "/today"
    assert 'value="yes" aria-pressed="true"' in client.get("/today").content.decode()


def test_after_the_cut_off_it_says_what_i_said() -> None:
    nadia = here()
    gathering = date_of(circle_of(nadia), nadia)
    say(gathering, nadia, Reply.MAYBE, now=now())
    gathering.answer_until = now()
    gathering.save()
    page = as_person(nadia).get("/today")
    assert "You said maybe." in words(page)
    assert f'action="/g/{gathering.key}/answer"' not in page.content.decode()


def test_while_it_lasts_it_says_so() -> None:
    nadia = here()
    gathering = date_of(circle_of(nadia, name="Lunches"), nadia)
    gathering.starts_at = now() - timedelta(minutes=5)
    gathering.save()
    said = today(nadia)
    assert ("Now, Lunches" in said, "Nobody has said yes yet." in said) == (True, True)
    gatherings.record_attendance(gathering=gathering, by=nadia, person_ids=[nadia.pk], names=["Odile"], now=now())
    assert "Two around the table, and you are one of them." in today(nadia)


def test_the_zone_is_named_when_it_is_not_mine() -> None:
    nadia = here()
    circle = circle_of(nadia)
    date_of(circle, nadia)
    assert "Paris time" not in today(nadia)
    people.rename(person=nadia, name=nadia.name, zone="America/Toronto")
    assert "(Paris time)" in today(nadia)


def test_a_circle_without_a_next_date_is_said_and_an_archived_one_asks_for_nothing() -> None:
    nadia = here()
    circle_of(nadia, name="Golf")
    archived = circle_of(nadia, name="1936")
    archived.archived_at = now()
    archived.save()
    page = as_person(nadia).get("/today")
    said = words(page)
    assert ("No next date" in said, "Golf" in said, "1936" in said) == (True, True, False)
    assert "So much the better" not in said


def test_of_many_circles_without_a_date_three_are_named() -> None:
    nadia = here()
    for number in range(5):
        circle_of(nadia, name=f"Circle {number}")
    said = today(nadia)
    assert [f"Circle {number}" in said for number in range(5)] == [True, True, True, False, False]
    assert "And 2 more circles" in said


def test_nothing_else_is_said_with_pleasure() -> None:
    nadia = here()
    date_of(circle_of(nadia), nadia)
    assert today(nadia).endswith("Nothing else today. So much the better.")


@pytest.mark.parametrize(
    ("form", "language", "line"),
    [
        ("vous", "fr", "Venez comme vous êtes, je ferai les présentations."),
        ("tu", "fr", "Viens comme tu es, je ferai les présentations."),
        ("tu", "en", "Come as you are: I will introduce you."),
    ],
)
def test_a_newcomer_is_welcomed_in_their_language_as_the_circle_speaks(form: str, language: str, line: str) -> None:
    nadia = here()
    circle = circle_of(nadia, name="Lunches")
    circle.address_form = form
    circle.save()
    date_of(circle, nadia, place="Chez Odile")
    newcomer(circle, nadia, "Théo Prat", language)
    said = today(nadia)
    assert "Welcome Théo Prat, new in “Lunches”" in said
    assert line in said


def test_noting_a_welcome_can_be_undone() -> None:
    nadia = here()
    membership = newcomer(circle_of(nadia), nadia)
    client = as_person(nadia)
    client.post(f"/today/welcomed/{membership.pk}")
    page = client.get("/today")
    assert (told(page), "Welcome Théo" in words(page)) == ("Noted: welcomed.", False)
    assert f'action="/today/welcomed/{membership.pk}/undo"' in page.content.decode()
    client.post(f"/today/welcomed/{membership.pk}/undo")
    assert "Welcome Théo" in today(nadia)


def test_only_whoever_invited_notes_a_welcome() -> None:
    nadia, theo = here(), here("Théo Prat")
    membership = newcomer(circle_of(nadia, theo), nadia, "Inès")
    as_person(theo).post(f"/today/welcomed/{membership.pk}")
    assert "Welcome Inès" in today(nadia)


def test_three_suggestions_at_most() -> None:
    nadia = somebody("Nadia")
    circle = circle_of(nadia)
    for number in range(4):
        newcomer(circle, nadia, f"Newcomer {number}")
    said = today(nadia)
    assert [f"Newcomer {number}" in said for number in range(4)] == [True, True, False, False]
    assert "Leave an address" in said


def test_in_no_circle_one_may_open_or_is_told_how_one_comes_in(settings: Any) -> None:
    nadia = here()
    assert "An invitation is your way in" in today(nadia)
    settings.WHO_MAY_OPEN = "anyone"
    page = as_person(nadia).get("/today").content.decode()
    assert [address in page for address in ('href="/circles/new"', 'href="/table"')] == [True, True]


def test_a_name_is_asked_once() -> None:
    unnamed = somebody("", "x@example.org")
    client = as_person(unnamed)
    assert "What shall we call you?" in words(client.get("/today"))
    refused = client.post("/today/name", {"name": " "})
    assert (refused.status_code, "What shall we call you?" in words(refused)) == (422, True)
    client.post("/today/name", {"later": "1", "name": ""})
    assert "What shall we call you?" not in words(client.get("/today"))


def test_a_name_that_is_given_is_kept() -> None:
    unnamed = somebody("", "x@example.org")
    client = as_person(unnamed)
    client.post("/today/name", {"name": "  Inès   Roca "})
    assert words(client.get("/today")).count("Hello Inès.") == 1


@pytest.mark.parametrize(
    ("forms", "line"), [(("tu", "tu"), "Ce que tu pourrais faire"), (("tu", "vous"), "Ce que vous pourriez faire")]
)
def test_a_page_about_several_circles_says_tu_where_all_do(forms: tuple[str, ...], line: str) -> None:
    nadia = here(language="fr")
    for number, form in enumerate(forms):
        circle = circle_of(nadia, name=f"Cercle {number}")
        circle.address_form = form
        circle.save()
    newcomer(circle, nadia)
    assert line in today(nadia, "fr")


def test_whoever_runs_the_instance_reads_that_a_report_waits() -> None:
    nadia, theo = somebody("Nadia", "nadia@example.org"), somebody("Théo", "theo@example.org")
    operator = somebody("Odile", "odile@example.org")
    Person.objects.filter(pk=operator.pk).update(operator_since=NOW)
    a_report(nadia, theo, a_circle(nadia, theo))
    assert "One report waits" not in words(as_person(nadia).get("/today"))
    assert "One report waits to be read" in words(as_person(operator).get("/today"))
    assert 'href="/reports"' in as_person(operator).get("/today").content.decode()
