"""Forms as hands use them: clicked twice, sent too late, filled in wrong."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from entregent.circles.models import Circle
from tests.browser.company import company, dated, noon
from tests.browser.journey import Visit
from tests.browser.post import code_for

EITHER = pytest.mark.parametrize("language", ["fr", "en"])
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["scripted", "plain"])


@BOTH
def test_two_clicks_and_a_reload_open_one_circle(visit: Visit, javascript: bool) -> None:
    of = company("fr")
    nadia = visit(javascript=javascript)
    nadia.enter_as(of.nadia)
    nadia.open("/open")
    nadia.write("The name of your circle", "Le cercle des deux clics")
    nadia.button("Open the circle").dblclick(no_wait_after=True)
    nadia.region("missing").wait_for()
    nadia.page.reload()
    assert Circle.objects.filter(name="Le cercle des deux clics").count() == 1


@EITHER
@BOTH
def test_what_was_typed_outlives_the_session(visit: Visit, language: str, javascript: bool) -> None:
    of = company(language)
    gathering = dated(of, noon(3))
    words = {"fr": "Je viens à vélo.", "en": "I come by bicycle."}[language]
    nadia = visit(language=language, javascript=javascript)
    nadia.enter_as(of.nadia)
    nadia.open(f"/g/{gathering.key}")
    nadia.write("A word under this gathering", words)
    nadia.context.clear_cookies(name="session")
    nadia.press("Write it here")
    nadia.write("Your e-mail address", "nadia@plateau.example")
    nadia.press("Send me a code")
    nadia.write("The six digits of the code", code_for("nadia@plateau.example"))
    nadia.press("Continue")
    nadia.title("Where you left off")
    nadia.well_made(f"resume-{language}")
    assert nadia.page.get_by_role("main").get_by_role("listitem").all_inner_texts() == [words]
    nadia.press("Send it now")
    expect(nadia.page.locator("#replies")).to_contain_text(words)


@EITHER
@BOTH
def test_a_refused_field_says_why_and_keeps_the_rest(visit: Visit, language: str, javascript: bool) -> None:
    of = company(language)
    nadia = visit(language=language, javascript=javascript, dark=True)
    nadia.enter_as(of.nadia)
    nadia.expect_status(422)
    nadia.open(f"/c/{of.circle.slug}/dates/new")
    nadia.write("Day", f"{noon(-3):%Y-%m-%d}")
    nadia.write("Hour", "19:45")
    place = nadia.page.locator("[name=place]")  # “Places” is another field
    place.fill("Chez Youssef")
    nadia.press("Fix this date")
    nadia.reads("That day has passed. Choose one to come.")
    nadia.well_made(f"refused-{language}")
    expect(nadia.field("Hour")).to_have_value("19:45")
    expect(place).to_have_value("Chez Youssef")
    nadia.write("Day", f"{noon(3):%Y-%m-%d}")
    nadia.press("Fix this date")
    expect(nadia.region("call-back")).to_be_visible()
