"""The demonstration as a newcomer takes it: three doors, a mail, and the five things it says to try."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.journey import Visitor, visitor
from tests.browser.test_demo import doors, running
from tests.notices.server import free_port


@pytest.fixture(params=["fr", "en"])
def said(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A demonstration started on a free port: its language, and what it printed."""
    with running(tmp_path / "demo", free_port(), "--lang", request.param) as printed:
        yield request.param, printed


def enters(browser: Browser, language: str, door: str) -> Visitor:
    arrived = visitor(browser, door.partition("/s/")[0], language=language)
    arrived.open(door)
    arrived.press("Open my session")
    arrived.page.wait_for_url("**/today")
    return arrived


def test_the_five_things_it_says_to_try(browser: Browser, said: tuple[str, str]) -> None:
    language, printed = said
    keeper, newcomer, regular = (enters(browser, language, door) for door in doors(printed))
    answers_the_mail(regular, printed)
    fixes_a_date_and_takes_it_back(keeper)
    welcomes(keeper)
    stands_leaves_and_comes_back(newcomer)
    sees_who_was_there_in_1936(keeper)
    for each in (keeper, newcomer, regular):
        each.close()


def answers_the_mail(reader: Visitor, printed: str) -> None:
    found = re.search(r"http://localhost:\d+/outbox/\d+", printed)
    assert found, printed
    reader.open(found[0])
    reader.picture(f"demo-mail-{reader.language}")
    reader.accessible()
    mail = reader.page.frame_locator("iframe.mail")
    mail.get_by_role("link", name=reader.say("I’m coming")).click()
    reader.press("Confirm: I’m coming")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text(coming_or_waiting(reader))
    reader.press("Maybe")
    reader.title("You may come")


def coming_or_waiting(reader: Visitor) -> re.Pattern[str]:
    """On the eve and the day of a lunch its table is small and full: a yes then waits in line."""
    line = re.escape(reader.say("You are %(place)s on the waiting list.", place="~")).replace("\\~", "~")
    return re.compile(f"^({re.escape(reader.say('You are coming'))}|{line.replace('~', '.+')})$")


def fixes_a_date_and_takes_it_back(keeper: Visitor) -> None:
    keeper.open("/c/les-sept")
    keeper.region("missing").get_by_role("button").first.click()
    keeper.press("Call it back")
    keeper.open("/c/les-sept")
    expect(keeper.region("missing")).to_be_visible()


def welcomes(keeper: Visitor) -> None:
    keeper.open("/today")
    keeper.picture(f"demo-today-{keeper.language}")
    keeper.press("I wrote to them")
    keeper.reads("Noted: welcomed.")


def stands_leaves_and_comes_back(newcomer: Visitor) -> None:
    newcomer.open("/c/dejeuners-du-plateau")
    newcomer.picture(f"demo-circle-{newcomer.language}")
    newcomer.region("next").get_by_role("heading").get_by_role("link").click()
    newcomer.picture(f"demo-gathering-{newcomer.language}")
    newcomer.page.locator("form[action$='/standing'] button").click()
    newcomer.button("Ask me each time").wait_for()
    newcomer.open("/c/dejeuners-du-plateau")
    newcomer.page.get_by_text(newcomer.say("Leave this circle"), exact=True).click()
    newcomer.press("Leave")
    newcomer.press("Undo")
    newcomer.open("/c/dejeuners-du-plateau")
    expect(newcomer.region("next")).to_be_visible()


def sees_who_was_there_in_1936(reader: Visitor) -> None:
    reader.open("/c/old-city-1936")
    reader.region("past").get_by_role("heading").get_by_role("link").first.click()
    reader.page.get_by_role("heading", name=reader.say("Who was there"), exact=True).wait_for()
    reader.picture(f"demo-1936-{reader.language}")
