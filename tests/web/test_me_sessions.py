"""Where one is signed in, the passkeys one made, the address mails go to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from entregent.core.clock import now
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import queries
from entregent.people.models import Address, Passkey, Session
from tests.cast import NOW, a_passkey, somebody
from tests.people.authenticator import Device
from tests.tables import fingerprint
from tests.web.visiting import as_person, last_code, told, undo, visitor, words

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0"
NONE = "curl/8"


def by_code(address: str, agent: str) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en", HTTP_USER_AGENT=agent)
    client.post("/sign-in", {"address": address})
    client.post("/sign-in/code", {"code": last_code()})
    return client


def test_each_browser_is_listed_as_it_came_in_and_this_one_marked() -> None:
    somebody("Nadia", "nadia@example.org")
    phone, desk, odd = (by_code("nadia@example.org", agent) for agent in (FIREFOX, EDGE, NONE))
    page = words(desk.get("/me/sessions"))
    assert page.index("Edge, Windows this one") < page.index("A browser since") < page.index("Firefox, Android since")
    assert page.count("with a code") == 3
    assert "192" not in page
    assert [one.get("/me").status_code for one in (phone, odd)] == [200, 200]


def test_reading_pages_notes_nothing() -> None:
    somebody("Nadia", "nadia@example.org")
    client = by_code("nadia@example.org", FIREFOX)
    client.get("/me")
    before, rows = fingerprint(), list(Session.objects.values())
    for page in ("/today", "/me", "/me/sessions", "/me/passkeys", "/circles"):
        client.get(page)
    assert (fingerprint(), list(Session.objects.values())) == (before, rows)


def test_one_is_ended_and_only_ones_own() -> None:
    nadia, theo = somebody("Nadia", "nadia@example.org"), somebody("Théo", "theo@example.org")
    phone, desk = by_code("nadia@example.org", FIREFOX), by_code("nadia@example.org", EDGE)
    theirs = by_code("theo@example.org", EDGE)
    desk.post("/me/sessions/end-one", {"session": Session.objects.get(person=theo).key})
    desk.post("/me/sessions/end-one", {"session": ""})
    assert Session.objects.filter(person__isnull=False).count() == 3
    desk.post("/me/sessions/end-one", {"session": Session.objects.get(person=nadia, device__startswith="Fire").key})
    assert [one.get("/me").status_code for one in (phone, desk, theirs)] == [302, 200, 200]


def test_all_others_are_ended() -> None:
    somebody("Nadia", "nadia@example.org")
    phone, odd, desk = (by_code("nadia@example.org", agent) for agent in (FIREFOX, NONE, EDGE))
    assert "Sign every other one out" in words(desk.get("/me/sessions"))
    desk.post("/me/sessions/end-others")
    assert [one.get("/me").status_code for one in (phone, odd, desk)] == [302, 302, 200]
    assert "Nowhere else: this browser is the only one." in words(desk.get("/me/sessions"))


def test_a_passkey_is_made_shown_removed_and_put_back(settings: Any) -> None:
    settings.ADDRESS = "http://localhost:8000"
    nadia, device = somebody("Nadia", "nadia@example.org"), Device()
    client = as_person(nadia)
    options = client.post("/me/passkeys/begin").content.decode()
    sent = {"name": "My phone", "credential": json.dumps(device.make(options))}
    assert client.post("/me/passkeys", sent)["Location"] == "/me/passkeys"
    assert told(client.get("/me/passkeys")) == "“My phone” opens your account from now on."
    assert client.post("/me/passkeys", sent).status_code == 422
    assert [notice.payload for notice in Notice.objects.filter(kind="account-changed")] == [{"what": "passkey"}]

    def comes_in() -> Any:
        arriving = visitor()
        shown = device.show(arriving.post("/sign-in/passkey/begin").content.decode())
        return arriving.post("/sign-in/passkey", {"credential": json.dumps(shown), "next": "/circles"})

    assert comes_in()["Location"] == "/circles"
    assert Session.objects.filter(person=nadia, way="passkey").count() == 1
    client.post(f"/me/passkeys/{Passkey.objects.get().pk}/remove")
    assert comes_in()["Location"] == "/sign-in"
    undo(client, "/me/passkeys")
    assert comes_in()["Location"] == "/circles"


@pytest.mark.parametrize("sent", [{}, {"credential": "no"}, {"credential": "[]"}, {"credential": "{}"}], ids=str)
def test_what_no_device_sent_is_refused_kindly(sent: dict[str, str]) -> None:
    arriving = visitor()
    arriving.post("/sign-in/passkey/begin")
    assert arriving.post("/sign-in/passkey", sent)["Location"] == "/sign-in"
    assert told(arriving.get("/sign-in")) == "This passkey opens nothing here. A code by mail still does."
    nadia = as_person(somebody("Nadia"))
    assert nadia.post("/me/passkeys", {"name": "Mine", **sent}).status_code == 422


def test_where_no_browser_could_make_one_none_is_offered(settings: Any) -> None:
    settings.ADDRESS = "http://192.0.2.7:8000"
    assert "Use a passkey" not in words(visitor().get("/sign-in"))
    assert "reached by a name, over https" in words(as_person(somebody("Nadia")).get("/me/passkeys"))


def test_a_passkey_of_somebody_else_is_nobodys() -> None:
    theirs = a_passkey(somebody("Théo"))
    client = as_person(somebody("Nadia"))
    assert [client.post(f"/me/passkeys/{theirs.pk}/{act}").status_code for act in ("remove", "restore")] == [404, 404]


def test_an_address_added_or_taken_off_is_told_and_mails_go_where_chosen() -> None:
    nadia = somebody("Nadia", "nadia@example.org")
    client = as_person(nadia)
    client.post("/me/addresses", {"address": "second@example.org"})
    client.post("/me/addresses/code", {"code": last_code()})
    first, second = queries.addresses_of(nadia)
    assert queries.address_of(nadia) == first
    client.post(f"/me/addresses/{second.pk}/choose")
    assert queries.address_of(nadia) == second
    client.post(f"/me/addresses/{first.pk}/remove")
    changes = Notice.objects.filter(kind="account-changed").order_by("pk")
    assert [(one.payload["what"], one.to_written) for one in changes] == [
        ("address", ""), ("address-gone", "nadia@example.org"),
    ]  # fmt: skip


def test_mails_go_to_no_address_that_is_not_proved_or_not_ones_own() -> None:
    nadia, theo = somebody("Nadia", "nadia@example.org"), somebody("Théo", "theo@example.org")
    typed = people.give_address(person=nadia, written="typed@example.org", now=NOW)
    client = as_person(nadia)
    for address in (typed, Address.objects.get(person=theo)):
        assert client.post(f"/me/addresses/{address.pk}/choose").status_code == 404


def test_a_first_address_is_told_to_nobody() -> None:
    nadia = somebody("Nadia")
    client = as_person(nadia)
    client.post("/me/addresses", {"address": "nadia@example.org"})
    client.post("/me/addresses/code", {"code": last_code()})
    assert queries.has_verified_address(nadia)
    assert not Notice.objects.filter(kind="account-changed").exists()


def test_sessions_and_passkeys_are_in_what_one_takes_away() -> None:
    from entregent.people.privacy import export_all

    nadia = somebody("Nadia", "nadia@example.org")
    a_passkey(nadia, "My phone", now())
    by_code("nadia@example.org", FIREFOX)
    taken = export_all(nadia)["people"]
    assert [one["device"] for one in taken["sessions"]] == ["Firefox, Android"]
    assert [one["name"] for one in taken["passkeys"]] == ["My phone"]
