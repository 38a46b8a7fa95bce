"""Behind the initials: who one is, the mails one gets, whom one blocked, and the way out."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.test import Client

from entregent.circles.models import Membership
from entregent.core.clock import now
from entregent.gatherings import operations as gatherings
from entregent.gatherings.models import StandingAnswer
from entregent.gatherings.queries.seats import diet_of
from entregent.people import queries
from entregent.people.models import Person
from tests.cast import NOW, a_circle, a_date, a_past_date, say, somebody, write
from tests.web.visiting import as_person, last_code, told, undo, visitor, words

pytestmark = pytest.mark.django_db


def nadia_in(client_language: str = "en") -> tuple[Person, Client]:
    nadia = somebody("Nadia Benali", "nadia@example.org")
    return nadia, as_person(nadia, client_language)


def addresses(person: Person) -> list[str]:
    return [row.written for row in queries.addresses_of(person)]


def test_name_language_and_zone_are_kept() -> None:
    nadia, client = nadia_in()
    client.post("/me", {"name": "Nadia B.", "language": "fr", "zone": "America/Toronto"})
    nadia.refresh_from_db()
    assert (nadia.name, nadia.language, nadia.zone) == ("Nadia B.", "fr", "America/Toronto")
    assert told(client.get("/me")) == "C’est enregistré."


@pytest.mark.parametrize("typed", [{"name": " "}, {"zone": "Mars/Olympus"}, {"language": "xx"}])
def test_what_cannot_be_is_refused_and_kept(typed: dict[str, str]) -> None:
    nadia, client = nadia_in()
    response = client.post("/me", {"name": "Somebody else", "language": "en", "zone": ""} | typed)
    nadia.refresh_from_db()
    assert (response.status_code, nadia.name) == (422, "Nadia Benali")
    assert ("Somebody else" in response.content.decode()) == ("name" not in typed)


def test_mails_are_chosen_circle_by_circle() -> None:
    nadia, client = nadia_in()
    lunch, dinner = a_circle(nadia, name="Lunch"), a_circle(nadia, name="Dinner")
    client.post("/me/mails", {lunch.slug: "none", dinner.slug: "dates"})
    rows = Membership.objects.filter(person=nadia).order_by("pk")
    assert [row.mail for row in rows] == ["none", "dates"]
    assert client.post("/me/mails", {lunch.slug: "all", dinner.slug: "dates"}).status_code == 404


def test_mails_of_a_circle_one_is_not_in_stay_as_they_are() -> None:
    _nadia, client = nadia_in()
    theo = somebody("Théo")
    theirs = a_circle(theo)
    client.post("/me/mails", {theirs.slug: "none"})
    assert Membership.objects.get(person=theo).mail == "every"


def test_never_again_is_taken_back_and_said_again() -> None:
    nadia, client = nadia_in()
    a_circle(nadia)
    client.post("/me/mails/refuse")
    assert "You asked never to be written to" in words(client.get("/me"))
    client.post("/me/mails/accept")
    assert queries.refuses_all_mail(nadia) is False
    undo(client, "/me")
    assert queries.refuses_all_mail(nadia) is True


def test_a_standing_answer_is_stopped_and_taken_up_again() -> None:
    nadia, client = nadia_in()
    circle = a_circle(nadia, name="Lunch", now=now())
    gatherings.stand(circle=circle, person=nadia, weekday=3, now=now())
    assert "I come every Thursday unless I say no" in words(client.get("/me"))
    client.post(f"/me/standing/{circle.slug}/stop")
    assert StandingAnswer.objects.get().ended_at is not None
    undo(client, "/me")
    standing = StandingAnswer.objects.get()
    assert (standing.ended_at, standing.weekday) == (None, 3)
    client.post(f"/me/standing/{circle.slug}/stop")
    assert client.post(f"/me/standing/{circle.slug}/stop")["Location"] == "/me"


def test_one_more_address_by_its_code() -> None:
    nadia, client = nadia_in()
    assert client.post("/me/addresses", {"address": "second@example.org"})["Location"] == "/me/addresses/code"
    wrong = client.post("/me/addresses/code", {"code": f"{(int(last_code()) + 1) % 10**6:06d}"})
    assert (wrong.status_code, "4 tries left" in words(wrong)) == (422, True)
    assert client.post("/me/addresses/code", {"code": last_code()})["Location"] == "/me/addresses"
    assert addresses(nadia) == ["nadia@example.org", "second@example.org"]
    assert told(client.get("/me/addresses")) == "second@example.org is yours: it opens your account too."
    assert client.get("/me/addresses/code")["Location"] == "/me/addresses"


def test_an_address_of_somebody_else_is_not_taken_from_them() -> None:
    """What may be done instead: tests/web/test_same.py."""
    nadia, client = nadia_in()
    somebody("Théo Prat", "theo@example.org")
    client.post("/me/addresses", {"address": "theo@example.org"})
    response = client.post("/me/addresses/code", {"code": last_code()})
    assert (response["Location"], addresses(nadia)) == ("/me/addresses/same", ["nadia@example.org"])


def test_five_wrong_codes_ask_for_a_new_one() -> None:
    nadia, client = nadia_in()
    client.post("/me/addresses", {"address": "second@example.org"})
    wrong = f"{(int(last_code()) + 1) % 10**6:06d}"
    said = [words(client.post("/me/addresses/code", {"code": wrong})) for _try in range(5)]
    assert ["is past use" in one for one in said] == [False] * 4 + [True]
    client.post("/me/addresses/code/again")
    client.post("/me/addresses/code", {"code": last_code()})
    assert addresses(nadia) == ["nadia@example.org", "second@example.org"]


def test_too_many_codes_for_an_address_of_ones_own() -> None:
    _nadia, client = nadia_in()
    for _time in range(5):
        client.post("/me/addresses", {"address": "second@example.org"})
    response = client.post("/me/addresses", {"address": "second@example.org"})
    assert (response.status_code, 'value="second@example.org"' in response.content.decode()) == (429, True)
    client.post("/me/addresses/code/again")
    assert told(client.get("/me/addresses/code")).startswith("Many codes were asked for")


def test_an_address_is_removed_and_restored() -> None:
    nadia, client = nadia_in()
    client.post("/me/addresses", {"address": "second@example.org"})
    client.post("/me/addresses/code", {"code": last_code()})
    client.get("/me/addresses")
    first = queries.addresses_of(nadia)[0]
    client.post(f"/me/addresses/{first.pk}/remove")
    assert addresses(nadia) == ["second@example.org"]
    undo(client, "/me/addresses")
    assert [(row.written, row.verified_at is not None) for row in queries.addresses_of(nadia)] == [
        ("second@example.org", True),
        ("nadia@example.org", True),
    ]


def test_what_is_no_address_or_no_code_is_said_and_kept() -> None:
    _nadia, client = nadia_in()
    assert client.post("/me/addresses/code/again")["Location"] == "/me/addresses"
    refused = client.post("/me/addresses", {"address": "second@"})
    assert (refused.status_code, 'value="second@"' in refused.content.decode()) == (422, True)
    client.post("/me/addresses", {"address": "second@example.org"})
    assert client.post("/me/addresses/code", {"code": ""}).status_code == 422


def test_a_removed_address_that_became_somebody_elses_does_not_come_back() -> None:
    nadia, client = nadia_in()
    client.post("/me/addresses", {"address": "second@example.org"})
    client.post("/me/addresses/code", {"code": last_code()})
    client.get("/me/addresses")
    client.post(f"/me/addresses/{queries.addresses_of(nadia)[1].pk}/remove")
    somebody("Théo", "second@example.org")
    undo(client, "/me/addresses")
    assert told(client.get("/me/addresses")) == "This address has become somebody else’s since."
    assert addresses(nadia) == ["nadia@example.org"]


def test_the_way_back_of_one_person_opens_no_address_of_another() -> None:
    nadia, client = nadia_in()
    client.post("/me/addresses", {"address": "second@example.org"})
    client.post("/me/addresses/code", {"code": last_code()})
    client.get("/me/addresses")
    client.post(f"/me/addresses/{queries.addresses_of(nadia)[1].pk}/remove")
    page = client.get("/me/addresses").content.decode()
    signed = page.split('name="address" value="')[1].split('"')[0]
    theo = somebody("Théo", "theo@example.org")
    assert as_person(theo).post("/me/addresses/restore", {"address": signed}).status_code == 404
    assert client.post("/me/addresses/restore", {"address": signed + "x"}).status_code == 404
    assert (addresses(theo), addresses(nadia)) == (["theo@example.org"], ["nadia@example.org"])


def test_what_one_does_not_eat_is_said_once_and_taken_back() -> None:
    nadia, client = nadia_in()
    client.post("/me/diet", {"words": "No fish"})
    assert diet_of(nadia) == "No fish"
    assert 'value="No fish"' in client.get("/me").content.decode()
    client.post("/me/diet", {"words": "Nothing fried"})
    undo(client, "/me")
    assert diet_of(nadia) == "No fish"
    refused = client.post("/me/diet", {"words": "x" * 400})
    assert (refused.status_code, "x" * 400 in refused.content.decode()) == (422, True)
    assert diet_of(nadia) == "No fish"


def test_the_last_address_and_those_of_others_stay() -> None:
    nadia, client = nadia_in()
    theo = somebody("Théo", "theo@example.org")
    client.post(f"/me/addresses/{queries.addresses_of(nadia)[0].pk}/remove")
    assert told(client.get("/me/addresses")).startswith("This is the only address you come in with")
    client.post(f"/me/addresses/{queries.addresses_of(theo)[0].pk}/remove")
    assert told(client.get("/me/addresses")) == ""
    assert (addresses(nadia), addresses(theo)) == (["nadia@example.org"], ["theo@example.org"])


def test_blocking_somebody_met_and_taking_it_back() -> None:
    nadia, client = nadia_in()
    theo, stranger = somebody("Théo Prat"), somebody("Stranger")
    circle = a_circle(nadia, theo)
    response = client.post("/me/blocks/add", {"person": theo.key, "next": f"/c/{circle.slug}/members"})
    assert response["Location"] == f"/c/{circle.slug}/members"
    assert [row.person for row in queries.blocked_by_me(nadia)] == [theo]
    page = client.get("/me/blocks")
    assert told(page) == "Théo Prat and you no longer read each other here. Nobody was told."
    assert "Théo Prat" in words(page)
    client.post("/me/blocks/remove", {"person": theo.key})
    undo(client, "/me/blocks")
    assert [row.person for row in queries.blocked_by_me(nadia)] == [theo]
    client.post("/me/blocks/remove", {"person": theo.key})
    assert list(queries.blocked_by_me(nadia)) == []
    for key in (stranger.key, nadia.key, "nobody"):
        assert client.post("/me/blocks/add", {"person": key}).status_code == 404


def test_nobody_blocked_is_said_with_the_way_back() -> None:
    _nadia, client = nadia_in()
    assert "You have blocked nobody." in words(client.get("/me/blocks"))


def taken_away(client: Client) -> dict[str, bytes]:
    response = client.post("/me/export")
    assert response["Content-Type"] == "application/zip"
    folder = zipfile.ZipFile(io.BytesIO(response.content))
    return {name: folder.read(name) for name in folder.namelist()}


def test_all_that_is_mine_in_one_file_that_runs_nothing() -> None:
    nadia, client = nadia_in()
    theo = somebody("Théo", "theo@example.org")
    circle = a_circle(nadia, theo, name="=cmd|'/C calc'!A0")
    gathering = a_date(circle, nadia)
    say(gathering, nadia)
    write(gathering, nadia, "+33 1 is no formula")
    write(gathering, theo, "Words of another")
    files = taken_away(client)
    everything = json.loads(files["export.json"])
    assert everything["people"]["name"] == "Nadia Benali"
    assert [row["text"] for row in everything["threads"]["replies"]] == ["+33 1 is no formula"]
    assert "Words of another" not in files["export.json"].decode()
    answers = list(csv.reader(io.StringIO(files["gatherings-answers.csv"].decode("utf-8-sig")), delimiter=";"))
    assert (answers[0][0], answers[1][0]) == ("circle", "'=cmd|'/C calc'!A0")
    assert b"'+33 1" in files["threads-replies.csv"]


def test_signed_out_everywhere() -> None:
    nadia, client = nadia_in()
    elsewhere, theo = as_person(nadia), as_person(somebody("Théo"))
    assert client.post("/me/sessions/end")["Location"] == "/sign-in"
    assert told(client.get("/sign-in")) == "You are signed out everywhere."
    assert [one.get("/me").status_code for one in (client, elsewhere, theo)] == [302, 302, 200]


@pytest.mark.parametrize(
    ("language", "goodbye"), [("en", "You are erased"), ("fr", "C’est fait : vous n’êtes plus ici")]
)
def test_erased_after_having_read_what_goes_and_what_stays(language: str, goodbye: str) -> None:
    nadia = somebody("Nadia Benali", "nadia@example.org", language=language)
    client, theo = as_person(nadia, language), somebody("Théo")
    past = a_past_date(a_circle(nadia, theo, now=NOW), nadia)
    gatherings.record_attendance(gathering=past, by=theo, person_ids=[nadia.pk, theo.pk], names=[], now=NOW)
    assert client.get("/me/erase").status_code == 200
    response = client.post("/me/erase", {"person": nadia.key}, follow=True)
    assert goodbye in words(response)
    nadia.refresh_from_db()
    assert (nadia.name, addresses(nadia), nadia.erased_at is not None) == ("", [], True)
    assert past.attendances.count() == 2
    assert client.get("/me")["Location"] == "/sign-in?next=%2Fme"


def test_a_form_of_somebody_elses_session_erases_nobody() -> None:
    nadia, theo = somebody("Nadia"), somebody("Théo")
    assert as_person(theo).post("/me/erase", {"person": nadia.key}).status_code == 200
    assert [one.erased_at for one in Person.objects.all()] == [None, None]


def test_a_get_erases_nobody() -> None:
    nadia, client = nadia_in()
    for page in ("/me", "/me/erase", "/me/erased", "/me/addresses", "/me/blocks"):
        client.get(page)
    nadia.refresh_from_db()
    assert nadia.name == "Nadia Benali"


@pytest.mark.parametrize("page", ["/me", "/me/addresses", "/me/blocks", "/me/erase"])
def test_a_visitor_is_asked_who_they_are(page: str) -> None:
    assert visitor().get(page).status_code == 302
