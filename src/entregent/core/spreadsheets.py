"""A table out of a spreadsheet's CSV file, whoever wrote it: encoding, separator and columns are guessed.

Bytes in, cells out. What cannot be read without doubt is refused with a sentence for whoever brought the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entregent.core import vcards
from entregent.core.folding import fold

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
MOST_LINES = 10 * MOST_ROWS  # empty rows count here
MOST_COLUMNS = 400
LONGEST_CELL = 2_000
SEPARATORS = (";", "\t", ",")
LOOKED_AT = 50
OTHER_FORMATS = {
    b"PK\x03\x04": gettext_lazy("Excel or LibreOffice"),
    b"\xd0\xcf\x11\xe0": "Excel",
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
}
HEADERS = {
    "name": "nom|nom complet|nom et prenom|prenom et nom|nom prenom|prenom nom|personne|qui|membre|participant"
    "|name|full name|person|who|member|first and last name",
    "first name": "prenom|first name|firstname|given name|forename",
    "family name": "nom de famille|last name|lastname|surname|family name|nom usuel",
    "address": "e mail|email|mail|mel|courriel|courrier electronique|adresse e mail|adresse email|adresse mail"
    "|adresse de messagerie|adresse courriel|adresse electronique"
    "|e mail address|email address|mail address|e mail 1 value",
    "trade": "metier|profession|activite|fonction|specialite|trade|job|job title|occupation|profession metier"
    "|organization title|organisation title",
    "day": "date|jour|day|date du rendez vous|date de la rencontre|quand|when",
    "hour": "heure|horaire|heure de debut|hour|time|start time",
    "place": "lieu|endroit|restaurant|ou|place|venue|location|where",
    "title": "titre|sujet|objet|theme|title|subject|topic",
    "people": "presents|presentes|present e s|presence|presences|participants|participant e s|personnes|convives"
    "|qui etait la|attendees|attendance|people|members present|who was there|who came",
}


class Unreadable(ValueError):
    """Why this file cannot be read, and what to do about it."""


@dataclass(frozen=True)
class Row:
    """Cells in the order of the headers; `number` is the row's own in the spreadsheet."""

    number: int
    cells: tuple[str, ...]

    def __getitem__(self, column: int | None) -> str:
        return self.cells[column] if column is not None and column < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, position: int) -> list[str]:
        return [row[position] for row in self.rows]


def read_table(content: bytes) -> Table:
    """The first row that holds anything names the columns; empty rows are left out, and keep their numbers."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("This file is larger than 5 MB. Split it, and bring in each part."))
    text = decode(content)
    if vcards.is_vcards(text):
        return _address_book(text)
    if text[:4].casefold() == "sep=" and text[4:5] in SEPARATORS:
        separator, text = text[4], text[5:].lstrip("\r\n")
    else:
        separator = separator_of(text)
    rows = list(_rows(text, separator))
    if not rows:
        raise Unreadable(_("This file is empty."))
    headers = rows[0].cells
    for row in rows[1:]:
        if len(row.cells) > len(headers):
            raise Unreadable(
                _(
                    "Row %(row)d has more cells than the first row names columns. If a separator stands inside a cell,"
                    " put quotation marks around that cell."
                )
                % {"row": row.number}
            )
    return Table(headers, tuple(rows[1:]))


def _address_book(text: str) -> Table:
    """A telephone's people, as a list somebody would have typed."""
    rows = [Row(number, tuple(cells)) for number, cells in enumerate(islice(vcards.rows_of(text), MOST_ROWS + 1), 1)]
    if len(rows) > MOST_ROWS:
        raise Unreadable(_too_many())
    for row in rows:
        _check(list(row.cells), row.number)
    if not rows:
        raise Unreadable(_("This file is empty."))
    return Table(vcards.headers(), tuple(rows))


def _too_many() -> str:
    return _("This file has more than %(most)d rows. Split it, and bring in each part.") % {"most": MOST_ROWS}


def decode(content: bytes) -> str:
    """UTF-8 or UTF-16, with or without a mark that says so; Windows-1252 when it is neither."""
    for beginning, what in OTHER_FORMATS.items():
        if content.startswith(beginning):
            raise Unreadable(
                _("This file is no CSV (%(format)s). Save it as CSV from your spreadsheet, and bring that in.")
                % {"format": what}
            )
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    raise Unreadable(_("This is not a text file. Save it as CSV (UTF-8) from your spreadsheet, and bring that in."))


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    even, odd = content[0:2000:2].count(0), content[1:2000:2].count(0)
    if len(content) % 2 == 0 and max(even, odd) > len(content[:2000]) // 8:
        return ("utf-16-le",) if odd > even else ("utf-16-be",)
    return ("utf-8", "cp1252")


