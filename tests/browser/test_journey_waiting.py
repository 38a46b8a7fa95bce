"""A full table, from its mail: waiting, a place that comes free, a word and a diet for whoever books, a note of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from entregent.core.clock import now
from entregent.core.words_of_time import ordinal
from entregent.gatherings.models import Gathering
from tests.browser.company import company, dated, noon
from tests.browser.journey import Visit
from tests.browser.post import Letters, tap
from tests.cast import DAY, say

THEO = "theo@plateau.example"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_waits_is_told_of_a_place_and_tells_what_the_booker_needs(
    visit: Visit, letters: Letters, language: str
) -> None:
    of = company(language)
    gathering = dated(of, noon(3), fixed=now(), coming=False)
    Gathering.objects.update(seats=1)
    say(gathering, of.nadia, now=now())
    letters.collect()
    mail = letters.last_to(THEO)

    théo = visit(language=language, javascript=False)
    théo.open(tap(mail, théo.say("I’m coming")))
    théo.press("Confirm: I’m coming")
    théo.title("You are %(place)s on the waiting list.", place=ordinal(1, language, feminine=True))
    théo.well_made(f"waiting-line-{language}")

    nadia = visit(language=language)
    nadia.enter_as(of.nadia)
    nadia.open(f"/g/{gathering.key}")
    nadia.press("I book")
    expect(nadia.region("booking")).to_contain_text(nadia.say("You book the table"))
    nadia.page.get_by_role("button", name=nadia.say("No"), exact=True).click()

    letters.collect()
    mail = letters.last_to(THEO)
    théo.open(tap(mail, théo.say("Give it to the next one")).partition("?")[0])
    théo.title("You are coming")
    théo.page.get_by_text(théo.say("A word, what I do not eat")).click()
    théo.write("A word with it", "Tofu")
    théo.write("What I do not eat", "soja")
    théo.press("Save")
    théo.reads("Noted.")
    théo.well_made(f"waiting-noted-{language}")

    nadia.open(f"/g/{gathering.key}")
    expect(nadia.region("booking")).to_contain_text("soja")
    expect(nadia.region("around")).to_contain_text("Tofu")
    nadia.well_made(f"waiting-booking-{language}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_note_of_the_table_from_its_page_to_a_change_taken_back(visit: Visit, language: str) -> None:
    of = company(language)
    gathering = dated(of, noon(-3), fixed=now() - 5 * DAY)
    nadia = visit(language=language, javascript=False, dark=True)
    nadia.enter_as(of.nadia)
    nadia.open(f"/g/{gathering.key}")
    nadia.follow("Keep a note")
    nadia.well_made(f"note-write-{language}")
    nadia.write("What is worth keeping", "**Soja**\n\n- 1\n- 2")
    nadia.page.get_by_label(nadia.say("this table"), exact=True).check()
    nadia.press("Keep it")
    expect(nadia.region("note")).to_contain_text("Soja")
    nadia.well_made(f"note-{language}")
    nadia.follow("Change it")
    nadia.write("What is worth keeping", "Tofu")
    nadia.press("Keep it")
    expect(nadia.region("note")).to_contain_text("Tofu")
    nadia.press("Undo")
    expect(nadia.region("note")).to_contain_text("Soja")
