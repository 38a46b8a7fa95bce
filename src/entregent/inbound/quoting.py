"""What somebody wrote themselves, out of a mail that also carries what they answered, and their signature."""

from __future__ import annotations

import re
from html.parser import HTMLParser

CUT = re.compile(
    r"""^\s*(?:
      -{2,}\s*(?:original\ message|message\ d.origine|e?-?mail\ original|forwarded\ message|message\ transf).*
    | _{8,}\s*
    | --\s?
    | (?:sent|get\ outlook|sent\ with|sent\ via)\b.{0,12}\b(?:from\ my|from|for|with)\b.{0,60}
    | envoy[ée]e?\s(?:de|depuis|à\ partir\ de|avec)\s.{0,60}
    | (?:obtenir|télécharger|obtenez|téléchargez)\s+outlook.{0,40}
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
WROTE = re.compile(
    r"^\s*(?:(?:on|le)\b.{4,300}\b(?:wrote|a\s+écrit)|[^\n]{3,200}<[^<>\s]+@[^<>\s]+>[^\n]{0,40}(?:wrote|a\s+écrit))\s*:\s*$",
    re.IGNORECASE | re.DOTALL,
)
SENDER = re.compile(r"^\s*\*?(?:from|de)\s?:\*?\s?\S", re.IGNORECASE)
OTHER_HEADER = re.compile(r"^\s*\*?(?:sent|date|to|subject|envoy[ée]|à|objet|cc)\s?:\*?", re.IGNORECASE)
REPLY_TOKEN = re.compile(r"\+[a-z2-7]{39}@", re.IGNORECASE)
LONGEST_WROTE = 3  # lines over which mail programs break "On Thursday … wrote:"
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "ul", "ol", "table"}
UNSAID = {"script", "style", "head", "title", "blockquote"}
QUOTES = re.compile(r"gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|gmail_signature|moz-signature")
REST_IS_QUOTED = re.compile(r"divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION")
VOID = {"br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr"}


def own_words(text: str, address: str) -> str:
    """Up to the first sign of what was answered; lines quoted in between are left out.

    Where a program marks nothing, a link of ours is such a sign: it is a key, and goes under no gathering.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    kept: list[str] = []
    for place, line in enumerate(lines):
        if _is_end(lines, place) or f"{address}/l/" in line:
            break
        if not line.lstrip().startswith(">"):
            kept.append(line.rstrip())
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    return REPLY_TOKEN.sub("+…@", words)


def _is_end(lines: list[str], place: int) -> bool:
    if CUT.match(lines[place]):
        return True
    if SENDER.match(lines[place]) and any(OTHER_HEADER.match(line) for line in lines[place + 1 : place + 5]):
        return True
    if not lines[place].strip():
        return False
    return any(WROTE.match("\n".join(lines[place : place + count])[:500]) for count in range(1, LONGEST_WROTE + 1))


class Words(HTMLParser):
    """The text of an HTML mail, without what it quotes."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._silent = 0
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        self._over = self._over or bool(REST_IS_QUOTED.search(named))
        if tag in BLOCKS:
            self._say("\n")
        if tag not in VOID:
            silent = tag in UNSAID or bool(QUOTES.search(named))
            self._open.append((tag, silent))
            self._silent += silent

    def handle_endtag(self, tag: str) -> None:
        if tag not in (name for name, _ in self._open):
            return
        while self._open:
            name, silent = self._open.pop()
            self._silent -= silent
            if name == tag:
                break
        if tag in BLOCKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        if not self._silent and not self._over:
            self.pieces.append(words)


def words_of(html: str) -> str:
    reader = Words()
    reader.feed(html)
    reader.close()
    lines = "".join(reader.pieces).split("\n")
    return re.sub(r"\n{2,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()
