"""The table typed for the demonstration, against the published one where somebody has it beside this repository."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from entregent.cli.demonstration.people import data


def test_old_city_is_the_published_table(repository: Path) -> None:
    published = repository.parent / "shared" / "data" / "davis"
    if not published.exists():
        print(f"{published} is not here: only the totals are checked, in tests/cli/test_demonstration.py")
        return
    headers, *rows = csv.reader(io.StringIO(data("old_city.csv").decode()))
    attended = list(csv.reader((published / "attendance.csv").read_text().splitlines()))[1:]
    names = dict(csv.reader((published / "names.csv").read_text().splitlines()))
    marks = {(woman, event) for woman, row in enumerate(rows, 1) for event, mark in enumerate(row[1:], 1) if mark}
    assert marks == {(int(woman), int(event)) for woman, event in attended}
    dates = [f"{int(month)}/{int(day)}" for _year, month, day in (header.split("-") for header in headers[1:])]
    assert dates == [names[str(18 + event)] for event in range(1, 15)]
    first_names = [row[0].split()[0].upper() for row in rows]
    assert [one[:3] for one in first_names] == [names[str(woman)][:3] for woman in range(1, 19)]
