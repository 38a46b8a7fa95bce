"""What people agreed on: a date and an hour on the clock of a place. The UTC instant is derived, never the truth."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

FIRST_YEAR, LAST_YEAR = 1800, 2200


class UnknownZone(ValueError):
    """No zone of that name in this machine's zone data."""


class ImpossibleHour(ValueError):
    """The clock jumps over this hour that day (spring)."""


class OutOfReach(ImpossibleHour):
    """A day no calendar in use could hold: a year mistyped, or sent to break what reckons with it."""


class DoubleHour(ValueError):
    """The clock shows this hour twice that day (autumn): say the first or the second."""


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    return frozenset(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    )


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnknownZone(name) from error


def instant(day: date, hour: time, zone: str, second_time: bool | None = None) -> datetime:
    """The UTC instant of a wall time. `second_time` answers the question a double hour asks; None refuses to guess."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise OutOfReach(f"{day} {zone}")
    place = zone_of(zone)
    naive = datetime.combine(day, hour.replace(fold=0, tzinfo=None))
    first = naive.replace(tzinfo=place).astimezone(UTC)
    second = naive.replace(tzinfo=place, fold=1).astimezone(UTC)
    if first.astimezone(place).replace(tzinfo=None) != naive:
        raise ImpossibleHour(f"{naive:%Y-%m-%d %H:%M} {zone}")
    if first != second and second_time is None:
        raise DoubleHour(f"{naive:%Y-%m-%d %H:%M} {zone}")
    return second if second_time else first


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(zone_of(zone))
