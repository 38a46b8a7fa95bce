"""Each page by itself: axe in both schemes, nothing wider than its window; the key pages also narrow and mirrored."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import get_resolver, resolve
from playwright.sync_api import Browser
from pytest_django import Settings

from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.people.models import Person
from tests.browser.again import Again
from tests.browser.every_page import OTHERS, PAGES, answers_a_get, names
from tests.browser.journey import MOST_STOPS, SMALLEST, Visitor, visitor
from tests.browser.reached import Way
from tests.cast import Story, tell

KEY_PAGES = ("today", "circle", "gathering", "link", "poll", "link-poll")
NARROW_TOO = ("bring-file", "gathering-there", "me-calendar", "link-break")  # tables, names, addresses, dates


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Visitor]:
    """One for all pages: to open a window takes longer than to show a page in it."""
    opened = visitor(browser, "")
    yield opened
    opened.close()


@pytest.fixture
def reader(window: Visitor, instance: str) -> Iterator[Visitor]:
    window.begin_again(instance)
    yield window
    window.leave()


def show(reader: Visitor, story: Story, name: str) -> None:
    page = PAGES[name](story)
    if page.who is not None:
        reader.enter_as(page.who)
    if page.status >= 400:
        reader.expect_status(page.status)
    answered = reader.page.goto(reader.origin + page.path)
    assert answered is not None and answered.status == page.status, page.path


def in_french() -> Story:
    told = tell(now())
    Person.objects.update(language="fr")
    Circle.objects.update(language="fr")
    return told


THE_STORY = Again(in_french)


@pytest.fixture
def story(instance: str, settings: Settings) -> Story:
    settings.WHO_MAY_OPEN, settings.DEMO = "anyone", True
    return THE_STORY()


def test_no_page_is_forgotten(story: Story) -> None:
    """A new page is listed here, or walked by a journey and said so."""
    pages = {name for name in names(get_resolver().url_patterns) if answers_a_get(name)}
    listed = {reached(way, story) for name, way in PAGES.items() if name != "not-found"}
    assert pages == listed | OTHERS


def reached(way: Way, story: Story) -> str | None:
    """The name of a page's address; whatever it took to come there is undone before the next one."""
    with transaction.atomic():
        path = way(story).path
        transaction.set_rollback(True)
    return resolve(path.partition("?")[0]).url_name


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(reader: Visitor, story: Story, name: str) -> None:
    show(reader, story, name)
    reader.well_made(f"page-{name}")
    reader.page.emulate_media(color_scheme="dark")
    reader.picture(f"page-{name}-dark")
    reader.accessible()


@pytest.mark.parametrize("name", [*KEY_PAGES, "landing", "invite"])
def test_wherever_one_is_shows(reader: Visitor, story: Story, name: str) -> None:
    """By keyboard from the first stop to the last, nothing lies over the one that has the focus."""
    show(reader, story, name)
    stops = 0
    while stops < MOST_STOPS and reader.tab():
        stops += 1
    assert 5 < stops < MOST_STOPS


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("name", [*KEY_PAGES, *NARROW_TOO])
def test_on_the_smallest_window_in_both_directions(reader: Visitor, story: Story, name: str, direction: str) -> None:
    show(reader, story, name)
    reader.page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})
    reader.page.evaluate("direction => { document.documentElement.dir = direction; }", direction)
    reader.picture(f"narrow-{name}-{direction}")
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        reader.accessible()
        reader.fits()
