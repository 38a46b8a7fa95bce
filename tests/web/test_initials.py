from __future__ import annotations

import pytest

from entregent.web.components.initials import initials


@pytest.mark.parametrize(
    ("name", "signs"),
    [
        ("Nadia Benali", "NB"),
        ("nadia benali", "NB"),
        ("Anne-Lise Lefèvre", "AL"),
        ("Anne-Lise", "AL"),
        ("Inès", "In"),
        ("Bo", "Bo"),
        ("X", "X"),
        ("Odile de La Tour", "OT"),
        ("Ludwig van der Berg", "LB"),
        ("Charles d’Artagnan", "CA"),
        ("Jean de l'Isle", "JI"),
        ("Maria João da Silva e Costa", "MC"),
        ("Mme Dupont", "Du"),
        ("Dr. Sami Ferhat", "SF"),
        ("De La", "DL"),
        ("(chez) Paul Martin", "CM"),
        ("Łukasz Świątek", "ŁŚ"),
        ("Şeyma Güneş", "ŞG"),
        ("Élodie Ünal", "ÉÜ"),
        ("ßeta Ñu", "ßÑ"),
        ("Анна Ахматова", "АА"),
        ("山田太郎", "山"),
        ("محمد علي", "م\u200cع"),
        ("दीपा मेहता", "दीमे"),
        ("3 Suisses", "3S"),
        ("🌻 Rose", "Ro"),
        ("🌻", "·"),
        ("   ", "·"),
        ("", "·"),
    ],
)
def test_two_signs_for_a_name(name: str, signs: str) -> None:
    assert initials(name) == signs


def test_a_letter_and_its_accent_are_one_sign_however_they_were_typed() -> None:
    assert initials("E\u0301lodie U\u0308nal") == initials("Élodie Ünal")
