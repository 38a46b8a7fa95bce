"""Arriving at a table by its code."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.gatherings import operations as gatherings
from entregent.people.models import Person
from tests.cast import NOW, ZONE, a_circle, somebody

pytestmark = pytest.mark.django_db


def test_a_name_is_enough_to_be_in_the_circle_and_at_the_table() -> None:
    founder = somebody("Nadia")
    gathering, link = gatherings.open_at_table(name="Déjeuners", by=founder, now=NOW, language="fr", zone=ZONE)
    odile = gatherings.arrive_by_name(link=link, name="Odile", now=NOW, language="fr")
    assert (odile.name, odile.language, odile.signed_in_at) == ("Odile", "fr", NOW)
    assert list(gathering.attendances.order_by("pk").values_list("person__name", flat=True)) == ["Nadia", "Odile"]
    assert list(gathering.circle.memberships.order_by("pk").values_list("invited_by__name", flat=True)) == [
        None,
        "Nadia",
    ]


def test_an_ordinary_link_takes_no_bare_name() -> None:
    founder = somebody("Nadia")
    link = circles.make_link(circle=a_circle(founder), by=founder, now=NOW)
    with pytest.raises(circles.Refused):
        gatherings.arrive_by_name(link=link, name="Odile", now=NOW, language="fr")
    assert list(Person.objects.values_list("name", flat=True)) == ["Nadia"]
