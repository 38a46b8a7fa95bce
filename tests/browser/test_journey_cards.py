"""A deck is taken out and made one's own, cards are drawn on several phones, refused and changed, answered by mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import Gathering
from entregent.missions import operations as missions
from entregent.missions.models import Card, Draw
from entregent.people.models import Person
from tests.browser.journey import DESK, SCREENSHOTS, SMALLEST, Visit, Visitor
from tests.browser.post import Letters, body, tap
from tests.browser.tongue import said
from tests.cast import DAY, HOUR, a_circle, a_past_date, somebody

NAMES = [
    *("Nadia Benali", "Théo Prat", "Inès Haddad", "Marc Delaunay", "Odile Ferrand", "Youssef Amrani"),
    *("Solène Goff", "Paul Ricci", "Awa Diallo", "Hugo Marchal", "Rose Vidal"),
]
CALLED = {"fr": "Les déjeuners du plateau", "en": "Plateau lunches"}
PLAYERS = 5
SHEETS = re.compile(rb"/Type\s*/Page[^s]")


def a_company(language: str, count: int) -> tuple[Circle, list[Person], Gathering]:
    """They had lunch yesterday, five of them."""
    long_ago = now() - 40 * DAY
    everybody = [
        somebody(name, f"p{number}@cartes.example", now=long_ago, language=language)
        for number, name in enumerate(NAMES[:count])
    ]
    circle = a_circle(*everybody, name=CALLED[language], now=long_ago)
    circles.change_circle(circle=circle, by=everybody[0], now=long_ago, language=language)
    gathering = a_past_date(circle, everybody[0], days=1, now=now())
    there = [one.pk for one in everybody[:PLAYERS]]
    gatherings.record_attendance(gathering=gathering, by=everybody[0], person_ids=there, names=[], now=now() - HOUR)
    return circle, everybody, gathering


def card_of(person: Person) -> Card:
    return Card.objects.get(holder=person)


def on_paper(visitor: Visitor, name: str) -> int:
    """The page as it comes out of a printer, in black and white; how many sheets that takes."""
    visitor.page.emulate_media(media="print", color_scheme="light")
    written = visitor.page.pdf(path=SCREENSHOTS / f"{name}.pdf", prefer_css_page_size=True, print_background=False)
    visitor.page.emulate_media(media="screen")
    return len(SHEETS.findall(written))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_cards_from_the_deck_to_their_mail(visit: Visit, letters: Letters, language: str) -> None:
    circle, everybody, gathering = a_company(language, len(NAMES))
    letters.collect()
    nadia, théo = visit(language=language), visit(language=language, javascript=False, dark=True)
    for phone, person in ((nadia, everybody[0]), (théo, everybody[1])):
        phone.enter_as(person)

    nadia.open(f"/c/{circle.slug}")
    nadia.region("feature").get_by_role("button", name=nadia.say("No thanks")).click()  # nobody to facilitate
    nadia.open(f"/c/{circle.slug}")
    nadia.well_made(f"cards-offered-{language}")
    nadia.press("Take out the deck")
    nadia.title("Everybody draws a card.")
    nadia.follow("Write a card")
    nadia.write("What it asks, in two or three words", "Kouign-amann")
    nadia.write("In one line", "Kouign-amann")
    nadia.well_made(f"cards-write-{language}")
    nadia.press("Save")
    nadia.reads("The card is in the deck.")
    nadia.well_made(f"cards-deck-{language}")
    nadia.follow("Print the deck")
    nadia.well_made(f"cards-print-{language}")
    assert on_paper(nadia, f"cards-print-{language}") == 2

    nadia.open(f"/g/{gathering.key}")
    nadia.region("draw").get_by_role("link").click()
    nadia.well_made(f"cards-start-{language}")
    assert nadia.page.locator("input[name=players]:checked").count() == PLAYERS
    nadia.press("On to the draw")
    draw = Draw.objects.get()
    théo.open(f"/draws/{draw.key}")
    théo.press("I sit this one out")
    théo.reads("You sit this one out.")
    théo.press("I play too")
    théo.well_made(f"cards-before-{language}")
    nadia.write("A word said at the table", "mistral")
    nadia.press("Draw")
    nadia.title("What came out")
    nadia.well_made(f"cards-drawn-{language}")

    théo.open(f"/draws/{draw.key}")
    théo.follow("Turn my card over")
    théo.title("Théo Prat")
    théo.well_made(f"cards-turn-{language}")
    théo.press("Not this one")
    théo.reads("This card has moved on.")
    assert not Card.objects.filter(holder=everybody[1]).exists()

    théo.open(f"/draws/{draw.key}/proof")
    théo.reads("It fits")
    théo.well_made(f"cards-proof-{language}")

    inès = visit(language=language, window=SMALLEST)
    inès.enter_as(everybody[2])
    theirs, mine = card_of(everybody[2]), card_of(everybody[0])
    inès.open("/cards")
    inès.well_made(f"cards-mine-{language}")
    inès.page.get_by_role("link", name=inès.say("Change it or hand it on")).click()
    inès.well_made(f"cards-offer-{language}")
    inès.region("swaps").get_by_role("listitem").filter(has_text=mine.verb).get_by_role("button").click()
    inès.reads("They are asked: nothing moves before they agree.")
    nadia.open("/today")
    nadia.well_made(f"cards-today-{language}")
    nadia.open("/cards")
    nadia.well_made(f"cards-asked-{language}")
    nadia.press("Agreed")
    nadia.reads("Agreed: the cards have changed hands.")
    assert (card_of(everybody[0]), card_of(everybody[2])) == (theirs, mine)
    nadia.open(f"/c/{circle.slug}")
    expect(nadia.region("cards")).to_contain_text(nadia.say("in your hand"))
    nadia.well_made(f"cards-in-play-{language}")

    wall = visit(language=language, window=DESK)
    wall.enter_as(everybody[3])
    pages = {"deck": f"/c/{circle.slug}/cards", "drawn": f"/draws/{draw.key}", "proof": f"/draws/{draw.key}/proof"}
    for name, path in (pages | {"mine": "/cards", "circle": f"/c/{circle.slug}"}).items():
        wall.open(path)
        wall.well_made(f"cards-desk-{name}-{language}")

    missions.sweep_cards(now() + 5 * DAY)
    letters.collect(6 * DAY)
    mail = letters.last_to("p0@cartes.example")
    link = tap(mail, said(language, "Pass it on"))
    assert theirs.verb in body(mail, "plain")
    reader = visit(language=language, javascript=False)
    reader.open(link)
    reader.well_made(f"cards-mail-{language}")
    assert card_of(everybody[0]) == theirs
    reader.press("Pass it on")
    reader.title("Passed on")
    reader.well_made(f"cards-passed-{language}")
    assert not Card.objects.filter(holder=everybody[0]).exists()


def test_one_phone_goes_round_a_table_of_six_that_asked_for_cards(visit: Visit) -> None:
    """Nothing of it is shown to six until one of them asks; then one phone without a script is enough, or paper."""
    circle, everybody, gathering = a_company("fr", 6)
    phone = visit(javascript=False)
    phone.enter_as(everybody[0])
    phone.open(f"/c/{circle.slug}")
    expect(phone.page.get_by_text(phone.say("Mission cards"))).to_have_count(0)
    expect(phone.region("feature")).to_have_count(0)
    phone.open(f"/c/{circle.slug}/settings")
    phone.follow("Mission cards")
    phone.well_made("cards-none-fr")
    phone.press("Take out the deck")
    phone.open(f"/c/{circle.slug}/cards/draw/{gathering.key}")
    phone.press("On to the draw")
    phone.press("Draw")
    phone.region("round").get_by_role("link").first.click()
    names = []
    while True:
        names.append(phone.page.get_by_role("heading", level=1).inner_text())
        onward = phone.page.locator("a.button.first.wide")
        if not onward.count():
            break
        onward.click()
    assert sorted(names) == sorted(NAMES[:PLAYERS])
    phone.open(f"/c/{circle.slug}/cards/draw/{gathering.key}/by-hand")
    phone.well_made("cards-by-hand-fr")
    free = Card.objects.filter(deck__circle=circle, holder=None).order_by("number")[0]
    phone.page.locator(f"#card-{free.pk}").select_option(label=NAMES[1])
    phone.press("Note it")
    phone.reads("Drawn with paper at the table, then noted here.")
    free.refresh_from_db()
    assert free.holder == everybody[1]
