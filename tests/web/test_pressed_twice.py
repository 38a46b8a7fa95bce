"""A button pressed twice: the second press finds the work done, and leads where the first one led."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle, Import
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Brings
from entregent.gatherings.operations import bringing
from entregent.people.models import Person
from entregent.people.queries import addresses_of
from tests.cast import DAY, a_circle, a_passkey, invite, somebody
from tests.web.visiting import as_person

pytestmark = pytest.mark.django_db

Press = tuple[str, dict[str, str]]
NAMES = b"Nom\nNadia B.\n"


@pytest.fixture
def circle(nadia: Person, now: datetime) -> Circle:
    return a_circle(nadia, somebody("Théo", "theo@example.org", now=now), now=now - 60 * DAY)


def same(circle: Circle, nadia: Person, now: datetime) -> Press:
    circles.import_members(circle=circle, content=NAMES, file_name="x.csv", now=now)
    mere = circle.memberships.get(name="Nadia B.").person
    return f"/c/{circle.slug}/members/{mere.key}/same", {"other": circle.memberships.get(person=nadia).person.key}


def same_the_other_way(circle: Circle, nadia: Person, now: datetime) -> Press:
    path, typed = same(circle, nadia, now)
    return path.replace(path.split("/")[-2], typed["other"]), {"other": path.split("/")[-2]}


def day_off(circle: Circle, nadia: Person, now: datetime) -> Press:
    row = gatherings.add_day_off(circle=circle, by=nadia, day=(now + 9 * DAY).date(), name="A fair", now=now)
    return f"/c/{circle.slug}/days-off/{row.pk}/remove", {}


def import_undone(circle: Circle, nadia: Person, now: datetime) -> Press:
    circles.import_members(circle=circle, content=NAMES, file_name="x.csv", now=now)
    return f"/c/{circle.slug}/bring/undo", {"import": str(Import.objects.get().pk)}


def file_dropped(circle: Circle, nadia: Person, now: datetime) -> Press:
    kept = bringing.keep(circle=circle, by=nadia, what=Brings.MEMBERS, file_name="x.csv", content=NAMES, now=now)
    return f"/c/{circle.slug}/bring/{kept.key}/drop", {}


def passkey_removed(circle: Circle, nadia: Person, now: datetime) -> Press:
    return f"/me/passkeys/{a_passkey(nadia, now=now).pk}/remove", {}


def address_removed(circle: Circle, nadia: Person, now: datetime) -> Press:
    from entregent.people import operations as people

    people.prove_address(person=nadia, written="second@example.org", now=now)
    return f"/me/addresses/{addresses_of(nadia)[0].pk}/remove", {}


def circle_left(circle: Circle, nadia: Person, now: datetime) -> Press:
    return f"/c/{circle.slug}/leave", {}


def circle_deleted(circle: Circle, nadia: Person, now: datetime) -> Press:
    return f"/c/{a_circle(nadia, name='Alone', now=now).slug}/delete", {}


def circle_restored(circle: Circle, nadia: Person, now: datetime) -> Press:
    alone = a_circle(nadia, name="Alone", now=now)
    circles.delete_circle(circle=alone, by=nadia, now=now)
    return f"/c/{alone.slug}/restore", {}


def invitation_withdrawn(circle: Circle, nadia: Person, now: datetime) -> Press:
    made = invite(circle, nadia, "eve@example.org", now=now - DAY).invitations.get()
    return f"/c/{circle.slug}/invite/{made.pk}/withdraw", {}


def invitation_restored(circle: Circle, nadia: Person, now: datetime) -> Press:
    made = invite(circle, nadia, "eve@example.org", now=now - DAY).invitations.get()
    circles.withdraw(invitation_id=made.pk, by=nadia, now=now)
    return f"/c/{circle.slug}/invite/{made.pk}/restore", {}


@pytest.mark.parametrize(
    "press",
    [
        same,
        same_the_other_way,
        day_off,
        import_undone,
        file_dropped,
        passkey_removed,
        address_removed,
        circle_left,
        circle_deleted,
        circle_restored,
        invitation_withdrawn,
        invitation_restored,
    ],
)
def test_the_second_press_leads_where_the_first_did(
    circle: Circle, nadia: Person, now: datetime, press: Callable[[Circle, Person, datetime], Press]
) -> None:
    path, typed = press(circle, nadia, now)
    client = as_person(nadia)
    first, second = client.post(path, typed), client.post(path, typed)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]


@pytest.mark.parametrize("press", [same, day_off, import_undone, file_dropped, invitation_withdrawn])
def test_a_stranger_reaches_none_of_them(
    circle: Circle, nadia: Person, now: datetime, press: Callable[[Circle, Person, datetime], Press]
) -> None:
    path, typed = press(circle, nadia, now)
    stranger = as_person(somebody("Wanda", "wanda@example.org", now=now))
    assert [stranger.post(path, typed).status_code for _press in range(2)] == [404, 404]
