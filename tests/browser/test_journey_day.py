"""A gathering from the first who arrives to the next date: on several phones at once, one of them cut off; on one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.core.walltime import local
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Attendance, Gathering
from entregent.people.models import Person
from tests.browser.journey import DESK, SCREENSHOTS, Visit, Visitor
from tests.cast import DAY, HOUR, ZONE, a_circle, say, seen, somebody

NAMES = [
    *(
        "Nadia Benali",
        "Théo Prat",
        "Inès Haddad",
        "Marc Delaunay",
        "Odile Ferrand",
        "Youssef Amrani",
        "Solène Kermadec",
    ),
    *("Paul Ricci", "Awa Diallo", "Hugo Marchal", "Rose Vidal", "Karim Saïdi", "Lucie Hamon", "Bruno Costa"),
]
NAME = {"fr": "Les déjeuners du plateau", "en": "The lunches of the plateau"}
SOON = timedelta(minutes=30)


def a_company(language: str, count: int) -> tuple[Circle, list[Person]]:
    long_ago = now() - 40 * DAY
    people = [
        somebody(name, f"p{number}@jour.example", now=long_ago, language=language)
        for number, name in enumerate(NAMES[:count])
    ]
    circle = a_circle(*people, name=NAME[language], now=long_ago)
    trades = ("potier", "relieuse", "luthier", "imprimeuse")
    for number, row in enumerate(circle.memberships.order_by("pk")):
        row.trade = trades[number % len(trades)]
        row.save(update_fields=["trade"])
    return circle, people


def soon(circle: Circle, people: list[Person]) -> Gathering:
    """It begins in half an hour: people arrive. Everybody said yes."""
    begins = local(now() + SOON, ZONE).replace(second=0, microsecond=0)
    when = operations.When(begins.date(), begins.time().replace(fold=0), place="Mirabelle")
    gathering = operations.fix_date(circle=circle, by=people[0], when=when, seen=seen(circle), now=now() - DAY)
    for person in people:
        say(gathering, person, now=now() - timedelta(hours=20))
    return gathering


def here(gathering: Gathering) -> set[str]:
    return set(Attendance.objects.filter(gathering=gathering).values_list("person__name", flat=True))


def taps(phone: Visitor, name: str) -> None:
    phone.page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_several_phones_and_one_of_them_cut_off(visit: Visit, language: str) -> None:
    circle, people = a_company(language, 14)
    gathering = soon(circle, people)
    nadia, théo = visit(language=language), visit(language=language, javascript=False, dark=True)
    for phone, person in ((nadia, people[0]), (théo, people[1])):
        phone.enter_as(person)

    nadia.open(f"/g/{gathering.key}")
    nadia.well_made(f"day-offered-{language}")
    nadia.press("Yes, plan the tables")
    nadia.title("Who sits where")
    nadia.page.locator("#id_tables_1").fill("2")
    nadia.page.locator("#id_chairs_1").fill("8")
    nadia.well_made(f"day-room-{language}")
    nadia.press("Make the tables")
    nadia.reads("The tables are made.")
    nadia.well_made(f"day-tables-{language}")

    for phone in (nadia, théo):
        phone.open(f"/g/{gathering.key}/day")
    nadia.well_made(f"day-sheet-{language}")
    taps(théo, "Théo Prat")
    nadia.context.set_offline(True)
    for name in ("Nadia Benali", "Inès Haddad", "Marc Delaunay"):
        taps(nadia, name)
    taps(nadia, "Marc Delaunay")
    nadia.reads("No network: kept on this phone, and sent by itself when it is back.")
    nadia.region("next").get_by_role("button").first.click()
    nadia.picture(f"day-cut-off-{language}")
    taps(théo, "Inès Haddad")
    taps(théo, "Awa Diallo")
    assert here(gathering) == {"Théo Prat", "Inès Haddad", "Awa Diallo"}
    assert queries.following_gathering(gathering) is None
    nadia.context.set_offline(False)
    expect(nadia.region("next")).to_have_count(0)  # the page came back with what had waited
    expect(nadia.page.locator("[data-kept]")).to_be_hidden()
    assert queries.following_gathering(gathering) is not None
    assert here(gathering) == {"Théo Prat", "Inès Haddad", "Awa Diallo", "Nadia Benali"}

    théo.write("Somebody who is not on the list", "Lou Carrel")
    théo.press("They are here")
    théo.reads("%(name)s is here.", name="Lou Carrel")
    théo.well_made(f"day-sheet-plain-{language}")
    théo.follow("See the tables")
    théo.page.get_by_label(théo.say("Who"), exact=True).first.select_option(label="Lou Carrel")
    théo.press("Find a place")
    expect(théo.region("tables")).to_contain_text("Lou Carrel")

    nadia.open(f"/g/{gathering.key}/tables")
    laid = queries.plans.plan_of(gathering)
    assert laid is not None
    one, other = laid.board[0][0], laid.board[1][0]
    nadia.page.locator("#one").select_option(value=str(one))
    nadia.page.locator("#other").select_option(value=str(other))
    nadia.press("See what that does")
    nadia.well_made(f"day-swap-{language}")
    nadia.press("Change their places")
    after = queries.plans.plan_of(gathering)
    assert after is not None
    assert (after.table_of(one), after.table_of(other)) == (1, 0)
    nadia.follow("On the wall, or on paper")
    nadia.well_made(f"day-wall-{language}")

    wall = visit(language=language, window=DESK)
    wall.enter_as(people[2])
    for page in ("tables", "tables/wall", "day", "day/paper"):
        wall.open(f"/g/{gathering.key}/{page}")
        wall.well_made(f"day-desk-{page.replace('/', '-')}-{language}")
    for page in ("tables/wall", "day/paper"):
        wall.open(f"/g/{gathering.key}/{page}")
        printed(wall, f"day-{page.replace('/', '-')}-{language}")

    Gathering.objects.filter(pk=gathering.pk).update(starts_at=now() - 3 * HOUR)
    nadia.open(f"/g/{gathering.key}/day")
    nadia.press("That was everybody")
    nadia.open(f"/g/{gathering.key}/day")
    expect(nadia.region("close")).to_contain_text(nadia.say("Who was there is noted."))
    nadia.well_made(f"day-over-{language}")


def printed(visitor: Visitor, name: str) -> None:
    """As the page comes out of a printer, in black and white."""
    visitor.page.emulate_media(media="print", color_scheme="light")
    visitor.page.pdf(path=SCREENSHOTS / f"{name}.pdf", format="A4")
    visitor.page.emulate_media(media="screen")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_one_phone_without_a_script_is_enough_for_six(visit: Visit, language: str) -> None:
    circle, people = a_company(language, 6)
    gathering = soon(circle, people)
    phone = visit(language=language, javascript=False)
    phone.enter_as(people[0])
    phone.open(f"/g/{gathering.key}")
    expect(phone.region("feature")).to_have_count(0)
    phone.follow("Run sheet")
    expect(phone.region("tables")).to_have_count(0)
    for name in NAMES[:4]:
        taps(phone, name)
    taps(phone, NAMES[3])
    assert here(gathering) == set(NAMES[:3])
    phone.well_made(f"day-six-{language}")
    phone.region("next").get_by_role("button").first.click()
    assert queries.following_gathering(gathering) is not None
    phone.open(f"/c/{circle.slug}/apart")
    phone.well_made(f"day-apart-{language}")
