"""A break ends by itself: from its one mail the next date is fixed, without an account or JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.models import Gathering, Pause
from tests.browser.company import company, noon
from tests.browser.journey import DESK, Visit
from tests.browser.post import Letters, body, every_link
from tests.browser.tongue import said
from tests.cast import DAY

WHY = {"fr": "Les vacances", "en": "The holidays"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_break_is_said_and_the_mail_of_its_end_fixes_the_next_date(
    visit: Visit, letters: Letters, language: str
) -> None:
    of = company(language)
    nadia = visit(language=language, window=DESK, dark=True)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}/rhythm")
    nadia.write("Back on", f"{noon(20):%Y-%m-%d}")
    nadia.write("Why, in a word", WHY[language])
    nadia.press("Take a break")
    expect(nadia.page.get_by_role("main")).to_contain_text(WHY[language])
    nadia.well_made(f"circle-on-a-break-{language}")
    nadia.open(f"/c/{of.circle.slug}/rhythm")
    nadia.well_made(f"rhythm-on-a-break-{language}")
    Pause.objects.update(back_on=(now() - DAY).date())
    gatherings.sweep_dates(now())
    gatherings.sweep_dates(now())
    letters.collect()
    assert sorted(str(mail["To"]) for mail in letters.mails) == [
        "ines@plateau.example",
        "nadia@plateau.example",
        "theo@plateau.example",
    ]
    mail = letters.last_to("theo@plateau.example")
    assert said(language, "The break is over") in body(mail, "plain")
    offered = queries.offered_slots(of.circle, queries.series_of(of.circle), now())
    théo = visit(language=language, javascript=False)
    théo.open(every_link(mail)[1])
    théo.well_made(f"break-over-one-button-{language}")
    assert not Gathering.objects.exists()
    théo.press("Fix this date")
    expect(théo.button("Call it back")).to_be_visible()
    théo.well_made(f"break-over-fixed-{language}")
    fixed = Gathering.objects.get()
    assert (fixed.day, fixed.hour, fixed.fixed_by) == (offered[1].day, offered[1].hour, of.théo)
    assert queries.pause_of(of.circle) is None
    late = visit(language=language, javascript=False)
    late.open(every_link(letters.last_to("ines@plateau.example"))[0])
    late.reads("The next date is fixed")
