"""From the table: one phone opens, the others scan, and the circle exists with its first gathering."""

from __future__ import annotations

import re

import pytest
import segno
from playwright.sync_api import expect
from pytest_django import Settings

from entregent.circles.models import Circle
from entregent.gatherings.models import Attendance
from tests.browser.journey import Visit, Visitor
from tests.browser.post import code_for

NAMES = {"fr": "La table du fond", "en": "The back table"}


def scanned(host: Visitor) -> str:
    """What the drawn code says: the link written under it, which must be drawn exactly so."""
    written = host.page.get_by_label(host.say("Or the link, to send")).input_value()
    drawn = host.page.locator(".qr svg path[d]").last.get_attribute("d")
    meant = segno.make(written, error="m", micro=False).svg_inline(border=2, dark="#000", light="#fff")
    assert drawn == re.findall(r' d="([^"]+)"', meant)[-1]
    return written


def takes_a_seat(guest: Visitor, code: str, name: str, address: str = "") -> None:
    guest.open(code)
    guest.write("Your name", name)
    if address:
        guest.write("Your e-mail address", address)
    guest.press("I am here")
    if address:
        guest.write("The six digits of the code", code_for(address))
        guest.press("Continue")
    guest.reads("You are at the table, and in the circle.")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("javascript", [True, False], ids=["scripted", "plain"])
def test_four_phones_make_a_circle(visit: Visit, settings: Settings, language: str, javascript: bool) -> None:
    settings.WHO_MAY_OPEN = "anyone"
    host = visit(language=language, javascript=javascript)
    host.open("/")
    host.follow("One code that everybody scans is enough")
    host.well_made(f"table-start-{language}")
    host.write("The name of your circle", NAMES[language])
    host.write("Your name", "Nadia Ferrand")
    host.press("Show the code")
    host.title("Scan to take a seat")
    host.well_made(f"table-code-{language}")
    code = scanned(host)

    théo = visit(language=language, dark=True)
    théo.open(code)
    théo.well_made(f"table-scanned-{language}")
    takes_a_seat(théo, code, "Théo Prat")
    théo.well_made(f"table-in-{language}")
    takes_a_seat(visit(language=language, javascript=False), code, "Inès Haddad")
    takes_a_seat(visit(language="en" if language == "fr" else "fr"), code, "Marc Delaunay", "marc@table.example")

    host.follow("Refresh")
    for name in ("Théo Prat", "Inès Haddad", "Marc Delaunay"):
        expect(host.page.get_by_role("main")).to_contain_text(name)
    circle = Circle.objects.get()
    there = Attendance.objects.filter(gathering__circle=circle)
    assert sorted(row.person.name for row in there) == ["Inès Haddad", "Marc Delaunay", "Nadia Ferrand", "Théo Prat"]
    assert circle.memberships.count() == 4
    assert circle.gatherings.get().recorded_at is not None
    théo.open(f"/c/{circle.slug}")
    expect(théo.region("missing")).to_contain_text(théo.say("When do you meet next?"))
