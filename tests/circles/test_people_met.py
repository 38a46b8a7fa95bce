from __future__ import annotations

from datetime import UTC, datetime

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.circles.queries import met
from entregent.people.models import Person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.make(NOW, name=name)


def circle(name: str, founder: Person) -> Circle:
    return circles.open_circle(name=name, by=founder, now=NOW, language="fr", zone="Europe/Paris")


def test_one_has_met_the_people_of_ones_circles_past_and_present() -> None:
    nadia, theo, stranger = person("Nadia"), person("Théo"), person("Inconnu")
    lunches = circle("Déjeuners", nadia)
    circles.add_member(circle=lunches, person=theo, now=NOW)
    assert met.person_met(viewer=nadia, key=theo.key) == theo
    circles.leave(circle=lunches, person=theo, now=NOW)
    assert met.person_met(viewer=nadia, key=theo.key) == theo
    assert met.person_met(viewer=nadia, key=stranger.key) is None
    assert met.person_met(viewer=nadia, key=nadia.key) is None


def test_somebody_without_a_name_of_their_own_is_known_as_a_common_circle_calls_them() -> None:
    nadia, theo, guest = person("Nadia"), person("Théo"), person("")
    circles.add_member(circle=circle("Déjeuners", nadia), person=guest, name="Odile", now=NOW)
    circles.add_member(circle=circle("Ailleurs", theo), person=guest, name="La voisine", now=NOW)
    assert met.names_met(nadia, [theo.pk, guest.pk]) == {theo.pk: "Théo", guest.pk: "Odile"}


def test_mails_are_set_circle_by_circle_for_oneself_alone() -> None:
    nadia, theo = person("Nadia"), person("Théo")
    lunches, dinners = circle("Déjeuners", nadia), circle("Dîners", nadia)
    circles.add_member(circle=lunches, person=theo, now=NOW)
    circles.set_mails(person=nadia, levels={lunches.slug: MailLevel.NONE, dinners.slug: MailLevel.DATES})
    assert [(row.circle.name, row.mail) for row in queries.memberships_of(nadia)] == [
        ("Déjeuners", "none"),
        ("Dîners", "dates"),
    ]
    assert [row.mail for row in queries.memberships_of(theo)] == ["every"]
