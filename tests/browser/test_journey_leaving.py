"""The way out: leave in two taps, block, take away what is mine, be erased; others' records stay whole."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from entregent.circles.queries import membership
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.people.queries import blocked_pairs
from tests.browser.company import company, dated
from tests.browser.journey import Visit
from tests.cast import DAY

EITHER = pytest.mark.parametrize("language", ["fr", "en"])


@EITHER
@pytest.mark.parametrize("javascript", [True, False], ids=["scripted", "plain"])
def test_two_taps_and_one_back(visit: Visit, language: str, javascript: bool) -> None:
    of = company(language)
    théo = visit(language=language, javascript=javascript)
    théo.enter_as(of.théo)
    théo.open(f"/c/{of.circle.slug}")
    théo.page.get_by_text(théo.say("Leave this circle"), exact=True).click()
    théo.press("Leave")
    théo.title("My circles")
    assert membership(of.circle, of.théo) is None
    théo.well_made(f"left-{language}")
    théo.press("Come back to %(circle)s", circle=of.circle.name)
    assert membership(of.circle, of.théo) is not None


@EITHER
def test_a_block_is_seen_by_nobody_and_taken_back(visit: Visit, language: str) -> None:
    of = company(language)
    nadia = visit(language=language, javascript=False)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}/members")
    line = nadia.page.get_by_role("listitem").filter(has_text="Theo Prat")
    line.locator("summary").click()
    nadia.well_made(f"block-{language}")
    nadia.press("Block %(name)s", name="Theo Prat")
    assert of.théo.pk in blocked_pairs(of.nadia)
    expect(line).to_have_count(0)
    nadia.open("/me/blocks")
    nadia.well_made(f"blocks-{language}")
    nadia.page.get_by_role("main").get_by_role("listitem").get_by_role("button").click()
    assert of.théo.pk not in blocked_pairs(of.nadia)


@EITHER
def test_what_is_mine_comes_with_me_and_then_nothing_is_left_of_me(visit: Visit, language: str) -> None:
    of = company(language)
    gathering = dated(of, now() - DAY)
    everybody = [of.nadia.pk, of.théo.pk, of.inès.pk]
    gatherings.record_attendance(gathering=gathering, by=of.nadia, person_ids=everybody, names=[], now=now())
    théo = visit(language=language)
    théo.enter_as(of.théo)
    théo.open("/me")
    théo.well_made(f"me-{language}")
    with théo.page.expect_download() as taken:
        théo.press("Take it with me")
    assert "Theo Prat" in ZipFile(taken.value.path()).read("export.json").decode()
    théo.follow("Be erased from this instance")
    théo.well_made(f"erase-{language}")
    théo.press("Erase me, for good")
    théo.well_made(f"erased-{language}")
    nadia = visit(language=language)
    nadia.enter_as(of.nadia)
    nadia.open(f"/g/{gathering.key}")
    nadia.reads("Who was there")
    around = nadia.region("around")
    expect(around).to_contain_text(nadia.say("a former member"))
    expect(around).not_to_contain_text("Theo")
