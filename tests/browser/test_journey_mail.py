"""A date by mail, answered: fixed in one tap, received by a real mail server, its links opened without JavaScript."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from entregent.circles.queries import membership
from entregent.core.clock import now
from entregent.gatherings import queries
from entregent.gatherings.models import Answer, Gathering
from entregent.people.queries import refuses_all_mail
from tests.browser.company import Company, company, dated, noon
from tests.browser.journey import Visit, Visitor
from tests.browser.post import SOON, Letters, body, tap
from tests.browser.tongue import badly_spaced, foreign, said
from tests.cast import DAY

THEO, ODILE = "theo@plateau.example", "odile@ailleurs.example"
EITHER = pytest.mark.parametrize("language", ["fr", "en"])


def answer_of(gathering: Gathering, of: Company) -> Answer | None:
    return queries.answer_of(gathering, of.théo)


def a_mail_to_theo(letters: Letters, of: Company) -> EmailMessage:
    dated(of, noon(3), fixed=now(), coming=False)
    letters.collect()
    return letters.last_to(THEO)


def opens(visitor: Visitor, mail: EmailMessage, words: str) -> None:
    visitor.open(tap(mail, visitor.say(words)))


@EITHER
def test_a_date_fixed_in_one_tap_is_answered_from_its_mail(visit: Visit, letters: Letters, language: str) -> None:
    tongue = "fr-tu" if language == "fr" else "en"
    of = company(language, "tu")
    nadia = visit(language=language)
    nadia.enter_as(of.nadia)
    nadia.language = tongue
    nadia.open(f"/c/{of.circle.slug}")
    nadia.well_made(f"mail-circle-{language}")
    nadia.region("missing").get_by_role("button").first.click()
    expect(nadia.region("call-back")).to_be_visible()
    gathering = Gathering.objects.get()

    letters.collect()
    assert sorted(str(mail["To"]) for mail in letters.mails) == ["ines@plateau.example", "nadia@plateau.example", THEO]
    mail = letters.last_to(THEO)
    assert tap(mail, said(tongue, "I’m coming")) in body(mail, "plain")

    théo = visit(language=language, javascript=False)
    théo.language = tongue
    opens(théo, mail, "I’m coming")
    théo.well_made(f"mail-answer-{language}")
    expect(théo.page.get_by_role("radio", checked=True)).to_have_value("yes")
    assert answer_of(gathering, of) is None
    théo.press("Confirm: I’m coming")
    théo.title("You are coming")
    théo.well_made(f"mail-thanks-{language}")
    assert len(théo.screens) == 2
    assert answer_of(gathering, of).reply == "yes"  # type: ignore[union-attr]
    théo.press("Maybe")
    théo.title("You may come")
    théo.press("+ 1")
    expect(théo.page.get_by_role("button", name="+ 1")).to_have_attribute("aria-pressed", "true")
    théo.press("I come each time unless I say no")
    théo.press("Ask me each time")
    expect(théo.button("I come each time unless I say no")).to_be_visible()
    opens(théo, mail, "No")
    théo.press("Confirm: no, not this time")
    théo.title("Not this time")

    nadia.page.reload()
    expect(nadia.region("around")).to_contain_text(nadia.say("Not this time"))


@EITHER
def test_calendar_fewer_mails_and_never_again(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    mail = a_mail_to_theo(letters, of)
    théo = visit(language=language, javascript=False, dark=True)
    opens(théo, mail, "I’m coming")
    théo.press("Confirm: I’m coming")
    with théo.page.expect_download() as given:
        théo.follow("Add to my calendar")
    assert "BEGIN:VEVENT" in given.value.path().read_text()

    opens(théo, mail, "Fewer mails")
    théo.title("Fewer mails")
    théo.page.get_by_label(théo.say("nothing from this circle")).check()
    théo.well_made(f"mail-fewer-{language}")
    théo.press("Save")
    théo.reads("Saved: from the next mail on.")
    assert circles_mail(of) == "none"

    opens(théo, mail, "Never write to me again")
    théo.title("Never write to me again")
    assert not refuses_all_mail(of.théo)
    théo.well_made(f"mail-never-{language}")
    théo.press("Never write to me again")
    théo.title("Nothing will come any more")
    théo.well_made(f"mail-nevermore-{language}")
    assert refuses_all_mail(of.théo)
    théo.press("Write to me after all")
    théo.title("Never write to me again")
    assert not refuses_all_mail(of.théo)


def circles_mail(of: Company) -> str:
    row = membership(of.circle, of.théo)
    assert row is not None
    return row.mail


@EITHER
def test_a_forwarded_mail_leaves_its_owner_s_answer_alone(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    mail = a_mail_to_theo(letters, of)
    odile = visit(language=language, javascript=False)
    opens(odile, mail, "I’m coming")
    odile.follow("Not you?")
    odile.well_made(f"mail-not-me-{language}")
    odile.write("Your name", "Odile de La Tour")
    odile.write("Your e-mail address", ODILE)
    odile.press("Send me my own mail")
    odile.title("A mail is on its way to you")
    odile.well_made(f"mail-own-{language}")
    letters.collect()
    opens(odile, letters.last_to(ODILE), "I’m coming")
    odile.page.get_by_text("Odile de La Tour", exact=True).wait_for()
    odile.press("Confirm: I’m coming")
    odile.title("You are coming")
    odile.well_made(f"mail-guest-{language}")
    gathering = of.circle.gatherings.get()
    assert answer_of(gathering, of) is None
    assert gathering.answers.get(reply="yes").name == "Odile de La Tour"


@EITHER
def test_an_old_link_shows_the_next_date_and_sends_a_new_one(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    old = dated(of, now() - 60 * DAY, coming=False)
    letters.collect(after=-62 * DAY + SOON)
    expired = letters.last_to(THEO)
    dated(of, noon(4), fixed=now() - DAY, coming=False)
    letters.mails.clear()
    letters.collect(after=-DAY + SOON)
    letters.mails.clear()

    théo = visit(language=language, javascript=False)
    théo.expect_status(410)
    opens(théo, expired, "I’m coming")
    théo.title("This link is past its time")
    théo.well_made(f"mail-expired-{language}")
    expect(théo.region("next")).to_be_visible()
    théo.press("Send me a new link")
    théo.title("A new mail is on its way")
    letters.collect()
    opens(théo, letters.last_to(THEO), "I’m coming")
    théo.press("Confirm: I’m coming")
    théo.title("You are coming")
    assert answer_of(old, of) is None


@EITHER
def test_by_keyboard_alone(visit: Visit, letters: Letters, language: str) -> None:
    """From the mail to the answer, its change, the calendar and fewer mails; where one is always shows."""
    of = company(language)
    mail = a_mail_to_theo(letters, of)
    théo = visit(language=language, javascript=False)
    opens(théo, mail, "I’m coming")
    théo.tab_to("radio", "I’m coming")
    théo.page.keyboard.press("ArrowRight")
    expect(théo.page.get_by_role("radio", checked=True)).to_have_value("maybe")
    théo.tab_to("button", "Confirm: maybe")
    théo.page.keyboard.press("Enter")
    théo.title("You may come")
    théo.tab_to("button", "I’m coming")
    théo.page.keyboard.press("Space")
    théo.title("You are coming")
    théo.tab_to("link", "Add to my calendar")
    théo.tab_to("link", "Fewer mails")
    théo.page.keyboard.press("Enter")
    théo.title("Fewer mails")
    théo.tab_to("radio", "each date, and a word when the next one is missing")
    théo.page.keyboard.press("ArrowDown")
    théo.tab_to("button", "Save")
    théo.page.keyboard.press("Enter")
    théo.reads("Saved: from the next mail on.")
    assert circles_mail(of) == "dates"
    théo.tab_to("link", "Never write to me again")
    théo.page.keyboard.press("Enter")
    théo.title("Never write to me again")
    théo.tab_to("button", "Never write to me again")
    théo.page.keyboard.press("Enter")
    théo.title("Nothing will come any more")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@EITHER
def test_the_mail_itself(visit: Visit, letters: Letters, language: str, dark: bool) -> None:
    """As a mail program shows it: nothing from elsewhere, nothing wider than the phone, one language."""
    mail = a_mail_to_theo(letters, company(language))
    reader = visit(language=language, dark=dark)
    reader.page.set_content(body(mail, "html"))
    reader.picture(f"mail-itself-{language}-{'dark' if dark else 'light'}")
    reader.fits()
    words = reader.page.locator("body").inner_text()
    assert foreign(language, words) == []
    assert language == "en" or badly_spaced(words) == []
    assert len(str(mail["Subject"])) <= 70
