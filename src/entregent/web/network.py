"""Which network a request comes from, to count by: one household or office, whoever its proxies say it is."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

ONE_HOUSEHOLD = 64  # bits of an IPv6 address that a provider gives out as one


def network_of(request: HttpRequest) -> str:
    """Only what the instance's own proxies added to X-Forwarded-For is believed: anybody can write the rest."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    return _network(hops[-trusted] if 0 < trusted <= len(hops) else nearest) or _network(nearest)


def _network(written: str) -> str:
    try:
        address = ip_address(written)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, ONE_HOUSEHOLD), strict=False))
