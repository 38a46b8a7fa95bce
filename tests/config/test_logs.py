from __future__ import annotations

import pytest

from entregent.config.logs import redact


@pytest.mark.parametrize("place", ["l", "j", "s"])
def test_a_link_that_opens_a_door_stays_out_of_the_logs(place: str) -> None:
    assert redact(f"Not Found: /{place}/AAAAAAABk3x_-abcdefghij") == f"Not Found: /{place}/…"


def test_other_addresses_are_left_alone() -> None:
    assert redact("Not Found: /c/dejeuners-abc234") == "Not Found: /c/dejeuners-abc234"
