from __future__ import annotations

import csv
import io

import pytest

from entregent.core.csv_writing import neutral, written


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+33 1", "'+33 1"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("Zoé", "Zoé"),
        (None, ""),
        (True, "True"),
    ],
)
def test_nothing_in_a_cell_runs(cell: object, expected: str) -> None:
    assert neutral(cell) == expected


def test_a_table_reads_back_with_its_accents() -> None:
    content = written([{"nom": "Zoé; l’aînée", "mot": "=cmd"}, {"nom": "Noé", "mot": None}])
    assert content[:3] == b"\xef\xbb\xbf"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [["nom", "mot"], ["Zoé; l’aînée", "'=cmd"], ["Noé", ""]]


def test_an_empty_table_is_an_empty_file() -> None:
    assert written([]).decode("utf-8-sig") == "\r\n"
