"""Coming in by a link, or by a name alone at a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from entregent.people import operations as people
from entregent.people import queries
from entregent.people.enums import Purpose
from entregent.people.models import Person

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.django_db


def sign_in_token(person: Person, *, single_use: bool) -> str:
    link = people.ensure_link(
        person=person,
        purpose=Purpose.SIGN_IN,
        kind="person",
        object_id=person.pk,
        now=NOW,
        lives=HOUR,
        single_use=single_use,
    )
    return queries.token_of(link)


def test_a_link_of_one_use_opens_one_session() -> None:
    nadia = Person.objects.make(NOW, name="Nadia")
    token = sign_in_token(nadia, single_use=True)
    assert people.enter_by_link(token=token, now=NOW, language="fr") == nadia
    with pytest.raises(people.LinkGone):
        people.enter_by_link(token=token, now=NOW, language="fr")


def test_a_reusable_link_opens_sessions_until_its_time_has_passed() -> None:
    nadia = Person.objects.make(NOW, name="Nadia")
    token = sign_in_token(nadia, single_use=False)
    assert people.enter_by_link(token=token, now=NOW, language="fr") == nadia
    assert people.enter_by_link(token=token, now=NOW + HOUR / 2, language="fr") == nadia
    with pytest.raises(people.LinkGone):
        people.enter_by_link(token=token, now=NOW + HOUR, language="fr")


def test_a_link_of_another_purpose_opens_no_session() -> None:
    nadia = Person.objects.make(NOW, name="Nadia")
    link = people.ensure_link(person=nadia, purpose=Purpose.MAILS, kind="circle", object_id=1, now=NOW, lives=HOUR)
    with pytest.raises(people.LinkGone):
        people.enter_by_link(token=queries.token_of(link), now=NOW, language="fr")


def test_ten_names_from_one_network_within_the_hour() -> None:
    for number in range(people.NAMES_PER_NETWORK):
        people.enter_by_name(name=f"Invité {number}", network="192.0.2.1", now=NOW, language="fr")
    with pytest.raises(people.TooMany):
        people.enter_by_name(name="Un de trop", network="192.0.2.1", now=NOW + HOUR / 2, language="fr")
    elsewhere = people.enter_by_name(name="Ailleurs", network="192.0.2.2", now=NOW, language="fr")
    later = people.enter_by_name(name="Plus tard", network="192.0.2.1", now=NOW + HOUR, language="fr")
    assert [elsewhere.name, later.name] == ["Ailleurs", "Plus tard"]
    assert Person.objects.count() == people.NAMES_PER_NETWORK + 2
