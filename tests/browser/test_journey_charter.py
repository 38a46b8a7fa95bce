"""Somebody wants a charter: it is proposed, questioned, objected to, amended, consented to from the mail, adopted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from entregent.decisions import operations as decisions
from entregent.decisions.models import Proposal
from entregent.decisions.queries import charter as charters
from tests.browser.company import company, dated, noon
from tests.browser.journey import DESK, PHONE, SMALLEST, Visit
from tests.browser.post import Letters, body, tap
from tests.browser.tongue import said

THEO, INES = "theo@plateau.example", "ines@plateau.example"
ASKS = {"fr": "Et si quelqu’un vend quand même\u202f?", "en": "And if somebody sells all the same?"}
ANSWERS = {"fr": "On le lui dit, une fois, en tête à tête.", "en": "We tell them, once, in private."}
HARM = {"fr": "Elle ne dit rien de qui paie.", "en": "It says nothing of who pays."}
BETTER = {"fr": "Chacun paie sa part.", "en": "Each pays their share."}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_charter_from_a_wish_to_the_page_that_holds(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    dated(of, noon(-3))
    letters.collect()
    nadia = visit(language=language, window=PHONE)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}/settings")
    nadia.follow("Our charter")
    nadia.well_made(f"charter-none-{language}")
    nadia.follow("Write one")
    nadia.title("A charter for the circle")
    nadia.well_made(f"charter-write-{language}")
    nadia.press("Propose it")
    nadia.title("A charter for the circle")
    nadia.well_made(f"charter-proposed-{language}")
    proposal = Proposal.objects.get()

    théo = visit(language=language, window=DESK, dark=language == "en")
    théo.enter_as(of.théo)
    théo.open(f"/c/{of.circle.slug}")
    théo.region("decisions").get_by_role("link").click()
    théo.page.get_by_text(théo.say("Ask something first")).click()
    théo.write("My question", ASKS[language])
    théo.press("Ask")
    théo.region("voice").get_by_text(théo.say("I object"), exact=True).click()
    théo.page.locator("#reason").fill(HARM[language])
    théo.press("Say it")
    théo.title("A charter for the circle")
    expect(théo.region("objections")).to_contain_text(HARM[language])
    théo.well_made(f"charter-objection-{language}")

    nadia.open(f"/d/{proposal.key}")
    nadia.region("questions").locator("summary").first.click()
    nadia.write("The answer", ANSWERS[language])
    nadia.press("Answer")
    expect(nadia.region("questions")).to_contain_text(ANSWERS[language])
    nadia.follow("Amend it")
    nadia.well_made(f"charter-amend-{language}")
    nadia.write("What each of us gives", BETTER[language])
    nadia.press("Propose it so")
    expect(nadia.region("asked")).to_contain_text(BETTER[language])
    nadia.well_made(f"charter-amended-{language}")

    letters.collect()
    link = tap(letters.last_to(THEO), said(language, "Read it, and say what I think"))
    asked_again = visit(language=language, window=SMALLEST, javascript=False)
    asked_again.open(link)
    asked_again.title("A charter for the circle")
    asked_again.well_made(f"charter-mail-{language}")
    asked_again.page.get_by_text(asked_again.say("I consent"), exact=True).click()
    asked_again.press("Say it")
    asked_again.reads("You consent")
    asked_again.well_made(f"charter-thanks-{language}")
    first = tap(letters.last_to(INES), said(language, "Say what I think"))
    assert first in body(letters.last_to(INES), "plain")
    inès = visit(language=language, window=PHONE, dark=True)
    inès.open(first)
    expect(inès.page.get_by_text(BETTER[language])).to_be_visible()
    inès.page.get_by_text(inès.say("I consent"), exact=True).click()
    inès.press("Say it")
    inès.well_made(f"charter-decided-{language}")

    nadia.open(f"/c/{of.circle.slug}")
    nadia.follow("Our charter")
    nadia.title("Our charter")
    expect(nadia.region("charter")).to_contain_text(BETTER[language])
    expect(nadia.region("record")).to_contain_text("Theo Prat")
    nadia.well_made(f"charter-{language}")
    assert charters.holding(of.circle) is not None
    assert decisions.settle(proposal=proposal, now=proposal.closes_at) is False


def test_whom_it_is_about_is_heard(visit: Visit, letters: Letters) -> None:
    of = company("fr", "tu")
    letters.collect()
    nadia = visit(window=DESK)
    nadia.enter_as(of.nadia)
    nadia.language = "fr-tu"
    nadia.open(f"/c/{of.circle.slug}/propose/remove/{of.inès.key}")
    nadia.write("Why", "Elle vend à table, malgré deux mots en privé.")
    nadia.well_made("part-with-tu")
    nadia.press("Propose it")
    letters.collect()
    inès = visit(window=PHONE, javascript=False)
    inès.language = "fr-tu"
    inès.open(tap(letters.last_to(INES), said("fr-tu", "Say my side")))
    inès.write("My side", "Je parlais de mon métier, pas d’un prix.")
    inès.well_made("my-side-tu")
    inès.press("Say it")
    nadia.page.reload()
    expect(nadia.region("asked")).to_contain_text("Je parlais de mon métier")
    nadia.well_made("their-side-tu")
