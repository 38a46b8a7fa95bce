"""Days of a rhythm and slots to offer: dates in, dates out."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entregent.circles.enums import Setting
from entregent.gatherings.dates import USUAL, Slot, occurrences, three_slots
from entregent.gatherings.enums import Rhythm

TODAY = date(2026, 11, 24)  # a Tuesday
REAL = [rhythm for rhythm in Rhythm if rhythm != Rhythm.FREE]
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
HOURS = st.sampled_from([time(12, 30), time(19, 0), time(8, 15)])
SLOTS = st.builds(Slot, DAYS, HOURS)


def first(rhythm: str, anchor: date, after: date, count: int = 3) -> list[date]:
    return list(islice(occurrences(rhythm, anchor, after), count))


@pytest.mark.parametrize(
    ("rhythm", "anchor", "days"),
    [
        ("weekly", date(2026, 11, 5), [date(2026, 11, 26), date(2026, 12, 3), date(2026, 12, 10)]),
        ("weekly", TODAY, [date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15)]),
        ("weekly", date(2026, 12, 10), [date(2026, 12, 10), date(2026, 12, 17), date(2026, 12, 24)]),
        ("fortnightly", date(2026, 11, 5), [date(2026, 12, 3), date(2026, 12, 17), date(2026, 12, 31)]),
        ("monthly-date", date(2026, 1, 31), [date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31)]),
        ("monthly-date", date(2024, 2, 29), [date(2026, 11, 29), date(2026, 12, 29), date(2027, 1, 29)]),
        ("monthly-date", date(2027, 2, 3), [date(2027, 2, 3), date(2027, 3, 3), date(2027, 4, 3)]),
        ("monthly-weekday", date(2026, 11, 5), [date(2026, 12, 3), date(2027, 1, 7), date(2027, 2, 4)]),
        ("monthly-weekday", date(2026, 10, 29), [date(2026, 11, 26), date(2026, 12, 31), date(2027, 1, 28)]),
        ("free", date(2026, 11, 5), []),
    ],
)
def test_the_days_a_rhythm_means(rhythm: str, anchor: date, days: list[date]) -> None:
    assert first(rhythm, anchor, TODAY) == days


@given(st.sampled_from(REAL), DAYS, DAYS)
def test_days_are_after_and_in_order_and_not_before_the_anchor(rhythm: str, anchor: date, after: date) -> None:
    days = first(rhythm, anchor, after, 8)
    assert len(days) == 8
    assert all(after < day and anchor <= day for day in days)
    assert days == sorted(set(days))


@given(st.sampled_from(REAL), DAYS, DAYS)
def test_from_any_day_on_a_rhythm_is_the_same(rhythm: str, anchor: date, after: date) -> None:
    days = first(rhythm, anchor, after, 6)
    assert first(rhythm, anchor, days[1] - timedelta(days=1), 3) == days[1:4]


@given(DAYS, DAYS)
def test_a_week_is_seven_days_and_a_month_has_one(anchor: date, after: date) -> None:
    assert {day.weekday() for day in first("weekly", anchor, after)} == {anchor.weekday()}
    assert {(day - anchor).days % 14 for day in first("fortnightly", anchor, after)} == {0}
    for rhythm in ("monthly-date", "monthly-weekday"):
        months = [(day.year, day.month) for day in first(rhythm, anchor, after, 13)]
        assert len(set(months)) == 13
    assert {day.weekday() for day in first("monthly-weekday", anchor, after, 13)} == {anchor.weekday()}


def slots(
    rhythm: str = "free",
    anchor: date | None = None,
    hour: time | None = None,
    past: list[Slot] | None = None,
    setting: str = "lunch",
    taken: tuple[Slot, ...] = (),
) -> list[Slot]:
    return three_slots(
        rhythm=rhythm, anchor=anchor, hour=hour, past=past or [], setting=setting, today=TODAY, taken=taken
    )


THURSDAY, FRIDAY = Slot(date(2026, 11, 26), time(12, 30)), Slot(date(2026, 11, 27), time(12, 30))
NEXT_THURSDAY = Slot(date(2026, 12, 3), time(12, 30))


def test_a_new_circle_is_offered_what_its_setting_suggests() -> None:
    assert slots() == [THURSDAY, FRIDAY, NEXT_THURSDAY]
    assert {setting.value for setting in Setting} == set(USUAL)
    assert slots(setting="unheard of") == slots(setting="other")


def test_a_rhythm_comes_first() -> None:
    offered = slots("weekly", date(2026, 11, 2), time(19, 0), past=[THURSDAY])
    assert offered[0] == Slot(date(2026, 11, 30), time(19, 0))


def test_a_rhythm_without_hour_or_anchor_says_nothing() -> None:
    assert slots("weekly", None, time(19, 0)) == slots("weekly", TODAY, None) == slots()


def test_habits_come_before_the_setting() -> None:
    friday_evening = [Slot(date(2026, 11, day), time(20, 0)) for day in (20, 13, 6)]
    assert slots(past=friday_evening)[0] == Slot(date(2026, 11, 27), time(20, 0))


def test_what_is_fixed_or_was_cancelled_is_not_offered_again() -> None:
    rhythm = ("weekly", date(2026, 11, 5), time(12, 30))
    assert slots(*rhythm)[0] == THURSDAY
    offered = slots(*rhythm, taken=(THURSDAY, FRIDAY))
    assert offered[0] == NEXT_THURSDAY
    assert not {THURSDAY, FRIDAY} & set(offered)


@given(
    st.sampled_from(list(Rhythm)),
    st.none() | DAYS,
    st.none() | HOURS,
    st.lists(SLOTS, max_size=20),
    st.sampled_from(sorted(USUAL)),
    DAYS,
    st.sets(SLOTS, max_size=5),
)
def test_there_are_always_three_distinct_slots_to_come(
    rhythm: str, anchor: date | None, hour: time | None, past: list[Slot], setting: str, today: date, taken: set[Slot]
) -> None:
    offered = three_slots(rhythm=rhythm, anchor=anchor, hour=hour, past=past, setting=setting, today=today, taken=taken)
    assert len(set(offered)) == 3
    assert all(slot.day > today for slot in offered)
    assert not taken & set(offered)
    assert offered[1] < offered[2]
