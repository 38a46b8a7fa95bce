"""The day, and the next date: who was there, said once for all; a next date that is asked for until it exists."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.models import Attendance, Gathering
from entregent.people.models import Person
from tests.browser.company import company, dated, noon
from tests.browser.journey import DESK, PHONE, Visit, Visitor
from tests.browser.post import Letters, empty_the_queue, every_link
from tests.cast import DAY, HOUR, write

EITHER = pytest.mark.parametrize("language", ["fr", "en"])
WAYS = pytest.mark.parametrize(
    "shown",
    [
        {"language": "fr", "window": PHONE},
        {"language": "fr", "window": DESK, "dark": True},
        {"language": "en", "window": PHONE, "javascript": False, "dark": True},
    ],
    ids=["fr", "fr-desk", "en-plain"],
)


def inside(visit: Visit, who: Person, **shown: Any) -> Visitor:
    visitor = visit(**shown)
    visitor.enter_as(who)
    return visitor


def there(gathering: Gathering) -> list[str]:
    return sorted(row.person.name for row in Attendance.objects.filter(gathering=gathering))


def regions(visitor: Visitor) -> list[str]:
    return [str(one.get_attribute("data-region")) for one in visitor.page.locator("main [data-region]").all()]


@WAYS
def test_at_the_table(visit: Visit, shown: dict[str, Any], request: Any) -> None:
    of, name = company(shown["language"]), request.node.callspec.id
    gathering = dated(of, now() - HOUR)
    nadia = inside(visit, of.nadia, **shown)
    nadia.open(f"/g/{gathering.key}")
    assert regions(nadia)[:2] == ["there", "next"]
    nadia.well_made(f"day-during-{name}")
    nadia.region("there").locator("button.first").click()
    assert there(gathering) == ["Ines Haddad", "Nadia Ferrand", "Theo Prat"]
    nadia.well_made(f"day-said-{name}")
    nadia.region("next").get_by_role("button").first.click()
    expect(nadia.region("call-back")).to_be_visible()
    following = queries.following_gathering(gathering)
    assert following is not None and following.fixed_by == of.nadia
    nadia.open(f"/g/{gathering.key}")
    expect(nadia.region("next").get_by_role("button")).to_have_count(0)


@WAYS
def test_what_has_ended_asks_for_the_next_date_first(visit: Visit, shown: dict[str, Any], request: Any) -> None:
    of, name = company(shown["language"]), request.node.callspec.id
    gathering = dated(of, now() - 5 * HOUR)
    nadia = inside(visit, of.nadia, **shown)
    nadia.open(f"/g/{gathering.key}")
    assert regions(nadia)[0] == "next"
    expect(nadia.region("next").get_by_role("button")).to_have_count(3)
    nadia.well_made(f"day-after-{name}")

    nadia.open(f"/c/{of.circle.slug}")
    assert regions(nadia)[0] == "missing"
    nadia.page.get_by_role("heading", name=nadia.say("No next date")).wait_for()
    nadia.well_made(f"day-no-date-{name}")
    nadia.region("missing").get_by_role("button").nth(1).click()
    nadia.press("Call it back")
    assert queries.next_gathering(of.circle, now()) is None
    assert empty_the_queue() == []
    nadia.open(f"/c/{of.circle.slug}")
    nadia.region("missing").get_by_role("button").first.click()
    nadia.open(f"/c/{of.circle.slug}")
    assert "missing" not in regions(nadia)
    nadia.well_made(f"day-dated-{name}")


@WAYS
def test_one_person_says_for_all_who_was_there(visit: Visit, shown: dict[str, Any], request: Any) -> None:
    of, name = company(shown["language"]), request.node.callspec.id
    gathering = dated(of, now() - DAY)
    nadia = inside(visit, of.nadia, **shown)
    nadia.open(f"/c/{of.circle.slug}")
    nadia.region("unrecorded").get_by_role("link").click()
    nadia.well_made(f"day-there-{name}")
    nadia.page.get_by_role("checkbox", name="Ines Haddad").uncheck()
    nadia.write("Also there, one name a line", "Marc Delaunay")
    nadia.press("They were there")
    assert there(gathering) == ["Marc Delaunay", "Nadia Ferrand", "Theo Prat"]
    nadia.well_made(f"day-recorded-{name}")
    inès = inside(visit, of.inès, language=nadia.language, javascript=False)
    inès.open(f"/g/{gathering.key}")
    inès.reads("As %(name)s said.", name="Nadia Ferrand")
    inès.follow("Correct it")
    inès.page.get_by_role("checkbox", name="Ines Haddad").check()
    inès.press("They were there")
    assert there(gathering) == ["Ines Haddad", "Marc Delaunay", "Nadia Ferrand", "Theo Prat"]


@EITHER
def test_a_day_later_one_mail_asks_the_last_comers(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    gathering = dated(of, now() - 30 * HOUR)
    gatherings.record_attendance(
        gathering=gathering, by=of.nadia, person_ids=[of.nadia.pk, of.théo.pk], names=[], now=now() - 20 * HOUR
    )
    gatherings.sweep_dates(now())
    gatherings.sweep_dates(now())
    letters.collect()
    told = sorted(str(mail["To"]) for mail in letters.mails)
    assert told == ["nadia@plateau.example", "theo@plateau.example"]
    théo = inside(visit, of.théo, language=language)
    théo.open(every_link(letters.last_to("theo@plateau.example"))[0])
    théo.region("fix").get_by_role("button").first.click()
    expect(théo.region("fixed")).to_be_visible()


@EITHER
def test_a_rhythm_pencils_in_and_one_tap_confirms(visit: Visit, language: str) -> None:
    of = company(language)
    nadia = inside(visit, of.nadia, language=language)
    nadia.open(f"/c/{of.circle.slug}")
    nadia.page.get_by_role("navigation").get_by_role("link", name=nadia.say("The rhythm")).click()
    nadia.page.get_by_label(nadia.say("every week"), exact=True).check()
    nadia.write("From which day", f"{noon(5):%Y-%m-%d}")
    nadia.write("At what hour", "12:30")
    nadia.well_made(f"rhythm-{language}")
    nadia.press("Save the rhythm")
    assert empty_the_queue() == []
    pencilled = queries.pencilled(of.circle, now())
    assert pencilled is not None
    nadia.open(f"/g/{pencilled.key}")
    nadia.well_made(f"pencilled-{language}")
    nadia.press("Confirm this date")
    expect(nadia.region("call-back")).to_be_visible()
    assert len(empty_the_queue()) == 3


@EITHER
def test_a_date_moves_falls_and_comes_back(visit: Visit, language: str) -> None:
    of = company(language)
    gathering = dated(of, noon(4), fixed=now() - HOUR)
    empty_the_queue()
    nadia = inside(visit, of.nadia, language=language, javascript=False)
    nadia.open(f"/g/{gathering.key}")
    nadia.well_made(f"gathering-{language}")
    nadia.follow("Move or change it")
    nadia.well_made(f"move-{language}")
    nadia.write("Day", f"{noon(6):%Y-%m-%d}")
    nadia.press("Save and tell them")
    assert len(empty_the_queue()) == 3
    nadia.page.get_by_text(nadia.say("Cancel this date"), exact=True).click()
    nadia.press("Cancel it")
    nadia.well_made(f"cancelled-{language}")
    nadia.press("Undo")
    nadia.reads("It takes place after all.")
    gathering.refresh_from_db()
    assert gathering.cancelled_at is None and gathering.day == noon(6).date()


@EITHER
def test_what_is_said_under_a_gathering_goes_as_far_as_its_label(visit: Visit, language: str) -> None:
    of = company(language)
    gathering = dated(of, now() - 5 * HOUR)
    gatherings.record_attendance(
        gathering=gathering, by=of.nadia, person_ids=[of.nadia.pk, of.théo.pk], names=[], now=now() - HOUR
    )
    secret = {"fr": "Rien ne sort de cette table.", "en": "Nothing leaves this table."}[language]
    nadia = inside(visit, of.nadia, language=language, javascript=False)
    nadia.open(f"/g/{gathering.key}")
    nadia.write("A word under this gathering", secret)
    nadia.page.locator("[name=reach]").select_option("table")
    nadia.page.locator("[name=naming]").select_option("may-not")
    nadia.press("Write it here")
    expect(nadia.page.locator("#replies")).to_contain_text(secret)
    nadia.well_made(f"replies-{language}")
    théo, inès = (inside(visit, who, language=language) for who in (of.théo, of.inès))
    théo.open(f"/g/{gathering.key}")
    expect(théo.page.locator("#replies")).to_contain_text(secret)
    inès.open(f"/g/{gathering.key}")
    expect(inès.page.locator("#replies")).not_to_contain_text(secret)
    nadia.press("Withdraw")
    théo.page.reload()
    expect(théo.page.locator("#replies")).not_to_contain_text(secret)
    nadia.press("Undo")
    théo.page.reload()
    expect(théo.page.locator("#replies")).to_contain_text(secret)


@EITHER
def test_a_long_thread_is_read_page_by_page(visit: Visit, language: str) -> None:
    of = company(language)
    gathering = dated(of, noon(3), fixed=now() - DAY)
    for number in range(20):
        write(gathering, of.théo, f"№ {number}", now=now() - HOUR)
    nadia = inside(visit, of.nadia, language=language, javascript=False)
    nadia.open(f"/g/{gathering.key}")
    said = nadia.page.locator("#replies .said")
    expect(said.first).to_have_text("№ 8")
    expect(said.last).to_have_text("№ 19")
    nadia.follow("Earlier")
    expect(said.first).to_have_text("№ 0")
    expect(said.last).to_have_text("№ 7")
    nadia.follow("Back to the last words")
    expect(said.last).to_have_text("№ 19")
