"""The published network of 1936: eighteen women, fourteen gatherings, who was at which.

A. Davis, B. B. Gardner and M. R. Gardner, "Deep South", University of Chicago Press, 1941. The names are the book's;
its table gives the month and day of each gathering, and no hour.
"""

from __future__ import annotations

from datetime import datetime, time

from django.utils.translation import gettext as _

from entregent.circles import operations as circles
from entregent.circles.enums import Setting
from entregent.circles.models import Circle
from entregent.circles.operations.archiving import archive_circle
from entregent.cli.demonstration.people import data
from entregent.gatherings import operations as gatherings
from entregent.people.models import Person

SLUG = "old-city-1936"
NOON = time(12)


def tell(keeper: Person, now: datetime) -> Circle:
    circle = circles.open_circle(
        name="Old City, 1936 (Davis, Gardner & Gardner)",
        by=keeper,
        now=now,
        language="en",
        zone="America/Chicago",
        slug=SLUG,
        setting=Setting.OTHER,
    )
    gatherings.start_series(circle, now)
    circles.change_circle(
        circle=circle,
        by=keeper,
        now=now,
        place="Natchez, Mississippi",
        hue="slate",
        purpose=_(
            "Eighteen women and the fourteen gatherings they were seen at, from the social pages of a newspaper:"
            " published in “Deep South” (1941), studied ever since. Hours were not published; noon stands for them."
        ),
    )
    gatherings.import_gatherings(
        circle=circle, content=data("old_city.csv"), file_name="old_city.csv", now=now, hour=NOON
    )
    archive_circle(
        circle=circle, because=_("A published example of 1936, to look at: nobody will meet again."), by=keeper, now=now
    )
    return circle
