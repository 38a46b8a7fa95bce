"""A circle asks for somebody who facilitates: asked by mail, handed over; by lot; then elected by consent."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from entregent.circles.models import Circle
from entregent.core.clock import now
from entregent.decisions import operations as decisions
from entregent.facilitation import operations as facilitation
from entregent.facilitation.models import Choice
from entregent.facilitation.operations.electing import go_on
from entregent.facilitation.queries import choice_of, term_of
from tests.browser.company import company, dated, noon
from tests.browser.journey import DESK, PHONE, Visit
from tests.browser.post import Letters, body, tap
from tests.browser.tongue import said
from tests.facilitation.stage import a_term

THEO = "theo@plateau.example"
EITHER = pytest.mark.parametrize("language", ["fr", "en"])


@EITHER
def test_asked_from_the_settings_and_answered_from_the_mail(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    dated(of, noon(-3))
    letters.collect()
    nadia = visit(language=language, window=PHONE)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}")
    expect(nadia.region("facilitates")).to_have_count(0)
    nadia.open(f"/c/{of.circle.slug}/settings")
    nadia.follow("Somebody who facilitates, in turn")
    nadia.well_made(f"facilitation-none-{language}")
    nadia.follow("Look for somebody")
    nadia.well_made(f"facilitation-begin-{language}")
    nadia.press("Begin")
    nadia.page.locator("#whom").select_option(label="Theo Prat")
    nadia.well_made(f"facilitation-ask-{language}")
    nadia.press("Ask: “would you?”")
    nadia.reads("%(name)s is asked. A yes is shown here; a no is nobody’s business.", name="Theo Prat")

    letters.collect()
    mail = letters.last_to(THEO)
    link = tap(mail, said(language, "Answer"))
    assert link in body(mail, "plain")
    théo = visit(language=language, window=PHONE, javascript=False)
    théo.open(link)
    théo.well_made(f"facilitation-would-you-{language}")
    théo.press("Not this time")
    théo.well_made(f"facilitation-no-{language}")
    théo.press("Yes, gladly")
    théo.title("Thank you, %(name)s: you facilitate", name="Theo Prat")
    théo.well_made(f"facilitation-yes-{language}")

    nadia.open(f"/c/{of.circle.slug}")
    expect(nadia.region("facilitates")).to_contain_text(nadia.say("%(name)s facilitates", name="Theo Prat"))
    nadia.well_made(f"facilitation-circle-{language}")
    nadia.region("facilitates").get_by_role("link").first.click()
    nadia.write("A subject to reflect on together", "Mieux vivre" if language == "fr" else "Living better")
    nadia.press("Propose it")
    nadia.well_made(f"facilitation-subject-{language}")


@EITHER
def test_what_whoever_facilitates_finds_and_hands_over(visit: Visit, language: str) -> None:
    of = company(language)
    dated(of, noon(-3))
    dated(of, noon(4), coming=False)
    a_term(of.circle, of.théo, by=of.nadia, now=now())
    subject = "Mieux vivre" if language == "fr" else "Living better"
    facilitation.propose_subject(circle=of.circle, text=subject, by=of.nadia, now=now())
    théo = visit(language=language, window=DESK, dark=language == "en")
    théo.enter_as(of.théo)
    théo.open(f"/c/{of.circle.slug}/facilitation")
    théo.well_made(f"facilitation-week-{language}")
    théo.press("For next time")
    théo.follow("who comes?")
    théo.well_made(f"facilitation-write-{language}")
    théo.press("Send to the circle")
    théo.reads("Your words leave in two minutes.")
    théo.write("To remember", "La salle" if language == "fr" else "The room")
    théo.press("Note it")
    théo.follow("Hand over early")
    théo.page.get_by_label(théo.say("by lot, among those who put their name in the hat")).check()
    théo.press("Begin")
    théo.press("Put my name in")
    théo.reads("It takes two names to draw. On its day the lot is drawn by itself, even of one.")
    théo.well_made(f"facilitation-hat-{language}")
    facilitation.put_in_hat(choice=of.circle.facilitator_choices.get(ended_at=None), person=of.nadia, now=now())
    théo.page.reload()
    théo.page.get_by_text(théo.say("Draw now")).click()
    théo.press("Draw the lot")
    théo.follow("The last lot: how do we know it was chance?")
    théo.well_made(f"facilitation-proof-{language}")
    term = term_of(of.circle)
    assert term is not None
    assert (term.person in (of.théo, of.nadia), term.how) == (True, "draw")


@EITHER
def test_elected_by_three_on_phones_with_the_circle_s_consent(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    dated(of, noon(-3))
    letters.collect()
    nadia = visit(language=language, window=PHONE, dark=language == "en")
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}/facilitation/begin")
    nadia.page.get_by_label(nadia.say("the circle names somebody, with reasons, then consents")).check()
    nadia.write("What it takes", "Savoir écouter." if language == "fr" else "To know how to listen.")
    nadia.well_made(f"election-begin-{language}")
    nadia.press("Begin")
    nadia.page.locator("#named").select_option(label="Theo Prat")
    nadia.page.locator("#reason").fill("Il tient l’heure." if language == "fr" else "He keeps the time.")
    nadia.press("Give this name")
    nadia.well_made(f"election-named-{language}")

    letters.collect()
    théo = visit(language=language, window=PHONE, javascript=False)
    théo.open(tap(letters.last_to(THEO), said(language, "Name somebody")))
    théo.well_made(f"election-whom-{language}")
    théo.page.locator("#named").select_option(label=théo.say("myself"))
    théo.press("Give this name")
    théo.press("I would rather not be named")
    théo.press("I may be named after all")
    théo.well_made(f"election-noted-{language}")

    time_passes(of.circle, names_until=now())
    nadia.open(f"/c/{of.circle.slug}/facilitation")
    nadia.well_made(f"election-asking-{language}")
    letters.collect()
    théo.open(tap(letters.last_to(THEO), said(language, "Answer")))
    théo.well_made(f"election-would-you-{language}")
    théo.press("Yes, gladly")
    théo.well_made(f"election-agreeing-{language}")
    nadia.open(f"/c/{of.circle.slug}/facilitation")
    nadia.follow("Read the proposal")
    nadia.well_made(f"election-proposal-{language}")
    under_way = choice_of(of.circle)
    assert under_way is not None
    assert under_way.proposal is not None
    decisions.consent(proposal=under_way.proposal, person=of.inès, now=now())
    nadia.page.get_by_text(nadia.say("I consent"), exact=True).click()
    nadia.press("Say it")
    nadia.reads("Decided: everybody consents.")
    term = term_of(of.circle)
    assert term is not None
    assert (term.person, term.how) == (of.théo, "election")


def time_passes(circle: Circle, **ends: datetime) -> None:
    """The evening has come; what is due is done."""
    Choice.objects.filter(circle=circle).update(**ends)
    for _ in range(2):
        choice = choice_of(circle)
        assert choice is not None
        go_on(choice, now())
