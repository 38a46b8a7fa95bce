"""A whole circle taken away as files and brought into another instance: labels kept, no address, each invited again."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from datetime import time
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Circle, Membership
from entregent.circles.operations import NotSettled
from entregent.circles.queries import by_name, naming, places
from entregent.core import circle_files
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.enums import Rhythm
from entregent.gatherings.models import Gathering, Note
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.threads.models import Reply
from entregent.threads.queries import visible_replies
from entregent.trust.enums import Naming, Reach
from entregent.web.venues.page import place_page
from tests.cast import DAY, NOON, NOW, a_circle, a_date, a_past_date, say, somebody, verbs, write
from tests.gatherings.planning import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne de La Tour", "anne@example.org")


@pytest.fixture
def circle(anne: Person, theo: Person) -> Circle:
    """A past date with words of each reach and naming, a date to come, a rhythm, another place."""
    circle = a_circle(anne, theo, name="Lunches")
    circles.change_circle(circle=circle, by=anne, now=NOW, purpose="We lunch.", place="Viroflay", hue="moss")
    circles.add_place(circle=circle, name="Photos", url="https://photos.example", by=anne, now=NOW)
    gatherings.set_rhythm(
        circle=circle, by=anne, now=NOW, rhythm=Rhythm.WEEKLY, anchor=NOW.date(), hour=NOON, place="", minutes=90
    )
    past = a_past_date(circle, anne, days=7, place="Le Petit Marché")
    gatherings.record_attendance(gathering=past, by=anne, person_ids=[anne.pk, theo.pk], names=[], now=NOW)
    write(past, theo, "For the circle.")
    write(past, theo, "For this table.", Reach.TABLE)
    unnamed = write(past, theo, "Do not name me.")
    Reply.objects.filter(pk=unnamed.pk).update(naming=Naming.MAY_NOT)
    for text, reach in (("Decided: Tuesdays.", Reach.ANYONE), ("At this table: nothing.", Reach.TABLE)):
        Note.objects.create(gathering=past, author=anne, text=text, reach=reach, written_at=NOW + DAY)
    a_date(circle, anne, days=3, hour=time(20, 0))
    return circle


def taken(circle: Circle, by: Person) -> dict[str, Any]:
    whole: dict[str, Any] = gatherings.take_away(circle=circle, by=by, now=NOW)
    return whole


def test_it_holds_names_dates_and_words_and_no_address(circle: Circle, anne: Person) -> None:
    whole = taken(circle, anne)
    assert [row["name"] for row in whole["members"]] == ["Anne de La Tour", "Théo"]
    past = whole["dates"][0]
    assert (past["day"], past["place"], sorted(past["there"])) == ("2026-11-17", "Le Petit Marché", [1, 2])
    assert [(row["kind"], row["by"], row["text"]) for row in whole["words"]] == [
        ("reply", 2, "For the circle."),
        ("reply", 0, "Do not name me."),
        ("note", 1, "Decided: Tuesdays."),
    ]
    assert "@" not in json.dumps(whole)
    assert verbs(circle)[0] == "took-away"


def test_each_takes_what_they_may_read(circle: Circle, anne: Person, theo: Person) -> None:
    own = {row["text"]: row["by"] for row in taken(circle, theo)["words"]}
    assert own == {"For the circle.": 2, "Do not name me.": 0, "Decided: Tuesdays.": 1}
    people.block(by=anne, person=theo, now=NOW)
    whole = taken(circle, anne)
    assert [row["name"] for row in whole["members"]] == ["Anne de La Tour"]
    assert [row["text"] for row in whole["words"]] == ["Decided: Tuesdays."]
    assert whole["dates"][0]["there"] == [1]


def test_a_newcomer_of_a_large_open_circle_takes_nothing_away(circle: Circle, anne: Person) -> None:
    for number in range(9):
        circles.add_member(circle=circle, person=somebody(f"M{number}"), now=NOW)
    circles.change_circle(circle=circle, by=anne, now=NOW, way_in="open")
    newcomer = circles.walk_in(circle=circle, person=somebody("Inès", "ines@example.org"), now=NOW).person
    with pytest.raises(NotSettled):
        taken(circle, newcomer)


def test_the_files_open_in_a_spreadsheet_and_run_nothing(circle: Circle, anne: Person, theo: Person) -> None:
    people.rename(person=theo, name="=1+1")
    folder = zipfile.ZipFile(io.BytesIO(circle_files.archive(taken(circle, anne), NOW)))
    assert sorted(folder.namelist()) == ["circle.json", "dates.csv", "members.csv", "words.csv"]
    assert "'=1+1" in folder.read("members.csv").decode("utf-8-sig")
    assert "2026-11-17;12:30;;Le Petit Marché;" in folder.read("dates.csv").decode("utf-8-sig")


def brought(circle: Circle, by: Person, founder: Person) -> Circle:
    content = circle_files.archive(taken(circle, by), NOW)
    return gatherings.bring_in(whole=circle_files.read_archive(content), by=founder, now=NOW)


def test_brought_in_it_is_whole_and_nobody_is_written_to(circle: Circle, anne: Person) -> None:
    Notice.objects.all().delete()
    other = somebody("Anne de la Tour", "anne@elsewhere.example")
    here = brought(circle, anne, other)
    assert (here.name, here.purpose, here.place, here.hue, here.way_in) == (
        "Lunches", "We lunch.", "Viroflay", "moss", "hidden",
    )  # fmt: skip
    assert [(place.name, place.url) for place in places.of(here)] == [("Photos", "https://photos.example")]
    series = gathering_queries.series_of(here)
    assert (series.rhythm, series.hour, series.minutes) == ("weekly", NOON, 90)
    rows = Membership.objects.filter(circle=here).order_by("pk")
    assert [(row.shown_name, row.imported_at is None) for row in rows] == [("Anne de la Tour", True), ("Théo", False)]
    past, ahead = here.gatherings.order_by("starts_at")
    assert (past.place, past.attendances.count(), past.imported_at) == ("Le Petit Marché", 2, NOW)
    assert (ahead.fixed_at, gathering_queries.pencilled(here, NOW)) == (None, ahead)
    said = visible_replies(viewer=other, kind="gathering", object_id=past.pk)
    assert [(row.text, row.naming, row.author.name) for row in said] == [
        ("For the circle.", "may", ""),
        ("Do not name me.", "may-not", ""),
    ]
    assert queries.names_in(here.pk, [said[0].author_id]) == {said[0].author_id: "Théo"}
    assert said[1].author.erased_at == NOW
    note = past.notes.get()
    assert (note.text, note.author, note.reach) == ("Decided: Tuesdays.", other, Reach.CIRCLE)
    assert Notice.objects.count() == 0
    assert verbs(here)[0] == "brought-in"


def test_a_word_that_names_nobody_names_nobody_there(circle: Circle, anne: Person) -> None:
    whole = taken(circle, anne)
    for row in whole["words"]:
        row["by"] = 2
    here = gatherings.bring_in(whole=whole, by=somebody("Solange", "solange@elsewhere.example"), now=NOW)
    said = {row.text: row.author.erased_at for row in Reply.objects.filter(circle_id=here.pk)}
    assert said == {"For the circle.": None, "Do not name me.": NOW}


def test_nobody_is_quoted_under_a_name_they_have_not_confirmed(circle: Circle, anne: Person) -> None:
    founder = somebody("Solange", "solange@elsewhere.example")
    here = brought(circle, anne, founder)
    row = by_name.page(here, "")[1]
    assert naming.as_authors(here.pk, [row.person_id]) == {
        row.person_id: naming.Author("somebody who has not confirmed it yet")
    }
    batch = circles.invite_known_by_name(circle=here, by=founder, written=[(row, "theo@new.example")], word="", now=NOW)
    circles.accept(invitation=batch.invitations.get(), name="", now=NOW)
    assert naming.as_authors(here.pk, [row.person_id]) == {row.person_id: naming.Author("Théo", row.person.key)}


def test_there_each_is_invited_again_and_keeps_what_they_did(circle: Circle, anne: Person) -> None:
    founder = somebody("Solange", "solange@elsewhere.example")
    here = brought(circle, anne, founder)
    waiting = by_name.page(here, "")
    assert [row.name for row in waiting] == ["Anne de La Tour", "Théo"]
    batch = circles.invite_known_by_name(
        circle=here, by=founder, written=[(waiting[1], "theo@new.example")], word="", now=NOW
    )
    membership = circles.accept(invitation=batch.invitations.get(), name="", now=NOW)
    assert membership.pk == waiting[1].pk
    past = here.gatherings.order_by("starts_at")[0]
    assert past.attendances.filter(person=membership.person).exists()
    assert by_name.how_many(here) == 1


def test_an_address_that_is_somebodys_invites_them_as_themselves(circle: Circle, anne: Person, theo: Person) -> None:
    founder = somebody("Solange", "solange@elsewhere.example")
    here = brought(circle, anne, founder)
    row = by_name.page(here, "")[1]
    batch = circles.invite_known_by_name(circle=here, by=founder, written=[(row, "theo@example.org")], word="", now=NOW)
    assert batch.invitations.get().person == theo
    assert not row.person.addresses.exists()


def test_an_invitation_called_back_leaves_its_address_with_nobody(circle: Circle, anne: Person) -> None:
    founder = somebody("Solange", "solange@elsewhere.example")
    here = brought(circle, anne, founder)
    row = by_name.page(here, "")[1]
    batch = circles.invite_known_by_name(circle=here, by=founder, written=[(row, "theo@new.example")], word="", now=NOW)
    before = [address.written for address in row.person.addresses.all()]
    circles.call_back(batch_key=batch.key, by=founder, now=NOW)
    assert (before, [*row.person.addresses.all()]) == (["theo@new.example"], [])
    assert [waiting.name for waiting in by_name.page(here, "")] == ["Anne de La Tour", "Théo"]


def furnished(circle: Circle, anne: Person, theo: Person) -> Gathering:
    """Two places, one put away, a word on the other; and who sat where last week, laid twice."""
    market = gatherings.add_venue(circle=circle, by=anne, now=NOW, name="Le Petit Marché", price="€18", noise="quiet")
    closed = gatherings.add_venue(circle=circle, by=anne, now=NOW, name="The Anchor")
    gatherings.put_venue_away(venue=closed, by=anne, now=NOW)
    gatherings.say_of_venue(venue=market, person=theo, text="Ask for the back room.", now=NOW)
    past = circle.gatherings.filter(starts_at__lt=NOW).get()
    for person in (anne, theo):
        say(past, person, now=NOW - 8 * DAY)
    first = plan(past, anne, room=(4,), now=NOW - 7 * DAY)
    plan(past, anne, room=(2, 1), seen=first.pk, now=NOW - 7 * DAY)
    gatherings.keep_apart(circle=circle, by=anne, person_id=theo.pk, now=NOW)
    return past


def test_places_and_tables_go_along_and_private_wishes_do_not(circle: Circle, anne: Person, theo: Person) -> None:
    furnished(circle, anne, theo)
    whole = taken(circle, anne)
    assert [(row["name"], row["price"], row["away"], row["words"]) for row in whole["venues"]] == [
        ("Le Petit Marché", "€18", False, [{"by": 2, "text": "Ask for the back room."}]),
        ("The Anchor", "", True, []),
    ]
    tables = whole["dates"][0]["tables"]
    assert ([one["chairs"] for one in tables], sorted(who for one in tables for who in one["people"])) == (
        [2, 1],
        [1, 2],
    )
    assert not any("apart" in key for key in whole)
    folder = zipfile.ZipFile(io.BytesIO(circle_files.archive(whole, NOW)))
    assert "2026-11-17;1;2;" in folder.read("tables.csv").decode("utf-8-sig")
    assert "Le Petit Marché;;;€18" in folder.read("places.csv").decode("utf-8-sig")


def test_places_and_tables_stand_in_the_new_house(circle: Circle, anne: Person, theo: Person) -> None:
    furnished(circle, anne, theo)
    founder = somebody("Solange", "solange@elsewhere.example")
    here = brought(circle, anne, founder)
    market, closed = here.venues.order_by("pk")
    assert (market.name, market.noise, market.put_away_at) == ("Le Petit Marché", "quiet", None)
    assert (closed.name, closed.put_away_at) == ("The Anchor", NOW)
    past = here.gatherings.order_by("starts_at")[0]
    assert past.venue == market
    laid = gathering_queries.plans.plan_of(past)
    assert laid is not None
    assert (laid.chairs, len(laid.people)) == ((2, 1), 2)
    words = place_page(market, founder, NOW).place.words
    assert words == [("somebody who has not confirmed it yet", "Ask for the back room.")]


def test_every_place_goes_along(circle: Circle, anne: Person) -> None:
    for number in range(70):
        gatherings.add_venue(circle=circle, by=anne, now=NOW, name=f"Bar {number}")
    assert brought(circle, anne, anne).venues.count() == 70


def test_a_file_written_before_places_and_tables_were_in_it_is_still_read(circle: Circle, anne: Person) -> None:
    whole = taken(circle, anne)
    for name in ("venues", "cards", "charter", "agreements"):
        del whole[name]
    for row in whole["dates"]:
        del row["tables"]
    here = gatherings.bring_in(whole=whole, by=anne, now=NOW)
    assert (here.venues.count(), here.gatherings.count()) == (0, 2)


DATE: dict[str, Any] = {"number": 1, "day": "2026-10-01", "hour": "12:30", "minutes": 60}
SAID: dict[str, Any] = {"date": 1, "by": 1, "text": "x", "naming": "may"}
CHARTER: dict[str, Any] = {"review": "2027-01-01", "sections": [{"section": "purpose", "text": "We lunch."}]}
WRONG: dict[str, Any] = {
    "another version": {"entregent": 2},
    "no members": {"members": None},
    "rows that are none": {"dates": [1]},
    "a name that is none": {"circle": {"name": 3}},
    "no name": {"circle": {"name": " "}},
    "an unknown zone": {"circle": {"name": "X", "zone": "Mars/Base"}},
    "a day that is none": {"dates": [{"number": 1, "day": "2026-13-01", "hour": "12:30", "minutes": 60}]},
    "an hour that names a zone": {"dates": [{"number": 1, "day": "2026-10-01", "hour": "12:30Z", "minutes": 60}]},
    "more people than there are": {"members": [{}] * 10_001},
    "more presences than anybody waits for": {"dates": [{"there": [1] * 10_000}] * 6},
    "two dates of one number": {"dates": [dict(DATE, there=[1]), dict(DATE, day="2026-10-02")]},
    "two people of one number": {"members": [{"number": 1, "name": "A"}, {"number": 1, "name": "B"}]},
    "words of the year 1": {"words": [SAID | {"written": "0001-01-01T00:00:00+00:00"}]},
    "a charter of the year 1": {"charter": [CHARTER | {"adopted": "0001-01-01T00:00:00+00:00"}]},
    "a rhythm of the year 9999": {"rhythm": {"rhythm": "weekly", "anchor": "9999-12-31", "hour": "12:30"}},
    "a rhythm of the year 2250": {"rhythm": {"rhythm": "weekly", "anchor": "2250-01-01", "hour": "12:30"}},
    "a rhythm of the year 1": {"rhythm": {"rhythm": "weekly", "anchor": "0001-01-01", "hour": "12:30"}},
    "places that are none": {"venues": ["Le Petit Marché"]},
    "tables that are none": {
        "dates": [{"number": 1, "day": "2026-10-01", "hour": "12:30", "minutes": 60, "tables": [4]}]
    },
    "cards that are none": {"cards": [{"verb": 3}]},
    "more cards than a deck": {"cards": [{"verb": "Sing"}] * 61},
    "agreements that are none": {"agreements": [{"title": 3}]},
    "an agreement of the year 1": {"agreements": [{"title": "X", "decided": "0001-01-01T00:00:00+00:00"}]},
    "a charter that is none": {"charter": [{"sections": "x"}]},
    "words without a label": {"words": [{"date": 1, "by": 1, "text": "x"}]},
    "a number that is none": {"words": [{"date": "1", "by": 1, "text": "x", "naming": "may"}]},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_anything_else_is_refused_whole(circle: Circle, anne: Person, change: dict[str, Any]) -> None:
    whole = copy.deepcopy(taken(circle, anne)) | change
    before = (Circle.objects.count(), Person.objects.count())
    with pytest.raises(gatherings.NotACircle):
        gatherings.bring_in(whole=whole, by=anne, now=NOW)
    assert (Circle.objects.count(), Person.objects.count()) == before


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("circle.json", b"0" * (circle_files.MOST_UNPACKED + 1))
    return content.getvalue()


def shifted() -> bytes:
    """A good folder whose end points beyond itself."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as folder:
        folder.writestr("circle.json", b"{}")
    whole = bytearray(content.getvalue())
    place = len(whole) - 22 + 16
    whole[place : place + 4] = (int.from_bytes(whole[place : place + 4], "little") + 59).to_bytes(4, "little")
    return bytes(whole)


