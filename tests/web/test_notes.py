"""Notes on pages: written with a label, read as far as it goes, safe whatever somebody wrote, changed and put back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Gathering, Note
from entregent.people.models import Person
from entregent.trust.enums import Naming, Reach
from tests.cast import DAY, a_circle, a_note, a_past_date, somebody, write
from tests.web.visiting import as_person, told, visitor, words

pytestmark = pytest.mark.django_db

QUERIES = 9
MINUTE = timedelta(minutes=1)


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
    """Nadia alone was there."""
    gathering = a_past_date(circle, nadia, days=3, now=now)
    gatherings.record_attendance(gathering=gathering, by=nadia, person_ids=[nadia.pk], names=[], now=now - DAY)
    return gathering


def send(gathering: Gathering, person: Person, **typed: Any) -> Any:
    sent = {"text": "What we said.", "reach": "circle", "naming": "may", **typed}
    return as_person(person).post(f"/g/{gathering.key}/notes/new", sent, follow=True)


def test_a_note_is_written_from_its_gathering_s_page_and_taken_back(gathering: Gathering, nadia: Person) -> None:
    client = as_person(nadia)
    assert f'href="/g/{gathering.key}/notes/new"' in client.get(f"/g/{gathering.key}").content.decode()
    page = send(gathering, nadia, naming="may-not", once="k")
    send(gathering, nadia, naming="may-not", once="k")
    assert (told(page), Note.objects.count()) == ("Kept.", 1)
    read = words(client.get(f"/g/{gathering.key}"))
    assert all(said in read for said in ("Nadia Benali", "What we said.", "this circle", "not to be named"))
    page = client.post(f"/n/{Note.objects.get().key}/withdraw", follow=True)
    assert "What we said." not in words(page)
    client.post(f"/n/{Note.objects.get().key}/withdraw")
    client.post(f"/n/{Note.objects.get().key}/restore")
    assert "What we said." in words(client.get(f"/c/{gathering.circle.slug}/notes"))


def test_what_was_typed_is_kept_when_the_label_makes_no_sense(gathering: Gathering, nadia: Person) -> None:
    a_circle(nadia, name="Choir")
    refused = send(gathering, nadia, reach="circles")
    assert refused.status_code == 422
    assert "What we said." in refused.content.decode()
    assert "Tick at least one circle" in words(refused)


def test_whoever_is_in_one_circle_is_not_offered_others(gathering: Gathering, sami: Person) -> None:
    page = as_person(sami).get(f"/g/{gathering.key}/notes/new").content.decode()
    assert 'value="circles"' not in page
    assert send(gathering, sami, reach="circles").status_code == 422


def test_the_label_decides_who_reads_it_and_who_is_named(
    gathering: Gathering, circle: Circle, nadia: Person, sami: Person, now: datetime
) -> None:
    note = gatherings.write_note(
        gathering=gathering, author=nadia, text="Anybody may.", reach=Reach.ANYONE, naming=Naming.MAY_NOT, now=now
    )
    address = f"/n/{note.key}"
    stranger = somebody("Wanda", "wanda@example.org", now=now)
    for client in (visitor(), as_person(stranger), as_person(sami)):
        read = words(client.get(address))
        assert "Anybody may." in read
        assert "Nadia" not in read
        assert "Somebody of that table" in read
    assert "Les déjeuners" not in words(visitor().get(address))
    assert "Nadia Benali" in words(as_person(nadia).get(address))
    gatherings.change_note(note=note, by=nadia, text="Us alone.", reach=Reach.TABLE, naming=Naming.MAY_NOT, now=now)
    assert visitor().get(address).status_code == 302
    assert [as_person(one).get(address).status_code for one in (stranger, sami, nadia)] == [404, 404, 200]
    assert "Us alone." not in words(as_person(sami).get(f"/g/{gathering.key}"))


def test_nothing_somebody_writes_executes(gathering: Gathering, nadia: Person, now: datetime) -> None:
    evil = "# Title\n<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://e.example/p.png)\n- **bold**"
    note = a_note(gathering, nadia, evil, now=now)
    page = as_person(nadia).get(f"/n/{note.key}").content.decode()
    article = page.partition('class="said prose">')[2].partition("</article>")[0]
    assert not any(bad in article for bad in ("<script", 'href="javascript', "<img", "<h1"))
    assert all(good in article for good in ("<strong>Title</strong>", "<li><strong>bold</strong></li>"))


def test_a_change_is_undone_and_its_earlier_words_are_its_author_s_alone(
    gathering: Gathering, nadia: Person, sami: Person, now: datetime
) -> None:
    note = a_note(gathering, nadia, "Too much said.", now=now)
    client = as_person(nadia)
    client.post(f"/n/{note.key}/edit", {"text": "Enough.", "reach": "circle", "naming": "may"})
    assert "Too much said." not in words(as_person(sami).get(f"/n/{note.key}"))
    changed = client.get(f"/n/{note.key}")
    assert told(changed) == "Changed."
    assert "Too much said." in words(changed)
    client.post(f"/n/{note.key}/put-back", {"version": note.versions.get().pk})
    assert "Too much said." in words(as_person(sami).get(f"/n/{note.key}"))


def test_words_under_a_note_go_no_further_than_the_note(
    gathering: Gathering, nadia: Person, sami: Person, now: datetime
) -> None:
    note = a_note(gathering, nadia, "Between us.", Reach.TABLE, now=now)
    client, address = as_person(nadia), f"/n/{note.key}/replies"
    assert client.post(address, {"text": "Indeed.", "reach": "circle", "naming": "may"}).status_code == 422
    page = client.post(address, {"text": "Indeed.", "reach": "table", "naming": "may"}, follow=True)
    assert "Indeed." in words(page)
    assert as_person(sami).post(f"/n/{note.key}/replies", {"text": "Me too"}).status_code == 404
    assert "Indeed." not in words(as_person(sami).get(f"/g/{gathering.key}"))


def test_who_met_whom_is_said_in_words(
    circle: Circle, gathering: Gathering, nadia: Person, sami: Person, now: datetime
) -> None:
    hugo = somebody("Hugo", now=now)
    circles.add_member(circle=circle, person=hugo, now=now)
    first = "The first table of this circle: everybody met everybody."
    later = a_past_date(circle, nadia, days=2, now=now)
    ids = [one.pk for one in (nadia, sami, hugo)]
    gatherings.record_attendance(gathering=later, by=nadia, person_ids=ids, names=[], now=now)
    assert first in words(as_person(nadia).get(f"/g/{gathering.key}"))
    read = words(as_person(sami).get(f"/g/{later.key}"))
    assert "You met everybody for the first time." in read
    assert "Hugo met Nadia Benali for the first time." in read


def test_as_many_queries_with_three_notes_as_with_one(
    gathering: Gathering, nadia: Person, sami: Person, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_person(nadia)
    write(a_note(gathering, nadia, "One", now=now), nadia, "Under", now=now)
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{gathering.circle.slug}/notes")
    for minute in (1, 2):
        a_note(gathering, sami, f"More {minute}", now=now + minute * MINUTE)
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{gathering.circle.slug}/notes")
