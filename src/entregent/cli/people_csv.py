"""A CSV file of people for `entregent tables`, or just so many of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NAME, ABSENT, APART = ("name", "nom"), ("absent", "absente"), ("apart", "séparer", "separer")
LARGEST = 5_000_000


class Unreadable(ValueError):
    """The file cannot be used; `str()` says which line and what to write instead."""


@dataclass(frozen=True)
class People:
    names: Sequence[str]
    absent: Sequence[frozenset[int]]  # rounds from 0
    apart: Sequence[tuple[int, int]]
    fields: dict[str, list[str]] | None
    has_names: bool

    def present(self, rounds: int) -> list[list[bool]] | None:
        if not any(self.absent):
            return None
        late = next((p for p, each in enumerate(self.absent) if max(each, default=0) >= rounds), None)
        if late is not None:
            raise Unreadable(
                f"{self.names[late]} is absent in round {max(self.absent[late]) + 1}, and there are {rounds}."
            )
        return [[number not in each for each in self.absent] for number in range(rounds)]


def numbered(people: int) -> People:
    if people < 0:
        raise Unreadable(f"--people is {people}: it cannot be less than 0.")
    return People([str(number) for number in range(1, people + 1)], [frozenset()] * people, (), None, has_names=False)


def column(header: Sequence[str], known: tuple[str, ...]) -> int | None:
    return next((place for place, title in enumerate(header) if title.strip().casefold() in known), None)


def several(cell: str) -> list[str]:
    return [each.strip() for each in cell.replace(",", ";").split(";") if each.strip()]


def rows_of(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable(f"{path} is larger than {LARGEST // 1_000_000} MB. Give a list of people.")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read ({error.strerror}). Give a number of people or a CSV file.") from error
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not UTF-8 text. Save it as CSV in UTF-8.") from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        return [row for row in csv.reader(text.splitlines(), delimiter=separator) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable(f"{path} is not CSV ({error}). Save it again as CSV in UTF-8.") from error


def rounds_of(cell: str, line: int) -> frozenset[int]:
    given = several(cell)
    if not all(each.isdecimal() and int(each) > 0 for each in given):
        raise Unreadable(f"Line {line}: “{cell}” are not rounds. Write their numbers, from 1: 2;5.")
    return frozenset(int(each) - 1 for each in given)


def pairs_of(names: list[str], cells: list[str]) -> list[tuple[int, int]]:
    place = {name.casefold(): number for number, name in enumerate(names)}
    pairs = set()
    for person, cell in enumerate(cells):
        for other in several(cell):
            if other.casefold() not in place:
                raise Unreadable(
                    f"Line {person + 2}: nobody is called “{other}” in this file. Write a name as it is there."
                )
            if place[other.casefold()] == person:
                raise Unreadable(f"Line {person + 2}: {other} cannot be kept apart from themselves. Remove that name.")
            pairs.add((min(person, place[other.casefold()]), max(person, place[other.casefold()])))
    return sorted(pairs)


def read_people(path: Path) -> People:
    header, *rows = rows_of(path) or [[]]
    at_name, at_absent, at_apart = (column(header, known) for known in (NAME, ABSENT, APART))
    if at_name is None:
        raise Unreadable(f"{path} has no column “name”. Its first line names the columns: name, trade, absent, apart.")

    def cells(place: int | None) -> list[str]:
        return [row[place].strip() if place is not None and place < len(row) else "" for row in rows]

    names = cells(at_name)
    for number, name in enumerate(names):
        if not name:
            raise Unreadable(f"Line {number + 2} has no name. Write one, or remove the line.")
        if name.casefold() in (earlier.casefold() for earlier in names[:number]):
            raise Unreadable(f"Line {number + 2}: {name} is there twice. Give each person a name of their own.")
    absent = [rounds_of(cell, number + 2) for number, cell in enumerate(cells(at_absent))]
    used = {at_name, at_absent, at_apart}
    fields = {title.strip(): cells(place) for place, title in enumerate(header) if place not in used and title.strip()}
    return People(names, absent, pairs_of(names, cells(at_apart)), fields or None, has_names=True)
