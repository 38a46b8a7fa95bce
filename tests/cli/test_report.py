"""entregent report: what it reads, what it prints, what the page holds, what it says when it cannot."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from entregent.cli.demonstration.people import data
from entregent.cli.main import main
from entregent.cli.reporting.dates import in_words, reader_of
from entregent.cli.reporting.reading import Records, read
from entregent.cli.reporting.words import WORDS
from french_spacing import normalise


def report(*arguments: object) -> int:
    return main(["report", *map(str, arguments)])


@pytest.fixture
def women(tmp_path: Path) -> Path:
    """The table of 1936 as a list, with columns in an odd order."""
    header, *rows = csv.reader(io.StringIO(data("old_city.csv").decode()))
    lines = [f"{day},{row[0]},E" for row in rows for day, mark in zip(header[1:], row[1:], strict=True) if mark]
    path = tmp_path / "old_city.csv"
    path.write_text("\n".join(["date,name,event", *lines]), encoding="utf-8")
    return path


class Seen(HTMLParser):
    """Every tag and every address of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.asked += [str(value) for name, value in attrs if name in ("src", "href", "action", "style")]
        if tag not in ("meta", "circle", "line"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("circle", "line"):
            assert self.open.pop() == tag


def without_style(page: Path) -> str:
    return re.sub(r"<style>.*?</style>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def test_json_has_people_and_ties(women: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(women, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (len(said["people"]), len(said["ties"])) == (18, 139)
    assert set(said["people"][0]) == {"name", "clan", "core", "constraint", "effective_size", "reach"}
    assert set(said["ties"][0]) == {"a", "b", "strength", "overlap", "kind"}
    assert [each["name"] for each in said["people"]] == sorted(each["name"] for each in said["people"])
    clans = {each["clan"]: {p["name"] for p in said["people"] if p["clan"] == each["clan"]} for each in said["people"]}
    assert {len(each) for each in clans.values()} == {9} and all(
        each["core"] in (True, False) for each in said["people"]
    )
    assert not women.with_name("report.html").exists()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_stands_alone_and_says_it_all(language: str, women: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = women.with_name("page.html")
    assert report(women, "-o", page, "--lang", language) == 0
    assert str(page) in capsys.readouterr().out
    content = without_style(page)
    seen = Seen(content)
    assert (seen.open, seen.asked) == ([], [])
    assert content[: content.index("<head>")] == f'<!doctype html><html lang="{language}">'
    titles = re.findall(r'<h2 id="(\w+)">([^<]+)</h2>', content)
    sections = ("map", "rings", "clans", "core", "bridges", "newcomers", "meet")
    assert titles == [(section, WORDS[language][section]) for section in sections]
    assert content.count('<circle class="mark') == 18 + 1
    found = ("Evelyn Jefferson" in content, "{" in content)
    assert found == (True, False)
    assert ("novembre" in content, "November" in content) == (language == "fr", language == "en")


def test_names_cannot_break_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.csv"
    path.write_text('person,gathering\n<script>alert(1)</script>,1\n"Ana ""O"" & Bo",1\n', encoding="utf-8")
    report(path, "-o", tmp_path / "x.html")
    content = without_style(tmp_path / "x.html")
    escaped = ("<script" in content, "&lt;script&gt;" in content)
    assert (escaped, Seen(content).open) == ((False, True), [])


def records(tmp_path: Path, content: str, encoding: str = "utf-8") -> Records:
    path = tmp_path / "given.csv"
    path.write_bytes(content.encode(encoding))
    return read(path)


@pytest.mark.parametrize(
    "content",
    [
        "person,gathering,date\nAna,Lunch,2026-05-12\nBo,Lunch,2026-05-12\nAna,Lunch,2026-05-19\n",
        "date;rendez-vous;nom\n12/05/2026;Lunch;Ana\n12/05/2026;Lunch;Bo\n19/05/2026;Lunch;Ana\n",
        "Ana\tLunch\t2026-05-12\nBo\tLunch\t2026-05-12\nAna\tLunch\t2026-05-19\n",
        "Who came,When\nAna,2026-05-12\nBo,2026-05-12\nAna,2026-05-19\n",
        "\ufeffgathering,person,date\r\nLunch,Ana,2026/5/12\r\n\r\nLunch,Bo,2026/5/12\r\nLunch,Ana,2026/5/19\r\n",
    ],
)
def test_columns_stand_in_any_order(content: str, tmp_path: Path) -> None:
    found = records(tmp_path, content)
    assert found.names == ["Ana", "Bo"]
    assert (found.attendances, found.exchanges) == ([(0, 0), (1, 0), (0, 1)], [])
    assert found.days is not None and found.days[1] - found.days[0] == 7


@pytest.mark.parametrize(
    ("content", "days"),
    [
        ("from,to,date\nAna,Bo,2026-05-12\nBo,Chloé,2026-05-19\n", True),
        ("date,a,b\n2026-05-12,Ana,Bo\n2026-05-19,Bo,Chloé\n", True),
        ("Ana,Bo\nBo,Chloé\nChloé,Ana\nAna,Bo\n", False),
    ],
)
def test_two_columns_of_people_are_exchanges(content: str, days: bool, tmp_path: Path) -> None:
    found = records(tmp_path, content)
    assert (found.names, found.exchanges[:2], found.attendances) == (["Ana", "Bo", "Chloé"], [(0, 1), (1, 2)], [])
    assert (found.days is not None) == days


def test_numbers_may_stand_for_people_and_gatherings(tmp_path: Path) -> None:
    for header in ("author,paper", "woman,event", "x,y"):
        found = records(tmp_path, f"{header}\n1,1\n2,1\n2,2\n3,2\n")
        assert (found.names, found.attendances) == (["1", "2", "3"], [(0, 0), (1, 0), (1, 1), (2, 1)])


def test_days_are_read_one_way_down_the_column() -> None:
    for cells, expected in (
        (["2026-05-12", "2026-05-12 12:30"], "12 May 2026"),
        (["12.05.2026", "13.05.2026"], "12 May 2026"),
        (["05/12/2026", "05/13/2026"], "12 May 2026"),
        (["1778544000", "1778630400"], "12 May 2026"),
    ):
        way = reader_of(cells)
        assert way is not None
        assert in_words(way(cells[0]) or 0, "en").replace("\u00a0", " ") == expected
    assert in_words(739768.0, "fr") == "1er\u00a0juin 2026"
    assert [reader_of([cell]) for cell in ("soon", "9999-12-31 99:00", "2026-01-01 12:60")] == [None, None, None]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "has no line to read"),
        ("person,gathering,date\n", "has no line to read"),
        ("Ana\nBo\n", "Which column is which"),
        ("person,gathering,date\nAna,Lunch,2026-05-12\nBo,Lunch,soon\n", "Line 3: “soon” is not a date"),
        ("person,gathering,date\nAna,Lunch,2026-05-12\n,Lunch,2026-05-12\n", "Line 3: the person or the gathering"),
        ("from,to,date\nAna,Ana,2026-05-12\n", "Line 2: Ana is on both sides"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_line(content: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=sentence):
        report(path, "--lang", "en")


def test_what_cannot_be_read_or_written_says_what_to_do(women: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="cannot be read"):
        report(tmp_path / "none.csv")
    with pytest.raises(SystemExit, match=r"ne peut pas être lu \(il n’existe pas\)"):
        report(tmp_path / "none.csv", "--lang", "fr")
    (tmp_path / "latin.csv").write_bytes("nom,rdv\nChloé,1\n".encode("latin-1"))
    with pytest.raises(SystemExit, match="n’est pas du texte UTF-8"):
        report(tmp_path / "latin.csv", "--lang", "fr")
    with pytest.raises(SystemExit, match="cannot be written"):
        report(women, "-o", tmp_path / "no" / "where.html")


def test_a_large_circle_is_drawn_as_clans(tmp_path: Path) -> None:
    lines = [f"P{person},{person // 10}" for person in range(300)] + [f"P{10 * g},{g - 1}" for g in range(1, 30)]
    path = tmp_path / "large.csv"
    path.write_text("\n".join(["person,gathering", *lines]), encoding="utf-8")
    report(path, "-o", tmp_path / "large.html")
    content = without_style(tmp_path / "large.html")
    found = (content.count('<circle class="mark') <= 41, "Each mark is a clan" in content, len(content) < 200_000)
    assert found == (True, True, True)


def test_newcomers_are_those_who_came_lately(tmp_path: Path) -> None:
    lines = [f"Ana,2026-{m:02}-01" for m in range(1, 11)] + ["Bo,2026-01-01", "Chloé,2026-10-01"]
    path = tmp_path / "new.csv"
    path.write_text("\n".join(["person,date", *lines]), encoding="utf-8")
    report(path, "-o", tmp_path / "new.html")
    content = without_style(tmp_path / "new.html")
    newcomers = content.split('id="newcomers"')[1].split("</section>")[0]
    assert "Chloé" in newcomers and "Ana" not in newcomers and "Bo" not in newcomers


def test_both_languages_say_the_same_and_french_is_spaced_as_french() -> None:
    facts: dict[str, Any] = {}
    for language, words in WORDS.items():
        facts[language] = {kind: set(re.findall(r"\{(\w+)", text)) for kind, text in words.items()}
    assert facts["fr"] == facts["en"]
    assert [normalise(each) for each in WORDS["fr"].values()] == list(WORDS["fr"].values())
