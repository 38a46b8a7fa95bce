"""The people of the demonstration who come by themselves; those of the weekly lunch are in data/members.csv.

All of them are fictional, and their addresses are of the domain kept for examples.
"""

from __future__ import annotations

from datetime import datetime
from importlib.resources import files

from entregent.core.folding import fold
from entregent.people.models import Person
from entregent.people.operations import mark_signed_in, person_for, prove_address, rename

KEEPER = ("Anne-Lise Lefèvre", "anne-lise.lefevre@example.org")
REGULAR = ("Sami Ferhat", "sami.ferhat@example.org")
NEWCOMER = ("Théo Prat", "theo.prat@example.org")
FRIENDS = ("Bérénice Maillard", "Gaspard Voisin", "Ilse Brandt", "Noé Castel", "Maya Ferrand")


def data(name: str) -> bytes:
    """One of the files the story brings in."""
    return files(__package__).joinpath("data", name).read_bytes()


def address_of(name: str) -> str:
    return f"{fold(name).replace(' ', '.')}@example.org"


def come_in(name: str, address: str, now: datetime, language: str) -> Person:
    """As after a code that came back: known by their own name, at an address that is theirs."""
    person = person_for(written=address, now=now, language=language)
    prove_address(person=person, written=address, now=now)
    return mark_signed_in(person=rename(person=person, name=name), now=now, language=language)
