"""Other places, what was offered once, two weeks out, and a word to send: as their pages do it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Care, Circle, FeatureAnswer
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.people import operations as people_operations
from entregent.people.models import Person
from tests.cast import DAY, a_circle, a_past_date, somebody
from tests.web.visiting import as_person, told, undo, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> list[Person]:
    return [somebody(name, f"{name.lower()}@example.org") for name in ("Anne", "Boris", "Chloe", "David")]


@pytest.fixture
def circle(people: list[Person]) -> Circle:
    return a_circle(*people, name="Lunches", now=now() - 400 * DAY)


def test_a_place_is_added_seen_from_the_circle_and_taken_away(circle: Circle, people: list[Person]) -> None:
    client, path = as_person(people[0]), f"/c/{circle.slug}/elsewhere"
    refused = client.post(path, {"url": "http://photos.example", "name": "Photos"})
    assert refused.status_code == 422
    assert "Only an address that starts with https:// leads anywhere from here." in words(refused)
    client.post(path, {"url": "photos.example/x", "name": "Photos <b>"})
    page = as_person(people[1]).get(f"/c/{circle.slug}").content.decode()
    assert '<a class="chip" href="https://photos.example/x" rel="noopener noreferrer nofollow">Photos &lt;b&gt;' in page
    place = circle.places.get()
    assert told(client.get(path)) == "Added; the circle’s journal says so."
    client.post(f"{path}/{place.pk}/remove")
    assert "Photos" not in words(as_person(people[1]).get(f"/c/{circle.slug}"))
    undo(client, path)
    assert "Photos" in words(client.get(path))


def test_no_thanks_is_said_once_for_all_and_can_be_taken_back(people: list[Person]) -> None:
    young = a_circle(*people[:2], now=now())
    client, path = as_person(people[0]), f"/c/{young.slug}"
    assert "When it matters" in words(client.get(path))
    client.post(f"{path}/features/place-and-rhythm", {"answer": "no"})
    page = client.get(path)
    assert told(page) == "Noted: the circle is not asked again."
    assert "When it matters" not in words(page)
    assert "When it matters" not in words(as_person(people[1]).get(path))
    client.post(f"{path}/features/place-and-rhythm", {"answer": "no"})
    undo(client, path)
    assert not FeatureAnswer.objects.exists()
    for feature, said in (("unheard-of", "no"), ("cards", "perhaps")):
        assert client.post(f"{path}/features/{feature}", {"answer": said}).status_code == 404


def test_three_members_keep_somebody_out_and_hear_them(circle: Circle, people: list[Person]) -> None:
    anne, boris, chloe, david = people
    client, start = as_person(anne), f"/c/{circle.slug}/propose/suspend/{boris.key}"
    assert f'href="{start}"' in client.get(f"/c/{circle.slug}/members").content.decode()
    assert "Keep Boris out for two weeks?" in words(client.get(start))
    assert client.post(start, {"words": ""}).status_code == 422
    page = client.post(start, {"words": "He sells."})["Location"]
    assert client.get(start)["Location"] == page
    assert told(client.get(page)).startswith("Two more members must agree within a week.")
    assert "Two more consents are missing." in words(client.get(page))
    for one, sees in ((chloe, True), (boris, False)):
        read = words(as_person(one).get(f"/c/{circle.slug}"))
        assert ["Keep Boris out" in read, "Decisions" in read] == [sees, sees]
        assert (as_person(one).get(page).status_code == 200) is sees
        assert ("Keep Boris out" in words(as_person(one).get(f"/c/{circle.slug}/decisions"))) is sees
    for by in (chloe, david):
        assert "Read the reason twice." in words(as_person(by).get(page))
        assert "I object" not in words(as_person(by).get(page))
        as_person(by).post(f"{page}/voice", {"said": "consent", "revision": "1"})
    held = client.get(page)["Location"]
    mine = f"/c/{circle.slug}/suspended"
    assert as_person(boris).get(f"/c/{circle.slug}").status_code == 404
    assert "Lunches" in words(as_person(boris).get("/circles"))
    assert "The reason they give He sells." in words(as_person(boris).get(mine))
    as_person(boris).post(mine, {"side": "I gave a card."})
    said = words(client.get(held))
    assert "Boris is kept out" in said
    assert "Said by: Anne, Chloe, David Their side I gave a card." in said
    assert "End it now" in said
    assert "Nothing was ever put to the circle." in words(client.get(f"/c/{circle.slug}/decisions"))
    assert "Decisions" not in words(client.get(f"/c/{circle.slug}"))
    people_operations.block(by=chloe, person=david, now=now())
    assert "Said by: Anne, Chloe Their side" in words(as_person(chloe).get(held))
    event = queries.journal(circle)[0]
    client.post(f"/c/{circle.slug}/journal/{event.pk}/undo")
    assert as_person(boris).get(f"/c/{circle.slug}").status_code == 200
    assert as_person(boris).get(mine).status_code == 404
    assert "Anne let Boris back in" in words(client.get(f"/c/{circle.slug}/journal"))
    refused = client.post(start, {"words": "Again."})
    assert (refused.status_code, "nobody is suspended twice in a row" in words(refused)) == (422, True)


def test_a_voice_is_taken_back_and_the_question_gone(circle: Circle, people: list[Person]) -> None:
    client = as_person(people[0])
    page = client.post(f"/c/{circle.slug}/propose/suspend/{people[1].key}", {"words": "Why."})["Location"]
    client.get(page)
    gone = client.post(f"{page}/voice", {"act": "nothing", "revision": "1"})
    assert gone["Location"] == f"/c/{circle.slug}"
    assert told(client.get(gone["Location"])) == "Taken back: it is as if you had said nothing."
    assert client.get(page).status_code == 404


@pytest.fixture
def quiet(circle: Circle, people: list[Person]) -> Person:
    """Boris came four times and no more; the circle goes on."""
    anne, boris = people[:2]
    for weeks in range(24, 0, -2):
        gathering = a_past_date(circle, anne, days=7 * weeks, now=now())
        there = [anne.pk, boris.pk] if weeks > 16 else [anne.pk]
        after = gathering.starts_at + timedelta(hours=3)
        gatherings.record_attendance(gathering=gathering, by=anne, person_ids=there, names=[], now=after)
    return boris


def region(response: Any, name: str) -> str:
    found: str = response.content.decode().partition(f'data-region="{name}"')[2].partition("</section>")[0]
    return found


def test_one_tap_takes_it_on_and_only_then_a_name_is_read(
    circle: Circle, people: list[Person], quiet: Person, settings: Any
) -> None:
    settings.SMTP_URL = "smtp://localhost"
    client, path = as_person(people[0]), f"/c/{circle.slug}"
    asked = region(client.get(path), "stopped")
    assert "Somebody has not come for a while" in asked
    assert "Boris" not in asked
    assert client.post(f"{path}/a-word")["Location"] == "/today"
    today = words(client.get("/today"))
    assert "A word to Boris, of “Lunches”" in today
    assert "how are you? It would be good to see you again at “Lunches”, whenever it suits you." in today
    assert region(client.get(path), "stopped") == ""
    assert "A word to" not in words(as_person(people[2]).get("/today"))
    care = Care.objects.get()
    client.post(f"/a-word/{care.pk}/send", {"word": " "})
    assert told(client.get("/today")).startswith("Nothing was sent")
    client.post(f"/a-word/{care.pk}/send", {"word": "How are you?"})
    undo(client, "/today")
    assert told(client.get("/today")) == "Taken back: nothing has left."
    client.post(f"/a-word/{care.pk}/done")
    undo(client, "/today")
    client.post(f"/a-word/{care.pk}/leave")
    assert not Care.objects.exists()


def test_another_members_word_is_nobody_elses(circle: Circle, people: list[Person], quiet: Person) -> None:
    care = circles.take_on(circle=circle, candidates=[quiet], by=people[0], now=now())
    assert care is not None
    other = as_person(people[2])
    assert other.post(f"/a-word/{care.pk}/send", {"word": "x"}).status_code == 404
    for act in ("leave", "done", "undo"):
        other.post(f"/a-word/{care.pk}/{act}")
    assert Care.objects.get().done_at is None


def test_one_may_ask_not_to_be_asked_after(circle: Circle, people: list[Person], quiet: Person) -> None:
    client, path = as_person(quiet), f"/c/{circle.slug}"
    client.post(f"{path}/ask-after-me", {"wanted": "no"})
    assert region(as_person(people[0]).get(path), "stopped") == ""
    undo(client, path)
    assert region(as_person(people[0]).get(path), "stopped")
