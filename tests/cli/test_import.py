"""`entregent import`, as the operator types it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from entregent.circles.models import Circle, Import, Membership
from entregent.cli import import_
from entregent.core.circle_files import archive
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import take_away
from entregent.people.models import Address, Person
from tests.cast import NOW, a_circle, somebody
from tests.gatherings.files import calendar, event

pytestmark = pytest.mark.django_db

MEMBERS = "Nom;Courriel;Ville\nZoé Vidal;zoe@example.org;Lyon\nNadia;autre@example.org;\nLoïc;;\n"
TABLE = "Nom;2025-11-06;2025-11-13\nZoé Vidal;x;x\nLoïc;;x\n"

Type = Callable[..., int]


@pytest.fixture
def entregent(monkeypatch: pytest.MonkeyPatch) -> Type:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")

    def type_in(*words: str | Path) -> int:
        parser = argparse.ArgumentParser(prog="entregent")
        import_.add_parser(parser.add_subparsers(dest="command"))
        return import_.run(parser.parse_args(["import", *map(str, words)]))

    return type_in


@pytest.fixture
def circle() -> Circle:
    circle = a_circle(somebody("Nadia", "nadia@example.org"))
    Circle.objects.filter(pk=circle.pk).update(slug="lunch")
    return circle


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "members.csv"
    path.write_bytes(MEMBERS.encode("cp1252"))
    return path


def rows() -> dict[str, int]:
    kinds = (Circle, Person, Membership, Address, Gathering, Import)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_a_report_for_each_row_then_what_to_do_next(
    entregent: Type, circle: Circle, members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entregent("members", members, "--circle", "lunch") == 0
    number = Import.objects.get().pk
    assert capsys.readouterr().out.splitlines() == [
        "     2  added         Zoé Vidal",
        "     3  passed over   Nadia — another Nadia is here already: tell them apart if they are two",
        "     4  added         Loïc",
        "Columns left out: Ville.",
        "2 rows added, 0 already here, 1 passed over.",
        "2 people.",
        "The people it brought get no mail until a member invites them.",
        f"To take all of it back: entregent import undo {number}",
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(
    entregent: Type, circle: Circle, members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows()
    assert entregent("members", members, "--circle", "lunch", "--dry-run") == 0
    dry = capsys.readouterr().out.splitlines()
    assert rows() == before
    assert dry.pop() == "This was a dry run: nothing was written."
    entregent("members", members, "--circle", "lunch")
    told = capsys.readouterr().out.splitlines()
    assert told.pop() == f"To take all of it back: entregent import undo {Import.objects.get().pk}"
    assert told == dry


def test_a_second_import_adds_nothing(
    entregent: Type, circle: Circle, members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entregent("members", members, "--circle", "lunch")
    before = rows()
    assert entregent("members", members, "--circle", "lunch") == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "0 rows added, 2 already here, 1 passed over.",
        "There was nothing new in this file.",
    ]
    assert rows() == before


def test_gatherings_come_in_are_listed_and_go_out(
    entregent: Type, circle: Circle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows()
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    assert entregent("gatherings", path, "--circle", "lunch", "--hour", "12h") == 0
    number = Import.objects.get().pk
    assert "2 people, 2 gatherings, 3 seats taken." in capsys.readouterr().out.splitlines()
    assert entregent("list") == 0
    assert capsys.readouterr().out.endswith("lunch  table.csv: 2 people, 2 gatherings, 3 seats taken\n")
    assert entregent("undo", str(number)) == 0
    assert capsys.readouterr().out == "Taken back: 2 people, 2 gatherings, 3 seats taken.\n"
    assert entregent("list", "--circle", "lunch") == 0
    assert capsys.readouterr().out.endswith("seats taken — taken back\n")
    assert rows() == before | {"Import": 1}


def test_a_calendar_comes_in_and_goes_out(
    entregent: Type, circle: Circle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "agenda.ics"
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    path.write_bytes(calendar(event("1", "DTSTART;TZID=Europe/Paris:20251106T123000", rule, "SUMMARY:Lunch")))
    assert entregent("calendar", path, "--circle", "lunch", "--dry-run") == 0
    assert rows()["Gathering"] == 0
    assert entregent("calendar", path, "--circle", "lunch") == 0
    assert "Thursday 6 November 2025, 12:30 · Lunch" in capsys.readouterr().out
    assert rows()["Gathering"] == 3
    assert entregent("undo", Import.objects.get().pk) == 0
    assert rows()["Gathering"] == 0


def test_the_circle_may_be_opened_on_the_way(entregent: Type, members: Path) -> None:
    said = ("members", members, "--circle", "new-one", "--create", "Les nouveaux", "--founder", "nadia@example.org")
    assert entregent(*said, "--dry-run") == 0
    assert rows() == dict.fromkeys(rows(), 0)
    assert entregent(*said) == 0
    circle = Circle.objects.get(slug="new-one")
    assert (circle.name, circle.memberships.count()) == ("Les nouveaux", 4)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--circle", "nowhere"),
            "No circle’s address ends in /c/nowhere. To open it now, add --create NAME --founder ADDRESS.",
        ),
        (
            ("--circle", "a/b", "--create", "X", "--founder", "x@example.org"),
            "A circle’s address takes letters, digits and hyphens, and its founder an e-mail address.",
        ),
        (
            ("--circle", "new", "--create", "X", "--founder", "nobody"),
            "A circle’s address takes letters, digits and hyphens, and its founder an e-mail address.",
        ),
    ],
)
def test_a_refusal_says_what_happened_and_what_is_safe(
    entregent: Type, members: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert entregent("members", members, *words) == 1
    assert capsys.readouterr().err.splitlines()[-2:] == [sentence, "Nothing was changed."]
    assert rows() == dict.fromkeys(rows(), 0)


def test_a_file_that_is_not_there_is_said_so(
    entregent: Type, circle: Circle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert entregent("members", tmp_path / "none.csv", "--circle", "lunch") == 1
    assert capsys.readouterr().err.endswith(
        "none.csv cannot be read: No such file or directory.\nNothing was changed.\n"
    )


def test_what_cannot_be_taken_back_is_said_so(entregent: Type, capsys: pytest.CaptureFixture[str]) -> None:
    assert entregent("undo", "7") == 1
    assert capsys.readouterr().err.splitlines() == [
        "There is no import 7 to take back. `entregent import list` shows them all.",
        "Nothing was changed.",
    ]


def test_what_somebody_touched_is_left_and_named(
    entregent: Type, circle: Circle, members: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    entregent("members", members, "--circle", "lunch")
    brought = Import.objects.get()
    Membership.objects.filter(name="Loïc").update(imported_at=None)
    capsys.readouterr()
    assert entregent("undo", str(brought.pk)) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Taken back: 1 person.",
        "Left, because somebody has touched them since:",
        "  Loïc",
    ]


def test_a_french_terminal_is_spoken_to_in_french(
    entregent: Type, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert entregent("list") == 0
    assert capsys.readouterr().out == "Rien n’a encore été importé.\n"


def test_an_hour_that_is_none_is_refused_before_anything(entregent: Type, members: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        entregent("gatherings", members, "--circle", "lunch", "--hour", "soir")
    assert refused.value.code == 2


def test_a_whole_circle_comes_in_with_its_founder(
    entregent: Type, circle: Circle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lunch.zip"
    path.write_bytes(archive(take_away(circle=circle, by=circle.opened_by, now=NOW), NOW))
    assert entregent("circle", path, "--founder", "solange@example.org") == 0
    brought = Circle.objects.exclude(pk=circle.pk).get()
    assert (brought.name, brought.opened_by.addresses.get().written) == (circle.name, "solange@example.org")
    assert f"/c/{brought.slug}" in capsys.readouterr().out


@pytest.mark.parametrize("founder", ["solange@example.org", "nobody"])
def test_a_file_that_is_no_circle_or_a_founder_without_address_changes_nothing(
    entregent: Type, circle: Circle, members: Path, founder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Circle.objects.count()
    assert entregent("circle", members, "--founder", founder) == 1
    assert "Nothing was changed." in capsys.readouterr().err
    assert Circle.objects.count() == before
