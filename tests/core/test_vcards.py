"""Contacts as telephones export them. Everybody is fictional."""

from __future__ import annotations

import pytest

from entregent.core.spreadsheets import Table, Unreadable, addresses_in, columns_of, read_table

IPHONE = """BEGIN:VCARD\r
VERSION:3.0\r
N:Benali;Naïma;;;\r
FN:Naïma Benali\r
ORG:Chaleur SARL;Atelier;\r
TITLE:Chauffagiste\\, frigoriste\r
item1.EMAIL;type=INTERNET;type=HOME:old@example.org\r
EMAIL;type=INTERNET;type=WORK;type=pref:naima@exam\r
 ple.org\r
TEL;type=CELL:06 00 00 00 00\r
NOTE:Never read.\r
END:VCARD\r
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Le=20Goff;Lo=C3=AFc;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Lo=C3=AFc =
Le=20Goff
EMAIL;PREF;INTERNET:loic@example.org
END:VCARD
BEGIN:VCARD
VERSION:4.0
N:Roy;Inès;;;
ORG:Roy et filles
END:VCARD
BEGIN:VCARD
VERSION:3.0
TEL:06 00 00 00 01
END:VCARD
"""


def cells(written: str) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(written.encode()).rows]


def test_a_name_an_address_and_a_trade_are_read_and_nothing_else() -> None:
    table = read_table(IPHONE.encode())
    assert [row.cells for row in table.rows] == [("Naïma Benali", "naima@example.org", "Chauffagiste, frigoriste")]
    assert columns_of(table) == {"name": 0, "address": 1, "trade": 2}
    assert addresses_in(table) == [("Naïma Benali", "naima@example.org")]


def test_older_and_newer_cards_and_those_that_name_nobody() -> None:
    assert cells(ANDROID) == [("Loïc Le Goff", "loic@example.org", ""), ("Inès Roy", "", "Roy et filles")]


@pytest.mark.parametrize("broken", ["BEGIN:VCARD", "BEGIN:VCARD\nEND:VCARD\n", "BEGIN:VCARD\nFN:Cut short"])
def test_a_file_without_anybody_is_empty(broken: str) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read_table(broken.encode())


@pytest.mark.parametrize("most", [20_001, 60_000])
def test_an_address_book_that_is_a_bomb_is_refused(most: int) -> None:
    with pytest.raises(Unreadable, match="more than 20000 rows"):
        read_table(b"BEGIN:VCARD\nFN:Z\nEND:VCARD\n" * most)
    with pytest.raises(Unreadable, match="cannot be read"):
        read_table(b"BEGIN:VCARD\nFN:" + b"Z" * most + b"\nEND:VCARD\n")


def test_it_is_a_table_like_any_other() -> None:
    assert isinstance(read_table(IPHONE.encode()), Table)