def damaged() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as folder:
        folder.writestr("circle.json", bytes(range(256)) * 40)
    whole = content.getvalue()
    return whole[:60] + bytes(len(whole[60:200])) + whole[200:]


def test_what_no_database_holds_is_left_out_of_words(circle: Circle, anne: Person) -> None:
    whole = copy.deepcopy(taken(circle, anne))
    whole["words"][0]["text"] = "a\x00b\ud800c"
    gatherings.bring_in(whole=whole, by=anne, now=NOW)
    kept = {*Reply.objects.values_list("text", flat=True), *Note.objects.values_list("text", flat=True)}
    assert "abc" in kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        damaged(),
        shifted(),
        b"PK\x03\x04 cut short",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        bomb(),
        b" " * (circle_files.MOST_BYTES + 1),
    ],
    ids=["empty", "damaged", "shifted", "cut short", "binary", "deep", "bomb", "large"],
)
def test_what_is_no_such_file_is_refused_before_it_is_unpacked(content: bytes) -> None:
    with pytest.raises(circle_files.Unreadable):
        circle_files.read_archive(content)


def test_a_founder_of_another_name_is_beside_those_of_the_file(circle: Circle, anne: Person) -> None:
    here = brought(circle, anne, somebody("Solange", "solange@elsewhere.example"))
    assert Membership.objects.filter(circle=here).count() == 3
    circles.delete_circle(circle=here, by=here.opened_by, now=NOW)
    assert circles.purge_deleted(NOW + 31 * DAY) == 1
