from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entregent.core.folding import clean_line, clean_text, fold, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Élodie", "elodie"),
        ("E\u0301lodie", "elodie"),
        ("Œuvre, Æther", "oeuvre aether"),
        ("Straße", "strasse"),
        ("Øystein Łukasz Đuro Þór", "oystein lukasz duro thor"),
        ("Jeanne d’Arc", "jeanne d arc"),
        ("  Anne-Lise   O'Brien ", "anne lise o brien"),
        ("ŞEYMA GÜNEŞ", "seyma gunes"),
        ("山田", "山田"),
        ("🙂 —", ""),
        ("ﬁn ²", "fin 2"),
        ("𝑨nne", "anne"),
    ],
)
def test_text_is_folded_without_case_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def test_nothing_turns_the_words_after_it_round() -> None:
    assert clean_line(f"Nadia{BIDI} <moc.elpmaxe>", 80) == "Nadia <moc.elpmaxe>"
    assert clean_text(f" One{BIDI}\x00 line\nand another \n", 80) == "One line\nand another"
    assert clean_text("abcd", 3) == "abc"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_composed_and_decomposed_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" Anne \n Lise ", "Anne Lise"),
        ("Anne\u202fLi\u00a0X", "Anne Li X"),
        ("E\u0301va", "Éva"),
        ("An\x00ne\u202e\u200b", "Anne"),
        ("a" * 12, "aaaaaaaaaa"),
        ("aaaaaaaaa b", "aaaaaaaaa"),
        ("👩\u200d👧", "👩👧"),
    ],
)
def test_a_line_is_what_its_writer_meant(text: str, line: str) -> None:
    assert clean_line(text, 10) == line


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", ""),
        ("Inès", "ines"),
        ("Anne Martin", "martin anne"),
        ("Anne-Lise Lefèvre", "lefevre anne lise"),
        ("Charles de Gaulle", "gaulle charles"),
        ("Jeanne d’Arc", "arc jeanne"),
        ("Anne de la Tour", "la tour anne"),
        ("Joachim du Bellay", "du bellay joachim"),
        ("Louis-René des Forêts", "des forets louis rene"),
        ("Johann Wolfgang von Goethe", "goethe johann wolfgang"),
        ("Anne D.", "d anne"),
        ("Nolwenn Le Bihan", "le bihan nolwenn"),
        ("Khadija El Amrani", "el amrani khadija"),
        ("Sébastien Lacoste-Brun", "lacoste brun sebastien"),
        ("Bertrand d’Aubigny", "aubigny bertrand"),
    ],
)
def test_names_sort_as_french_sorts_them(name: str, key: str) -> None:
    assert sort_key(name) == key


def test_a_circle_reads_in_the_order_of_a_french_index() -> None:
    names = ["Zoé Abel", "Joachim du Bellay", "Anne de la Tour", "Honoré de Balzac", "Édith Évrard", "Éric Eberhard"]
    assert sorted(names, key=sort_key) == [
        "Zoé Abel", "Honoré de Balzac", "Joachim du Bellay", "Éric Eberhard", "Édith Évrard", "Anne de la Tour",
    ]  # fmt: skip
