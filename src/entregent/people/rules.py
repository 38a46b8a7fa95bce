from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings


def passkey_origin() -> str:
    """Where a passkey of this instance may be shown: its own address, and no other."""
    address = urlsplit(settings.ADDRESS)
    return f"{address.scheme}://{address.netloc}"


def passkey_site() -> str:
    return urlsplit(settings.ADDRESS).hostname or ""


def passkeys_possible() -> bool:
    """Browsers make passkeys for a name, over https or on localhost; never for a bare number."""
    try:
        ip_address(passkey_site())
    except ValueError:
        return settings.ADDRESS.startswith("https://") or passkey_site() == "localhost"
    return False
