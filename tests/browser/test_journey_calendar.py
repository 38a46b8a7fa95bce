"""From the mail of a date to one's own calendar and back: the date sent there, a reply by mail, dates to subscribe to;
then what one has elsewhere, brought in. Without JavaScript."""

from __future__ import annotations

import urllib.request
from typing import Any

import pytest
from playwright.sync_api import expect

from entregent.core.clock import now
from entregent.inbound.operations import receive
from tests.browser.company import company, dated, noon
from tests.browser.journey import DESK, Visit
from tests.browser.post import Letters, tap
from tests.gatherings.files import ODDLY_NAMED
from tests.inbound.letters import a_mail

THEO = "theo@plateau.example"
EITHER = pytest.mark.parametrize("language", ["fr", "en"])


@EITHER
def test_a_date_goes_to_a_calendar_and_is_answered_by_mail(
    visit: Visit, letters: Letters, language: str, settings: Any
) -> None:
    settings.INBOUND_ADDRESS = "replies@localhost"
    of = company(language)
    dated(of, noon(3), fixed=now(), coming=False)
    letters.collect()
    mail = letters.last_to(THEO)
    assert [part for part in mail.walk() if part.get_content_type() == "text/calendar"] == []

    théo = visit(language=language, javascript=False)
    théo.open(tap(mail, théo.say("I’m coming")))
    théo.press("Confirm: I’m coming")
    théo.well_made(f"calendar-thanks-{language}")
    théo.press("Or send it to me by mail, for my calendar")
    théo.reads("A mail is on its way: your calendar takes the date in from there.")
    letters.collect()
    invitation = letters.last_to(THEO)
    parts = {part.get_content_type(): part for part in invitation.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"

    words = "Je prends le pain." if language == "fr" else "I bring the bread."
    assert receive(a_mail(str(invitation["Reply-To"]), words, sender=THEO), now()) == "written"
    théo.enter_as(of.théo)
    théo.open(f"/c/{of.circle.slug}")
    théo.follow("In my calendar")
    théo.title("My dates in my calendar")
    théo.press("Make my address")
    théo.reads("Your address is ready.")
    théo.well_made(f"calendar-feed-{language}")
    address = théo.page.locator("#feed").input_value()
    with urllib.request.urlopen(address, timeout=10) as response:
        assert response.read().count(b"BEGIN:VEVENT") == 1
    théo.press("Stop this address")
    théo.reads("This address answers nobody any more.")
    théo.press("Undo")
    expect(théo.page.locator("#feed")).to_have_value(address)

    nadia = visit(language=language, window=DESK)
    nadia.enter_as(of.nadia)
    nadia.open(f"/g/{of.circle.gatherings.get().key}")
    expect(nadia.page.get_by_text(words)).to_be_visible()


@EITHER
def test_a_list_is_looked_at_corrected_brought_in_and_taken_back(visit: Visit, language: str) -> None:
    of = company(language)
    nadia = visit(language=language, javascript=False)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}/members")
    nadia.follow("Bring in a list")
    nadia.title("Bring in what you have")
    nadia.well_made(f"bring-{language}")
    nadia.page.locator("input[type=file]").set_input_files(
        {"name": "amis.csv", "mimeType": "text/csv", "buffer": ODDLY_NAMED}
    )
    nadia.press("Look at it")
    nadia.page.get_by_label("Qui est-ce").select_option("name")
    nadia.page.get_by_label("Son courrier").select_option("address")
    nadia.press("Look again")
    nadia.picture(f"bring-preview-{language}")
    nadia.fits()
    nadia.press("Bring it in")
    nadia.reads("It is done")
    assert of.circle.memberships.count() == 4
    nadia.picture(f"bring-done-{language}")
    nadia.follow("Invite some of them")
    nadia.title("People a file brought in")
    nadia.page.go_back()
    nadia.press("Take it back")
    nadia.title("Bring in what you have")
    assert of.circle.memberships.count() == 3
