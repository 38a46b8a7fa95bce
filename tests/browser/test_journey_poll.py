"""No date was agreed: the circle is asked, answers from the mail without JavaScript, and a date is fixed from it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from entregent.core.clock import now
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import answer_of
from entregent.polls import queries
from entregent.polls.models import Poll, Vote
from tests.browser.company import company, dated, noon
from tests.browser.journey import DESK, SMALLEST, Visit, Visitor
from tests.browser.post import Letters, body, tap
from tests.browser.tongue import said
from tests.cast import DAY
from tests.polls.stage import numbers

THEO = "theo@plateau.example"
EITHER = pytest.mark.parametrize("language", ["fr", "en"])


def slot(visitor: Visitor, number: int) -> Locator:
    return visitor.page.locator("fieldset.slot").nth(number)


def say_of(visitor: Visitor, number: int, answer: str) -> None:
    label = visitor.say(answer)
    slot(visitor, number).get_by_text(label[:1].upper() + label[1:], exact=True).click()


@EITHER
def test_a_poll_from_the_mail_to_the_date(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    dated(of, noon(-3))
    letters.collect()
    nadia = visit(language=language, window=DESK)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}")
    nadia.follow("Ask everybody which date suits")
    nadia.title("When do we have lunch?")
    nadia.press("Ask the circle")
    expect(nadia.region("call-back")).to_be_visible()
    nadia.page.locator("select").first.select_option("yes")
    nadia.press("Save my answers")
    nadia.reads("Your answers are saved.")
    nadia.well_made(f"poll-asked-{language}")
    poll = Poll.objects.get()
    nadia.open(f"/c/{of.circle.slug}")
    expect(nadia.region("poll")).to_contain_text(nadia.say("See the poll"))
    expect(nadia.region("missing")).to_have_count(0)

    letters.collect()
    mail = letters.last_to(THEO)
    link = tap(mail, said(language, "Say which dates suit me"))
    assert link in body(mail, "plain")
    théo = visit(language=language, window=SMALLEST, javascript=False)
    théo.open(link)
    théo.title("When do we have lunch?")
    théo.well_made(f"poll-mail-{language}")
    assert not poll.ballots.filter(person=of.théo).exists()
    say_of(théo, 0, "yes")
    say_of(théo, 1, "if need be")
    théo.press("Save my answers")
    théo.title("Thank you, %(name)s: it is noted", name="Theo Prat")
    théo.well_made(f"poll-thanks-{language}")
    assert len(théo.screens) == 2  # one page, one button
    say_of(théo, 1, "no")
    théo.press("Save my changes")
    assert numbers(poll) == [(2, 0, 0), (0, 0, 2), (0, 0, 2), (0, 0, 2)]

    nadia.open(f"/p/{poll.key}")
    nadia.follow("Answer for somebody who telephoned")
    nadia.follow("Ines Haddad")
    say_of(nadia, 0, "if need be")
    nadia.well_made(f"poll-for-{language}")
    nadia.press("Note it for %(name)s", name="Ines Haddad")
    nadia.reads("Noted for %(name)s; the page says that you did it.", name="Ines Haddad")
    nadia.well_made(f"poll-noted-{language}")

    nadia.region("settle").get_by_role("button").first.click()
    expect(nadia.region("around")).to_be_visible()
    gathering = Gathering.objects.get(fixed_by=of.nadia, starts_at__gt=now())
    assert answer_of(gathering, of.inès).reply == "maybe"  # type: ignore[union-attr]
    letters.collect()
    kept = "You said that this date suits you: your place is kept. If that has changed, say so here."
    assert said(language, kept) in body(letters.last_to(THEO), "plain")
    théo.open(link)
    théo.reads("The poll is settled: a date is fixed.")
    expect(théo.region("next")).to_be_visible()
    théo.well_made(f"poll-settled-{language}")
    assert Vote.objects.count() == 4 * 3
    assert queries.waiting_poll(of.circle) is None


def test_a_poll_that_is_over_asks_for_its_date(visit: Visit, letters: Letters) -> None:
    of = company("fr", "tu")
    dated(of, noon(-3))
    nadia = visit(window=SMALLEST, dark=True, javascript=False)
    nadia.enter_as(of.nadia)
    nadia.language = "fr-tu"
    nadia.open(f"/c/{of.circle.slug}/polls/new")
    nadia.press("Ask the circle")
    nadia.page.locator("select").first.select_option("yes")
    nadia.press("Save my answers")
    Poll.objects.update(closes_at=now() - DAY / 24)
    nadia.open(f"/c/{of.circle.slug}")
    expect(nadia.region("poll")).to_contain_text(nadia.say("The poll is over: which date?"))
    nadia.follow("See the poll")
    nadia.well_made("poll-over-tu")
    nadia.region("over").get_by_role("button").first.click()
    expect(nadia.region("call-back")).to_be_visible()
    nadia.press("Call it back")
    nadia.open(f"/c/{of.circle.slug}")
    expect(nadia.region("poll")).to_be_visible()
