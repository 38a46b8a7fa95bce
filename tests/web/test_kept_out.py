"""Somebody whom three members keep out for two weeks reads so wherever they would have come in, and gets no mail."""

from __future__ import annotations

from datetime import datetime

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import WayIn
from entregent.circles.models import Circle, Invitation
from entregent.circles.queries import token_of as token_of_door
from entregent.gatherings.models import Gathering
from entregent.people import operations as people_operations
from entregent.people.enums import Purpose
from entregent.people.models import Person
from entregent.people.queries import token_of
from tests.cast import DAY, a_circle, a_date, answer_link, invite, somebody
from tests.notices.post import deliver
from tests.web.visiting import as_person, visitor, words

pytestmark = pytest.mark.django_db

SAID = "You are kept out until"


@pytest.fixture
def four(now: datetime) -> list[Person]:
    return [somebody(name, f"{name.lower()}@example.org", now=now) for name in ("Anne", "Boris", "Chloe", "David")]


@pytest.fixture
def boris(four: list[Person]) -> Person:
    return four[1]


@pytest.fixture
def circle(four: list[Person], now: datetime) -> Circle:
    return a_circle(*four, name="Lunches", now=now - 60 * DAY)


@pytest.fixture
def lunch(circle: Circle, four: list[Person], now: datetime) -> Gathering:
    return a_date(circle, four[0], days=3, now=now - DAY)


def keep_out(circle: Circle, four: list[Person], now: datetime) -> None:
    anne, boris, *others = four
    circles.suspend(circle=circle, person=boris, by=(*others, anne), reason="He sells.", now=now)


def test_today_and_the_account_say_it_until_when(
    circle: Circle, four: list[Person], boris: Person, now: datetime
) -> None:
    client = as_person(boris)
    assert [SAID in words(client.get(page)) for page in ("/today", "/me")] == [False, False]
    keep_out(circle, four, now)
    day = now + 14 * DAY
    for page in ("/today", "/me"):
        read = words(client.get(page))
        assert f"Lunches {SAID} {day:%A} {day.day} {day:%B}" in read
        assert "It ends by itself that day" in read
        assert f"/c/{circle.slug}/suspended" in client.get(page).content.decode()
    assert "You are in no circle yet" not in words(client.get("/today")), "nobody is told to open another"
    circles.end_suspensions(day + DAY)
    assert [SAID in words(client.get(page)) for page in ("/today", "/me")] == [False, False]


def test_a_link_of_a_mail_says_it(
    circle: Circle, four: list[Person], boris: Person, lunch: Gathering, now: datetime
) -> None:
    link = f"/l/{token_of(answer_link(boris, lunch, now))}"
    assert SAID not in words(visitor().get(link))
    keep_out(circle, four, now)
    for response in (visitor().get(link), visitor().post(link, {"answer": "yes"})):
        assert (response.status_code, SAID in words(response)) == (403, True)
    assert "He sells." not in words(visitor().get(link)), "the reason is behind sign-in"


def test_a_link_to_come_in_by_and_an_open_door_say_it(
    circle: Circle, four: list[Person], boris: Person, now: datetime
) -> None:
    circles.change_circle(circle=circle, by=four[0], way_in=WayIn.OPEN, now=now)
    made = circles.make_link(circle=circle, by=four[0], now=now)
    keep_out(circle, four, now)
    for page in (f"/j/{token_of_door(made)}", f"/o/{circle.slug}"):
        for response in (as_person(boris).get(page), as_person(boris).post(page, {})):
            assert (response.status_code, SAID in words(response)) == (403, True), page
        assert SAID not in words(visitor().get(page))


def invited(boris: Person, made: Invitation, now: datetime) -> str:
    link = people_operations.ensure_link(
        person=boris, purpose=Purpose.INVITATION, kind="invitation", object_id=made.pk, now=now, lives=60 * DAY
    )
    return f"/l/{token_of(link)}"


def test_an_invitation_does_not_leave_and_tells_nobody_else(
    circle: Circle, four: list[Person], boris: Person, now: datetime
) -> None:
    keep_out(circle, four, now)
    batch = invite(circle, four[0], "boris@example.org", "eve@example.org", now=now)
    assert [(one.written, one.quiet_at is not None) for one in batch.invitations.order_by("pk")] == [
        ("boris@example.org", True),
        ("eve@example.org", False),
    ]
    page = invited(boris, batch.invitations.get(person=boris), now)
    assert SAID not in words(visitor().get(page))
    by_hand = visitor().post(page, {"name": "Boris"})
    assert (by_hand.status_code, SAID in words(by_hand)) == (403, False)
    assert "If it is yours, sign in: your page says why" in words(by_hand)
    assert SAID in words(as_person(boris).post(page, {"name": "Boris"}))


def test_one_that_waited_to_leave_is_dropped(circle: Circle, four: list[Person], boris: Person, now: datetime) -> None:
    circles.leave(circle=circle, person=boris, now=now - 3 * DAY)
    invite(circle, four[0], "boris@example.org", "eve@example.org", now=now)
    circles.add_member(circle=circle, person=boris, now=now)
    keep_out(circle, four, now)
    post = deliver(now + DAY)
    assert [to for to, mail in post.items() if "invites you" in mail.subject] == ["eve@example.org"]
