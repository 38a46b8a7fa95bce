"""The lunches' long table of today: thirty-four people said yes, and nobody has said yet who sits where."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from entregent.cli.demonstration.days import ZONE, Days
from entregent.cli.demonstration.lunches import Lunches
from entregent.cli.demonstration.telling import answer, fix, fixed_at
from entregent.core.walltime import local
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering

COMING = 34
MORNING, LAST = time(8, 0), time(21, 0)
EVENING = time(19, 30)
ARRIVING = timedelta(minutes=35)  # people come in while one looks
STEP = 5  # minutes


def tell(story: Lunches, days: Days) -> Gathering:
    people = list(story.people.values())[:COMING]
    host, fixed = story.people["Nadia Benali"], days.now - timedelta(days=2, hours=3)
    gathering = fix(
        story.circle, host, *when(days), fixed, place=_("The orangery, Meudon"), title=_("The long table of the year")
    )
    for place, person in enumerate(people):
        answer(gathering, person, Reply.YES, fixed_at(gathering) + timedelta(minutes=11 * (place + 1)))
    return gathering


def when(days: Days) -> tuple[date, time]:
    """In half an hour, so that people arrive; by night and on a day of the lunch, in the evening that comes."""
    here = local(days.now, ZONE)
    if here.time() > LAST:
        return days.today + timedelta(days=1), EVENING
    if here.time() < MORNING or days.today in (days.last_lunch, days.lunches_ahead[0]):
        return days.today, EVENING
    begins = here + ARRIVING
    return days.today, time(begins.hour, begins.minute - begins.minute % STEP)
