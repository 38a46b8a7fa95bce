"""From nothing to a circle: a name, an address, a code, a date."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from entregent.gatherings.models import Gathering
from tests.browser.journey import DESK, PHONE, Visit, Visitor
from tests.browser.post import code_for

NAMES = {"fr": "Les déjeuners du plateau", "en": "Plateau lunches"}
ADDRESS = "nadia@plateau.example"


@pytest.fixture(autouse=True)
def open_to_anyone(settings: Settings) -> None:
    settings.WHO_MAY_OPEN = "anyone"


def asks(visitor: Visitor) -> None:
    visitor.open("/")
    visitor.write("The name of your circle", NAMES[visitor.language])
    visitor.write("Your e-mail address", ADDRESS)
    visitor.press("Open a circle")
    visitor.title("Your code")


@pytest.mark.parametrize(
    "shown",
    [
        {"language": "fr", "window": PHONE},
        {"language": "fr", "window": PHONE, "javascript": False, "dark": True},
        {"language": "en", "window": DESK, "dark": True},
        {"language": "en", "window": PHONE, "javascript": False},
    ],
    ids=["fr", "fr-plain", "en", "en-plain"],
)
def test_four_screens_from_nothing_to_a_fixed_date(visit: Visit, shown: dict[str, Any], request: Any) -> None:
    nadia, name = visit(**shown), request.node.callspec.id
    asks(nadia)
    nadia.well_made(f"circle-code-{name}")
    nadia.write("The six digits of the code", code_for(ADDRESS))
    nadia.write("Your name", "Nadia Ferrand")
    nadia.press("Open the circle")
    expect(nadia.page.get_by_role("heading", level=1)).to_have_text(NAMES[nadia.language])
    nadia.well_made(f"circle-new-{name}")
    nadia.region("missing").get_by_role("button").first.click()
    expect(nadia.region("call-back")).to_be_visible()
    nadia.well_made(f"circle-dated-{name}")
    assert len(nadia.screens) == 4, nadia.screens
    assert Gathering.objects.get(fixed_by__name="Nadia Ferrand").mail_leaves_at is not None
