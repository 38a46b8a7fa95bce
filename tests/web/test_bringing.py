"""A file brought to a circle's page: seen first, corrected by hand, brought in once, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entregent.circles.models import Circle, Membership
from entregent.core.clock import now
from entregent.gatherings.models import Attendance, Gathering, Upload
from entregent.gatherings.operations import bringing
from entregent.gatherings.operations.bringing import forget_uploads
from entregent.notices.models import Notice
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, a_circle, somebody
from tests.gatherings import files
from tests.web.visiting import as_person, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org")


@pytest.fixture
def circle(nadia: Person) -> Circle:
    return a_circle(nadia)


@pytest.fixture
def client(nadia: Person) -> Client:
    return as_person(nadia)


def upload(client: Client, circle: Circle, content: bytes, what: str = "members", name: str = "list.csv") -> Any:
    given = {"what": what, "file": SimpleUploadedFile(name, content)}
    return client.post(f"/c/{circle.slug}/bring", given)


def looked_at(client: Client, circle: Circle, content: bytes, what: str = "members") -> tuple[str, str]:
    """The page of the file, and what it says."""
    page = upload(client, circle, content, what)["Location"]
    return page, words(client.get(page))


def members(circle: Circle) -> list[tuple[str, str, str]]:
    rows = Membership.objects.filter(circle=circle, imported_at__isnull=False).select_related("person").order_by("pk")
    return [(row.name, row.trade, ", ".join(row.person.addresses.values_list("written", flat=True))) for row in rows]


def test_it_is_seen_first_brought_in_once_and_taken_back(client: Client, circle: Circle) -> None:
    page, said = looked_at(client, circle, files.FRENCH_EXCEL)
    assert "2 to add" in said
    assert members(circle) == []
    for _twice in range(2):
        client.post(f"{page}/go")
    assert members(circle) == [
        ("Naïma Benali", "Chauffagiste", "naima@example.org"),
        ("Anne-Lise Lefèvre", "Notaire", ""),
    ]
    said = words(client.get(page))
    assert "It is done" in said
    assert f'href="/c/{circle.slug}/invite/list"' in client.get(page).content.decode()
    assert (Notice.objects.count(), circle.imports.count()) == (0, 1)
    client.post(f"/c/{circle.slug}/bring/undo", {"import": str(circle.imports.get().pk)})
    assert told(client.get(f"/c/{circle.slug}/bring")) == "2 people and dates are gone again."
    assert members(circle) == []


@pytest.mark.parametrize(
    "content",
    [files.GOOGLE_CONTACTS, files.SEVERAL_ADDRESSES, files.OUTLOOK_FR, files.OUTLOOK_EN],
    ids=["Google", "several addresses", "Outlook fr", "Outlook en"],
)
def test_what_address_books_export_is_understood(client: Client, circle: Circle, content: bytes) -> None:
    page, _said = looked_at(client, circle, content)
    client.post(f"{page}/go")
    ((name, trade, address),) = members(circle)
    assert (name, bool(trade), address) == ("Naïma Benali", True, "naima@example.org")


def test_what_a_telephone_exports_is_seen_first_and_brought_in(client: Client, circle: Circle) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Naïma Benali\nEMAIL:naima@example.org\nTITLE:Fitter\nEND:VCARD\n"
    page, said = looked_at(client, circle, card.encode())
    assert "1 to add" in said
    assert members(circle) == []
    client.post(f"{page}/go")
    assert members(circle) == [("Naïma Benali", "Fitter", "naima@example.org")]


def test_a_spreadsheet_of_google_with_a_name_in_quotes(client: Client, circle: Circle) -> None:
    page, _said = looked_at(client, circle, files.GOOGLE_SHEETS)
    client.post(f"{page}/go")
    assert [name for name, *_rest in members(circle)] == ["Naïma Benali", "Le Goff, Yann"]


def test_a_hand_says_what_the_columns_hold(client: Client, circle: Circle) -> None:
    page, said = looked_at(client, circle, files.ODDLY_NAMED)
    assert "No column holds names" in said
    assert client.post(f"{page}/go")["Location"] == page
    assert members(circle) == []
    client.post(page, {"column-0": "name", "column-1": "address"})
    assert "1 to add" in words(client.get(page))
    client.post(f"{page}/go")
    assert members(circle) == [("Naïma Benali", "", "naima@example.org")]
    assert client.post(page, {"column-0": "trade", "column-1": "address"}).status_code == 404, "it is done"


def test_a_column_cannot_hold_what_no_column_holds(client: Client, circle: Circle) -> None:
    page, _said = looked_at(client, circle, files.FRENCH_EXCEL)
    assert client.post(page, {"column-0": "password"}).status_code == 422


def test_who_was_there_date_by_date(client: Client, circle: Circle) -> None:
    page, said = looked_at(client, circle, files.EVENINGS, "gatherings")
    assert "can be read day first or month first" in said
    client.post(page, {"column-0": "day", "column-1": "people", "hour": "19:00", "order": "day"})
    assert "2 to add" in words(client.get(page))
    client.post(f"{page}/go")
    assert [row.hour.hour for row in Gathering.objects.order_by("day")] == [19, 19]
    assert Attendance.objects.count() == 3


def test_a_calendar(client: Client, circle: Circle) -> None:
    page, said = looked_at(client, circle, files.THURSDAYS, "calendar")
    assert "12 to add" in said
    assert "Secret" not in said
    client.post(f"{page}/go")
    assert Gathering.objects.filter(fixed_at__isnull=True).count() == 4


@pytest.mark.parametrize(
    ("content", "what", "why"),
    [
        (b"PK\x03\x04 a workbook", "members", "This file is no CSV"),
        (b"", "members", "This file is empty."),
        (b"x" * 5_000_001, "members", "larger than 5 MB"),
        (files.BOMBS["each second"], "calendar", "several times a day"),
        (files.FRENCH_EXCEL, "calendar", "This is no calendar file."),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(
    client: Client, circle: Circle, content: bytes, what: str, why: str
) -> None:
    response = upload(client, circle, content, what)
    assert (response.status_code, why in words(response), Upload.objects.count()) == (422, True, 0)


def test_far_more_than_a_file_is_refused(client: Client, circle: Circle) -> None:
    assert upload(client, circle, b"x" * 12_100_000).status_code == 422
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "what"),
    [(files.FRENCH_EXCEL, "members"), (files.EVENINGS, "gatherings"), (files.THURSDAYS, "calendar")],
    ids=["members", "gatherings", "calendar"],
)
def test_trying_a_file_out_holds_no_lock(nadia: Person, circle: Circle, content: bytes, what: str) -> None:
    file = Upload(circle=circle, by=nadia, what=what, file_name="list", content=content, order="day")
    with CaptureQueriesContext(connection) as asked:
        report = bringing.try_out(file, now())
    assert report["counts"]["added"] > 0
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}, "no transaction is opened"
    assert not [query for query in asked if "FOR NO KEY" in query["sql"]]


def test_a_page_takes_so_many_rows(client: Client, circle: Circle) -> None:
    def name(number: int) -> str:
        return "".join("abcdefghij"[int(sign)] for sign in str(number))

    rows = [f"Zoé V{name(number)}\n" for number in range(bringing.MOST_ROWS + 1)]
    kept = upload(client, circle, "".join(["Nom\n", *rows[:-1]]).encode())
    refused = upload(client, circle, "".join(["Nom\n", *rows]).encode())
    assert (kept.status_code, refused.status_code, Upload.objects.count()) == (302, 422, 1)
    assert "This file has 3001 rows and 3001 filled cells" in words(refused)


def test_what_it_says_is_shown_as_words(client: Client, circle: Circle) -> None:
    page = upload(client, circle, b"Name;Trade\n<script>x</script>;<b>y</b>\n", name="<img src=x>.csv")["Location"]
    content = client.get(page).content.decode()
    assert "&lt;script&gt;" in content
    assert "<script>x" not in content
    assert "<img" not in content


def test_it_waits_for_its_owner_alone_and_not_for_ever(client: Client, circle: Circle) -> None:
    theo = somebody("Théo", "theo@example.org")
    from entregent.circles import operations as circles

    circles.add_member(circle=circle, person=theo, now=now())
    page, _said = looked_at(client, circle, files.FRENCH_EXCEL)
    assert as_person(theo).get(page).status_code == 404
    assert as_person(theo).post(f"{page}/go").status_code == 404
    assert forget_uploads(now() + 23 * HOUR) == 0
    Upload.objects.update(expires_at=now() - HOUR)
    assert client.get(page).status_code == 404
    assert forget_uploads(now()) == 1


def test_left_it_is_gone_and_only_so_many_wait(client: Client, circle: Circle) -> None:
    page, _said = looked_at(client, circle, files.FRENCH_EXCEL)
    client.post(f"{page}/drop")
    assert Upload.objects.count() == 0
    for _time in range(7):
        upload(client, circle, files.FRENCH_EXCEL)
    assert Upload.objects.count() == 5


def test_an_import_of_another_circle_is_not_undone_from_here(client: Client, circle: Circle) -> None:
    theo = somebody("Théo", "theo@example.org")
    theirs = a_circle(theo, name="Elsewhere")
    page, _said = looked_at(as_person(theo), theirs, files.FRENCH_EXCEL)
    as_person(theo).post(f"{page}/go")
    number = str(theirs.imports.get().pk)
    assert client.post(f"/c/{circle.slug}/bring/undo", {"import": number}).status_code == 404
    assert theirs.imports.get().undone_at is None


def test_it_goes_with_whoever_brought_it(client: Client, circle: Circle, nadia: Person) -> None:
    looked_at(client, circle, files.FRENCH_EXCEL)
    assert [row["file"] for row in privacy.export_all(nadia)["gatherings"]["files_waiting"]] == ["list.csv"]
    privacy.erase_all(nadia, now() + DAY)
    assert Upload.objects.count() == 0


def test_it_is_found_where_members_and_past_gatherings_are(client: Client, circle: Circle) -> None:
    for page in (f"/c/{circle.slug}/members", f"/c/{circle.slug}/past"):
        assert f'href="/c/{circle.slug}/bring"' in client.get(page).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_the_same_for_one_row_and_three(
    client: Client, circle: Circle, rows: int, django_assert_num_queries: Any
) -> None:
    lines = "".join(f"Somebody {'abc'[n]}\n" for n in range(rows))
    page, _said = looked_at(client, circle, f"Name;\n{lines}".replace(";", "").encode())
    with django_assert_num_queries(4):
        client.get(page)
