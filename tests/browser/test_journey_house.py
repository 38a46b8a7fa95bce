"""The house: what a visitor finds at the door, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from entregent.core.clock import now
from entregent.core.operations import beat
from tests.browser.journey import DESK, PHONE, Visit
from tests.cast import a_circle, somebody

PROMISE = "A circle that lasts, without a boss."
INVITED_ONLY = (
    "Here, circles are opened by people who are in one already. "
    "If somebody invited you, the link in their message is your way in."
)
EITHER = pytest.mark.parametrize("language", ["fr", "en"])


@EITHER
@pytest.mark.parametrize(
    "shown",
    [
        {"window": PHONE},
        {"window": PHONE, "javascript": False},
        {"window": PHONE, "dark": True},
        {"window": DESK},
        {"window": DESK, "dark": True},
    ],
    ids=["phone", "plain", "dark-phone", "desk", "dark-desk"],
)
def test_the_door(visit: Visit, settings: Settings, language: str, shown: dict[str, Any], request: Any) -> None:
    settings.WHO_MAY_OPEN = "anyone"
    visitor = visit(language=language, **shown)
    visitor.open("/")
    visitor.title(PROMISE)
    visitor.button("Open a circle").wait_for()
    visitor.well_made(f"house-{request.node.callspec.id}")


@EITHER
def test_where_circles_are_opened_by_those_who_are_in_one(visit: Visit, language: str) -> None:
    visitor = visit(language=language)
    visitor.open("/")
    visitor.title(PROMISE)
    visitor.reads(INVITED_ONLY)
    visitor.well_made(f"house-closed-{language}")
    visitor.page.get_by_role("main").get_by_role("link", name=visitor.say("Sign in")).click()
    visitor.title("Sign in")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripted", "plain"])
def test_the_other_language_is_one_tap_away_and_stays(visit: Visit, javascript: bool) -> None:
    visitor = visit(language="fr", javascript=javascript)
    visitor.open("/sign-in?next=/circles")
    visitor.title("Sign in")
    visitor.page.get_by_role("button", name="English").click()
    visitor.language = "en"
    visitor.title("Sign in")
    assert visitor.page.url.endswith("/sign-in?next=/circles")
    visitor.open("/")
    visitor.title(PROMISE)
    visitor.page.get_by_role("button", name="Français").click()
    visitor.language = "fr"
    visitor.title(PROMISE)


@EITHER
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_that_is_not_there(visit: Visit, language: str, dark: bool) -> None:
    visitor = visit(language=language, dark=dark)
    visitor.expect_status(404)
    visitor.open("/c/no-such-circle/settings/of/nothing")
    visitor.well_made(f"not-found-{language}-{'dark' if dark else 'light'}")
    visitor.page.get_by_role("main").get_by_role("link").first.click()
    visitor.title(PROMISE)


def test_the_instance_says_what_is_wrong_and_of_nobody(visit: Visit) -> None:
    a_circle(somebody("Nadia Ferrand", "nadia@plateau.example", now=now()), name="Plateau lunches", now=now())
    watcher = visit()
    ill = watcher.page.request.get(f"{watcher.origin}/healthz")
    assert ill.status == 503 and ill.json()["worker"] != "ok"
    beat("worker", now())
    beat("scheduler", now())
    well = watcher.page.request.get(f"{watcher.origin}/healthz")
    assert well.status == 200
    assert well.json() == {"ok": True, "database": "ok", "worker": "ok", "scheduler": "ok", "mail": "ok"}
    assert "Plateau" not in ill.text() + well.text()
