from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entregent.core.walltime import DoubleHour, ImpossibleHour, OutOfReach, UnknownZone, instant, local, zone_of, zones
from tests.cast import ZONE

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("day", "utc_hour"), [(date(2026, 3, 28), 11), (SPRING, 10), (date(2026, 10, 24), 10), (AUTUMN, 11)]
)
def test_lunch_stays_at_half_past_twelve_across_the_change_of_clocks(day: date, utc_hour: int) -> None:
    assert instant(day, time(12, 30), ZONE) == datetime(day.year, day.month, day.day, utc_hour, 30, tzinfo=UTC)
    assert local(instant(day, time(12, 30), ZONE), ZONE).time() == time(12, 30)


def test_an_hour_the_clock_skips_is_refused() -> None:
    with pytest.raises(ImpossibleHour, match="2026-03-29 02:30 Europe/Paris"):
        instant(SPRING, time(2, 30), ZONE)
    with pytest.raises(ImpossibleHour):
        instant(SPRING, time(2, 30), ZONE, second_time=True)
    assert instant(SPRING, time(3, 0), ZONE) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_an_hour_the_clock_shows_twice_is_asked_about() -> None:
    with pytest.raises(DoubleHour, match="2026-10-25 02:30 Europe/Paris"):
        instant(AUTUMN, time(2, 30), ZONE)
    first, second = (instant(AUTUMN, time(2, 30), ZONE, second_time=again) for again in (False, True))
    assert (first, second - first) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), timedelta(hours=1))


def test_which_of_the_two_means_nothing_on_any_other_hour() -> None:
    assert instant(AUTUMN, time(12, 30), ZONE, second_time=True) == instant(AUTUMN, time(12, 30), ZONE)


def test_an_hour_with_its_own_zone_or_fold_is_read_as_a_clock_face() -> None:
    assert instant(AUTUMN, time(12, 30, tzinfo=UTC, fold=1), ZONE) == instant(AUTUMN, time(12, 30), ZONE)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Europe", "Europe/Paris\x00"])
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_of(name)


def test_the_zones_offered_are_places() -> None:
    assert {"Europe/Paris", "America/Martinique", "Indian/Reunion"} <= zones()
    assert not {"UTC", "Etc/GMT+3", "posix/Europe/Paris"} & zones()


@given(
    st.dates(date(1990, 1, 1), date(2037, 12, 31)),
    st.times().map(lambda hour: hour.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]),
    st.booleans(),
)
def test_the_instant_shows_the_same_clock_face_or_is_refused(
    day: date, hour: time, zone: str, second_time: bool
) -> None:
    try:
        moment = instant(day, hour, zone, second_time)
    except ImpossibleHour:
        return
    shown = local(moment, zone)
    assert (shown.date(), shown.time()) == (day, hour)
    assert moment.tzinfo is UTC


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1799, 12, 31), date(2201, 1, 1), date(9999, 12, 31)])
def test_a_day_no_calendar_could_hold_is_out_of_reach(day: date) -> None:
    with pytest.raises(OutOfReach):
        instant(day, time(12, 30), ZONE)