def separator_of(text: str) -> str:
    """The sign that cuts the first rows into the most columns, as many in each; refused when two do it as well."""
    scores = {sign: _score(text, sign) for sign in SEPARATORS}
    best = max(scores.values())
    winners = [sign for sign in SEPARATORS if scores[sign] == best]
    if best == (0, 0):
        return ";"
    if len(winners) > 1:
        raise Unreadable(
            _("Columns could be separated by “%(one)s” or by “%(other)s”. Save the file again with one of them alone.")
            % {"one": winners[0], "other": winners[1]}
        )
    return winners[0]


def _score(text: str, separator: str) -> tuple[int, int]:
    """(in how many of a hundred rows there are as many columns as in the first, how many columns): nothing for one."""
    try:
        rows = [row.cells for row in islice(_rows(text, separator, trim=False), LOOKED_AT)]
    except Unreadable:
        return (0, 0)
    if not rows or len(rows[0]) < 2:
        return (0, 0)
    return (100 * sum(len(row) == len(rows[0]) for row in rows) // len(rows), len(rows[0]))


def _rows(text: str, separator: str, *, trim: bool = True) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, kept = 0, 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(_too_long(number)) from error
        blank = not any(cell.strip() for cell in cells)
        if number > MOST_LINES or (kept > MOST_ROWS and not blank):
            raise Unreadable(_too_many())
        if blank:
            continue
        _check(cells, number)
        kept += 1
        yield Row(number, _trimmed(cells) if trim else tuple(cells))


def _check(cells: list[str], number: int) -> None:
    if len(cells) > MOST_COLUMNS:
        raise Unreadable(_("This file has more than %(most)d columns.") % {"most": MOST_COLUMNS})
    if max(map(len, cells)) > LONGEST_CELL:
        raise Unreadable(_too_long(number))


def _too_long(number: int) -> str:
    return _(
        "Row %(row)d cannot be read: a quotation mark is left open there, or a cell is longer than %(most)d characters."
    ) % {"row": number, "most": LONGEST_CELL}


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    clean = [cell.strip() for cell in cells]
    while clean and not clean[-1]:
        clean.pop()
    return tuple(clean)


def meaning_of(header: str) -> str:
    """What a column is about, from its name in French or in English; "" when it is none of ours."""
    folded = fold(header)
    return next((meaning for meaning, words in HEADERS.items() if folded in words.split("|")), "")


def columns_of(
    table: Table, chosen: Mapping[int, str] | None = None, wanted: Collection[str] | None = None
) -> dict[str, int]:
    """Which column holds what, as somebody has `chosen`, else by its name. With a first name beside it, a "name" is the
    family's. Of two columns that could be the same thing, one that holds nothing gives way."""
    found: dict[str, int] = {}
    for position, header in enumerate(table.headers):
        meaning = _meaning(table, position) if chosen is None else chosen.get(position, "")
        if wanted is not None and meaning not in wanted:
            continue
        if meaning in found and not any(table.column(position)):
            continue
        if meaning in found and any(table.column(found[meaning])):
            raise Unreadable(
                _("Two columns could be the same thing: “%(one)s” and “%(other)s”. Rename one of them.")
                % {"one": table.headers[found[meaning]], "other": header}
            )
        if meaning:
            found[meaning] = position
    if "first name" in found and "family name" not in found and "name" in found:
        found["family name"] = found.pop("name")
    return found


def guess_columns(table: Table) -> dict[str, int]:
    """The same for a form that is going to ask: the first of two columns that could be the same thing."""
    found: dict[str, int] = {}
    for position in range(len(table.headers)):
        meaning = _meaning(table, position)
        if meaning and (meaning not in found or not any(table.column(found[meaning]))):
            found[meaning] = position
    if "first name" in found and "family name" not in found and "name" in found:
        found["family name"] = found.pop("name")
    return found


def _meaning(table: Table, position: int) -> str:
    return meaning_of(table.headers[position]) or _by_content(table, position)


def addresses_in(table: Table) -> list[tuple[str, str]]:
    """(name, address) of each row that holds one: in the column that says so, else wherever an address stands."""
    columns = columns_of(table)
    found = []
    for row in table.rows:
        address = row[columns.get("address")] or next((cell for cell in row.cells if "@" in cell), "")
        first, family = row[columns.get("first name")], row[columns.get("family name")]
        name = row[columns.get("name")] or f"{first} {family}".strip()
        if address:
            found.append(("" if name == address else name.replace("<", " ").replace(">", " "), address))
    return found


def _by_content(table: Table, position: int) -> str:
    """A column merely called "address" holds e-mail addresses when they look like it, houses and streets otherwise."""
    if fold(table.headers[position]) not in ("adresse", "address", "contact"):
        return ""
    filled = [cell for cell in table.column(position) if cell]
    return "address" if filled and all("@" in cell for cell in filled) else ""
