"""Each thing one says of oneself is read by those one chose, and by nobody else: one gate, every field."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all, export_all
from entregent.profiles import operations, queries
from entregent.profiles.enums import Field
from entregent.profiles.models import Photo
from entregent.profiles.queries import Card
from tests.cast import DAY, HOUR, NOW, a_circle, a_photo, a_profile, somebody
from tests.tables import holding

pytestmark = pytest.mark.django_db

WORDS: dict[str, Any] = {
    "trade": "canaryjoiner",
    "sector": "crafts",
    "town": "canarytown",
    "about": "canaryabout",
    "offers": "canaryoffer",
    "wants": "canarywant",
    "telephone": "canary06",
}


@dataclass
class Two:
    """Nadia is in two circles, Théo with her in the first, Inès in the second."""

    nadia: Person
    theo: Person
    ines: Person
    lunch: Circle
    choir: Circle

    def seen(self, by: Person, circle: Circle) -> Card:
        return queries.card(viewer=by, circle=circle, person=self.nadia)


@pytest.fixture
def two() -> Two:
    nadia, theo, ines = somebody("Nadia", "nadia@canary-box.example"), somebody("Théo"), somebody("Inès")
    return Two(nadia, theo, ines, a_circle(nadia, theo), a_circle(nadia, ines, name="Choir"))


def everything(two: Two, *to: Circle | None) -> None:
    a_profile(two.nadia, *to, **WORDS)
    a_photo(two.nadia, *to)
    operations.show(person=two.nadia, field=Field.ADDRESS, to=to)


FULL = Card(
    trade="canaryjoiner",
    sector="crafts",
    town="canarytown",
    about="canaryabout",
    telephone="canary06",
    address="nadia@canary-box.example",
    offers=("canaryoffer",),
    wants=("canarywant",),
    has_photo=True,
)


def test_every_field_can_be_shown() -> None:
    assert {one.name for one in fields(Card)} == {*Field.values} - {"photo"} | {"has_photo"}
    assert all(getattr(FULL, one.name) for one in fields(Card))


def test_shown_to_nobody_is_read_by_nobody(two: Two) -> None:
    everything(two)
    assert [two.seen(by, circle) for by in (two.theo, two.ines) for circle in (two.lunch, two.choir)] == [Card()] * 4
    assert two.seen(two.nadia, two.lunch) == Card()
    assert queries.own(two.nadia).card == FULL


def test_shown_to_one_circle_is_read_there_alone(two: Two) -> None:
    everything(two, two.lunch)
    assert [two.seen(two.theo, two.lunch), two.seen(two.nadia, two.lunch)] == [FULL, FULL]
    assert [two.seen(two.theo, two.choir), two.seen(two.ines, two.choir), two.seen(two.ines, two.lunch)] == [Card()] * 3


def test_shown_to_anyone_is_read_in_each_of_ones_circles_and_in_no_other(two: Two) -> None:
    everything(two, None)
    assert [two.seen(two.theo, two.lunch), two.seen(two.ines, two.choir)] == [FULL, FULL]
    elsewhere = a_circle(somebody("Wanda"), two.theo, name="Elsewhere")
    assert two.seen(two.theo, elsewhere) == Card()
    circles.add_member(circle=elsewhere, person=two.nadia, now=NOW)
    assert two.seen(two.theo, elsewhere) == FULL


@pytest.mark.parametrize("field", Field.values)
def test_one_field_shown_shows_no_other(two: Two, field: str) -> None:
    everything(two)
    operations.show(person=two.nadia, field=Field(field), to=[two.lunch])
    name = "has_photo" if field == "photo" else field
    assert two.seen(two.theo, two.lunch) == Card(**{name: getattr(FULL, name)})


def test_who_left_or_was_blocked_reads_nothing(two: Two) -> None:
    everything(two, None)
    people.block(by=two.nadia, person=two.theo, now=NOW)
    assert two.seen(two.theo, two.lunch) == Card()
    people.unblock(by=two.nadia, person=two.theo)
    people.block(by=two.theo, person=two.nadia, now=NOW)
    assert two.seen(two.theo, two.lunch) == Card()
    people.unblock(by=two.theo, person=two.nadia)
    assert two.seen(two.theo, two.lunch) == FULL
    circles.leave(circle=two.lunch, person=two.theo, now=NOW)
    assert two.seen(two.theo, two.lunch) == Card()


def test_who_left_is_read_no_more(two: Two) -> None:
    everything(two, None)
    circles.leave(circle=two.lunch, person=two.nadia, now=NOW)
    assert (two.seen(two.theo, two.lunch), two.seen(two.ines, two.choir)) == (Card(), FULL)


def test_the_picture_itself_passes_the_same_gate(two: Two) -> None:
    a_photo(two.nadia, two.lunch)

    def read(by: Person, circle: Circle) -> bytes | None:
        return queries.photo(viewer=by, circle=circle, person=two.nadia)

    assert read(two.theo, two.lunch) == queries.own_photo(two.nadia)
    assert [read(two.theo, two.choir), read(two.ines, two.choir), read(two.ines, two.lunch)] == [None] * 3


def test_a_photo_removed_comes_back_for_a_day_then_is_gone(two: Two) -> None:
    a_photo(two.nadia, two.lunch)
    operations.remove_photo(person=two.nadia, now=NOW)
    assert (two.seen(two.theo, two.lunch).has_photo, queries.own_photo(two.nadia)) == (False, None)
    operations.forget_old(NOW + 23 * HOUR)
    assert operations.restore_photo(person=two.nadia) is True
    assert two.seen(two.theo, two.lunch).has_photo
    operations.remove_photo(person=two.nadia, now=NOW)
    operations.forget_old(NOW + DAY)
    assert (operations.restore_photo(person=two.nadia), Photo.objects.count()) == (False, 0)


def test_a_trade_one_said_stands_for_the_one_a_file_brought(two: Two) -> None:
    def trades(by: Person, circle: Circle) -> dict[int, str]:
        return queries.trades(viewer=by, circle=circle, person_ids=[two.nadia.pk, two.theo.pk])

    assert trades(two.theo, two.lunch) == {}
    a_profile(two.nadia, two.lunch, trade="joiner")
    assert trades(two.theo, two.lunch) == {two.nadia.pk: "joiner"}
    assert trades(two.ines, two.choir) == {two.nadia.pk: ""}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a van\nread a lease", ("a van", "read a lease")),
        ("a van, or a car; read a lease; ", ("a van, or a car", "read a lease")),
        ("A van\na VAN\n\n  \n", ("A van",)),
        ("", ()),
    ],
)
def test_skills_are_one_a_line_and_each_once(two: Two, typed: str, kept: tuple[str, ...]) -> None:
    operations.say(person=two.nadia, field=Field.OFFERS, text="old", now=NOW)
    operations.say(person=two.nadia, field=Field.OFFERS, text=typed, now=NOW)
    assert queries.own(two.nadia).card.offers == kept


def test_an_address_not_proved_is_shown_to_nobody(two: Two) -> None:
    theo = two.theo
    people.give_address(person=theo, written="theo@canary-box.example", now=NOW)
    operations.show(person=theo, field=Field.ADDRESS, to=[two.lunch])
    assert queries.card(viewer=two.nadia, circle=two.lunch, person=theo).address == ""


def test_taken_away_and_erased_with_their_owner(two: Two) -> None:
    everything(two, two.lunch)
    taken: dict[str, Any] = export_all(two.nadia)["profiles"]
    assert taken["profile"][0]["about"] == "canaryabout"
    assert [one["text"] for one in taken["skills"]] == ["canaryoffer", "canarywant"]
    assert taken["photo_jpeg_base64"]
    erase_all(two.nadia, NOW)
    assert holding("canary") == set()
    assert not Photo.objects.exists()
