"""Where to go next, when the page one comes from says so."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe(request: HttpRequest, target: str) -> str:
    """`target` if it stays on this instance, else "": a link must not send anybody elsewhere through our door."""
    inside = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if inside and target.startswith("/") else ""
