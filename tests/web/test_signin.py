"""One door: an address, a code, a session; or a link that opens one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from entregent.core.clock import now
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people import queries
from entregent.people.enums import Purpose
from entregent.people.models import Person, Session, SignIn
from tests.cast import somebody
from tests.web.visiting import as_person, last_code, told, visitor, words

pytestmark = pytest.mark.django_db


def ask(client: Client, address: str = "nadia@example.org", target: str = "") -> None:
    response = client.post("/sign-in", {"address": address, "next": target})
    assert (response.status_code, response["Location"]) == (302, "/sign-in/code")


def wrong() -> str:
    return f"{(int(last_code()) + 1) % 10**6:06d}"


def is_in(client: Client) -> bool:
    return client.get("/today").status_code == 200


def sign_in_path(person: Person, *, single_use: bool = True, lives: timedelta = timedelta(hours=1)) -> str:
    link = people.ensure_link(
        person=person,
        purpose=Purpose.SIGN_IN,
        kind="person",
        object_id=person.pk,
        now=now(),
        lives=lives,
        single_use=single_use,
    )
    return f"/s/{queries.token_of(link)}"


def test_a_code_opens_a_session_and_leads_where_one_was_going() -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client, target="/me?x=1")
    response = client.post("/sign-in/code", {"code": last_code()})
    assert (response["Location"], is_in(client)) == ("/me?x=1", True)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_door_leads_nowhere_else(target: str) -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client, target=target)
    assert client.post("/sign-in/code", {"code": last_code()})["Location"] == "/today"


def test_known_and_unknown_addresses_get_the_same_page() -> None:
    somebody("Nadia", "nadia@example.org")
    pages = []
    for address in ("nadia@example.org", "nobody@example.org"):
        client = visitor()
        ask(client, address)
        pages.append(words(client.get("/sign-in/code")).replace(address, "…"))
    assert pages[0] == pages[1]
    assert [(row.to_written, row.why) for row in Notice.objects.order_by("pk")] == [
        ("nadia@example.org", ""),
        ("", "nobody here has this address"),
    ]


def test_a_stranger_gets_no_code_where_strangers_may_not_come_in() -> None:
    client = visitor()
    ask(client, "nobody@example.org")
    assert [row.payload for row in Notice.objects.all()] == [{}]
    assert Person.objects.count() == 0


def test_a_wrong_code_says_how_many_tries_are_left_and_the_fifth_ends_it() -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client)
    said = []
    for _try in range(4):
        response = client.post("/sign-in/code", {"code": wrong()})
        assert response.status_code == 422
        said.append(next(line for line in ("4 tries", "3 tries", "2 tries", "One try") if line in words(response)))
    assert said == ["4 tries", "3 tries", "2 tries", "One try"]
    response = client.post("/sign-in/code", {"code": wrong()})
    assert (response.status_code, "is past use" in words(response)) == (422, True)
    assert "is past use" in words(client.post("/sign-in/code", {"code": last_code()}))
    assert "is past use" in words(client.get("/sign-in/code"))
    assert not is_in(client)


def test_a_code_is_read_with_its_spaces_and_used_up() -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client)
    code = last_code()
    assert client.post("/sign-in/code", {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/today"
    assert [row.used_at is not None for row in SignIn.objects.all()] == [True]
    assert client.get("/sign-in/code")["Location"] == "/sign-in"


def test_a_code_older_than_ten_minutes_is_past_use() -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client)
    SignIn.objects.update(expires_at=now() - timedelta(seconds=1))
    response = client.post("/sign-in/code", {"code": last_code()})
    assert (response.status_code, "is past use" in words(response)) == (422, True)


def test_a_new_code_replaces_the_last_one_and_keeps_where_one_was_going() -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client, target="/me")
    first = last_code()
    assert client.post("/sign-in/code/again")["Location"] == "/sign-in/code"
    page = client.get("/sign-in/code")
    assert told(page) == "A new code has left; the one before no longer matters."
    if first != last_code():
        assert client.post("/sign-in/code", {"code": first}).status_code == 422
    assert client.post("/sign-in/code", {"code": last_code()})["Location"] == "/me"


def test_an_empty_code_costs_no_try() -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client)
    assert client.post("/sign-in/code", {"code": ""}).status_code == 422
    assert [row.tries for row in SignIn.objects.all()] == [0]


def test_too_many_codes_keep_what_was_typed() -> None:
    client = visitor()
    for _time in range(5):
        ask(client)
    response = client.post("/sign-in", {"address": "nadia@example.org"})
    assert (response.status_code, 'value="nadia@example.org"' in response.content.decode()) == (429, True)
    client.post("/sign-in/code/again")
    assert told(client.get("/sign-in/code")).startswith("Many codes were asked for")


def test_what_is_no_address_is_said_and_kept() -> None:
    response = visitor("fr").post("/sign-in", {"address": "nadia@exemple"})
    assert response.status_code == 422
    assert "Ce n’est pas une adresse de courriel" in words(response)
    assert 'value="nadia@exemple"' in response.content.decode()


def test_the_code_page_alone_leads_to_the_address() -> None:
    assert visitor().get("/sign-in/code")["Location"] == "/sign-in"
    assert visitor().post("/sign-in/code/again")["Location"] == "/sign-in"


def test_the_field_is_one_a_phone_fills_in() -> None:
    client = visitor()
    ask(client)
    page = client.get("/sign-in/code").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page


@pytest.mark.parametrize(
    ("smtp", "demo", "sentence"),
    [
        ("", False, "the code is in the terminal of whoever runs it"),
        ("", True, "the code is in the terminal it runs in"),
        ("smtp://localhost", False, None),
    ],
)
def test_without_mail_the_page_says_where_codes_appear(
    settings: Settings, smtp: str, demo: bool, sentence: str | None
) -> None:
    settings.SMTP_URL, settings.DEMO = smtp, demo
    client = visitor()
    ask(client)
    said = words(client.get("/sign-in/code"))
    assert ("terminal" in said, sentence is None or sentence in said) == (sentence is not None, True)


def test_whoever_is_in_is_not_asked_again() -> None:
    client = as_person(somebody("Nadia"))
    assert client.get("/sign-in")["Location"] == "/today"
    assert client.get("/sign-in?next=/me")["Location"] == "/me"


def test_an_erased_person_is_signed_in_nowhere() -> None:
    nadia = somebody("Nadia")
    client = as_person(nadia)
    nadia.erased_at = now()
    nadia.save()
    assert not is_in(client)


def test_a_link_opens_nothing_until_its_button_is_pressed() -> None:
    path = sign_in_path(somebody("Nadia"))
    client = visitor()
    for _scan in range(2):
        page = client.get(path)
        assert (page.status_code, is_in(client)) == (200, False)
    assert words(page).startswith("Hello Nadia.")
    assert client.post(path)["Location"] == "/today"
    assert is_in(client)


def test_a_link_of_one_use_offers_a_code_the_second_time() -> None:
    path = sign_in_path(somebody("Nadia"))
    visitor().post(path)
    client = visitor()
    for response in (client.get(path), client.post(path)):
        assert response.status_code == 404
        assert "This link no longer opens anything" in words(response)
        assert 'action="/sign-in"' in response.content.decode()
    assert not is_in(client)


def test_a_reusable_link_opens_a_session_each_time() -> None:
    path = sign_in_path(somebody("Nadia"), single_use=False)
    for _time in range(2):
        client = visitor()
        client.post(path)
        assert is_in(client)


@pytest.mark.parametrize("token", ["x", "AAAAAAABk3x_-abcdefghij", "A" * 32])
def test_forged_and_expired_links_look_the_same(token: str) -> None:
    expired = sign_in_path(somebody("Nadia"), lives=-timedelta(hours=1))
    forged, gone = visitor().get(f"/s/{token}"), visitor().get(expired)
    assert (forged.status_code, words(forged)) == (gone.status_code, words(gone))


def test_a_link_opens_its_own_session_over_another() -> None:
    nadia, theo = somebody("Nadia"), somebody("Théo")
    client = as_person(nadia)
    client.post(sign_in_path(theo))
    assert client.session["_auth_user_id"] == str(theo.pk)


def test_the_session_changes_its_key_at_the_door() -> None:
    somebody("Nadia", "nadia@example.org")
    client = visitor()
    ask(client)
    before = client.session.session_key
    client.post("/sign-in/code", {"code": last_code()})
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_signing_out_takes_a_button() -> None:
    client = as_person(somebody("Nadia"))
    refused = client.get("/sign-out")
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert "This address opens from its form It takes what a page sends" in words(refused)
    assert client.post("/sign-out")["Location"] == "/"
    assert told(client.get("/")) == "You are signed out of this browser."
    assert not is_in(client)
