from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entregent.core import links


def test_a_token_carries_144_bits_and_its_number() -> None:
    token = links.derive(7, "answer", 1)
    assert len(base64.urlsafe_b64decode(token)) == 6 + 18
    assert links.number_of(token) == 7
    assert links.holds(token, 7, "answer", 1)


def test_a_token_opens_no_other_door() -> None:
    token = links.derive(7, "answer", 1)
    assert not links.holds(token, 8, "answer", 1)
    assert not links.holds(token, 7, "invitation", 1)
    assert not links.holds(token, 7, "answer", 2)


@given(st.integers(0, 31), st.sampled_from("ABab01_-"))
def test_one_letter_changed_is_forged(place: int, letter: str) -> None:
    token = links.derive(7, "answer", 1)
    forged = token[:place] + letter + token[place + 1 :]
    number = links.number_of(forged)
    held = number is not None and links.holds(forged, number, "answer", 1)
    assert held == (forged == token)


@pytest.mark.parametrize("token", ["", "x", "é" * 32, "a" * 31, "a" * 33, "a" * 400, "!" * 32, "\x00", "a" * 31 + "="])
def test_what_is_no_token_is_none(token: str) -> None:
    assert links.number_of(token) is None
    assert not links.holds(token, 7, "answer", 1)


def test_an_older_key_still_verifies_what_it_signed_and_signs_nothing_new(settings: pytest.FixtureRequest) -> None:
    settings.LINK_KEYS = ["old"]  # type: ignore[attr-defined]
    before = links.derive(7, "answer", 1)
    settings.LINK_KEYS = ["new", "old"]  # type: ignore[attr-defined]
    after = links.derive(7, "answer", 1)
    assert after != before
    assert links.holds(before, 7, "answer", 1) and links.holds(after, 7, "answer", 1)
    settings.LINK_KEYS = ["new"]  # type: ignore[attr-defined]
    assert not links.holds(before, 7, "answer", 1) and links.holds(after, 7, "answer", 1)
    assert links.holds(before, 7, "answer", 1, link_keys=["old"])


def test_a_fingerprint_survives_a_new_key_and_is_bound_to_its_purpose(settings: pytest.FixtureRequest) -> None:
    settings.LINK_KEYS = ["old"]  # type: ignore[attr-defined]
    before = links.digest("anne@example.org", "refusal")
    settings.LINK_KEYS = ["new", "old"]  # type: ignore[attr-defined]
    assert links.digest("anne@example.org", "refusal") == before
    assert links.digest("anne@example.org", "network") != before
    assert len(before) == 64


def test_an_absolute_address_is_the_instances_own(settings: pytest.FixtureRequest) -> None:
    settings.ADDRESS = "https://circles.example"  # type: ignore[attr-defined]
    assert links.absolute("/l/x") == "https://circles.example/l/x"
