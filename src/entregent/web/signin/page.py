from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class CodePage:
    """Known or unknown, an address gets the same page."""

    written: str
    again_url: str
    other_url: str
    sends_mail: bool
    circle: str = ""


def code_page(written: str, again_url: str, other_url: str, circle: str = "") -> CodePage:
    return CodePage(written, again_url, other_url, bool(settings.SMTP_URL), circle)
