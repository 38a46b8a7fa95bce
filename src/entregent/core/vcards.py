"""The people of an address book (.vcf, vCard 2.1 to 4.0), as the table a spreadsheet would give.

Only a name, an address and a trade are read: whatever else a telephone exports stays where it was.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

FOLDED = re.compile(r"\n[ \t]")
SOFT = re.compile(r"=\n")
WANTED = frozenset({"FN", "N", "EMAIL", "TITLE", "ROLE", "ORG"})
Line = tuple[str, str, str]  # name, parameters, value


def is_vcards(text: str) -> bool:
    return text.lstrip()[:11].upper() == "BEGIN:VCARD"


def headers() -> tuple[str, ...]:
    return (_("Name"), _("E-mail"), _("Trade"))


def rows_of(text: str) -> Iterator[tuple[str, ...]]:
    """One row a card that names somebody, in the order of the file."""
    card: list[Line] = []
    for line in _lines(text):
        if line[0] == "BEGIN":
            card = []
        elif line[0] == "END":
            row = _row(card)
            if any(row):
                yield row
        else:
            card.append(line)


def _lines(text: str) -> Iterator[Line]:
    plain = FOLDED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "QUOTED-PRINTABLE" in plain.upper():
        plain = SOFT.sub("", plain)
    for written in plain.split("\n"):
        left, colon, value = written.partition(":")
        name, _semicolon, parameters = left.partition(";")
        name = name.rpartition(".")[2].strip().upper()
        if colon and (name in WANTED or name in ("BEGIN", "END")):
            yield name, parameters.upper(), _decoded(value, parameters.upper())


def _decoded(value: str, parameters: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        return quopri.decodestring(value.encode()).decode("utf-8", errors="replace")
    return value


def _row(card: list[Line]) -> tuple[str, ...]:
    name = _first(card, "FN") or " ".join(filter(None, _name_of(_raw(card, "N"))))
    address = next((value for name, how, value in card if name == "EMAIL" and "PREF" in how), _raw(card, "EMAIL"))
    trade = _first(card, "TITLE") or _first(card, "ROLE") or _first(card, "ORG")
    return name, address.strip(), trade


def _name_of(structured: str) -> tuple[str, str]:
    """ "Benali;Naïma;;;" as (first name, family name)."""
    parts = [_plain(part) for part in re.split(r"(?<!\\);", structured)] + ["", ""]
    return parts[1], parts[0]


def _raw(card: list[Line], wanted: str) -> str:
    return next((value for name, _how, value in card if name == wanted), "")


def _first(card: list[Line], wanted: str) -> str:
    """A value made of parts keeps the first: an organisation's name, without its departments."""
    return _plain(re.split(r"(?<!\\);", _raw(card, wanted))[0])


def _plain(value: str) -> str:
    return re.sub(r"\\([nN])", " ", value).replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\").strip()
