import pytest

from french_spacing import FIRM, NARROW, normalise

N, F = NARROW, FIRM


@pytest.mark.parametrize(
    ("typed", "set_well"),
    [
        ("Bonjour !", f"Bonjour{N}!"),
        ("Bonjour!", f"Bonjour{N}!"),
        ("Vraiment ?!", f"Vraiment{N}?!"),
        ("un ; deux", f"un{N}; deux"),
        (f"un{F}; deux", f"un{N}; deux"),
        ("Lieu : ici", f"Lieu{F}: ici"),
        ("Lieu:", f"Lieu{F}:"),
        (" :", f"{F}:"),
        ("« Oui »", f"«{N}Oui{N}»"),
        ("«Oui»", f"«{N}Oui{N}»"),
        ("« Qui ? » demande-t-il", f"«{N}Qui{N}?{N}» demande-t-il"),
        ("l'adresse d'«Ici»", f"l’adresse d’«{N}Ici{N}»"),
        ("Attendez...", "Attendez…"),
        ("Attendez... !", f"Attendez…{N}!"),
        ("à 12 h 30", f"à 12{F}h{F}30"),
        ("12 €, soit 20 %", f"12{F}€, soit 20{F}%"),
        ("20 %% de plus", f"20{F}%% de plus"),
        ("le n° 3", f"le n°{F}3"),
        ("%(name)s : venez !", f"%(name)s{F}: venez{N}!"),
        ("%(name)s?", f"%(name)s{N}?"),
        ("<strong>Qui ?</strong> Vous !", f"<strong>Qui{N}?</strong> Vous{N}!"),
    ],
)
def test_plain_spaces_become_french_ones(typed: str, set_well: str) -> None:
    assert normalise(typed) == set_well
    assert normalise(set_well) == set_well


@pytest.mark.parametrize(
    "text",
    [
        "à 12:30",
        "https://exemple.fr/?a=b&amp;c=d",
        "mailto:nous",
        '<a class="a" title="Qui ?" href=\'%(url)s\'>ici</a>',
        "&nbsp;&laquo;",
        "un texte, sans rien.",
        "{name!r}",
        "12 %(unit)s",
    ],
)
def test_what_is_no_sentence_is_left_alone(text: str) -> None:
    assert normalise(text) == text
