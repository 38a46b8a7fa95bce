"""What there is in a circle, asked at once: what is not there is not looked for again, region by region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, QuerySet, Subquery

from entregent.circles import rules
from entregent.circles.enums import Feature
from entregent.circles.models import Circle, FeatureAnswer, Membership, Place
from entregent.core.prepared import prepared
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.queries import listed
from entregent.gatherings import queries
from entregent.gatherings.models import Pause
from entregent.people.models import Person
from entregent.polls.models import Poll
from entregent.polls.queries import waiting


@dataclass(frozen=True)
class Signs:
    size: int
    others_answered: bool
    has_places: bool
    has_pause: bool
    has_poll: bool
    has_turns: bool  # asked whether somebody facilitates, whatever it answered
    has_decided: bool  # or been asked to
    review_on: date | None  # when its charter is looked at again
    stopped: bool  # somebody has not come for a while


def signs_of(circle: Circle, reader: Person, now: datetime) -> Signs:
    return Signs(**_signs(circle=circle, reader=reader, now=now)[0])


@prepared
def _signs(circle: Circle, reader: Person, now: datetime) -> QuerySet[Circle, Any]:
    # whoever is erased has left
    here = Membership.objects.filter(circle=circle, left_at__isnull=True).order_by().values("circle")
    return Circle.objects.filter(pk=circle.pk).values(
        size=Subquery(here.annotate(size=Count("pk")).values("size")),
        others_answered=Exists(rules.others_answered(circle, reader)),
        has_places=Exists(Place.objects.filter(circle=circle, removed_at__isnull=True)),
        has_pause=Exists(Pause.objects.filter(circle=circle, ended_at__isnull=True)),
        has_poll=Exists(Poll.objects.filter(waiting(), circle=circle)),
        has_turns=Exists(FeatureAnswer.objects.filter(circle=circle, feature=Feature.FACILITATOR)),
        has_decided=Exists(Proposal.objects.filter(listed(reader), circle=circle)),
        review_on=Subquery(Charter.objects.filter(circle=circle).order_by("-version").values("review_on")[:1]),
        stopped=Exists(queries.stopped(circle, reader, now)),
    )
