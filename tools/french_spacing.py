"""The spaces and signs French typography asks for, put where a keyboard left plain ones.

Narrow no-break space before ; ! ? and inside « », no-break space before : and between a number and its unit,
’ for an apostrophe, … for three dots. Markup, addresses, entities and placeholders are left as they are.
"""

from __future__ import annotations

import re

NARROW = "\u202f"
FIRM = "\u00a0"
SPACES = f"[ {FIRM}{NARROW}]"

UNTOUCHED = re.compile(
    r"<[^>]*>"
    r"|&\#?\w+;"
    r"|https?://[^\s<]*[^\s<.,;:!?»)]"
    r"|%\(\w+\)[a-z]"
    r"|\{[^}]*\}"
)
ENDS_A_WORD = r"(?<=[\w»)”’…\uE000])"
RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=[^\W\d_])'(?=[\w«\uE000])"), "’"),
    (re.compile(rf"«{SPACES}*"), f"«{NARROW}"),
    (re.compile(rf"{SPACES}*»"), f"{NARROW}»"),
    (re.compile(rf"{SPACES}+(?=[;!?])"), NARROW),
    (re.compile(rf"{ENDS_A_WORD}(?=[;!?](?:[\s!?»)”]|$))"), NARROW),
    (re.compile(rf"{SPACES}+(?=:(?:\s|\uE000|$))"), FIRM),
    (re.compile(rf"{ENDS_A_WORD}(?=:(?:\s|$))"), FIRM),
    (re.compile(rf"(?<=[\d\uE000]){SPACES}(?=(?:€|%%?(?![\w(])))"), FIRM),
    (re.compile(rf"(?<=\d){SPACES}h{SPACES}(?=\d\d\b)"), f"{FIRM}h{FIRM}"),
    (re.compile(rf"(?<=\bn[°ᵒ]){SPACES}"), FIRM),
)


def normalise(text: str) -> str:
    """The same sentence with French spacing; saying it twice changes nothing."""
    kept: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        kept.append(found[0])
        return "\ue000"

    bare = UNTOUCHED.sub(set_aside, text)
    for pattern, replacement in RULES:
        bare = pattern.sub(replacement, bare)
    rest = iter(kept)
    return re.sub("\ue000", lambda _: next(rest), bare)
