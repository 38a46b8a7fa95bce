"""Passkeys: made and shown for real by a device in Python; what does not hold opens nothing."""

from __future__ import annotations

from typing import Any

import pytest

from entregent.people import operations as people
from entregent.people import queries
from entregent.people.models import Challenge, Passkey, Person
from entregent.people.privacy import erase_all
from tests.cast import DAY, MINUTE, NOW, somebody
from tests.people.authenticator import Device

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.ADDRESS = "http://localhost:8000"


def asked(person: Person | None = None) -> Challenge:
    return people.challenge(person=person, network="192.0.2.1", now=NOW)


def make(person: Person, device: Device, told: list[Passkey] | None = None) -> Passkey:
    challenge = asked(person)
    return people.add_passkey(
        person=person,
        challenge_key=challenge.key,
        credential=device.make(people.to_make(challenge, person)),
        name="  My  phone ",
        now=NOW,
        tell=(told if told is not None else []).append,
    )


def enter(device: Device, challenge: Challenge | None = None, now: Any = NOW) -> Person:
    challenge = challenge or asked()
    shown = device.show(people.to_enter(challenge))
    return people.enter_by_passkey(challenge_key=challenge.key, credential=shown, now=now, language="fr")


def test_made_once_it_opens_the_account_and_its_owner_is_told() -> None:
    anne, device, told = somebody("Anne"), Device(), list[Passkey]()
    passkey = make(anne, device, told)
    assert (passkey.name, told) == ("My phone", [passkey])
    assert enter(device) == anne
    anne.refresh_from_db()
    passkey.refresh_from_db()
    assert (anne.signed_in_at, passkey.used_at, passkey.sign_count) == (NOW, NOW, 1)


def test_a_challenge_is_answered_once() -> None:
    device = Device()
    anne = make(somebody("Anne"), device).person
    challenge = asked()
    assert enter(device, challenge) == anne
    with pytest.raises(people.NotRecognised):
        enter(device, challenge)


def test_a_challenge_lives_five_minutes() -> None:
    device = Device()
    make(somebody("Anne"), device)
    challenge = asked()
    with pytest.raises(people.NotRecognised):
        enter(device, challenge, now=NOW + 5 * MINUTE)


@pytest.mark.parametrize(
    "wrong", [{"site": "elsewhere.example"}, {"origin": "http://localhost:9000"}, {"verifies": False}], ids=str
)
def test_what_another_site_or_nobody_in_particular_signed_opens_nothing(wrong: dict[str, Any]) -> None:
    device = Device()
    make(somebody("Anne"), device)
    for name, value in wrong.items():
        setattr(device, name, value)
    with pytest.raises(people.NotRecognised):
        enter(device)
    with pytest.raises(people.NotRecognised):
        make(somebody("Théo"), Device(**wrong))
    assert Passkey.objects.count() == 1


def test_a_challenge_of_one_person_makes_no_passkey_of_another() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    challenge = asked(anne)
    with pytest.raises(people.NotRecognised):
        people.add_passkey(
            person=theo,
            challenge_key=challenge.key,
            credential=Device().make(people.to_make(challenge, theo)),
            name="Mine",
            now=NOW,
            tell=lambda passkey: None,
        )
    assert not Passkey.objects.exists()


def test_a_device_held_already_is_not_taken_over() -> None:
    device = Device()
    anne = make(somebody("Anne"), device).person
    with pytest.raises(people.NotRecognised):
        make(somebody("Théo"), device)
    assert enter(device) == anne


def test_removed_it_opens_nothing_until_it_is_put_back() -> None:
    device = Device()
    passkey = make(somebody("Anne"), device)
    theo = somebody("Théo")
    assert people.remove_passkey(person=theo, passkey_id=passkey.pk, now=NOW) is None
    assert people.remove_passkey(person=passkey.person, passkey_id=passkey.pk, now=NOW) == passkey
    with pytest.raises(people.NotRecognised):
        enter(device)
    assert people.restore_passkey(person=theo, passkey_id=passkey.pk, now=NOW) is False
    assert people.restore_passkey(person=passkey.person, passkey_id=passkey.pk, now=NOW) is True
    assert enter(device) == passkey.person


def test_removed_for_a_month_it_is_forgotten_with_old_challenges() -> None:
    passkey = make(somebody("Anne"), Device())
    people.remove_passkey(person=passkey.person, passkey_id=passkey.pk, now=NOW)
    people.forget_old(NOW + 29 * DAY)
    assert (Passkey.objects.count(), Challenge.objects.count()) == (1, 0)
    people.forget_old(NOW + 30 * DAY)
    assert Passkey.objects.count() == 0


def test_erased_with_their_passkeys() -> None:
    device = Device()
    anne = make(somebody("Anne"), device).person
    erase_all(anne, NOW)
    assert not Passkey.objects.exists()
    with pytest.raises(people.NotRecognised):
        enter(device)


@pytest.mark.parametrize("sent", [{}, {"id": None}, {"id": "x"}, {"id": ["x"]}, {"id": "x", "response": 3}], ids=str)
def test_nonsense_opens_nothing(sent: dict[str, Any]) -> None:
    make(somebody("Anne"), Device())
    for passkey in Passkey.objects.all():
        sent = {**sent, "id": passkey.credential} if sent.get("id") == "x" else sent
    with pytest.raises(people.NotRecognised):
        people.enter_by_passkey(challenge_key=asked().key, credential=sent, now=NOW, language="fr")


def test_so_many_challenges_an_hour_from_one_network() -> None:
    for _time in range(120):
        asked()
    with pytest.raises(people.TooMany):
        asked()
    assert people.challenge(person=None, network="192.0.2.2", now=NOW)


@pytest.mark.parametrize(
    ("address", "possible"),
    [
        ("http://localhost:8000", True), ("https://circles.example", True), ("http://circles.example", False),
        ("http://127.0.0.1:8000", False), ("https://[::1]", False),
    ],
)  # fmt: skip
def test_browsers_make_them_for_a_name_over_https(settings: Any, address: str, possible: bool) -> None:
    from entregent.people.rules import passkeys_possible

    settings.ADDRESS = address
    assert passkeys_possible() is possible


def test_ones_own_are_listed() -> None:
    anne, device = somebody("Anne"), Device()
    kept, gone = make(anne, device), make(anne, Device())
    people.remove_passkey(person=anne, passkey_id=gone.pk, now=NOW)
    assert list(queries.passkeys_of(anne)) == [kept]
