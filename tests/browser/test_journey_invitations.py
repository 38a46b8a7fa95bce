"""Inviting: by a link, and by mails that are looked at first, called back, received, taken up or refused for good."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from entregent.circles.models import Invitation, Membership
from entregent.core.clock import now
from entregent.people.queries import refuses_mail
from tests.browser.company import Company, company, dated, noon
from tests.browser.journey import DESK, PHONE, Visit, Visitor
from tests.browser.post import Letters, code_for, empty_the_queue, tap
from tests.cast import DAY, invite

EITHER = pytest.mark.parametrize("language", ["fr", "en"])
WAYS = pytest.mark.parametrize(
    "shown",
    [
        {"language": "fr", "window": PHONE, "dark": True},
        {"language": "en", "window": PHONE, "javascript": False},
        {"language": "en", "window": DESK},
    ],
    ids=["fr", "en-plain", "en-desk"],
)
PASTED = """Odile de La Tour <odile@ailleurs.example>
marc@ailleurs.example; bea@ailleurs.example
MARC@ailleurs.example
bea chez ailleurs"""


def inside(visit: Visit, of: Company, shown: dict[str, Any]) -> Visitor:
    nadia = visit(**shown)
    nadia.enter_as(of.nadia)
    nadia.open(f"/c/{of.circle.slug}/invite")
    return nadia


@WAYS
def test_a_link_lets_people_in_until_it_is_revoked(visit: Visit, shown: dict[str, Any], request: Any) -> None:
    name, of = request.node.callspec.id, company(shown["language"])
    nadia = inside(visit, of, shown)
    nadia.well_made(f"invite-{name}")
    nadia.press("Make a link")
    nadia.well_made(f"invite-link-{name}")
    link = nadia.page.get_by_label(nadia.say("The link alone")).input_value()
    assert link in nadia.page.get_by_label(nadia.say("A message to paste anywhere")).input_value()
    nadia.page.get_by_text(nadia.say("The code to scan"), exact=True).click()
    nadia.follow("As a poster to print")
    nadia.well_made(f"poster-{name}")

    odile = visit(language=shown["language"], javascript=False)
    odile.open(link)
    odile.well_made(f"join-{name}")
    odile.write("Your name", "Odile de La Tour")
    odile.write("Your e-mail address", "odile@ailleurs.example")
    odile.press("Continue")
    odile.write("The six digits of the code", code_for("odile@ailleurs.example"))
    odile.press("Continue")
    odile.reads("You are in the circle.")
    odile.well_made(f"joined-{name}")

    nadia.open(f"/c/{of.circle.slug}/invite")
    nadia.press("Revoke this link")
    late = visit(language=shown["language"])
    late.expect_status(404)
    late.open(link)
    late.title("This link lets nobody in any more")
    late.well_made(f"join-gone-{name}")
    nadia.press("Undo")
    late.open(link)
    late.write("Your name", "Late")


@WAYS
def test_nothing_leaves_before_it_is_seen_and_it_can_be_called_back(
    visit: Visit, letters: Letters, shown: dict[str, Any], request: Any
) -> None:
    name, of = request.node.callspec.id, company(shown["language"])
    nadia = inside(visit, of, shown)
    nadia.write("Their addresses", PASTED)
    nadia.write("A word from you", {"fr": "À jeudi, j’espère.", "en": "Until Thursday, I hope."}[nadia.language])
    nadia.press("See whom it goes to")
    preview = nadia.region("preview")
    for address in ("odile@ailleurs.example", "marc@ailleurs.example", "bea@ailleurs.example"):
        expect(preview).to_contain_text(address)
    expect(preview).to_contain_text("bea chez ailleurs")
    nadia.well_made(f"invite-preview-{name}")
    assert not Invitation.objects.exists()
    nadia.press("Send")
    nadia.well_made(f"invite-leaving-{name}")
    nadia.press("Call it back")
    nadia.reads("Called back: nothing has left. What you had typed is here again.")
    typed = nadia.page.get_by_label(nadia.say("Their addresses")).input_value()
    assert typed.splitlines() == [
        "Odile de La Tour <odile@ailleurs.example>",
        "marc@ailleurs.example",
        "bea@ailleurs.example",
    ]
    letters.collect()
    assert letters.mails == []
    nadia.press("See whom it goes to")
    nadia.press("Send")
    letters.collect()
    assert len(letters.mails) == 3


@WAYS
def test_what_waits_is_reminded_once_passed_on_by_hand_or_taken_back(
    visit: Visit, shown: dict[str, Any], request: Any
) -> None:
    name, of = request.node.callspec.id, company(shown["language"])
    invite(of.circle, of.nadia, "odile@ailleurs.example", now=now() - 3 * DAY)
    empty_the_queue()
    nadia = inside(visit, of, shown)
    waiting = nadia.region("waiting")
    expect(waiting).to_contain_text("odile@ailleurs.example")
    nadia.well_made(f"invite-waiting-{name}")
    waiting.get_by_role("button", name=nadia.say("A text to copy")).click()
    nadia.well_made(f"invite-text-{name}")
    nadia.follow("Back to invitations")
    remind = waiting.get_by_role("button", name=nadia.say("Remind, once"))
    remind.click()
    expect(remind).to_have_count(0)
    assert [mail.to for mail in empty_the_queue()] == ["odile@ailleurs.example"]
    waiting.get_by_role("button", name=nadia.say("Take it back")).click()
    expect(waiting).to_have_count(0)
    nadia.press("Undo")
    expect(waiting).to_contain_text("odile@ailleurs.example")


@EITHER
def test_an_invitation_is_taken_up_declined_or_refused_for_good(visit: Visit, letters: Letters, language: str) -> None:
    of = company(language)
    dated(of, noon(3), fixed=now())
    nadia = inside(visit, of, {"language": language})
    nadia.write("Their addresses", PASTED)
    nadia.press("See whom it goes to")
    nadia.press("Send")
    letters.collect()

    odile = visit(language=language, javascript=False)
    odile.open(tap(letters.last_to("odile@ailleurs.example"), odile.say("See the invitation")))
    expect(odile.page.get_by_role("heading", level=1)).to_have_text(of.circle.name)
    odile.well_made(f"invitation-{language}")
    assert not of.circle.memberships.filter(person__addresses__lookup="odile@ailleurs.example").exists()
    odile.press("Join the circle")
    odile.title("You are in")
    odile.well_made(f"invitation-joined-{language}")
    odile.region("next").get_by_role("button", name=odile.say("I’m coming"), exact=True).click()
    odile.title("You are coming")

    marc = visit(language=language, javascript=False)
    marc.open(tap(letters.last_to("marc@ailleurs.example"), marc.say("See the invitation")))
    marc.press("Not for me")
    marc.reads("You said that it is not for you: nobody was told. The door stays open.")
    marc.well_made(f"invitation-declined-{language}")

    bea = visit(language=language, javascript=False)
    bea.open(tap(letters.last_to("bea@ailleurs.example"), bea.say("Never write to me again")))
    bea.press("Never write to me again")
    bea.title("Nothing will come any more")
    assert refuses_mail("bea@ailleurs.example")

    letters.mails.clear()
    nadia.open(f"/c/{of.circle.slug}/invite")
    nadia.write("Their addresses", "bea@ailleurs.example")
    nadia.press("See whom it goes to")
    expect(nadia.region("preview")).to_contain_text("bea@ailleurs.example")
    nadia.press("Send")
    letters.collect()
    assert letters.mails == []
    assert Membership.objects.filter(circle=of.circle, invited_by=of.nadia).count() == 3


@EITHER
def test_whoever_invited_welcomes(visit: Visit, language: str) -> None:
    of = company(language)
    nadia = inside(visit, of, {"language": language, "javascript": False})
    nadia.write("Their addresses", "Odile de La Tour <odile@ailleurs.example>")
    nadia.press("See whom it goes to")
    nadia.press("Send")
    mail = next(mail for mail in empty_the_queue() if mail.to == "odile@ailleurs.example")
    odile = visit(language=language, javascript=False)
    odile.open(mail.letter.context["url"])
    odile.press("Join the circle")
    nadia.open("/today")
    nadia.reads("Welcome %(name)s, new in “%(circle)s”", name="Odile de La Tour", circle=of.circle.name)
    nadia.well_made(f"today-welcome-{language}")
    nadia.press("I wrote to them")
    expect(nadia.button("I wrote to them")).to_have_count(0)
    nadia.press("Undo")
    expect(nadia.button("I wrote to them")).to_be_visible()
