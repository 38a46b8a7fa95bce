"""A CSV file of people for `entregent tables`, or just so many of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NAME, ABSENT, APART = ("name", "nom"), ("absent", "absente"), ("apart", "séparer", "separer")
LARGEST, MOST_DIGITS = 5_000_000, 9


class Unreadable(ValueError):
    """The file cannot be used: a kind of sentence (`tables_words`) and its facts."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(kind)
        self.kind, self.facts = kind, facts


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
            number = max(self.absent[late]) + 1
            raise Unreadable("absent-too-late", name=self.names[late], number=number, rounds=rounds)
        return [[number not in each for each in self.absent] for number in range(rounds)]


def numbered(people: int) -> People:
    if people < 0:
        raise Unreadable("below-none", given=people)
    return People([str(number) for number in range(1, people + 1)], [frozenset()] * people, (), None, has_names=False)


def column(header: Sequence[str], known: tuple[str, ...]) -> int | None:
    return next((place for place, title in enumerate(header) if title.strip().casefold() in known), None)


def several(cell: str) -> list[str]:
    return [each.strip() for each in cell.replace(",", ";").split(";") if each.strip()]


def rows_of(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable("too-large", path=path, most=LARGEST // 1_000_000)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable("no-file", path=path) from error
    except UnicodeDecodeError as error:
        raise Unreadable("not-utf8", path=path) from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        return [row for row in csv.reader(text.splitlines(), delimiter=separator) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Unreadable("not-csv", path=path) from error


def rounds_of(cell: str, line: int) -> frozenset[int]:
    given = several(cell)
    if not all(each.isdecimal() and len(each) <= MOST_DIGITS and int(each) > 0 for each in given):
        raise Unreadable("not-rounds", line=line, cell=cell)
    return frozenset(int(each) - 1 for each in given)


def pairs_of(names: list[str], cells: list[str]) -> list[tuple[int, int]]:
    place = {name.casefold(): number for number, name in enumerate(names)}
    pairs = set()
    for person, cell in enumerate(cells):
        for other in several(cell):
            if other.casefold() not in place:
                raise Unreadable("unknown-name", line=person + 2, name=other)
            if place[other.casefold()] == person:
                raise Unreadable("oneself", line=person + 2, name=other)
            pairs.add((min(person, place[other.casefold()]), max(person, place[other.casefold()])))
    return sorted(pairs)


def read_people(path: Path) -> People:
    header, *rows = rows_of(path) or [[]]
    at_name, at_absent, at_apart = (column(header, known) for known in (NAME, ABSENT, APART))
    if at_name is None:
        raise Unreadable("no-name-column", path=path)
    titles = [title.strip().casefold() for title in header if title.strip()]
    if again := next((title for place, title in enumerate(titles) if title in titles[:place]), None):
        raise Unreadable("same-title", path=path, title=again)

    def cells(place: int | None) -> list[str]:
        return [row[place].strip() if place is not None and place < len(row) else "" for row in rows]

    names = cells(at_name)
    for number, name in enumerate(names):
        if not name:
            raise Unreadable("no-name", line=number + 2)
        if name.casefold() in (earlier.casefold() for earlier in names[:number]):
            raise Unreadable("twice", line=number + 2, name=name)
    absent = [rounds_of(cell, number + 2) for number, cell in enumerate(cells(at_absent))]
    used = {at_name, at_absent, at_apart}
    fields = {title.strip(): cells(place) for place, title in enumerate(header) if place not in used and title.strip()}
    return People(names, absent, pairs_of(names, cells(at_apart)), fields or None, has_names=True)
