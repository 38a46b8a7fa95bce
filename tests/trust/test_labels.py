"""How far what people write may go: the label, the frozen audience, the blocks; each alone decides."""

from __future__ import annotations

import pytest

from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from entregent.threads.models import Reply
from entregent.threads.queries import KIND
from entregent.trust.enums import Reach
from entregent.trust.models import Audience
from entregent.trust.operations import freeze_audience
from entregent.trust.queries import readable
from tests.cast import NOW, somebody

pytestmark = pytest.mark.django_db


def words(author: Person, reach: Reach = Reach.CIRCLE, audience: tuple[Person, ...] = ()) -> Reply:
    reply = Reply.objects.create(
        author=author, reach=reach, kind="gathering", object_id=1, circle_id=1, text="said", written_at=NOW
    )
    freeze_audience(kind=KIND, object_id=reply.pk, people=audience)
    return reply


def read_by(viewer: Person) -> list[Reply]:
    return list(readable(Reply.objects.order_by("pk"), viewer, KIND))


def test_what_is_for_the_circle_is_read_by_whoever_is_in() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    said = words(anne)
    assert (read_by(anne), read_by(theo)) == ([said], [said])


def test_what_is_for_the_table_is_read_by_its_author_and_who_sat_there() -> None:
    anne, theo, ines = somebody("Anne"), somebody("Théo"), somebody("Inès")
    said = words(anne, Reach.TABLE, (theo,))
    assert [read_by(anne), read_by(theo), read_by(ines)] == [[said], [said], []]


def test_joining_the_audience_of_one_thing_opens_no_other() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    words(anne, Reach.TABLE)
    second = words(anne, Reach.TABLE, (theo,))
    freeze_audience(kind="note", object_id=second.pk - 1, people=[theo])
    assert read_by(theo) == [second]


def test_an_audience_is_frozen_once_for_each_reader() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    said = words(anne, Reach.TABLE, (theo,))
    freeze_audience(kind=KIND, object_id=said.pk, people=[theo, anne])
    assert set(Audience.objects.values_list("person", flat=True)) == {anne.pk, theo.pk}


@pytest.mark.parametrize("reach", list(Reach))
def test_a_block_hides_both_ways_whatever_the_label(reach: Reach) -> None:
    anne, boris, theo = somebody("Anne"), somebody("Boris"), somebody("Théo")
    said_by_anne, said_by_boris = words(anne, reach, (boris, theo)), words(boris, reach, (anne, theo))
    people.block(by=anne, person=boris, now=NOW)
    assert read_by(anne) == [said_by_anne]
    assert read_by(boris) == [said_by_boris]
    assert read_by(theo) == [said_by_anne, said_by_boris]


def test_erasure_takes_a_reader_out_of_every_audience() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    words(anne, Reach.TABLE, (theo, anne))
    erase_all(theo, NOW)
    assert list(Audience.objects.values_list("person", flat=True)) == [anne.pk]
