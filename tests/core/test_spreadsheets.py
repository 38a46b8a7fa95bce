from __future__ import annotations

import pytest

from entregent.core import spreadsheets
from entregent.core.spreadsheets import Table, Unreadable, columns_of, meaning_of, read_table

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
SEPARATORS = (";", ",", "\t")
LINE_ENDS = ("\n", "\r\n", "\r")


def cells(table: Table) -> list[tuple[str, ...]]:
    return [table.headers, *[row.cells for row in table.rows]]


@pytest.mark.parametrize("line_end", LINE_ENDS)
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("headers", [("Prénom", "Métier"), ("First name", "Trade")])
def test_the_same_table_whoever_saved_it(
    encoding: str, separator: str, line_end: str, headers: tuple[str, str]
) -> None:
    rows = [headers, ("Zoé", "épicière"), ("Loïc", "œnologue"), ("Françoise", "“indépendante” – conseil")]
    content = line_end.join(separator.join(row) for row in rows).encode(encoding)

    table = read_table(content)

    assert cells(table) == rows
    assert [row.number for row in table.rows] == [2, 3, 4]
    assert columns_of(table) == {"first name": 0, "trade": 1}


def test_excel_says_its_separator_first() -> None:
    assert cells(read_table("sep=,\r\nNom,Ville\r\nZoé;Vidal,Lyon\r\n".encode())) == [
        ("Nom", "Ville"),
        ("Zoé;Vidal", "Lyon"),
    ]


def test_a_separator_inside_cells_is_no_separator() -> None:
    listed = "Date;Présents\n26/11/2026;Zoé, Loïc, Inès\n03/12/2026;Zoé, Loïc\n"
    assert cells(read_table(listed.encode()))[1] == ("26/11/2026", "Zoé, Loïc, Inès")
    quoted = 'date,place\n2026-11-26,"Chez Zoé, Viroflay; salle du fond"\n'
    assert cells(read_table(quoted.encode()))[1] == ("2026-11-26", "Chez Zoé, Viroflay; salle du fond")


def test_rows_keep_the_number_the_spreadsheet_shows() -> None:
    table = read_table('\nNom;Lieu\n\n"Zoé\nVidal";Lyon\n;;\nLoïc;\n'.encode())
    assert [(row.number, row.cells) for row in table.rows] == [(4, ("Zoé\nVidal", "Lyon")), (6, ("Loïc",))]
    assert table.rows[1][1] == ""


def test_one_column_needs_no_separator() -> None:
    assert cells(read_table(b"Nom\nAnne\nBrice\n")) == [("Nom",), ("Anne",), ("Brice",)]


AS_CSV = "Save it as CSV from your spreadsheet, and bring that in."
LEFT_OPEN = "Row 2 cannot be read: a quotation mark is left open there, or a cell is longer than 2000 characters."
DOUBTFUL = {
    b"": "This file is empty.",
    b"\n ; \n": "This file is empty.",
    b"PK\x03\x04rest": f"This file is no CSV (Excel or LibreOffice). {AS_CSV}",
    b"%PDF-1.7": f"This file is no CSV (PDF). {AS_CSV}",
    b"\x89PNG\r\n\x1a\n\0\0\0\0\x81": f"This is not a text file. {AS_CSV.replace('CSV', 'CSV (UTF-8)')}",
    b"a;b,c\n1;2,3\n": "Columns could be separated by “;” or by “,”. Save the file again with one of them alone.",
    b"a;b\n1;2;3\n": "Row 2 has more cells than the first row names columns. If a separator stands inside a cell,"
    " put quotation marks around that cell.",
    b'a;b\n1;"2\n3;4\n': LEFT_OPEN,
    b"a;b\n" + b"x" * 2001 + b";1\n": LEFT_OPEN,
}


@pytest.mark.parametrize(("content", "sentence"), DOUBTFUL.items())
def test_what_leaves_a_doubt_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_table(content)
    assert str(refused.value) == sentence


BOMBS = {
    "too large": (b"a;b\n" + b"x;y\n" * 1_300_000, "This file is larger than 5 MB. Split it, and bring in each part."),
    "too long": (b"a;b\n" + b"x;y\n" * 20_001, "This file has more than 20000 rows. Split it, and bring in each part."),
    "too wide": (b"a;b\n" + b"x" + b";" * 4_900_000, "This file has more than 400 columns."),
    "wide from its first row": (b"," * 4_900_000 + b"x", None),
    "one cell": (b"a;b\n" + b"x" * 4_900_000, None),
    "a quotation mark left open": (b'a;b\n"' + b"x;y\n" * 1_200_000, None),
    "line ends alone": (b"a;b\n" + b"\n" * 4_900_000 + b"x;y;z", None),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_refused(bomb: str) -> None:
    content, sentence = BOMBS[bomb]
    with pytest.raises(Unreadable) as refused:
        read_table(content)
    assert sentence in (None, str(refused.value))


def test_the_most_that_is_taken() -> None:
    most = read_table(b"a;b\n" + b"x;y\n" * spreadsheets.MOST_ROWS + b"\n;\n")
    assert (len(most.rows), most.rows[-1].number) == (20_000, 20_001)


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Nom", "name"), ("NOM & PRÉNOM", "name"), ("Nom et prénom", "name"), ("Prénom", "first name"),
        ("First name", "first name"), ("Nom de famille", "family name"), ("Surname", "family name"),
        ("E-mail", "address"), ("Courriel", "address"),
        ("Adresse e-mail", "address"), ("Email address", "address"), ("Métier", "trade"), ("Job title", "trade"),
        ("Date", "day"), ("Jour", "day"), ("Heure", "hour"), ("Time", "hour"), ("Où", "place"), ("Lieu", "place"),
        ("Présent(e)s", "people"), ("Présent·e·s", "people"), ("Présents", "people"), ("Participants", "people"),
        ("Attendees", "people"), ("Participant", "name"), ("Titre", "title"), ("Ville", ""), ("26/11/2026", ""),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names_in_both_languages(header: str, meaning: str) -> None:
    assert meaning_of(header) == meaning


def test_beside_a_first_name_a_name_is_the_family_s() -> None:
    assert columns_of(read_table(b"Nom;Pr\xe9nom;Ville\nVidal;Anne;Lyon\n")) == {"family name": 0, "first name": 1}


def test_two_columns_for_one_thing_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        columns_of(read_table(b"Nom;Courriel;E-mail\nAnne;a@example.org;b@example.org\n"))
    assert str(refused.value) == "Two columns could be the same thing: “Courriel” and “E-mail”. Rename one of them."


def test_an_address_is_where_mail_goes_when_it_looks_like_it() -> None:
    assert columns_of(read_table(b"Nom;Adresse\nAnne;anne@example.org\nBrice;\n")) == {"name": 0, "address": 1}
    assert columns_of(read_table(b"Nom;Adresse\nAnne;4 rue Haute\n")) == {"name": 0}
