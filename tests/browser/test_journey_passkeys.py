"""A passkey made on one's phone opens the account again, without a code; without JavaScript the code does."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from entregent.people.models import Passkey, Session
from tests.browser.company import company
from tests.browser.journey import Visit, Visitor
from tests.browser.post import code_for

A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_device(visitor: Visitor) -> None:
    """The browser is given a device that makes passkeys, as a recent phone is one."""
    control = visitor.context.new_cdp_session(visitor.page)
    control.send("WebAuthn.enable")
    control.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONE})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_passkey_is_made_opens_the_door_and_is_removed(visit: Visit, language: str) -> None:
    of = company(language)
    théo = visit(language=language)
    with_a_device(théo)
    théo.enter_as(of.théo)
    théo.open("/me")
    théo.follow("My passkeys")
    théo.write("What you call this device", "Théo 📱")
    théo.press("Make a passkey")
    théo.reads("“%(name)s” opens your account from now on.", name="Théo 📱")
    théo.well_made(f"passkeys-{language}")
    théo.open("/me")
    théo.press("Sign out")
    théo.open("/sign-in")
    théo.well_made(f"sign-in-passkey-{language}")
    théo.press("Use a passkey")
    théo.page.wait_for_url("**/today")
    assert Session.objects.get(person=of.théo).way == "passkey"
    théo.open("/me/sessions")
    théo.well_made(f"sessions-{language}")
    théo.open("/me/passkeys")
    théo.press("Remove %(name)s", name="Théo 📱")
    théo.press("Undo")
    expect(théo.button("Remove %(name)s", name="Théo 📱")).to_be_visible()
    assert Passkey.objects.get().removed_at is None


def test_without_javascript_the_code_does(visit: Visit) -> None:
    of = company("en")
    théo = visit(language="en", javascript=False)
    théo.open("/sign-in")
    expect(théo.button("Use a passkey")).to_be_hidden()
    théo.write("Your e-mail address", "theo@plateau.example")
    théo.press("Send me a code")
    théo.write("The six digits of the code", code_for("theo@plateau.example"))
    théo.press("Continue")
    théo.open("/me/passkeys")
    théo.reads("This browser cannot make one here: with JavaScript on, a recent phone or computer can.")
    assert Session.objects.get(person=of.théo).way == "code"
