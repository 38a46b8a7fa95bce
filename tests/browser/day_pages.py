"""The pages of the day itself: run sheet, tables, and what somebody says in private."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from entregent.gatherings import operations
from entregent.gatherings.enums import Company
from tests.browser.reached import Reached, Way
from tests.cast import Story


def of_the_day(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.gathering.key]), story.founder)


def with_a_plan(name: str) -> Way:
    def reach(story: Story) -> Reached:
        given: dict[str, Any] = {"whose": Company.COMING, "room": [3, 3], "seed": 1, "seen": 0, "now": story.now}
        operations.make_plan(gathering=story.gathering, by=story.founder, **given)
        return of_the_day(name)(story)

    return reach


def private(story: Story) -> Reached:
    operations.keep_apart(circle=story.circle, by=story.founder, person_id=story.member.pk, now=story.now)
    return Reached(reverse("apart", args=[story.circle.slug]), story.founder)


DAY_ITSELF: dict[str, Way] = {
    "day": of_the_day("day"),
    "day-paper": of_the_day("day-paper"),
    "tables": of_the_day("tables"),
    "tables-made": with_a_plan("tables"),
    "tables-wall": with_a_plan("tables-wall"),
    "apart": private,
}
