"""What a circle was offered, and said. For every app that has something to offer:

if features.may_be_offered(circle, Feature.CARDS): …one sentence, with `components/feature.html`
if features.wants(circle, Feature.CARDS): …
"""

from __future__ import annotations

from django.db.models import QuerySet

from entregent.circles.enums import Feature
from entregent.circles.models import Circle, FeatureAnswer
from entregent.core.prepared import prepared


def may_be_offered(circle: Circle, feature: Feature) -> bool:
    """Once: not after a yes, not after a "no thanks"."""
    return circle.archived_at is None and not FeatureAnswer.objects.filter(circle=circle, feature=feature).exists()


def wants(circle: Circle, feature: Feature) -> bool:
    return FeatureAnswer.objects.filter(circle=circle, feature=feature, wanted=True).exists()


def first_to_offer(circle: Circle, called_for: list[Feature]) -> Feature | None:
    """Of what the circle's size or a member calls for, the first thing it has not answered; one at a time."""
    if circle.archived_at is not None:
        return None
    answered = set(FeatureAnswer.objects.filter(circle=circle).values_list("feature", flat=True))
    return next((one for one in called_for if one not in answered), None)


def answers(circle: Circle) -> dict[str, bool]:
    """What a circle said of each thing it was offered, for a page that asks of several."""
    return dict(_answers(circle=circle))


@prepared
def _answers(circle: Circle) -> QuerySet[FeatureAnswer, tuple[str, bool]]:
    return FeatureAnswer.objects.filter(circle=circle).values_list("feature", "wanted")
