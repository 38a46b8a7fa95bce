"""Public holidays: days on which a rhythm's date is asked about rather than taken for granted. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FRENCH_ZONES = ("Europe/Paris",)


class Holidays(models.TextChoices):
    FRANCE = "fr", _("those of France")
    ALSACE_MOSELLE = "fr-alsace", _("those of Alsace and Moselle")
    NONE = "none", _("none")


SAME_DAY_EACH_YEAR: dict[tuple[int, int], _StrPromise] = {
    (1, 1): _("New Year’s Day"),
    (5, 1): _("Labour Day"),
    (5, 8): _("Victory Day"),
    (7, 14): _("Bastille Day"),
    (8, 15): _("Assumption Day"),
    (11, 1): _("All Saints’ Day"),
    (11, 11): _("Armistice Day"),
    (12, 25): _("Christmas Day"),
}
DAYS_FROM_EASTER: dict[int, _StrPromise] = {1: _("Easter Monday"), 39: _("Ascension Day"), 50: _("Whit Monday")}
BESIDES_IN_ALSACE_MOSELLE = (_("Good Friday"), _("Saint Stephen’s Day"))


def usual_in(zone: str) -> Holidays:
    return Holidays.FRANCE if zone in FRENCH_ZONES else Holidays.NONE


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Meeus, Jones and Butcher)."""
    century, rest = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holidays(observed: str, year: int) -> dict[date, _StrPromise]:
    """The public holidays of a year, by day."""
    if observed == Holidays.NONE:
        return {}
    sunday = easter(year)
    found = {date(year, month, day): name for (month, day), name in SAME_DAY_EACH_YEAR.items()}
    found |= {sunday + timedelta(days=after): name for after, name in DAYS_FROM_EASTER.items()}
    if observed == Holidays.ALSACE_MOSELLE:
        friday, second = BESIDES_IN_ALSACE_MOSELLE
        found |= {sunday - timedelta(days=2): friday, date(year, 12, 26): second}
    return found
