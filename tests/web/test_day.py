"""The run sheet and the tables, as pages."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from entregent.circles import operations as circles
from entregent.circles.enums import Feature
from entregent.circles.models import Circle, FeatureAnswer
from entregent.core.clock import now as clock
from entregent.core.walltime import local
from entregent.gatherings import operations, queries
from entregent.gatherings.enums import Company
from entregent.gatherings.models import Apart, Attendance, Gathering
from entregent.people import operations as people_operations
from entregent.people.models import Person
from entregent.people.privacy import export_all
from tests.cast import DAY, ZONE, a_circle, say, seen, somebody
from tests.web.visiting import as_person, told, undo, words

pytestmark = pytest.mark.django_db
JSON: Any = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def now() -> datetime:
    return clock()


@pytest.fixture
def company(now: datetime) -> list[Person]:
    return [somebody(f"Person {number:02}", f"p{number}@example.org", now=now - 9 * DAY) for number in range(14)]


@pytest.fixture
def circle(company: list[Person], now: datetime) -> Circle:
    return a_circle(*company, now=now - 9 * DAY)


def soon(circle: Circle, by: Person, now: datetime) -> Gathering:
    """Half an hour from now: people arrive."""
    begins = local(now + timedelta(minutes=30), ZONE).replace(second=0, microsecond=0)
    when = operations.When(begins.date(), begins.time().replace(fold=0))
    return operations.fix_date(circle=circle, by=by, when=when, seen=seen(circle), now=now - DAY)


@pytest.fixture
def gathering(circle: Circle, company: list[Person], now: datetime) -> Gathering:
    gathering = soon(circle, company[0], now)
    for person in company[:13]:
        say(gathering, person, now=now - timedelta(hours=20))
    return gathering


def plan(gathering: Gathering, by: Person, now: datetime) -> None:
    operations.make_plan(
        gathering=gathering, by=by, whose=Company.COMING, room=(7, 7), seed=1, seen=0, now=now - DAY / 24
    )


def room(**more: Any) -> dict[str, Any]:
    return {"whose": "coming", "tables_1": 2, "chairs_1": 7, "seen": 0} | more


def test_above_one_table_a_plan_is_offered_once(gathering: Gathering, circle: Circle, company: list[Person]) -> None:
    client = as_person(company[0])
    assert "shall Entregent say who sits where" in words(client.get(f"/g/{gathering.key}"))
    client.post(f"/c/{circle.slug}/features/table-plan", {"answer": "no"})
    read = words(as_person(company[1]).get(f"/g/{gathering.key}"))
    assert "shall Entregent say" not in read
    assert "Plan the tables" not in read


def test_a_yes_leads_to_the_tables(gathering: Gathering, circle: Circle, company: list[Person]) -> None:
    url = f"/g/{gathering.key}/tables"
    answer = as_person(company[0]).post(feature_url(circle), {"answer": "yes", "next": url})
    assert answer["Location"] == url
    assert FeatureAnswer.objects.get(circle=circle, feature=Feature.TABLE_PLAN).wanted
    assert "Plan the tables" in words(as_person(company[1]).get(f"/g/{gathering.key}"))


def feature_url(circle: Circle) -> str:
    return reverse("feature", args=[circle.slug, "table-plan"])


def test_a_table_of_twelve_reads_nothing_of_it(circle: Circle, company: list[Person], now: datetime) -> None:
    gathering = soon(circle, company[0], now)
    for person in company[:12]:
        say(gathering, person, now=now - timedelta(hours=20))
    for page in (f"/g/{gathering.key}", f"/c/{circle.slug}"):
        read = words(as_person(company[0]).get(page))
        assert "table plan" not in read
        assert "who sits where" not in read.lower()


def test_the_tables_are_made_read_and_taken_back(gathering: Gathering, company: list[Person]) -> None:
    client, url = as_person(company[0]), f"/g/{gathering.key}/tables"
    client.post(url, room())
    read = words(as_person(company[1]).get(url))
    assert "Thirteen at two tables." in read
    assert re.search(r"You sit at: Table [12]\.", read)
    undo(client, url)
    assert queries.plans.plan_of(gathering) is None


def test_a_room_too_small_says_how_many_places_are_missing_and_keeps_what_was_typed(
    gathering: Gathering, company: list[Person]
) -> None:
    answer = as_person(company[0]).post(f"/g/{gathering.key}/tables", room(tables_1=1, chairs_1=11))
    assert answer.status_code == 422
    assert "2 places are missing: 13 people for 11 places." in words(answer)
    assert 'value="11"' in answer.content.decode()


def test_a_plan_somebody_made_meanwhile_is_shown_and_not_made_over(
    gathering: Gathering, company: list[Person], now: datetime
) -> None:
    plan(gathering, company[1], now)
    client = as_person(company[0])
    client.post(f"/g/{gathering.key}/tables", room())
    assert "Somebody changed the tables meanwhile" in told(client.get(f"/g/{gathering.key}/tables"))


def a_pair(gathering: Gathering) -> tuple[int, int]:
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    return laid.board[0][0], laid.board[1][0]


def test_what_a_change_does_is_read_before_it_is_made_and_undone_after(
    gathering: Gathering, company: list[Person], now: datetime
) -> None:
    plan(gathering, company[0], now)
    client, url, (one, other) = as_person(company[0]), f"/g/{gathering.key}/tables", a_pair(gathering)
    before = queries.plans.plan_of(gathering).board  # type: ignore[union-attr]
    assert "As many people meet for the first time as before." in words(client.get(url, {"one": one, "other": other}))
    client.post(f"{url}/swap", {"one": one, "other": other, "seen": 0})
    assert a_pair(gathering) != (one, other)
    undo(client, url)
    assert queries.plans.plan_of(gathering).board == before  # type: ignore[union-attr]


def test_two_of_one_table_have_nothing_to_change(gathering: Gathering, company: list[Person], now: datetime) -> None:
    plan(gathering, company[0], now)
    laid = queries.plans.plan_of(gathering)
    one, other = laid.board[0][:2]  # type: ignore[union-attr]
    read = words(as_person(company[0]).get(f"/g/{gathering.key}/tables", {"one": one, "other": other}))
    assert "Choose two people of different tables." in read


def test_somebody_arrives_and_gets_a_place(gathering: Gathering, company: list[Person], now: datetime) -> None:
    plan(gathering, company[0], now)
    client, url = as_person(company[0]), f"/g/{gathering.key}"
    client.post(f"{url}/day/name", {"name": "Lou"})
    came = Attendance.objects.get(gathering=gathering).person
    client.post(f"{url}/tables/late", {"person": came.pk})
    assert re.search(r"Lou: Table [12]\.", told(client.get(f"{url}/tables")))
    assert "Lou" in words(client.get(f"{url}/tables/wall"))
    client.post(f"{url}/tables/free", {"person": came.pk})
    assert "Lou" not in words(client.get(f"{url}/tables/wall"))


def test_a_block_hides_a_name_and_leaves_its_place(gathering: Gathering, company: list[Person], now: datetime) -> None:
    people_operations.block(by=company[1], person=company[2], now=now)
    plan(gathering, company[0], now)
    for page in ("tables", "tables/wall", "day", "day/paper"):
        read = words(as_person(company[2]).get(f"/g/{gathering.key}/{page}"))
        assert "Person 01" not in read
    assert "Thirteen at two tables." in words(as_person(company[2]).get(f"/g/{gathering.key}/tables"))


def test_whom_a_block_hides_changes_places_as_somebody_else(
    gathering: Gathering, company: list[Person], now: datetime
) -> None:
    people_operations.block(by=company[1], person=company[2], now=now)
    plan(gathering, company[0], now)
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    there = next(table for table in laid.board if company[1].pk not in table)
    client, url = as_person(company[2]), f"/g/{gathering.key}/tables"
    client.post(f"{url}/swap", {"one": company[1].pk, "other": there[0], "seen": laid.plan.version})
    assert told(client.get(url)).startswith("Somebody else and ")


def test_a_tap_answers_a_repeat_as_the_first_time(gathering: Gathering, company: list[Person]) -> None:
    client, url = as_person(company[0]), f"/g/{gathering.key}/day/tap"
    tap = {"tap": f"in-{company[3].pk}", "once": "one"}
    first = client.post(url, tap, **JSON).content
    client.post(url, {"tap": f"out-{company[3].pk}", "once": "two"}, **JSON)
    assert client.post(url, tap, **JSON).content == first
    assert json.loads(first) == {"here": True, "words": "One person is here."}
    assert not Attendance.objects.exists()  # the repeat of the first tap did not undo the second


def test_a_tap_of_one_date_is_no_repeat_of_anothers(gathering: Gathering, company: list[Person]) -> None:
    """Whoever names their taps alike on two dates is here at both."""
    begins = local(gathering.starts_at + timedelta(minutes=20), ZONE)
    other = operations.fix_date(
        circle=gathering.circle,
        by=company[0],
        when=operations.When(begins.date(), begins.time().replace(fold=0)),
        seen=seen(gathering.circle),
        now=gathering.starts_at - DAY,
    )
    for date in (gathering, other):
        tap = {"tap": f"in-{company[3].pk}", "once": "one"}
        as_person(company[0]).post(f"/g/{date.key}/day/tap", tap, **JSON)
    assert Attendance.objects.filter(person=company[3]).count() == 2


def test_without_a_script_the_same_taps_come_back_to_the_sheet(gathering: Gathering, company: list[Person]) -> None:
    client, url = as_person(company[0]), f"/g/{gathering.key}/day"
    answer = client.post(f"{url}/tap", {"tap": f"in-{company[3].pk}", "once": "one"})
    assert answer["Location"] == f"{url}#here"
    assert f'value="out-{company[3].pk}" aria-pressed="true"' in client.get(url).content.decode()


@pytest.mark.parametrize("tap", ["", "in-", "in-x", "up-1", "in-999999", "in-" + "9" * 30])
def test_a_tap_of_nobody_is_nobodys(gathering: Gathering, company: list[Person], tap: str) -> None:
    assert as_person(company[0]).post(f"/g/{gathering.key}/day/tap", {"tap": tap}, **JSON).status_code == 404


def test_before_people_come_and_long_after_a_tap_is_told_so(
    circle: Circle, company: list[Person], now: datetime
) -> None:
    begins = local(now + 3 * DAY, ZONE)
    when = operations.When(begins.date(), begins.time().replace(microsecond=0, second=0, fold=0))
    later = operations.fix_date(circle=circle, by=company[0], when=when, seen=seen(circle), now=now)
    client, tap = as_person(company[0]), {"tap": f"in-{company[1].pk}"}
    assert client.post(f"/g/{later.key}/day/tap", tap, **JSON).status_code == 409
    client.post(f"/g/{later.key}/day/tap", tap)
    assert "around the time itself" in told(client.get(f"/g/{later.key}"))


def test_it_does_not_end_without_a_next_date(gathering: Gathering, company: list[Person]) -> None:
    client = as_person(company[0])
    read = words(client.get(f"/g/{gathering.key}/day"))
    assert "When do you meet next?" in read
    Gathering.objects.filter(pk=gathering.pk).update(starts_at=gathering.starts_at - timedelta(hours=5))
    read = words(client.get(f"/g/{gathering.key}/day"))
    assert read.index("No next date is fixed.") < read.index("Who is here")
    assert "a gathering does not end without one" in read


@pytest.mark.parametrize("wanted", [True, False])
def test_cards_are_drawn_from_here_where_the_circle_wants_cards(
    gathering: Gathering, circle: Circle, company: list[Person], now: datetime, wanted: bool
) -> None:
    circles.answer_feature(circle=circle, feature=Feature.CARDS, wanted=wanted, by=company[0], now=now)
    assert ("Draw the cards" in words(as_person(company[0]).get(f"/g/{gathering.key}/day"))) is wanted


def everything_read(
    client: Client, circle: Circle, gathering: Gathering, person: Person, pair: tuple[int, int]
) -> list[str]:
    """All that one person reads of a circle, and their export; nothing of it changes by chance."""
    one, other = pair
    key, slug = f"/g/{gathering.key}", f"/c/{circle.slug}"
    pages = [key, slug, f"{slug}/apart", f"{slug}/members", f"{slug}/journal", "/today", "/me"]
    pages += [f"{key}/{page}" for page in ("tables", "tables/wall", "day", "day/paper")]
    pages += [f"{key}/tables?one={one}&other={other}"]
    return [*(words(client.get(page)) for page in pages), json.dumps(export_all(person), default=str)]


def test_a_wish_changes_nothing_that_anybody_else_reads(
    gathering: Gathering, circle: Circle, company: list[Person], now: datetime
) -> None:
    plan(gathering, company[0], now)
    pair, readers = a_pair(gathering), [one for one in company if one.pk not in a_pair(gathering)][:1]
    asker = Person.objects.get(pk=pair[0])
    others = [(person, as_person(person)) for person in (*readers, Person.objects.get(pk=pair[1]))]
    before = [everything_read(client, circle, gathering, person, pair) for person, client in others]
    operations.keep_apart(circle=circle, by=asker, person_id=pair[1], now=now)
    for (person, client), read in zip(others, before, strict=True):
        assert everything_read(client, circle, gathering, person, pair) == read
    assert "Take it back" in words(as_person(asker).get(f"/c/{circle.slug}/apart"))


def test_a_wish_is_noted_and_taken_back_by_its_asker(circle: Circle, company: list[Person]) -> None:
    client, url = as_person(company[2]), f"/c/{circle.slug}/apart"
    client.post(url, {"person": company[3].pk})
    wish = Apart.objects.get()
    assert as_person(company[4]).post(f"{url}/{wish.pk}/forget").status_code == 404
    client.get(url)
    client.post(f"{url}/{wish.pk}/forget")
    assert not Apart.objects.exists()
    undo(client, url)
    assert Apart.objects.get().other == company[3]


def test_where_few_are_nobody_is_told_that_a_wish_is_hidden(company: list[Person], now: datetime) -> None:
    few = a_circle(*company[:5], name="Few", now=now - 9 * DAY)
    assert "somebody who looks closely might guess" in words(as_person(company[0]).get(f"/c/{few.slug}/apart"))


def test_somebody_who_left_is_not_of_the_tables(gathering: Gathering, circle: Circle, company: list[Person]) -> None:
    circles.leave(circle=circle, person=company[5], now=clock())
    client = as_person(company[0])
    client.post(f"/g/{gathering.key}/tables", room())
    assert "Person 05" not in words(client.get(f"/g/{gathering.key}/tables"))
