"""What tests read of one region or one form of a page."""

from __future__ import annotations

import html
import re
from typing import Any

from tests.web.visiting import plain


def region(response: Any, name: str) -> str:
    """What the region of that name says; "" when the page has none."""
    content = response.content.decode()
    mark = f'data-region="{name}"'
    if mark not in content:
        return ""
    before, _, after = content.partition(mark)
    tag = re.findall(r"<(\w+)[^<>]*$", before)[0]
    return plain(after.partition(">")[2].partition(f"</{tag}>")[0])


def form(response: Any, action: str) -> dict[str, str]:
    """The hidden fields of the first form that posts there."""
    content = response.content.decode()
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', content, re.DOTALL)
    assert found, f"no form posts to {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', found[1])
    return {name: html.unescape(value) for name, value in hidden if name != "csrfmiddlewaretoken"}
