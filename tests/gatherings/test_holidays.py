"""Public holidays, and the days beside them."""

from __future__ import annotations

from datetime import date

import pytest

from entregent.gatherings.dates import neighbours, occurrences
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.holidays import Holidays, easter, holidays


@pytest.mark.parametrize(
    "sunday",
    # Published by the Bureau des longitudes; 1818 and 1943 are the extremes.
    [date(1818, 3, 22), date(1943, 4, 25), date(2000, 4, 23), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)],
)
def test_easter_falls_when_it_fell(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_the_eleven_holidays_of_france() -> None:
    assert sorted(holidays(Holidays.FRANCE, 2027)) == [
        date(2027, 1, 1), date(2027, 3, 29), date(2027, 5, 1), date(2027, 5, 6), date(2027, 5, 8), date(2027, 5, 17),
        date(2027, 7, 14), date(2027, 8, 15), date(2027, 11, 1), date(2027, 11, 11), date(2027, 12, 25),
    ]  # fmt: skip
    alsace = holidays(Holidays.ALSACE_MOSELLE, 2027)
    assert set(alsace) - set(holidays(Holidays.FRANCE, 2027)) == {date(2027, 3, 26), date(2027, 12, 26)}
    assert str(alsace[date(2027, 5, 6)]) == "Ascension Day"
    assert holidays(Holidays.NONE, 2027) == {}


def test_neighbours_of_a_weekday_are_weekdays_to_come() -> None:
    friday, off = date(2026, 5, 1), {date(2026, 5, 1), date(2026, 4, 30)}
    assert neighbours(friday, date(2026, 4, 1), off) == [date(2026, 4, 29), date(2026, 5, 4)]
    assert neighbours(friday, date(2026, 4, 29), off) == [date(2026, 5, 4)]
    assert neighbours(date(2026, 8, 15), date(2026, 8, 1), {date(2026, 8, 15)}) == [
        date(2026, 8, 14),
        date(2026, 8, 16),
    ]


def test_the_last_thursday_of_each_month() -> None:
    days = occurrences(Rhythm.MONTHLY_LAST, date(2026, 11, 5), date(2026, 11, 24))
    assert [next(days) for _ in range(3)] == [date(2026, 11, 26), date(2026, 12, 31), date(2027, 1, 28)]
