"""From the mail of a date to who I am here: I say it, a circle sees it, somebody reports me in private."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from entregent.core.clock import now
from entregent.people import operations as people
from entregent.trust.models import Report
from tests.browser.company import company, dated, noon
from tests.browser.journey import DESK, Visit
from tests.browser.post import Letters, code_for, tap
from tests.browser.tongue import said
from tests.cast import a_picture, somebody


@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_a_mail_to_a_page_of_ones_own(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    dated(of, noon(3), fixed=now() - timedelta(minutes=5), coming=False)
    letters.collect()
    théo = visit(language=language, javascript=False)
    théo.open(tap(letters.last_to("theo@plateau.example"), said(language, "I’m coming")))
    théo.page.get_by_role("main").get_by_role("button").first.click()
    théo.open("/sign-in")
    théo.write("Your e-mail address", "theo@plateau.example")
    théo.press("Send me a code")
    théo.write("The six digits of the code", code_for("theo@plateau.example"))
    théo.press("Continue")
    théo.open("/me")
    théo.follow("See and change it")
    théo.well_made(f"profile-empty-{language}")
    for field, label, text in (
        ("trade", "Trade", "Luthier"),
        ("offers", "I can help with", "Sapin\nCordes"),
        ("telephone", "Telephone", "01 99 00 12 34"),
    ):
        théo.page.locator(f"#{field}").get_by_role("link").click()
        théo.write(label, text)
        théo.press("Save")
    théo.page.locator("#photo").get_by_role("link").click()
    théo.page.locator("input[type=file]").set_input_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": a_picture((300, 200))}
    )
    théo.well_made(f"profile-photo-{language}")
    théo.press("Save")
    théo.well_made(f"profile-{language}")
    nadia = visit(language=language, window=DESK)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}/members")
    nadia.page.get_by_role("main").get_by_role("link", name="Theo Prat", exact=True).click()
    nadia.page.get_by_text("Luthier").wait_for()
    expect(nadia.page.get_by_text("Sapin")).to_be_visible()
    expect(nadia.page.get_by_text("01 99 00 12 34")).to_have_count(0)
    nadia.well_made(f"member-{language}")
    solange = somebody("Solange", "solange@plateau.example", language=language)
    people.make_operator(person=solange, now=now())
    nadia.page.get_by_text(nadia.say("Something is wrong between us"), exact=True).click()
    nadia.follow("Report it to the people who run this instance, in private")
    nadia.write("What is wrong?", "Cordes vendues")
    nadia.well_made(f"report-{language}")
    nadia.press("Send it")
    operator = visit(language=language)
    operator.enter_as(solange)
    operator.open("/reports")
    operator.well_made(f"reports-{language}")
    operator.press("I have read it")
    letters.collect()
    assert letters.last_to("nadia@plateau.example")["Subject"] == said(language, "Your report was read")
    assert Report.objects.get().seen_by == solange
