"""entregent tables: what it prints, what it reads, what it says when it cannot."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from entregent.cli.main import main
from entregent.cli.tables_words import WORDS
from french_spacing import normalise
from tests.engine import reference

CSV = "name;trade;absent;apart\nAna;baker;2;Bo\nBo;lawyer;;\nChloé;baker;;\nDan;smith;1;\n" + "".join(
    f"P{number};cook;;\n" for number in range(12)
)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def tables(*arguments: object) -> int:
    return main(["tables", *map(str, arguments)])


def test_json_has_rounds_and_repeats(capsys: pytest.CaptureFixture[str]) -> None:
    assert tables("--people", 15, "--size", 3, "--rounds", 7, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (len(said["rounds"]), said["repeats"]) == (7, 0)
    assert reference.repeats(said["rounds"], 15) == 0


@pytest.mark.whole
def test_a_file_brings_fields_absences_and_pairs_apart(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables("--people", people, "--size", 4, "--rounds", 3, "--seconds", 1, "--json")
    rounds = json.loads(capsys.readouterr().out)["rounds"]
    there = [{name for table in seated for name in table} for seated in rounds]
    assert ["Ana" in each for each in there] == [True, False, True]
    assert ["Dan" in each for each in there] == [False, True, True]
    assert not any({"Ana", "Bo"} <= set(table) for seated in rounds for table in seated)


def test_sheets_say_why_in_french(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables("--people", people, "--size", 4, "--rounds", 2, "--seconds", 1, "--lang", "fr")
    said = capsys.readouterr().out
    assert "Tour 1" in said and "La première fois que vous êtes à la même table." in said
    assert "métiers à cette table." in said
    assert "séparer" not in said and "apart" not in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("trade\nbaker\n", "no column “name”"),
        ("name\nAna\nana\n", "Line 3: ana is there twice"),
        ("name,trade\n,baker\n", "Line 2 has no name"),
        ("name,trade, Trade\nAna,baker,potter\n", "two columns called “trade”"),
        ("name,absent\nAna,soon\n", "Line 2: “soon” are not rounds"),
        ("name,absent\nAna,9\n", "Ana is absent in round 9, and there are 2"),
        ("name,apart\nAna,Zoe\n", "nobody is called “Zoe”"),
        ("name,apart\nAna,Ana\n", "apart from themselves"),
        ("name,apart\nAna,Bo\nBo,\n", "too few to hide"),
        ("", "no column “name”"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_line(content: str, sentence: str, people: Path) -> None:
    people.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=sentence):
        tables("--people", people, "--size", 2, "--rounds", 2)


def test_a_french_terminal_is_told_in_french(people: Path) -> None:
    asked = ("--size", 2, "--rounds", 2, "--lang", "fr")
    for content, sentence in (
        ("métier\nboulanger\n", "n’a pas de colonne"),
        ("nom\nAna\nana\n", "Ligne 3\u00a0: ana y figure deux fois"),
        ("nom,absent\nAna,9\n", "absence au tour 9, et il y a 2 tours"),
        ("nom,séparer\nAna,Zoe\n", "personne ne s’appelle"),
    ):
        people.write_text(content, encoding="utf-8")
        with pytest.raises(SystemExit, match=sentence):
            tables("--people", people, *asked)
    for given, sentence in (
        (people.with_name("none.csv"), "ne peut pas être lu \\(il n’existe pas\\)"),
        (people.parent, "c’est un dossier"),
        (-4, "le minimum est 0"),
    ):
        with pytest.raises(SystemExit, match=sentence):
            tables("--people", given, *asked)


def test_both_languages_say_the_same_and_french_is_spaced_as_french() -> None:
    facts = {
        language: {k: set(re.findall(r"\{(\w+)", t)) for k, t in words.items()} for language, words in WORDS.items()
    }
    assert facts["fr"] == facts["en"]
    assert [normalise(each) for each in WORDS["fr"].values()] == list(WORDS["fr"].values())


def test_what_cannot_be_planned_says_what_to_do(people: Path) -> None:
    for arguments, sentence in (
        (("--people", people.with_name("none.csv"), "--size", 2, "--rounds", 2), "cannot be read"),
        (("--people", 4, "--size", 0, "--rounds", 2), "size is 0: it cannot be less than 1"),
        (("--people", -4, "--size", 1, "--rounds", 2), "cannot be less than 0"),
        (("--people", 4, "--size", 2, "--rounds", 2, "--seconds", 0), "must be more than 0"),
    ):
        with pytest.raises(SystemExit, match=sentence):
            tables(*arguments)


@pytest.mark.whole
def test_an_interruption_keeps_the_best_so_far() -> None:
    command = [
        sys.executable,
        "-m",
        "entregent",
        "tables",
        "--people",
        "33",
        "--size",
        "4",
        "--rounds",
        "14",
        "--seconds",
        "120",
        "--json",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as running:
        assert running.stderr is not None
        told = ""
        while "repeats so far" not in told:
            told += running.stderr.read(1)
        running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "Stopped: this is the best plan so far." in error
    assert len(json.loads(out)["rounds"]) == 14


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--people", "9", "--seed", "-1"], "--seed is -1: it cannot be less than 0. Nothing was planned."),
        (["--people", "²"], "² cannot be read"),
        (["--people=--5"], "--5 cannot be read"),
    ],
)
def test_a_number_that_is_none_is_told(words: list[str], sentence: str) -> None:
    with pytest.raises(SystemExit, match=re.escape(sentence)):
        main(["tables", *words, "--size", "3", "--rounds", "1", "--lang", "en"])


def test_one_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    main(["tables", "--people", "1", "--size", "3", "--rounds", "1", "--lang", "fr"])
    assert capsys.readouterr().out.startswith("1 personne, 1 tour\u00a0: 0 répétition (")
