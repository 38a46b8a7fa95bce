"""Who was there, brought in from a spreadsheet in any of its shapes, and taken back. Everybody is fictional."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Import, Membership
from entregent.circles.operations.importing import Fate, Report
from entregent.core.spreadsheets import Unreadable
from entregent.core.written_dates import Order
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Attendance, Gathering
from entregent.notices.models import Notice
from entregent.people.models import Address, Person
from entregent.threads import operations as threads
from entregent.trust.enums import Naming, Reach
from tests.cast import NOW, a_circle, a_date, somebody

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2026, 11, 5), date(2026, 11, 12)
LATER = NOW + timedelta(hours=1)
SHAPES = {
    "a row for each gathering": "Date;Présents\n05/11/2026;Zoé, Loïc\n12/11/2026;Zoé et Inès\n",
    "a row for each person at each": "Nom;Jour\nZoé;5 novembre 2026\nZoé;12 nov. 26\nLoïc;5/11/26\nInès;12/11/2026\n",
    "persons by dates": "Name,2026-11-05,2026-11-12\nZoé,x,x\nLoïc,1,\nInès,no,yes\n",
    "dates by persons": "Date;Zoé;Loïc;Inès\njeu. 05/11/2026;✓;✓;\n12.11.2026;x;-;x\n",
}


@pytest.fixture
def circle() -> Circle:
    """Of French, where nobody writes the month first."""
    nadia = somebody("Nadia Benali", "nadia@example.org")
    circle = circles.open_circle(name="Déjeuners", by=nadia, now=NOW, language="fr", zone="Europe/Paris")
    gatherings.start_series(circle, NOW)
    return circle


def bring(circle: Circle, text: str, now: datetime = NOW, **said: object) -> Report:
    return gatherings.import_gatherings(circle=circle, content=text.encode(), file_name="x.csv", now=now, **said)  # type: ignore[arg-type]


def there(circle: Circle) -> dict[tuple[date, time], list[str]]:
    rows = circle.gatherings.order_by("starts_at").prefetch_related("attendances")
    names = dict(Membership.objects.filter(circle=circle).values_list("person_id", "name"))
    return {
        (row.day, row.hour): sorted(names[seat.person_id] or seat.person.name for seat in row.attendances.all())
        for row in rows
    }


def rows() -> dict[str, int]:
    kinds = (Person, Membership, Address, Gathering, Attendance, Import, Notice)
    return {kind.__name__: kind.objects.count() for kind in kinds}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_gatherings_whatever_the_shape_of_the_table(circle: Circle, shape: str) -> None:
    report = bring(circle, SHAPES[shape])
    assert {line.fate for line in report.lines} == {Fate.ADDED}
    assert there(circle) == {(FIRST, time(12, 30)): ["Loïc", "Zoé"], (SECOND, time(12, 30)): ["Inès", "Zoé"]}
    assert (circle.memberships.count(), Notice.objects.count()) == (4, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "headers", [("Nom", "Date", "Heure", "Lieu", "Objet"), ("Who", "When", "Time", "Where", "Subject")]
)
def test_the_same_gathering_whatever_wrote_the_file(
    circle: Circle, encoding: str, separator: str, headers: tuple[str, ...]
) -> None:
    row = ("Zoé", "26 novembre 2025", "19 h 30", "Café des Œillets", "La rentrée")
    content = "\r\n".join(separator.join(cells) for cells in (headers, row)).encode(encoding)
    gatherings.import_gatherings(circle=circle, content=content, file_name="x.csv", now=NOW)
    kept = circle.gatherings.values_list("day", "hour", "place", "title", "attendances__person__memberships__name")
    assert list(kept) == [(date(2025, 11, 26), time(19, 30), "Café des Œillets", "La rentrée", "Zoé")]


def test_what_was_is_fixed_recorded_and_asks_nothing_of_anybody(circle: Circle) -> None:
    bring(circle, SHAPES["persons by dates"])
    row = circle.gatherings.get(day=SECOND)
    assert (row.fixed_at, row.recorded_at, row.imported_at) == (NOW, NOW, NOW)
    assert (row.fixed_by, row.recorded_by, row.mail_leaves_at) == (None, None, None)
    assert queries.last_gathering(circle, NOW) == row
    assert queries.unrecorded(circle, NOW) is None


@pytest.mark.parametrize("again", SHAPES)
def test_a_second_import_adds_nothing_whatever_its_shape(circle: Circle, again: str) -> None:
    bring(circle, SHAPES["persons by dates"])
    before = rows()
    report = bring(circle, SHAPES[again], LATER)
    assert ({line.fate for line in report.lines}, report.brought) == ({Fate.HERE}, None)
    assert rows() == before


def test_a_corrected_file_adds_only_what_is_new(circle: Circle) -> None:
    bring(circle, SHAPES["persons by dates"])
    report = bring(circle, "Nom;2026-11-05;2026-11-12\nZoé;x;x\nInès;x;x\nHugo;;x\n", LATER)
    assert [(line.number, line.fate, line.what) for line in report.lines] == [
        (2, Fate.HERE, "Zoé, 2 gatherings"),
        (3, Fate.ADDED, "Inès, 2 gatherings"),
        (4, Fate.ADDED, "Hugo, Thursday 12 November 2026"),
    ]
    assert there(circle) == {
        (FIRST, time(12, 30)): ["Inès", "Loïc", "Zoé"],
        (SECOND, time(12, 30)): ["Hugo", "Inès", "Zoé"],
    }


def test_members_are_found_by_name_or_address_and_never_doubled(circle: Circle) -> None:
    theo = somebody("Théo Prat", "theo@example.org")
    circles.add_member(circle=circle, person=theo, now=NOW, name="Théo P.")
    bring(circle, "Date;Nom;Courriel\n5/11/2026;THEO PRAT;\n12/11/2026;Le Théo;theo@example.org\n")
    assert Attendance.objects.filter(person=theo).count() == 2
    assert circle.memberships.count() == 2


def test_people_met_while_they_were_in_the_circle_are_found_after_they_left(circle: Circle) -> None:
    odile = somebody("Odile")
    circles.add_member(circle=circle, person=odile, now=NOW)
    circles.leave(circle=circle, person=odile, now=NOW)
    bring(circle, "Date;Présents\n5/11/2026;Odile\n")
    assert Attendance.objects.get().person == odile
    assert circle.memberships.get(person=odile).left_at == NOW


@pytest.mark.parametrize(
    ("row", "what", "why"),
    [
        ("26/13/2026;;Zoé", "26/13/2026", "“26/13/2026” is no date"),
        ("05/11/2026;soir;Zoé", "05/11/2026", "“soir” is no hour"),
        (
            "24/11/2026;18h30;Zoé",
            "Zoé, Tuesday 24 November 2026, 18:30",
            "still to come: fix it on the circle’s page, so that everybody is told",
        ),
        (
            "29/03/2026;02:30;Zoé",
            "Zoé, Sunday 29 March 2026, 02:30",
            "the clock did not show this hour once that day: write another",
        ),
        ("05/11/2026;;12", "12, Thursday 5 November 2026", "“12” is no name"),
        (
            "20/11/2026;;Zoé",
            "Zoé, Friday 20 November 2026",
            "this gathering is here already: say on its page who was there",
        ),
        ("19/11/2026;;Zoé", "Zoé, Thursday 19 November 2026", "there are two gatherings that day: say the hour"),
    ],
)
def test_a_row_that_leaves_a_doubt_is_passed_over_alone(circle: Circle, row: str, what: str, why: str) -> None:
    a_date(circle, circle.opened_by, days=2, now=NOW - timedelta(days=6))
    bring(circle, "Date;Heure;Nom\n19/11/2026;12h;Max\n19/11/2026;20h;Max\n")
    before = circle.gatherings.count()
    report = bring(circle, f"Date;Heure;Nom\n{row}\n12/11/2026;;Inès\n", LATER)
    assert [(line.fate, line.what, line.why) for line in report.lines] == [
        (Fate.PASSED, what, why),
        (Fate.ADDED, "Inès, Thursday 12 November 2026", ""),
    ]
    assert circle.gatherings.count() == before + 1


def test_of_a_row_the_part_without_doubt_is_taken(circle: Circle) -> None:
    report = bring(circle, "Nom;05/11/2026;26/11/2026\nZoé;x;x\n")
    assert [(line.fate, line.what, line.why) for line in report.lines] == [
        (
            Fate.ADDED,
            "Zoé, 1 gathering",
            "2026-11-26: still to come: fix it on the circle’s page, so that everybody is told",
        )
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Nom;Ville\nZoé;Lyon\n", "No column holds dates, and no date heads a column. Call a column “Date”."),
        (
            "Ville;05/11/2026\nLyon;x\n",
            "No column holds names; the first row reads: Ville · 05/11/2026. Call one of them “Name”.",
        ),
        (
            "Date;Nom;Présents\n05/11/2026;Zoé;Loïc\n",
            "One column holds names and another who was there: keep one of them, or rename it.",
        ),
        (
            "Date;Nom\n26/11/2025;Zoé\n11/27/2025;Zoé\n",
            "“26/11/2025” puts the day first and “11/27/2025” the month. Write every date as 2026-11-26.",
        ),
    ],
)
def test_a_file_that_can_be_read_two_ways_is_refused_whole(circle: Circle, text: str, sentence: str) -> None:
    before = rows()
    with pytest.raises(Unreadable) as refused:
        bring(circle, text)
    assert (str(refused.value), rows()) == (sentence, before)


def test_the_month_comes_first_when_the_file_or_somebody_says_so(circle: Circle) -> None:
    bring(circle, "Date;Nom\n03/04/2025;Zoé\n03/18/2025;Zoé\n")
    bring(circle, "Date;Nom\n05/06/2025;Zoé\n", order=Order.MONTH)
    assert [day for day, _ in there(circle)] == [date(2025, 3, 4), date(2025, 3, 18), date(2025, 5, 6)]


def test_outside_french_a_date_of_two_readings_needs_somebody_to_say() -> None:
    circle = a_circle(somebody("Zoé"))
    before = rows()
    with pytest.raises(Unreadable) as refused:
        bring(circle, "Date;Nom\n03/04/2025;Loïc\n")
    sentence = "“03/04/2025” can be read day first or month first. Write dates as 2026-11-26, or say which comes first."
    assert (str(refused.value), rows()) == (sentence, before)
    bring(circle, "Date;Nom\n03/04/2025;Loïc\n", order=Order.DAY)
    assert [day for day, _ in there(circle)] == [date(2025, 4, 3)]


def test_the_hour_is_the_file_s_else_the_one_given_else_the_circle_s(circle: Circle) -> None:
    bring(circle, "Date;Heure;Nom\n2025-11-05;20h;Zoé\n2025-11-06;;Zoé\n", hour=time(8))
    bring(circle, "Date;Nom\n2025-11-07;Zoé\n")
    assert list(there(circle)) == [
        (date(2025, 11, 5), time(20)),
        (date(2025, 11, 6), time(8)),
        (date(2025, 11, 7), time(12, 30)),
    ]


def test_dates_alone_are_a_history_too(circle: Circle) -> None:
    report = bring(circle, "Date;Lieu\n05/11/2026 12h30;Chez Max\n")
    assert (there(circle), report.lines[0].what) == ({(FIRST, time(12, 30)): []}, "Thursday 5 November 2026, 12:30")
    assert circle.gatherings.get().recorded_at is None


@pytest.mark.parametrize("shape", SHAPES)
def test_undo_restores_what_was_before(circle: Circle, shape: str) -> None:
    before = rows()
    brought = bring(circle, SHAPES[shape]).brought
    assert brought is not None
    undone = gatherings.undo_import(import_id=brought.pk, now=LATER)
    assert undone == gatherings.Undone({"attendances": 4, "gatherings": 2, "memberships": 3}, ())
    assert rows() == before | {"Import": 1}
    assert [event.verb for event in circle_queries.journal(circle)][:2] == ["undid", "imported"]
    with pytest.raises(gatherings.NoSuchImport):
        gatherings.undo_import(import_id=brought.pk, now=LATER)


def test_undo_of_members_leaves_those_who_came_to_life(circle: Circle) -> None:
    nadia = circle.opened_by
    text = "Nom;Courriel\nZoé;zoe@example.org\nLoïc;\nInès;ines@example.org\nHugo;\n"
    brought = circles.import_members(circle=circle, content=text.encode(), file_name="x.csv", now=NOW).brought
    assert brought is not None
    people = {row.name: row.person for row in circle.memberships.exclude(person=nadia)}
    circles.invite_imported(circle=circle, by=nadia, person_ids=[people["Inès"].pk], word="", now=NOW)
    bring(circle, "Date;Nom\n5/11/2026;Loïc\n", order=Order.DAY)
    undone = gatherings.undo_import(import_id=brought.pk, now=LATER)
    assert undone == gatherings.Undone({"attendances": 0, "gatherings": 0, "memberships": 2}, ("Loïc", "Inès"))
    assert Person.objects.filter(pk__in=[people["Zoé"].pk, people["Hugo"].pk]).count() == 0
    assert [row.written for row in people["Inès"].addresses.all()] == ["ines@example.org"]


def test_undo_takes_an_address_and_a_trade_back_from_whom_the_circle_knew(circle: Circle) -> None:
    circles.import_members(circle=circle, content="Nom\nZoé\n".encode(), file_name="x.csv", now=NOW)
    more = "Nom;Courriel;Métier\nZoé;zoe@example.org;épicière\n".encode()
    brought = circles.import_members(circle=circle, content=more, file_name="x.csv", now=LATER).brought
    assert brought is not None
    gatherings.undo_import(import_id=brought.pk, now=LATER)
    zoe = circle.memberships.get(name="Zoé")
    assert (zoe.trade, zoe.person.addresses.count()) == ("", 0)


def correct(gathering: Gathering) -> None:
    gatherings.record_attendance(
        gathering=gathering, by=gathering.circle.opened_by, person_ids=[], names=["Zoé"], now=LATER
    )


def reply(gathering: Gathering) -> None:
    threads.write_reply(
        author=gathering.circle.opened_by,
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        text="Merci.",
        reach=Reach.CIRCLE,
        naming=Naming.MAY,
        table=[],
        now=LATER,
    )


@pytest.mark.parametrize("touch", [correct, reply])
def test_undo_leaves_a_gathering_somebody_touched_with_those_who_were_there(circle: Circle, touch: object) -> None:
    brought = bring(circle, SHAPES["persons by dates"]).brought
    assert brought is not None and callable(touch)
    touch(circle.gatherings.get(day=FIRST))
    seats = Attendance.objects.filter(gathering__day=FIRST).count()
    undone = gatherings.undo_import(import_id=brought.pk, now=LATER)
    assert undone.kept[0] == "Thursday 5 November 2026, 12:30"
    assert list(there(circle)) == [(FIRST, time(12, 30))]
    assert Attendance.objects.filter(gathering__day=FIRST).count() == seats


def test_a_year_of_a_large_circle_comes_in_and_goes_out(circle: Circle, django_assert_max_num_queries: object) -> None:
    days = [date(2025, 9, 4) + timedelta(weeks=week) for week in range(60)]
    lines = [";".join(["Nom", *map(str, days)])]
    lines += [
        ";".join([f"Personne numéro {one}", *("x" if (one + week) % 3 else "" for week in range(60))])
        for one in range(130)
    ]
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        report = bring(circle, "\n".join(lines))
    assert report.count(Fate.ADDED) == 130
    assert (circle.gatherings.count(), Attendance.objects.count(), circle.memberships.count()) == (60, 5200, 131)
    assert report.brought is not None
    gatherings.undo_import(import_id=report.brought.pk, now=LATER)
    assert (circle.gatherings.count(), Attendance.objects.count(), circle.memberships.count()) == (0, 0, 1)


def test_answers_given_since_hold_a_person_here(circle: Circle) -> None:
    brought = circles.import_members(circle=circle, content="Nom\nZoé\n".encode(), file_name="x.csv", now=NOW).brought
    assert brought is not None
    zoe = circle.memberships.get(name="Zoé").person
    coming = a_date(circle, circle.opened_by)
    gatherings.answer(gathering=coming, person=zoe, reply=Reply.YES, via=Via.SOMEBODY, now=NOW)
    assert gatherings.undo_import(import_id=brought.pk, now=LATER).kept == ("Zoé",)


def test_dates_nobody_is_named_at_say_nothing_of_how_many_usually_come(circle: Circle) -> None:
    bring(circle, "Date\n15/10/2026\n22/10/2026\n29/10/2026\n")
    assert queries.usual_size(circle, NOW) is None
    bring(circle, "Nom;17/09/2026;24/09/2026;01/10/2026\nZoé;x;x;x\nLoïc;x;x;x\n", LATER)
    assert queries.usual_size(circle, NOW) == queries.Habit(low=2, high=2, gatherings=3)
