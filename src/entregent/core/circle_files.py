"""A circle taken away, as files: everything once as JSON, and each list of it as a table; and read back."""

from __future__ import annotations

import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from entregent.core.csv_writing import written

WHOLE = "circle.json"
MOST_BYTES, MOST_UNPACKED = 10_000_000, 40_000_000
MOST_FILES = 50


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
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, KeyError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable from error
    if len(plain) > MOST_UNPACKED:
        raise Unreadable
    return plain
