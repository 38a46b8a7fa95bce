"""How a mail looks. Mail programs drop stylesheets, so each element carries its own look: `<p {% look "muted" %}>`.

The class is there too: the one stylesheet of `mail/base.html` turns those colours dark where the reader asked for it.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif"
SERIF = "'Iowan Old Style','Palatino Linotype',Georgia,serif"
PILL = "display:inline-block;text-decoration:none;padding:.6rem .95rem;border-radius:99px;font-weight:600;"

LOOKS = {
    "paper": f"margin:0;padding:0;background:#f1ede4;color:#1f2430;font:16px/1.55 {SANS};-webkit-text-size-adjust:100%",
    "page": "max-width:34rem;margin:0 auto;padding:1.5rem 1rem",
    "card": "background:#fffefb;border:1px solid #e6dfd2;border-radius:14px;overflow:hidden",
    "inside": "padding:1.4rem 1.25rem",
    "circle": f"margin:0 0 .3rem;font:600 14px/1.4 {SANS};color:#4a6958",
    "title": f"margin:0 0 1rem;font:600 26px/1.2 {SERIF};color:#1f2430",
    "zone": f"font:400 16px/1.4 {SANS};white-space:nowrap",
    "line": "margin:0 0 1rem",
    "slots": "margin:0 0 1rem;padding:0 0 0 1.2rem",
    "slot": "margin:0 0 .35rem",
    "actions": "margin:1.25rem 0 .5rem",
    "first": f"{PILL}background:#a63a24;border:1px solid #a63a24;color:#ffffff;margin:0 .2rem .6rem 0",
    "other": f"{PILL}border:1px solid #8b8272;color:#1f2430;margin:0 .2rem .6rem 0",
    "muted": "margin:0 0 .5rem;color:#5d6270;font-size:14px",
    "words": "margin:0 0 1rem;padding:0 0 0 .9rem;border-left:3px solid #e6dfd2;white-space:pre-line",
    "code": f"margin:0 0 1rem;font:600 38px/1.2 {SERIF};letter-spacing:.12em;color:#1f2430",
    "why": "margin:1rem .25rem 0;color:#5d6270;font-size:13px",
    "plain": "color:inherit",
}
HUES = {
    "sage": "#c9dccf",
    "lake": "#c5dbe6",
    "heather": "#e0d2e3",
    "brick": "#f0d0c3",
    "honey": "#f0dcae",
    "rose": "#efd0d5",
    "moss": "#d6deb6",
    "slate": "#d6dae3",
}


@register.simple_tag
def look(name: str) -> SafeString:
    return format_html('class="{}" style="{}"', name, LOOKS[name])


@register.simple_tag
def band(hue: str) -> SafeString:
    """The circle's colour, as a strip at the top of its mails."""
    return format_html('style="height:8px;background:{}"', HUES.get(hue, HUES["honey"]))
