"""Somebody asks to come in from outside; a member answers from the mail; the answer comes by mail too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.core.clock import now
from tests.browser.company import company, dated, noon
from tests.browser.journey import PHONE, Visit
from tests.browser.post import Letters, code_for, tap

SAYS = {"fr": "Je fais du pain, et j’habite à côté.", "en": "I bake bread, and live next door."}
QUESTION = {"fr": "Qu’apporteriez-vous à notre table\u202f?", "en": "What would you bring to our table?"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_from_the_door_to_the_table(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    circles.change_circle(circle=of.circle, by=of.nadia, now=now(), way_in="request", question=QUESTION[language])
    dated(of, noon(3), fixed=now())

    odile = visit(language=language, javascript=False, window=PHONE)
    odile.open(f"/o/{of.circle.slug}")
    expect(odile.page.get_by_role("heading", level=1)).to_have_text(of.circle.name)
    assert "Nadia" not in odile.page.locator("main").inner_text()
    odile.well_made(f"outside-{language}")
    odile.page.get_by_label(QUESTION[language]).fill(SAYS[language])
    odile.write("Your name", "Odile Marchand")
    odile.write("Your e-mail address", "odile@ailleurs.example")
    odile.press("Continue")
    odile.write("The six digits of the code", code_for("odile@ailleurs.example"))
    odile.press("Continue")
    odile.reads("You have asked to come in")
    odile.well_made(f"outside-asked-{language}")

    letters.collect()
    nadia = visit(language=language, dark=True)
    nadia.enter_as(of.nadia)
    nadia.open(tap(letters.last_to("nadia@plateau.example"), nadia.say("See who asks, and answer")))
    nadia.title("At the door")
    expect(nadia.region("caller")).to_contain_text(SAYS[language])
    nadia.well_made(f"door-{language}")
    nadia.region("caller").get_by_role("button", name=nadia.say("Let them in")).click()
    assert queries.is_here(of.circle, of.circle.memberships.get(person__name="Odile Marchand").person)
    nadia.open("/today")
    nadia.reads("Welcome %(name)s, new in “%(circle)s”", name="Odile Marchand", circle=of.circle.name)

    letters.collect()
    odile.open(tap(letters.last_to("odile@ailleurs.example"), odile.say("See the circle")))
    expect(odile.page.get_by_role("heading", level=1)).to_have_text(of.circle.name)
    odile.region("next").get_by_role("button", name=odile.say("I’m coming"), exact=True).click()
    odile.well_made(f"door-inside-{language}")
