"""When the demonstration's story takes place, seen from the moment it starts: believable on any day, at any hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from entregent.core import walltime

ZONE = "Europe/Paris"
THURSDAY = 3
LUNCH = time(12, 30)
LUNCH_ENDS = time(14, 30)
WEEK = timedelta(weeks=1)
TIME_TO_ANSWER = timedelta(hours=1)
CLOSES_BEFORE = timedelta(minutes=150)
AHEAD = timedelta(hours=4)
ON_A_WEEKDAY = ((time(8, 30), "coffee"), (time(18, 30), "drinks"))
AT_THE_WEEKEND = ((time(10, 30), "walk"), (time(15, 0), "walk"))
HOLIDAYS = (((7, 24), (8, 24)), ((12, 22), (12, 31)), ((1, 1), (1, 3)))


@dataclass(frozen=True)
class Aside:
    """A gathering today or tomorrow, beside the weekly lunch."""

    day: date
    hour: time
    kind: str


def moment(day: date, hour: str) -> datetime:
    return walltime.instant(day, time.fromisoformat(hour), ZONE, second_time=False)


class Days:
    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)
        here = walltime.local(now, ZONE)
        self.today = here.date()
        back = (here.weekday() - THURSDAY) % 7
        over = back > 0 or here.time() >= LUNCH_ENDS
        self.last_lunch = self.today - timedelta(days=back if over else 7)
        self.opened = self.lunch(5) + timedelta(days=1)
        self.last_dinner = self.today - timedelta(days=2)

    def lunch(self, weeks_back: int) -> date:
        """The lunch of so many weeks before the last one."""
        return self.last_lunch - weeks_back * WEEK

    @property
    def lunches_ahead(self) -> list[date]:
        """The next lunch; also the one after it, once the next takes no more answers."""
        following = self.last_lunch + WEEK
        closes = walltime.instant(following, LUNCH, ZONE) - CLOSES_BEFORE
        return [following] if closes > self.now + TIME_TO_ANSWER else [following, following + WEEK]

    @property
    def aside(self) -> Aside | None:
        """Something today or tomorrow that can still be answered; None when that is the lunch itself."""
        tomorrow = self.today + timedelta(days=1)
        if self.lunches_ahead[0] in (self.today, tomorrow):
            return None
        for day in (self.today, tomorrow):
            for hour, kind in AT_THE_WEEKEND if day.weekday() > 4 else ON_A_WEEKDAY:
                if walltime.instant(day, hour, ZONE) >= self.now + AHEAD:
                    return Aside(day, hour, kind)
        raise AssertionError("tomorrow begins within four hours and has an evening")

    def ago(self, day: date, hour: str) -> datetime:
        """That moment, or a little while ago if it is still to come."""
        return min(moment(day, hour), self.now - timedelta(minutes=2))


def on_holiday(day: date) -> bool:
    return any(first <= (day.month, day.day) <= last for first, last in HOLIDAYS)
