"""Who was at which gathering, or who exchanged with whom, from a CSV file whose columns stand in any order."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from entregent.cli.reporting.dates import Reader, reader_of

LARGEST = 300_000_000
LOOKED_AT = 400  # rows from which columns are guessed
PERSON = (
    "person", "people", "name", "member", "participant", "attendee", "who", "woman", "man", "author",
    "personne", "nom", "prénom", "prenom", "membre", "participante", "qui", "auteur",
)  # fmt: skip
GATHERING = (
    "gathering", "event", "meeting", "lunch", "dinner", "session", "group", "paper",
    "rendez-vous", "rdv", "évènement", "événement", "evenement", "réunion", "reunion", "déjeuner", "dîner", "rencontre",
)  # fmt: skip
DATE = ("date", "day", "when", "time", "timestamp", "jour", "quand", "heure", "le")
FROM = ("from", "a", "source", "sender", "person1", "person 1", "i", "de", "personne1", "personne 1", "expéditeur")
TO = (
    "to",
    "b",
    "target",
    "receiver",
    "person2",
    "person 2",
    "j",
    "à",
    "vers",
    "personne2",
    "personne 2",
    "destinataire",
)


class Unreadable(ValueError):
    """The file cannot be used: a kind of sentence and its facts."""

    def __init__(self, kind: str, **facts: object) -> None:
        super().__init__(kind)
        self.kind, self.facts = kind, facts


@dataclass
class Records:
    """People and gatherings are numbered as first met; `days` is None where the file has no dates."""

    names: list[str] = field(default_factory=list)
    attendances: list[tuple[int, int]] = field(default_factory=list)
    exchanges: list[tuple[int, int]] = field(default_factory=list)
    days: list[float] | None = None


@dataclass(frozen=True)
class Columns:
    one: int
    two: int | None  # the gathering, or the other person; None where a date names the gathering
    date: int | None
    of_exchanges: bool
    has_header: bool


def text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Unreadable("too-large", path=path, most=LARGEST // 1_000_000)
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable("no-file", path=path) from error
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("not-utf8", path=path) from error


def rows_of(path: Path) -> list[tuple[int, list[str]]]:
    """Rows that say something, each with its line."""
    lines = text_of(path).splitlines()
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=max(",;\t", key=first.count))
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise Unreadable("not-csv", path=path) from error
    rows = [(line, row) for line, row in rows if any(row)]
    if not rows:
        raise Unreadable("empty", path=path)
    return rows


def titled(header: Sequence[str], known: Sequence[str]) -> int | None:
    folded = [title.casefold().replace("_", " ").strip() for title in header]
    found = next((folded.index(name) for name in known if name in folded), None)
    if found is not None:
        return found
    words = [set(title.replace("-", " ").split()) for title in folded]
    return next((at for at, each in enumerate(words) if each & {name for name in known if len(name) > 2}), None)


def column(rows: Sequence[tuple[int, list[str]]], place: int) -> list[str]:
    return [row[place] for _, row in rows if place < len(row) and row[place]]


def date_column(rows: Sequence[tuple[int, list[str]]], width: int, taken: set[int | None]) -> int | None:
    """The column whose cells are nearly all dates."""
    for place in sorted(set(range(width)) - taken):
        cells = column(rows, place)
        if cells and sum(reader_of([cell]) is not None for cell in cells) >= 0.9 * len(cells):
            return place
    return None


def share_of_same(rows: Sequence[tuple[int, list[str]]], one: int, two: int) -> float:
    """How much two columns name the same persons."""
    here, there = set(column(rows, one)), set(column(rows, two))
    return len(here & there) / max(1, min(len(here), len(there)))


def guess(rows: Sequence[tuple[int, list[str]]]) -> Columns:
    header, body = rows[0][1], rows[1 : LOOKED_AT + 1]
    width = max(len(row) for _, row in rows[: LOOKED_AT + 1])
    if any(reader_of([cell]) for cell in header):
        header = [""] * len(header)  # a first line that holds a date names nothing
    date = titled(header, DATE)
    pair = (titled(header, FROM), titled(header, TO))
    person, gathering = titled(header, PERSON), titled(header, GATHERING)
    named = any(each is not None for each in (date, *pair, person, gathering))
    if date is None:
        date = date_column(body or rows, width, {person, gathering, *pair})
        named = named or (date is not None and any(header)) or looks_like_titles(header, body)
    if pair[0] is not None and pair[1] is not None and pair[0] != pair[1]:
        return Columns(pair[0], pair[1], date, of_exchanges=True, has_header=named)
    left = [at for at in range(width) if at not in (date, person, gathering)]
    return settled(
        body if named else rows, Columns(-1, None, date, of_exchanges=False, has_header=named), person, gathering, left
    )


def looks_like_titles(header: Sequence[str], body: Sequence[tuple[int, list[str]]]) -> bool:
    """Words above numbers."""
    numbers = [all(row[at].isdecimal() for _, row in body if at < len(row)) for at in range(len(header))]
    return bool(body) and any(numbers) and not any(cell.isdecimal() for cell in header)


def settled(
    rows: Sequence[tuple[int, list[str]]], so_far: Columns, person: int | None, gathering: int | None, left: list[int]
) -> Columns:
    """The columns nobody named: two that hold the same names are people who exchanged; else people, then gatherings."""
    if person is None and left:
        person = left.pop(0)
    if gathering is None and left and person is not None:
        other = left.pop(0)
        same = share_of_same(rows, person, other) >= 0.5 and not all(c.isdecimal() for c in column(rows, other))
        if same:
            return Columns(person, other, so_far.date, of_exchanges=True, has_header=so_far.has_header)
        gathering = other
    if person is None or (gathering is None and so_far.date is None):
        raise Unreadable("no-columns")
    return Columns(person, gathering, so_far.date, of_exchanges=False, has_header=so_far.has_header)


def days_of(rows: Sequence[tuple[int, list[str]]], place: int | None) -> Callable[[int, list[str]], float | None]:
    """How to read the day of a row."""
    if place is None:
        return lambda line, row: None
    cells = column(rows, place)
    reader: Reader | None = reader_of(cells)

    def read(line: int, row: list[str]) -> float:
        cell = row[place] if place < len(row) else ""
        day = reader(cell) if reader and cell else None
        if day is None:
            raise Unreadable("no-date", line=line, cell=cell)
        return day

    return read


def cells_of(rows: Sequence[tuple[int, list[str]]], columns: Columns) -> Iterator[tuple[int, str, str, list[str]]]:
    for line, row in rows:
        one = row[columns.one] if columns.one < len(row) else ""
        place = columns.date if columns.two is None else columns.two
        two = row[place] if place is not None and place < len(row) else ""
        if not one or not two:
            raise Unreadable("missing", line=line)
        yield line, one, two, row


def read(path: Path) -> Records:
    rows = rows_of(path)
    columns = guess(rows)
    rows = rows[1:] if columns.has_header else rows
    if not rows:
        raise Unreadable("empty", path=path)
    read_day = days_of(rows, columns.date)
    found, people = Records(), dict[str, int]()
    gatherings: dict[tuple[str, float | None], int] = {}
    days: list[float | None] = []
    for line, one, two, row in cells_of(rows, columns):
        day = read_day(line, row)
        who = people.setdefault(one, len(people))
        if columns.of_exchanges:
            if one == two:
                raise Unreadable("oneself", line=line, name=one)
            found.exchanges.append((who, people.setdefault(two, len(people))))
            days.append(day)
            continue
        number = gatherings.setdefault((two, day), len(gatherings))
        if number == len(days):
            days.append(day)
        found.attendances.append((who, number))
    found.names = list(people)
    found.days = [day for day in days if day is not None] if columns.date is not None else None
    return found
