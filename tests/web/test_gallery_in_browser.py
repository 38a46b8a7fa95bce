"""The components as a browser shows them: axe in both schemes, right to left, 320 px, twice the text, no script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.journey import violations
from tests.web.test_gallery import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("gallery")]

TOO_SMALL = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary, label.choice')]
  .filter((one) => !one.closest('p, li, .answers, .choice, .hues') && !one.matches('.skip'))
  .filter((one) => one.getClientRects().length && (one.offsetWidth < 24 || one.offsetHeight < 24))
  .map((one) => one.outerHTML.slice(0, 90))"""
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def chromium(browser: Browser) -> Iterator[Browser]:
    yield browser
    for context in browser.contexts:
        context.close()


def opened(browser: Browser, address: str, **context: Any) -> Page:
    page = browser.new_context(locale="fr-FR", **context).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(chromium: Browser, live_server: Any, address: str) -> None:
    page = opened(chromium, live_server.url + address)
    for scheme, width, direction in product(SCHEMES, (1200, 320), ("ltr", "rtl")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
        found = [(one["id"], one["nodes"][0]["target"]) for one in violations(page)["violations"]]
        assert found == [], (scheme, width, direction)
        assert page.evaluate(SIDEWAYS) <= 0, (scheme, width, direction)
        assert page.evaluate(TOO_SMALL) == [], (scheme, width, direction)


@pytest.mark.parametrize("address", PAGES)
def test_twice_the_text_still_fits_a_phone(chromium: Browser, live_server: Any, address: str) -> None:
    page = opened(chromium, live_server.url + address, viewport={"width": 390, "height": 800})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(SIDEWAYS) <= 0


def test_no_script_no_buttons_that_need_one(chromium: Browser, live_server: Any) -> None:
    address = live_server.url + "/circles/gallery?page=all"
    without = opened(chromium, address, java_script_enabled=False)
    assert without.locator("[data-copy]:visible, [data-share]:visible").count() == 0
    assert without.get_by_label("Le lien à donner").is_visible()
    assert without.locator("time[data-count-down]").inner_text() == "2 minutes"


def test_copying_says_so(chromium: Browser, live_server: Any) -> None:
    page = opened(
        chromium, live_server.url + "/circles/gallery?page=all", permissions=["clipboard-write", "clipboard-read"]
    )
    box = page.locator(".copy").first
    box.get_by_role("button", name="Copier").click()
    box.get_by_role("status").get_by_text("C’est copié.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://cercles.example/i/8f2kq9w4p1zt7m3x6c0vbn5"


def test_the_countdown_counts(chromium: Browser, live_server: Any) -> None:
    page = opened(chromium, live_server.url + "/circles/gallery?page=all")
    shown = page.locator("time[data-count-down]")
    first = shown.inner_text()
    assert ":" in first
    page.wait_for_function("first => document.querySelector('time[data-count-down]').textContent !== first", arg=first)


def test_a_double_click_sends_once(chromium: Browser, live_server: Any) -> None:
    page = opened(chromium, live_server.url + "/circles/gallery?page=all")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    page.locator(".answers button[value=no]").dblclick(no_wait_after=True)
    page.wait_for_timeout(400)
    assert len(sent) == 1
    assert "answer=no" in sent[0]  # the button pressed is still named in what is sent


def test_the_button_names_the_answer_it_sends(chromium: Browser, live_server: Any) -> None:
    page = opened(chromium, live_server.url + "/circles/gallery?page=answer", java_script_enabled=False)
    assert page.get_by_role("button", name="Confirmer : je viens").is_visible()
    page.get_by_text("Peut-être", exact=True).click()
    assert page.get_by_role("button", name="Confirmer : peut-être").is_visible()


def test_the_answer_is_chosen_from_the_keyboard(chromium: Browser, live_server: Any) -> None:
    page = opened(chromium, live_server.url + "/circles/gallery?page=answer", java_script_enabled=False)
    page.get_by_role("radio", name="Je viens").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="Non").is_checked()
