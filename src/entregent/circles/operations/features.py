"""What a circle is offered once, and what it said."""

from __future__ import annotations

from datetime import datetime

from entregent.circles import rules
from entregent.circles.enums import Feature
from entregent.circles.models import Circle, FeatureAnswer
from entregent.people.models import Person


def answer_feature(*, circle: Circle, feature: Feature, wanted: bool, by: Person, now: datetime) -> None:
    """ "Yes" or "no thanks", for the whole circle; the last one to say so counts."""
    rules.allow(circle, by)
    FeatureAnswer.objects.update_or_create(
        circle=circle, feature=feature, defaults={"wanted": wanted, "by": by, "at": now}
    )


def offer_again(*, circle: Circle, feature: Feature, by: Person) -> bool:
    """Takes an answer back: it is offered as if nobody had said anything."""
    rules.allow(circle, by)
    return bool(FeatureAnswer.objects.filter(circle=circle, feature=feature).delete()[0])
