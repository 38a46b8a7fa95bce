"""A circle taken away, as files: everything once as JSON, and each list of it as a table; and read back."""

from __future__ import annotations

import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from entregent.core.csv_writing import written

WHOLE = "circle.json"
MOST_BYTES, MOST_UNPACKED = 10_000_000, 40_000_000
MOST_FILES = 50
DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, KeyError, ValueError, ArithmeticError, RuntimeError,
    EOFError, OSError,
)  # fmt: skip


class Unreadable(ValueError):
    """Neither such a folder nor what is in it."""


def archive(whole: Mapping[str, Any], now: datetime) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, file in files(whole):
            folder.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), file, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def files(whole: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The tables read by themselves: people stand under their names, dates under their day."""
    yield WHOLE, json.dumps(whole, ensure_ascii=False, indent=1).encode()
    names = {row["number"]: row["name"] for row in whole["members"]}
    days = {row["number"]: row["day"] for row in whole["dates"]}
    yield "members.csv", written([{"name": row["name"], "trade": row["trade"]} for row in whole["members"]])
    yield "dates.csv", written([_date(row, names) for row in whole["dates"]])
    yield "words.csv", written([_word(row, names, days) for row in whole["words"]])
    more = {
        "tables.csv": [row for date in whole["dates"] for row in _tables(date, names)],
        "places.csv": [_venue(row) for row in whole["venues"]],
        "decisions.csv": [_agreement(row) for row in whole.get("agreements", [])],
        "cards.csv": [_card(row, names) for row in whole.get("cards", [])],
    }
    yield from ((name, written(rows)) for name, rows in more.items() if rows)
    for charter in whole.get("charter", []):
        said = [f"{one['heading']}\n\n{one['text']}\n" for one in charter["sections"]]
        yield "charter.txt", "\n".join(said).encode()


def _date(row: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, str]:
    there = ", ".join(names[one] for one in row["there"])
    return {"date": row["day"], "hour": row["hour"], "title": row["title"], "place": row["place"], "people": there}


def _word(row: Mapping[str, Any], names: Mapping[int, str], days: Mapping[int, str]) -> dict[str, str]:
    return {
        "date": days[row["date"]],
        "what": row["kind"],
        "who": names.get(row["by"], ""),
        "text": row["text"],
        "label": row["naming"],
    }


def _tables(date: Mapping[str, Any], names: Mapping[int, str]) -> Iterator[dict[str, str]]:
    for number, table in enumerate(date["tables"], 1):
        there = ", ".join(names[one] for one in table["people"])
        yield {"date": date["day"], "table": str(number), "chairs": str(table["chairs"]), "people": there}


def _venue(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: row[name] for name in ("name", "address", "way", "price")}


def _agreement(row: Mapping[str, Any]) -> dict[str, str]:
    return {"decided": row["decided"][:10], "title": row["title"], "text": row["text"]}


def _card(row: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, str]:
    return {name: row[name] for name in ("verb", "line", "done")} | {"held by": names.get(row["held_by"], "")}


def read_archive(content: bytes) -> object:
    """The JSON of a folder, or the JSON alone; whatever unpacks to too much is refused before it is unpacked."""
    if len(content) > MOST_BYTES:
        raise Unreadable
    plain = _unpacked(content) if content.startswith(b"PK") else content
    try:
        return json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error


def _unpacked(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            if len(folder.infolist()) > MOST_FILES or folder.getinfo(WHOLE).file_size > MOST_UNPACKED:
                raise Unreadable
            with folder.open(WHOLE) as file:
                plain = file.read(MOST_UNPACKED + 1)
    except DAMAGED as error:
        raise Unreadable from error
    if len(plain) > MOST_UNPACKED:
        raise Unreadable
    return plain
