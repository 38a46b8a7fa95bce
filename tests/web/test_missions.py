"""The pages of the cards: offered once, made one's own, drawn three ways, handed on, answered from a mail."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings.models import Gathering
from entregent.missions import operations as missions
from entregent.missions import queries
from entregent.missions.models import Card, Deck, Draw, Offer
from entregent.missions.notices import link_to
from entregent.people.models import Person
from entregent.people.queries import token_of
from tests.cast import DAY, HOUR, a_circle, somebody
from tests.missions.stage import a_table, card, drawn, holders, people
from tests.web.regions import region
from tests.web.visiting import as_person, once_of, told, undo, visitor, words

pytestmark = pytest.mark.django_db
DECK_PAGE, MY_CARDS, DRAW_PAGE = 11, 6, 8


@pytest.fixture
def around(now: datetime) -> list[Person]:
    return people(4, now)


@pytest.fixture
def table(around: list[Person], now: datetime) -> tuple[Deck, Gathering]:
    return a_table(*around, now=now)


@pytest.fixture
def deck(table: tuple[Deck, Gathering]) -> Deck:
    return table[0]


def hold(deck: Deck, number: int, person: Person, now: datetime) -> Card:
    missions.take(card=card(deck, number), person=person, now=now - 7 * HOUR)
    return card(deck, number)


# Offered, taken out, made one's own


@pytest.mark.parametrize(("size", "offered"), [(6, False), (10, False), (11, True)])
def test_above_ten_members_a_circle_is_offered_cards_in_one_sentence_and_six_see_none(
    size: int, offered: bool, now: datetime
) -> None:
    everybody = [somebody(f"Person {number}", now=now) for number in range(size)]
    circle = a_circle(*everybody, now=now - 60 * DAY)
    client, path = as_person(everybody[0]), f"/c/{circle.slug}"
    client.post(f"{path}/features/facilitator", {"answer": "no"})  # one thing at a time
    page = client.get(path).content.decode()
    assert (f'action="{path}/cards/open"' in page, "cards" in page.partition("<main")[2]) == (offered, offered)


def test_no_thanks_is_remembered_and_the_settings_keep_a_quiet_way_in(now: datetime) -> None:
    everybody = [somebody(f"Person {number}", now=now) for number in range(11)]
    circle = a_circle(*everybody, now=now - 60 * DAY)
    client, path = as_person(everybody[0]), f"/c/{circle.slug}"
    client.post(f"{path}/features/facilitator", {"answer": "no"})
    client.post(f"{path}/features/cards", {"answer": "no"})
    assert f'action="{path}/cards/open"' not in client.get(path).content.decode()
    assert f'href="{path}/cards"' in client.get(f"{path}/settings").content.decode()
    assert "Take out the deck" in words(client.get(f"{path}/cards"))

    client.post(f"{path}/cards/open")
    assert queries.deck_of(circle) is not None
    undo(client, f"{path}/cards")
    assert queries.deck_of(circle) is None
    assert f'action="{path}/cards/open"' in client.get(path).content.decode()


@pytest.mark.parametrize("held", [1, 3])
def test_the_deck_costs_the_same_whoever_holds_what(
    deck: Deck, around: list[Person], now: datetime, held: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(held):
        hold(deck, number + 1, around[number], now)
    client = as_person(around[3])
    with django_assert_num_queries(DECK_PAGE):
        page = client.get(f"/c/{deck.circle.slug}/cards")
    assert words(page).count("Take it") == 12 - held


def test_a_card_is_written_changed_and_put_aside_and_each_can_be_taken_back(deck: Deck, around: list[Person]) -> None:
    client, path = as_person(around[0]), f"/c/{deck.circle.slug}/cards"
    typed = {"verb": "Bake", "line": "A cake.", "done": "", "weight": "light", "sign": "sun", "once": "one"}
    client.post(f"{path}/new", typed)
    client.post(f"{path}/new", typed)
    made = card(deck, 13)
    assert deck.cards.count() == 13
    client.get(path)

    client.post(f"/cards/{made.key}/edit", {**typed, "verb": "Bake two"})
    assert card(deck, 13).verb == "Bake two"
    undo(client, path)
    assert card(deck, 13).verb == "Bake"
    client.get(path)
    client.post(f"/cards/{made.key}/aside")
    assert card(deck, 13).put_aside_at
    undo(client, path)
    assert not card(deck, 13).put_aside_at
    refused = client.post(f"{path}/new", {**typed, "once": "two", "verb": " "})
    assert (refused.status_code, 'value="A cake."' in refused.content.decode()) == (422, True)


def test_the_deck_prints_eight_to_a_page_with_blank_ones_to_fill_up(deck: Deck, around: list[Person]) -> None:
    page = as_person(around[0]).get(f"/c/{deck.circle.slug}/cards/print").content.decode()
    sheets = page.split('<ul class="cut">')[1:]
    assert [sheet.count('class="playing') for sheet in sheets] == [8, 8]
    assert page.count('class="playing blank"') == 4


# The draw


def test_a_draw_from_the_gathering_to_what_came_out(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    client = as_person(around[0])
    path = f"/c/{deck.circle.slug}/cards/draw/{gathering.key}"
    for way in (f"/g/{gathering.key}", f"/g/{gathering.key}/day"):
        assert f'href="{path}"' in client.get(way).content.decode()
    page = client.get(path).content.decode()
    assert page.count(" checked>") == 4

    first = client.post(path, {"players": [one.pk for one in around]})
    again = client.post(path, {"players": [one.pk for one in around]})
    draw = Draw.objects.get()
    assert first.headers["Location"] == again.headers["Location"] == f"/draws/{draw.key}"
    before = client.get(f"/draws/{draw.key}")
    assert f"The imprint {draw.commitment[:4]}…{draw.commitment[-4:]} was published" in words(before)
    assert draw.secret not in client.get(f"/draws/{draw.key}/proof").content.decode()

    client.post(f"/draws/{draw.key}/go", {"said": "persimmon"})
    held = holders(deck)
    client.post(f"/draws/{draw.key}/go", {"said": "another"})
    assert holders(deck) == held
    assert len(held) == 4
    assert "Turn my card over" in words(client.get(f"/draws/{draw.key}"))
    proof = client.get(f"/draws/{draw.key}/proof")
    assert "It fits" in words(proof)
    assert "persimmon" in words(proof)
    Draw.objects.update(secret=bytes(32).hex())
    assert "It does not fit" in words(client.get(f"/draws/{draw.key}/proof"))


def test_one_phone_goes_round_and_each_keeps_their_card_or_not(
    table: tuple[Deck, Gathering], around: list[Person], now: datetime
) -> None:
    draw = drawn(*table, around, now)
    client, path = as_person(around[0]), f"/draws/{draw.key}"
    seen = []
    at: str | None = f"{path}?at=0"
    while at:
        page = client.get(at)
        seen.append(re.search(r"<h1>(.*?)</h1>", page.content.decode())[1])  # type: ignore[index]
        following = re.search(r'class="button first wide" href="([^"]+)"', page.content.decode())
        at = following[1] if following else None
    assert sorted(seen) == sorted(one.name for one in around)

    other = Card.objects.filter(holder=around[1]).get()
    client.post(f"/cards/{other.key}/put-back", {"next": f"{path}?at=1"})
    page = client.get(f"{path}?at={draw.players.get(person=around[1]).place}")
    assert ("This card has moved on." in words(page), other.verb in words(page)) == (True, False)  # who refused what
    assert "in the deck" in region(client.get(path), "drawn")
    Draw.objects.update(drawn_at=now - DAY)
    assert 'data-region="round"' not in client.get(path).content.decode()


def test_each_on_their_own_phone_joins_or_sits_out(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    nadia, théo = as_person(around[0]), as_person(around[1])
    nadia.post(f"/c/{deck.circle.slug}/cards/draw/{gathering.key}", {"players": [one.pk for one in around[:3]]})
    draw = Draw.objects.get()
    théo.post(f"/draws/{draw.key}/sit-out")
    assert draw.players.count() == 2
    undo(théo, f"/draws/{draw.key}")
    assert draw.players.count() == 3
    as_person(around[3]).post(f"/draws/{draw.key}/join")
    théo.post(f"/draws/{draw.key}/go")
    assert len(holders(deck)) == 4
    nadia.post(f"/draws/{draw.key}/call-off")
    assert len(holders(deck)) == 4


def test_cards_drawn_with_paper_are_noted_once(table: tuple[Deck, Gathering], around: list[Person]) -> None:
    deck, gathering = table
    client = as_person(around[0])
    path = f"/c/{deck.circle.slug}/cards/draw/{gathering.key}/by-hand"
    once = once_of(client.get(path))
    typed = {f"card-{card(deck, 1).pk}": around[1].pk, f"card-{card(deck, 2).pk}": "", "once": once}

    for _tap in range(2):
        done = client.post(path, typed)
    assert done.headers["Location"] == f"/draws/{Draw.objects.get().key}"
    assert holders(deck) == {1: "Théo"}
    assert "Drawn with paper" in words(client.get(done.headers["Location"]))

    late = client.post(path, {f"card-{card(deck, 1).pk}": around[2].pk, "once": "two"})
    assert (late.status_code, "Somebody noted one of these cards meanwhile." in words(late)) == (409, True)
    assert f'value="{around[2].pk}" selected' in late.content.decode()


def test_a_card_taken_meanwhile_is_a_plain_page(deck: Deck, around: list[Person], now: datetime) -> None:
    hold(deck, 1, around[0], now)
    late = as_person(around[1]).post(f"/cards/{card(deck).key}/take")
    assert late.status_code == 409
    assert "This card is in other hands" in words(late)


# In hand


@pytest.mark.parametrize("held", [1, 3])
def test_my_cards_cost_the_same_for_one_and_for_three(
    deck: Deck, around: list[Person], now: datetime, held: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(held):
        hold(deck, 2 + number, around[0], now)
    client = as_person(around[0])
    with django_assert_num_queries(MY_CARDS):
        page = client.get("/cards")
    assert page.content.decode().count('data-region="card"') == held


@pytest.mark.parametrize("number", range(1, 8))
def test_a_card_does_its_work(deck: Deck, around: list[Person], now: datetime, number: int) -> None:
    hold(deck, number, around[0], now)
    slug, last = deck.circle.slug, deck.circle.gatherings.get()
    ways = {
        1: f"/c/{slug}/dates/new", 2: f"/c/{slug}/places", 3: f"/c/{slug}#newcomers", 4: "",
        5: f"/g/{last.key}/notes/new", 6: f"/c/{slug}/invite", 7: f"/c/{slug}",
    }  # fmt: skip
    page = as_person(around[0]).get("/cards").content.decode()
    found = re.search(r'<a class="button first" href="([^"]+)"', page)
    assert (found[1] if found else "") == ways[number]


def test_a_card_in_play_stands_on_the_circles_page_and_on_its_holders_today(
    deck: Deck, around: list[Person], now: datetime
) -> None:
    hold(deck, 2, around[0], now)
    théo, nadia = as_person(around[1]), as_person(around[0])
    assert "Find the place Nadia" in region(théo.get(f"/c/{deck.circle.slug}"), "cards")
    assert "Find the place" in region(nadia.get("/today"), "cards")
    assert 'data-region="cards"' not in théo.get("/today").content.decode()
    circles.answer_feature(circle=deck.circle, feature="cards", wanted=False, by=around[0], now=now)  # type: ignore[arg-type]
    for client in (théo, nadia):
        for path in (f"/c/{deck.circle.slug}", "/today"):
            assert 'data-region="cards"' not in client.get(path).content.decode()


def test_a_card_is_refused_done_and_taken_up_in_one_tap_each(deck: Deck, around: list[Person], now: datetime) -> None:
    mine = hold(deck, 2, around[0], now)
    client = as_person(around[0])
    for act, said in (("put-back", "The card is back in the deck."), ("done", "Done. Thank you.")):
        client.post(f"/cards/{mine.key}/{act}", {"next": "/cards"})
        client.post(f"/cards/{mine.key}/{act}", {"next": "/cards"})
        assert holders(deck) == {}
        page = client.get("/cards")
        assert told(page).startswith(said)
        client.post(f"/cards/{mine.key}/{act}", {"next": "/cards"})
        client.post(f"/cards/{mine.key}/{'take' if act == 'put-back' else 'again'}", {"next": "/cards"})
        assert holders(deck) == {2: "Nadia"}
        client.get("/cards")


def test_two_change_cards_by_a_tap_each(deck: Deck, around: list[Person], now: datetime) -> None:
    mine, theirs = hold(deck, 1, around[0], now), hold(deck, 2, around[1], now)
    nadia, théo = as_person(around[0]), as_person(around[1])
    page = nadia.get(f"/cards/{mine.key}/offer").content.decode()
    assert f'value="{theirs.key}"' in page

    nadia.post(f"/cards/{mine.key}/offer", {"to": around[1].key, "for": theirs.key, "next": "/cards"})
    asked = Offer.objects.get()
    assert "Nadia would change “Fix the date” for your “Find the place”" in words(théo.get("/cards"))
    assert "Théo has not answered yet" in words(nadia.get("/cards"))
    for _tap in range(2):
        théo.post(f"/offers/{asked.pk}/agree", {"next": "/cards"})
    assert holders(deck) == {1: "Théo", 2: "Nadia"}

    nadia.post(f"/cards/{theirs.key}/offer", {"to": around[2].key})
    undo(nadia, "/cards")
    assert not Offer.objects.filter(ended_at=None).exists()
    assert nadia.post(f"/cards/{theirs.key}/offer", {"to": "nobody"}).status_code == 404


def test_a_mail_is_answered_without_an_account(deck: Deck, around: list[Person], now: datetime) -> None:
    mine = hold(deck, 2, around[1], now)
    url = reverse("link", args=[token_of(link_to(mine, around[1], now))])
    reader: Client = visitor()
    assert "Find the place" in words(reader.get(url))
    assert holders(deck) == {2: "Théo"}

    thanked = reader.post(url, {"act": "done"}, follow=True)
    assert "Done. Thank you." in words(thanked)
    reader.post(f"{url}?said=thanks", {"act": "again"})
    assert holders(deck) == {2: "Théo"}
    passed = reader.post(url, {"act": "pass"}, follow=True)
    assert "Passed on" in words(passed)
    reader.post(url, {"act": "pass"})
    assert holders(deck) == {}
    missions.take(card=card(deck, 2), person=around[0], now=now)
    assert "This card has moved on" in words(reader.get(url))
    reader.post(url, {"act": "again"})
    reader.post(url, {"act": "done"})
    assert holders(deck) == {2: "Nadia"}


def test_the_draw_costs_the_same_for_three_players_as_for_two(
    table: tuple[Deck, Gathering],
    around: list[Person],
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number, players in enumerate((around[:2], around)):
        draw = drawn(*table, players, now, secret=bytes([number]) * 32)
        client = as_person(around[0])
        with django_assert_num_queries(DRAW_PAGE):
            client.get(f"/draws/{draw.key}")


def test_in_the_journal_the_draw_is_told_and_no_refusal(
    table: tuple[Deck, Gathering], around: list[Person], now: datetime
) -> None:
    drawn(*table, around, now)
    client = as_person(around[1])
    mine = Card.objects.get(holder=around[1])
    before = words(client.get(f"/c/{table[0].circle.slug}/journal"))
    client.post(f"/cards/{mine.key}/put-back")
    client.get(f"/c/{table[0].circle.slug}")
    assert "Nadia had the mission cards drawn" in before
    assert words(client.get(f"/c/{table[0].circle.slug}/journal")) == before


def test_another_circles_card_cannot_be_asked_for(deck: Deck, around: list[Person], now: datetime) -> None:
    mine = hold(deck, 1, around[0], now)
    other: Circle = a_circle(around[0], around[1], name="Other", now=now)
    theirs = missions.open_deck(circle=other, by=around[1], now=now).cards.get(number=1)
    missions.take(card=theirs, person=around[1], now=now)
    answer = as_person(around[0]).post(f"/cards/{mine.key}/offer", {"to": around[1].key, "for": theirs.key})
    assert answer.status_code == 409
    assert not Offer.objects.exists()
