"""A list of members brought in from a spreadsheet. Everybody is fictional."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.enums import MailLevel, Source
from entregent.circles.models import Circle, Import, Invitation, Membership
from entregent.circles.operations.importing import Fate, Report
from entregent.core.spreadsheets import Unreadable
from entregent.notices.models import Notice
from entregent.people.models import Address, Person
from tests.cast import NOW, a_circle, somebody

pytestmark = pytest.mark.django_db

LIST = """Prénom;Nom;Courriel;Métier;Ville
Zoé;Vidal;zoe@example.org;épicière;Lyon
Loïc;Le Goff;;menuisier;Nantes
Inès;d’Arcy;ines@example.org;;
"""


@pytest.fixture
def circle() -> Circle:
    return a_circle(somebody("Nadia Benali", "nadia@example.org"))


def bring(circle: Circle, text: str, now=NOW) -> Report:  # type: ignore[no-untyped-def]
    return circles.import_members(circle=circle, content=text.encode(), file_name="members.csv", now=now)


def outcome(report: Report) -> list[tuple[int, Fate, str, str]]:
    return [(line.number, line.fate, line.what, line.why) for line in report.lines]


def rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Person, Membership, Address, Import, Notice)}


def imported(circle: Circle) -> list[tuple[str, str, list[str]]]:
    people = circle.memberships.filter(imported_at__isnull=False).order_by("pk")
    return [(row.name, row.trade, [one.written for one in row.person.addresses.all()]) for row in people]


def test_people_are_brought_with_what_the_file_says_of_them(circle: Circle) -> None:
    report = bring(circle, LIST)
    assert outcome(report) == [
        (2, Fate.ADDED, "Zoé Vidal", ""),
        (3, Fate.ADDED, "Loïc Le Goff", ""),
        (4, Fate.ADDED, "Inès d’Arcy", ""),
    ]
    assert report.unused == ("Ville",)
    assert imported(circle) == [
        ("Zoé Vidal", "épicière", ["zoe@example.org"]),
        ("Loïc Le Goff", "menuisier", []),
        ("Inès d’Arcy", "", ["ines@example.org"]),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("headers", [("Nom complet", "Adresse e-mail", "Métier"), ("Full name", "E-mail", "Trade")])
def test_the_same_people_whatever_wrote_the_file(
    circle: Circle, encoding: str, separator: str, headers: tuple[str, ...]
) -> None:
    rows = [headers, ("Zoé Vidal", "zoe@example.org", "épicière"), ("Loïc Le Goff", "", "menuisier")]
    content = "\r\n".join(separator.join(row) for row in rows).encode(encoding)
    circles.import_members(circle=circle, content=content, file_name="x.csv", now=NOW)
    assert imported(circle) == [("Zoé Vidal", "épicière", ["zoe@example.org"]), ("Loïc Le Goff", "menuisier", [])]


def test_nobody_brought_in_gets_mail_until_somebody_decides_so(circle: Circle) -> None:
    bring(circle, LIST)
    brought = circle.memberships.filter(imported_at=NOW)
    assert {row.mail for row in brought} == {MailLevel.NONE}
    assert [person.name for person in queries.wants_mail(circle, (MailLevel.EVERY, MailLevel.DATES), NOW)] == [
        "Nadia Benali"
    ]
    assert Notice.objects.count() == 0


def test_a_second_import_adds_nothing(circle: Circle) -> None:
    first = bring(circle, LIST)
    assert first.brought is not None
    before = rows()
    again = bring(circle, LIST, NOW + timedelta(hours=1))
    assert [line.fate for line in again.lines] == [Fate.HERE] * 3
    assert again.brought is None
    assert rows() == before


def test_case_accents_and_spelling_of_an_address_make_nobody_twice(circle: Circle) -> None:
    bring(circle, "Name;E-mail\nZoé Vidal;zoe@example.org\nLoïc;\n")
    again = bring(circle, "Name;E-mail\nZ. Vidal;ZOE@Example.org\nLOIC;\n")
    assert outcome(again) == [(2, Fate.HERE, "Z. Vidal", "as Zoé Vidal"), (3, Fate.HERE, "LOIC", "as Loïc")]


def test_a_later_file_completes_what_the_first_did_not_say(circle: Circle) -> None:
    bring(circle, "Nom\nZoé Vidal\n")
    report = bring(circle, LIST)
    assert report.lines[0].fate == Fate.ADDED
    assert imported(circle)[0] == ("Zoé Vidal", "épicière", ["zoe@example.org"])
    assert circle.memberships.count() == 4


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (";x@example.org", "no name in this row"),
        ("12;", "“12” is no name"),
        ("Z" * 81 + ";", "a name is longer than 80 characters"),
        (
            "Zoé Vidal;zoe(at)example.org",
            "“zoe(at)example.org” is no e-mail address: correct it, or leave the cell empty",
        ),
        ("Nadia Benali;other@example.org", "another Nadia Benali is here already: tell them apart if they are two"),
        ("Odile;", "left this circle; an invitation can bring them back"),
        ("Twin;", "two people here are called Twin: tell them apart"),
    ],
)
def test_a_row_that_leaves_a_doubt_is_passed_over_and_the_others_are_not(circle: Circle, row: str, why: str) -> None:
    odile = somebody("Odile")
    circles.add_member(circle=circle, person=odile, now=NOW)
    circles.leave(circle=circle, person=odile, now=NOW)
    for _ in range(2):
        circles.add_member(circle=circle, person=somebody("Twin"), now=NOW)
    report = bring(circle, f"Name;E-mail\n{row}\nLoïc;\n")
    assert [(line.fate, line.why) for line in report.lines] == [(Fate.PASSED, why), (Fate.ADDED, "")]
    assert [name for name, _, _ in imported(circle)] == ["Loïc"]


def test_two_namesakes_of_one_file_are_not_made_one(circle: Circle) -> None:
    report = bring(circle, "Name;E-mail\nZoé;one@example.org\nZoé;two@example.org\n")
    assert outcome(report)[1] == (3, Fate.PASSED, "Zoé", "another Zoé is here already: tell them apart if they are two")


def test_a_file_without_names_is_refused_whole(circle: Circle) -> None:
    with pytest.raises(Unreadable) as refused:
        bring(circle, "Ville;Courriel\nLyon;zoe@example.org\n")
    assert (
        str(refused.value) == "No column holds names; the first row reads: Ville · Courriel. Call one of them “Name”."
    )


def test_somebody_the_instance_knows_is_shown_here_as_this_circle_calls_them(circle: Circle) -> None:
    zoe = somebody("Zoé-Marie Vidal-Roux", "zoe@example.org")
    a_circle(zoe, name="The choir")
    report = bring(circle, LIST)
    row = circle.memberships.get(person=zoe)
    assert (row.shown_name, report.lines[0].why) == ("Zoé Vidal", "")
    assert queries.names_in(circle.pk, [zoe.pk]) == {zoe.pk: "Zoé Vidal"}


def test_the_journal_of_the_circle_says_that_people_were_brought_in(circle: Circle) -> None:
    brought = bring(circle, LIST).brought
    assert brought is not None
    assert [(event.verb, event.kind, event.object_id) for event in queries.journal(circle)][:1] == [
        ("imported", "import", brought.pk)
    ]


def test_people_with_an_address_may_be_invited_once(circle: Circle) -> None:
    nadia = circle.opened_by
    bring(circle, LIST)
    waiting = queries.imported_with_address(circle)
    assert [row.name for row in waiting] == ["Inès d’Arcy", "Zoé Vidal"]

    batch = circles.invite_imported(
        circle=circle, by=nadia, person_ids=[row.person_id for row in waiting][1:], word="", now=NOW
    )

    assert [(row.name, row.written, row.quiet_at) for row in batch.invitations.all()] == [
        ("Zoé Vidal", "zoe@example.org", None)
    ]
    assert (batch.source, Notice.objects.filter(kind="invitation").count()) == (Source.FILE, 1)
    assert [row.name for row in queries.imported_with_address(circle)] == ["Inès d’Arcy"]


def test_whoever_accepts_is_a_member_like_the_others(circle: Circle) -> None:
    bring(circle, LIST)
    ids = [row.person_id for row in queries.imported_with_address(circle)]
    circles.invite_imported(circle=circle, by=circle.opened_by, person_ids=ids, word="", now=NOW)
    invitation = Invitation.objects.get(name="Zoé Vidal")
    member = circles.accept(invitation=invitation, name="Zoé", now=NOW + timedelta(hours=1))
    assert (member.imported_at, member.mail, member.shown_name, member.trade) == (None, "every", "Zoé", "épicière")
