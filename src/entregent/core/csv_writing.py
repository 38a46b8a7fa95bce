"""Tables for a spreadsheet, which runs what looks like a formula unless told that it is text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutral(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def written(rows: Sequence[Mapping[str, Any]], separator: str = ";") -> bytes:
    """CSV that Excel opens with its accents: the columns are those of the first row."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, delimiter=separator)
    columns = list(rows[0]) if rows else []
    writer.writerow([neutral(column) for column in columns])
    writer.writerows([neutral(row.get(column)) for column in columns] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")
