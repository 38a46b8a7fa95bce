"""A circle's charter: the version that holds, those before it, and when it is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef

from entregent.circles.models import Circle
from entregent.circles.queries import live_memberships
from entregent.core import walltime
from entregent.decisions.enums import Section
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.queries import electors_here, open_one
from entregent.people.models import Person

EARLIEST = timedelta(hours=15)  # before UTC: where the day begins first


def holding(circle: Circle) -> Charter | None:
    return circle.charters.select_related("proposal__by", "proposal__circle").order_by("-version").first()


def version(circle: Circle, number: int) -> Charter | None:
    return circle.charters.select_related("proposal__by", "proposal__circle").filter(version=number).first()


def called_back(charter: Charter) -> list[Person]:
    """Whom its day concerns: those whose consent counted, and who are here; for one brought along, whoever came in."""
    if charter.proposal is not None:
        return electors_here(charter.proposal)
    here = live_memberships(charter.circle).filter(imported_at__isnull=True)
    return [row.person for row in here.order_by("pk")]


def packed(circle: Circle, numbers: Mapping[int, int]) -> list[dict[str, Any]]:
    """What holds, as it moves house with its circle; its headings are there to be read."""
    held = holding(circle)
    if held is None:
        return []
    said = [(section, held.sections[section]) for section in Section if held.sections.get(section)]
    return [
        {
            "adopted": held.adopted_at.isoformat(timespec="seconds"),
            "review": held.review_on.isoformat(),
            "sections": [{"section": one.value, "heading": str(one.label), "text": words} for one, words in said],
        }
    ]


def versions(circle: Circle) -> list[Charter]:
    return list(circle.charters.order_by("-version"))


def proposed(circle: Circle) -> Proposal | None:
    """The next version, while it waits."""
    return open_one(circle, "charter")


def by_id(charter_id: int) -> Charter | None:
    rows = Charter.objects.filter(pk=charter_id, circle__deleted_at__isnull=True)
    return rows.select_related("circle", "proposal").first()


def to_call_back(now: datetime) -> list[Charter]:
    """Those that hold, whose day has come by their circle's clock and whose circle was not told yet."""
    later = Charter.objects.filter(circle=OuterRef("circle"), version__gt=OuterRef("version"))
    rows = Charter.objects.filter(called_back_at__isnull=True, review_on__lte=(now + EARLIEST).date())
    rows = rows.filter(~Exists(later), circle__deleted_at__isnull=True, circle__archived_at__isnull=True)
    return [row for row in rows.select_related("circle", "proposal") if is_due(row, now)]


def is_due(charter: Charter, now: datetime) -> bool:
    return charter.review_on <= walltime.local(now, charter.circle.zone).date()
