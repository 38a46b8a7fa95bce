"""A mail passed on: its reader answers under their own name, and its owner's answer stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Gathering
from entregent.notices.models import Notice
from entregent.people.models import Person
from entregent.people.queries import token_of
from tests.cast import a_circle, a_date, answer_link, say, somebody
from tests.web.visiting import visitor, words

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def nadia(now: datetime) -> Person:
    return somebody("Nadia Benali", "nadia@example.org", now=now)


@pytest.fixture
def theo(now: datetime) -> Person:
    return somebody("Théo Prat", "theo@example.org", now=now)


@pytest.fixture
def circle(nadia: Person, theo: Person, now: datetime) -> Circle:
    return a_circle(nadia, theo, name="Les déjeuners", now=now - 60 * DAY)


@pytest.fixture
def gathering(circle: Circle, nadia: Person, now: datetime) -> Gathering:
    return a_date(circle, nadia, days=3, now=now - HOUR, place="Chez Youssef")


@pytest.fixture
def mail(theo: Person, gathering: Gathering, now: datetime) -> str:
    """The address in Théo's mail."""
    return url_of(theo, gathering, now)


def url_of(person: Person, gathering: Gathering, now: datetime) -> str:
    return f"/l/{token_of(answer_link(person, gathering, now))}"


def reply_of(gathering: Gathering, person: Person) -> str:
    given = queries.answer_of(gathering, person)
    return given.reply if given else ""


def test_a_forwarded_mail_gets_its_reader_their_own(
    mail: str, gathering: Gathering, theo: Person, now: datetime
) -> None:
    say(gathering, theo, Reply.NO, now=now)
    client, sent = visitor(), {"name": "Odile", "address": "odile@elsewhere.example"}
    assert "You are not Théo Prat?" in words(client.get(f"{mail}/not-me"))
    for _click in range(2):
        response = client.post(f"{mail}/not-me", sent)
        assert "It goes to odile@elsewhere.example and is yours alone: answer from there." in words(response)
    guest = gathering.answers.get(name="Odile")
    assert (guest.reply, guest.brought_by, reply_of(gathering, theo)) == ("maybe", theo, "no")
    assert Notice.objects.filter(person=guest.person, kind="date").count() == 1
    own = url_of(guest.person, gathering, now)
    assert "You answer as Odile" in words(client.get(f"{own}?answer=yes"))
    client.post(own, {"answer": "yes"})
    assert (reply_of(gathering, guest.person), reply_of(gathering, theo)) == ("yes", "no")


@pytest.mark.parametrize("written", ["nadia@example.org", "new@elsewhere.example"])
def test_a_forwarded_mail_tells_nothing_of_an_address(mail: str, gathering: Gathering, written: str) -> None:
    response = visitor().post(f"{mail}/not-me", {"name": "Odile", "address": written})
    assert words(response).replace(written, "X") == (
        "Les déjeuners A mail is on its way to you It goes to X and is yours alone: answer from there. "
        "Nothing was changed in the answer of Théo Prat."
    )


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"name": "", "address": "a@b.example"}, {"name": ["This field is required."]}),
        ({"name": "Odile", "address": "odile"}, {"address": ["This is not an e-mail address: is a letter missing?"]}),
    ],
)
def test_a_guest_leaves_a_name_and_an_address(
    mail: str, gathering: Gathering, sent: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = visitor().post(f"{mail}/not-me", sent)
    assert (response.status_code, response.context["page"]["form"].errors) == (422, errors)
    assert gathering.answers.count() == 0


def test_one_mail_brings_a_few_and_none_after_the_cut_off(mail: str, gathering: Gathering, now: datetime) -> None:
    client = visitor()
    for number in range(3):
        client.post(f"{mail}/not-me", {"name": f"Guest {number}", "address": f"guest{number}@elsewhere.example"})
    one_more = {"name": "Guest", "address": "guest@elsewhere.example"}
    full = client.post(f"{mail}/not-me", one_more)
    assert (full.status_code, gathering.answers.count()) == (422, 3)
    assert "This mail has already brought as many people as one mail may." in words(full)
    Gathering.objects.filter(pk=gathering.pk).update(answer_until=now - HOUR)
    closed = client.post(f"{mail}/not-me", one_more)
    assert (closed.status_code, gathering.answers.count()) == (422, 3)


def test_a_guest_answers_this_date_and_knows_no_other(
    gathering: Gathering, circle: Circle, nadia: Person, theo: Person, now: datetime
) -> None:
    guest = gatherings.come_as_guest(
        gathering=gathering, written="odile@elsewhere.example", name="Odile", brought_by=theo, now=now
    )
    a_date(circle, nadia, days=9, now=now, place="La Cantine")
    url, client = url_of(guest, gathering, now), visitor()
    Gathering.objects.filter(pk=gathering.pk).update(cancelled_at=now)
    assert "La Cantine" not in words(client.get(url))
    assert [client.post(f"{url}/{path}", {"answer": "yes"}).status_code for path in ("next", "standing")] == [404, 404]
    assert client.get(f"{url}/mails").status_code == 410
