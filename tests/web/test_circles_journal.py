"""The journal in words, with its undo."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.circles.operations.circle import CHANGEABLE
from entregent.core.clock import now
from entregent.decisions import operations as decisions
from entregent.gatherings import operations as gatherings
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from entregent.web.circles.sentences import FIELDS, SAID, UNDONE
from tests.architecture import sources
from tests.cast import DAY, MINUTE, a_circle, a_date, invite, seen, somebody
from tests.web.visiting import as_person, plain, told, words

pytestmark = pytest.mark.django_db

QUERIES = 7


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org")


@pytest.fixture
def circle(nadia: Person) -> Circle:
    return a_circle(nadia, name="Lunches", now=now() - 40 * DAY)


def lines(circle: Circle, reader: Person, language: str = "en") -> list[str]:
    """What each line says, newest first, without its date."""
    content = as_person(reader, language).get(f"/c/{circle.slug}/journal").content.decode()
    return [plain(part.partition("</p>")[0]) for part in content.split("<p>")[1:] if "<time" in part]


def test_whom_a_block_hides_is_not_named_in_it(circle: Circle, nadia: Person) -> None:
    theo = somebody("Théo", "theo@example.org")
    circles.add_member(circle=circle, person=theo, now=now() - DAY)
    circles.change_circle(circle=circle, by=theo, now=now(), place="Viroflay")
    assert lines(circle, nadia)[0] == "Théo changed the place"
    people.block(by=theo, person=nadia, now=now())
    assert lines(circle, nadia)[0] == "A member changed the place"
    assert lines(circle, theo)[0] == "Théo changed the place"


def test_what_a_circle_did(circle: Circle, nadia: Person) -> None:
    theo = somebody("Théo <b>", "theo@example.org")
    link = circles.make_link(circle=circle, by=nadia, now=now() - 9 * DAY)
    circles.join_by_link(link=link, person=theo, now=now() - 8 * DAY)
    circles.change_circle(circle=circle, by=theo, now=now() - 7 * DAY, place="Viroflay", name="Dinners")
    invite(circle, nadia, "a@example.org", "b@example.org", now=now() - 6 * DAY)
    circles.revoke_link(circle=circle, link_id=link.pk, by=theo, now=now() - 5 * DAY)
    gathering = a_date(circle, nadia, hour=time(20, 0), now=now() - MINUTE)
    gatherings.cancel(gathering=gathering, by=theo, seen=seen(circle), now=now())
    circles.leave(circle=circle, person=theo, now=now())
    when = f"{gathering.day:%A} {gathering.day.day} {gathering.day:%B}, 20:00"
    assert lines(circle, nadia) == [
        "Théo <b> left the circle",
        f"Théo <b> cancelled a date: {when}",
        f"Nadia fixed a date: {when}",
        "Théo <b> revoked a link to come in by",
        "Nadia invited two people",
        "Théo <b> changed the name, the place",
        "Théo <b> joined the circle",
        "Nadia made a link to come in by",
        "Nadia opened the circle",
    ]


def test_a_date_leads_to_its_page(circle: Circle, nadia: Person) -> None:
    gathering = a_date(circle, nadia, now=now())
    content = as_person(nadia).get(f"/c/{circle.slug}/journal").content.decode()
    assert f'fixed a date: <a href="/g/{gathering.key}">' in content


def test_a_date_that_only_was_in_pencil_and_is_gone(circle: Circle, nadia: Person) -> None:
    gathering = a_date(circle, nadia, now=now())
    gatherings.call_back_date(gathering=gathering, by=nadia, now=now())
    gathering.delete()
    assert lines(circle, nadia)[:2] == [
        "Nadia called a date back before its mail left: only pencilled in, and erased since",
        "Nadia fixed a date: only pencilled in, and erased since",
    ]


def test_invitations_called_back_or_forgotten(circle: Circle, nadia: Person) -> None:
    forgotten = invite(circle, nadia, "a@example.org", now=now() - DAY)
    batch = invite(circle, nadia, "b@example.org", now=now())
    circles.call_back(batch_key=batch.key, by=nadia, now=now())
    forgotten.invitations.all().delete()
    assert lines(circle, nadia)[:2] == ["Nadia wrote invitations, then called them back", "Nadia sent invitations"]


def test_somebody_erased_is_a_former_member(circle: Circle, nadia: Person) -> None:
    theo = somebody("Théo", "theo@example.org")
    circles.add_member(circle=circle, person=theo, now=now())
    circles.change_circle(circle=circle, by=theo, now=now(), place="Viroflay")
    erase_all(theo, now())
    assert lines(circle, nadia)[0] == "A former member changed the place"


def test_anybody_takes_a_change_back_and_the_journal_says_so(circle: Circle, nadia: Person) -> None:
    theo = somebody("Théo", "theo@example.org")
    circles.add_member(circle=circle, person=theo, now=now())
    event = circles.change_circle(circle=circle, by=nadia, now=now(), hue="rose", zone="Europe/Brussels")
    assert event is not None
    client, journal = as_person(theo), f"/c/{circle.slug}/journal"
    assert client.get(journal).content.decode().count(f"/c/{circle.slug}/journal/{event.pk}/undo") == 1
    response = client.post(f"{journal}/{event.pk}/undo", {"next": journal})
    assert response["Location"] == journal
    page = client.get(journal)
    assert told(page) == "Taken back: all is as before."
    assert "Théo put back the colour, the time zone as before" in words(page)
    assert "Nadia changed the colour, the time zone (taken back since)" in words(page)
    client.post(f"{journal}/{event.pk}/undo")
    assert told(client.get(journal)) == "Somebody took this back already, or more than thirty days have passed."


def test_a_link_that_works_again_and_a_move_taken_back_are_lines(circle: Circle, nadia: Person) -> None:
    link = circles.make_link(circle=circle, by=nadia, now=now())
    revoked = circles.revoke_link(circle=circle, link_id=link.pk, by=nadia, now=now())
    assert revoked is not None
    circles.undo(event=revoked, by=nadia, now=now())
    assert lines(circle, nadia)[0] == "Nadia made a revoked link work again"
    gathering = a_date(circle, nadia, days=3, now=now() - DAY)
    when = gatherings.When(gathering.day + DAY, gathering.hour)
    gatherings.move(gathering=gathering, by=nadia, when=when, seen=seen(circle), now=now())
    gathering.refresh_from_db()
    gatherings.call_back(gathering=gathering, by=nadia, now=now())
    assert lines(circle, nadia)[0].startswith("Nadia put a date back where it was: ")
    assert lines(circle, nadia)[1].startswith("Nadia moved or changed a date: ")


def test_a_file_brought_in_and_taken_out_again(circle: Circle, nadia: Person) -> None:
    content = b"Nom\nOdile Roux\n"
    report = circles.import_members(circle=circle, content=content, file_name="membres.csv", now=now())
    assert lines(circle, nadia)[0] == "A file was brought in by whoever runs this instance"
    assert report.brought is not None
    gatherings.undo_import(import_id=report.brought.pk, now=now())
    assert lines(circle, nadia)[:2] == [
        "What a file had brought in was taken out again",
        "A file was brought in by whoever runs this instance (taken back since)",
    ]


def test_coming_back_is_a_line(circle: Circle, nadia: Person) -> None:
    theo = somebody("Théo", "theo@example.org")
    circles.add_member(circle=circle, person=theo, now=now())
    left = circles.leave(circle=circle, person=theo, now=now())
    assert left is not None
    circles.undo(event=left, by=theo, now=now())
    assert lines(circle, nadia)[0] == "Théo came back"


def test_after_thirty_days_there_is_no_way_back(circle: Circle, nadia: Person) -> None:
    event = circles.change_circle(circle=circle, by=nadia, now=now() - 31 * DAY, hue="rose")
    assert event is not None
    client = as_person(nadia)
    assert "/undo" not in client.get(f"/c/{circle.slug}/journal").content.decode()
    client.post(f"/c/{circle.slug}/journal/{event.pk}/undo")
    circle.refresh_from_db()
    assert circle.hue == "rose"


def test_another_circles_line_is_not_here(circle: Circle, nadia: Person) -> None:
    theo = somebody("Théo", "theo@example.org")
    other = a_circle(theo, name="Other", now=now())
    event = circles.change_circle(circle=other, by=theo, now=now(), hue="rose")
    assert event is not None
    client = as_person(nadia)
    assert client.post(f"/c/{circle.slug}/journal/{event.pk}/undo").status_code == 404
    assert client.post(f"/c/{other.slug}/journal/{event.pk}/undo").status_code == 404


def test_thirty_lines_at_a_time(circle: Circle, nadia: Person) -> None:
    for minute in range(32):
        circles.change_circle(circle=circle, by=nadia, now=now() + timedelta(minutes=minute), purpose=f"{minute}")
    client = as_person(nadia)
    page = client.get(f"/c/{circle.slug}/journal")
    older = page.content.decode().partition('rel="next" href="')[2].partition('"')[0]
    assert page.content.decode().count("<time") == 30
    rest = client.get(f"/c/{circle.slug}/journal{older}")
    assert rest.content.decode().count("<time") == 3
    assert "Nadia opened the circle" in words(rest)
    assert client.get(f"/c/{circle.slug}/journal?before=nonsense").content.decode().count("<time") == 30


@pytest.mark.parametrize("count", [1, 3])
def test_three_lines_of_each_cost_no_more_than_one(
    circle: Circle, nadia: Person, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        a_date(circle, nadia, days=2 + number, now=now() - DAY)
        invite(circle, nadia, f"guest{number}@example.org", now=now() - DAY)
        event = circles.change_circle(circle=circle, by=nadia, now=now(), purpose=f"{number}")
        assert event is not None
        circles.undo(event=event, by=nadia, now=now())
    client = as_person(nadia)
    with django_assert_num_queries(QUERIES):
        client.get(f"/c/{circle.slug}/journal")


def recorded() -> Iterator[tuple[str, str]]:
    """(kind, verb) of every line the operations add to a circle's journal."""
    for path in sources.python_files(*(f"src/entregent/{app}" for app in sources.DOMAIN)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                said = {word.arg: getattr(word.value, "value", None) for word in node.keywords}
                if said.get("open_to_circle"):
                    yield str(said["kind"]), str(said["verb"])


def test_every_line_has_its_sentence() -> None:
    straight = {pair for pair in recorded() if pair[1] != "undid"}
    assert straight == set(SAID) - {("batch", "called-back"), ("batch", "forgotten")}
    assert set(UNDONE) <= straight
    assert set(FIELDS) == set(CHANGEABLE)


@pytest.mark.parametrize(("language", "said"), [("fr", "Nadia a ouvert le cercle"), ("en", "Nadia opened the circle")])
def test_in_both_languages(circle: Circle, language: str, said: str) -> None:
    reader = somebody("Rose", language=language)
    circles.add_member(circle=circle, person=reader, now=now())
    assert lines(circle, reader, language)[-1] == said


def test_its_lines_lead_to_what_they_speak_of(circle: Circle, nadia: Person) -> None:
    for number in range(3):
        circles.add_member(circle=circle, person=somebody(f"P{number}", f"p{number}@example.org"), now=now() - 30 * DAY)
    first, second = (
        decisions.propose(circle=circle, kind="agreement", by=nadia, now=now(), payload={"title": title})
        for title in ("A round <b> of names", "A box for tips")
    )
    decisions.withdraw(proposal=second, by=nadia, now=now())
    page = as_person(nadia).get(f"/c/{circle.slug}/journal").content.decode()
    assert f'<a href="/d/{first.key}">A round &lt;b&gt; of names</a>' in page
    assert page.count(f'<a href="/d/{second.key}">A box for tips</a>') == 2


def test_a_title_names_nobody_across_a_block(circle: Circle, nadia: Person) -> None:
    others = [somebody(name, f"{name.lower()}@example.org") for name in ("Bruno", "David", "Sam")]
    for person in others:
        circles.add_member(circle=circle, person=person, now=now() - 30 * DAY)
    bruno, david, sam = others
    decisions.propose(circle=circle, kind="remove", by=sam, about=david, now=now())
    people.block(by=david, person=bruno, now=now())
    path = f"/c/{circle.slug}/journal"
    assert "Part with David" in words(as_person(nadia).get(path))
    seen = words(as_person(bruno).get(path))
    assert ("See the proposal" in seen, "Part with David" in seen) == (True, False)


def test_a_journal_of_three_proposals_takes_no_more_queries_than_of_one(
    circle: Circle, nadia: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        circles.add_member(circle=circle, person=somebody(f"P{number}", f"p{number}@example.org"), now=now() - 30 * DAY)
    client = as_person(nadia)
    for title in ("One", "Two", "Three"):
        decisions.propose(circle=circle, kind="agreement", by=nadia, now=now(), payload={"title": title})
        if title != "Two":
            with django_assert_num_queries(7):
                client.get(f"/c/{circle.slug}/journal")
