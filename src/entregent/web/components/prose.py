"""What people write at length, as a page shows it: a little Markdown, nothing that executes, no heading of its own."""

from __future__ import annotations

import mistune
import nh3
from django.utils.safestring import SafeString, mark_safe

TAGS = {"p", "br", "em", "strong", "del", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}
SCHEMES = {"http", "https", "mailto"}


class _Plain(mistune.HTMLRenderer):
    def heading(self, text: str, level: int, **attrs: object) -> str:
        """A title inside a note is a strong line: the page has its own order of headings."""
        return f"<p><strong>{text}</strong></p>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """No picture from elsewhere: it would tell that site who reads."""
        return mistune.escape(text)


_markdown = mistune.create_markdown(renderer=_Plain(escape=True), hard_wrap=True, plugins=["strikethrough", "url"])


def prose(text: str) -> SafeString:
    html = str(_markdown(text))
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="nofollow noopener noreferrer"
    )
    return mark_safe(clean)  # noqa: S308
