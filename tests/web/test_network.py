from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from entregent.web.network import network_of


def network(settings: Settings, proxies: int, nearest: str, forwarded: str = "") -> str:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    return network_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=nearest))


@pytest.mark.parametrize(
    ("proxies", "nearest", "forwarded", "expected"),
    [
        (0, "192.0.2.7", "", "192.0.2.7"),
        (0, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (1, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "127.0.0.1", "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (1, "192.0.2.7", "not an address", "192.0.2.7"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.7", "", "192.0.2.7"),
        (0, "", "", ""),
    ],
)
def test_only_the_hops_our_own_proxies_wrote_are_believed(
    settings: Settings, proxies: int, nearest: str, forwarded: str, expected: str
) -> None:
    assert network(settings, proxies, nearest, forwarded) == expected
