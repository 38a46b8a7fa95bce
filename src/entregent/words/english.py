"""Reasons in English: one sentence, or two where a count decides."""

from __future__ import annotations

REASONS: dict[str, str | tuple[str, str]] = {
    "first-time": "The first time you sit together.",
    "new-pairs": ("One pair who had not met.", "{count} pairs who had not met."),
    "again": ("{people} sat together once before.", "{people} sat together {count} times before."),
    "mixed": ("One {field} at this table.", "{count} {field} at this table."),
    "alone": "Alone at this table.",
    "joins": ("Somebody new to meet at this table.", "{count} people new to meet at this table."),
    "no-turn-yet": "Has not had a turn yet.",
    "turns-ago": ("Had the last turn.", "Had a turn {count} turns ago."),
    "light-card": "A light card, drawn by chance alone.",
    "work-by-lot": "Drawn by lot: no such card in the last two draws.",
    "work-again": (
        "Drawn by lot, though they had such a card in the last two draws: everybody here had one.",
        "Drawn by lot, though they had such cards in both of the last two draws: everybody here had as many.",
    ),
    "expected": "Between {low} and {high} will come, 8 times in 10.",
    "seen-at-slot": ("From one gathering at this slot.", "From {count} gatherings at this slot."),
    "never-tried": "This slot was never tried: the estimate is wide.",
    "trend-too-early": (
        "Too early to say: one gathering so far, and six are needed.",
        "Too early to say: {count} gatherings so far, and six are needed.",
    ),
    "trend-no-sign": "No sign that fewer people come, over {count} gatherings.",
    "trend-fading": "Fewer people come: about {percent} % less at the end of {count} gatherings than at the start.",
    "trend-growing": "More people come: about {percent} % more at the end of {count} gatherings than at the start.",
}

FIELDS = {
    "trade": ("trade", "trades"),
    "métier": ("trade", "trades"),
    "sector": ("sector", "sectors"),
    "secteur": ("sector", "sectors"),
    "place": ("place", "places"),
    "lieu": ("place", "places"),
    "culture": ("culture", "cultures"),
    "experience": ("level of experience", "levels of experience"),
}
