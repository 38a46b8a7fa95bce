"""Fictional people and one fictional evening, for the gallery of components."""

from __future__ import annotations

from datetime import date, time

from entregent.web.components.table import Around, RoundTable

DAY, HOUR, TODAY = date(2026, 12, 3), time(12, 30), date(2026, 11, 24)

NAMES = (
    "Anne-Lise Lefèvre", "Nadia Benali", "Jeanne Colin", "Sami Ferhat", "Hugo Dumas", "Malik Ouazzani", "Rose Keller",
    "Théo Prat", "Łukasz Świątek", "Odile de La Tour", "Yann Stéphan", "Inès", "Şeyma Güneş", "محمد علي", "山田太郎",
)  # fmt: skip


def crowd(count: int) -> list[Around]:
    return [Around(NAMES[index % len(NAMES)], "yes" if index % 5 else "maybe") for index in range(count)]


def lunch(heading: str, sub: str) -> RoundTable:
    answers = ("yes", "yes", "yes", "yes", "yes", "yes", "maybe", "maybe")
    people = [
        Around(name, answer, is_me=index == 0, is_new=index == 5)
        for index, (name, answer) in enumerate(zip(NAMES, answers, strict=False))
    ]
    return RoundTable.around(heading, sub, people, capacity=12)


def tables() -> list[RoundTable]:
    return [
        RoundTable.around("mercredi", "", [Around("Inès", "maybe", is_me=True)]),
        RoundTable.around("jeudi", "12\u202fh", []),
        RoundTable.around("vendredi 25", "19 h", crowd(16), capacity=16),
        RoundTable.around("samedi", "20:00", crowd(60)),
    ]
