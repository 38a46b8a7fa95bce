"""The mailbox of a demonstration: what would have been sent, in a frame where nothing runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import serializers
from django.test import Client

from entregent.notices.models import Notice
from entregent.people.models import Link
from tests.cast import NOW, a_circle, a_date, somebody
from tests.notices.post import LEFT, LetterBox, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def kept() -> list[Notice]:
    people = [somebody(f"P{n}", f"p{n}@example.org") for n in range(3)]
    a_date(a_circle(*people, name="Tuesday lunch"), people[0], place="Chez Paul")
    deliver(NOW + LEFT, LetterBox(keeps=True))
    return list(Notice.objects.order_by("pk"))


def page(client: Client, path: str) -> str:
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_elsewhere_it_does_not_exist(client: Client, kept: list[Notice]) -> None:
    for path in ("/outbox", f"/outbox/{kept[0].pk}", f"/outbox/{kept[0].pk}/body"):
        assert client.get(path).status_code == 404


def test_the_list_shows_subject_reader_and_hour(client: Client, demonstration: None, kept: list[Notice]) -> None:
    said = page(client, "/outbox")
    assert said.count("Thursday 26 November, 12:30: are you coming?") == 3
    assert re.search(r"To p2@example\.org · [^<]*, 10:02<", said)


def test_an_empty_outbox_says_how_to_fill_it(client: Client, demonstration: None) -> None:
    assert "No mail yet." in page(client, "/outbox")


def test_the_list_goes_on_by_twenty(client: Client, demonstration: None) -> None:
    people = [somebody(f"P{n}", f"p{n}@example.org") for n in range(23)]
    a_date(a_circle(*people), people[0])
    deliver(NOW + LEFT, LetterBox(keeps=True))
    first = page(client, "/outbox")
    assert first.count("are you coming?") == 20
    (further,) = re.findall(r'href="(\?skip=\d+)"', first)
    last = page(client, f"/outbox{further}")
    assert last.count("are you coming?") == 3
    assert 'href="?skip=' not in last
    assert page(client, "/outbox?skip=x").count("are you coming?") == 20


def test_a_mail_shows_its_text_and_its_frame(client: Client, demonstration: None, kept: list[Notice]) -> None:
    said = page(client, f"/outbox/{kept[0].pk}")
    assert (
        f'<iframe class="mail" src="/outbox/{kept[0].pk}/body" sandbox="allow-top-navigation-by-user-activation"'
        in said
    )
    assert "P0, Tuesday lunch" in said
    assert "Chez Paul" in said
    assert re.search(r'<a href="http://testserver/l/[\w-]+\?answer=yes"', said)


def test_the_frame_runs_nothing_and_fetches_nothing(client: Client, demonstration: None, kept: list[Notice]) -> None:
    response = client.get(f"/outbox/{kept[0].pk}/body")
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy == {
        "sandbox": "allow-top-navigation-by-user-activation",
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "frame-ancestors": "'self'",
    }
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert b'<base target="_top">' in response.content


def test_looking_changes_nothing(client: Client, demonstration: None, kept: list[Notice]) -> None:
    Link.objects.all().delete()
    before = serializers.serialize("json", [*Notice.objects.all(), *Link.objects.all()])
    for path in ("/outbox", f"/outbox/{kept[0].pk}", f"/outbox/{kept[0].pk}/body"):
        client.get(path)
    assert serializers.serialize("json", [*Notice.objects.all(), *Link.objects.all()]) == before


def test_what_is_gone_is_said_to_be(client: Client, demonstration: None, kept: list[Notice]) -> None:
    Notice.objects.filter(pk=kept[0].pk).update(object_id=0)
    assert "What this mail spoke of is gone." in page(client, "/outbox")
    assert "What this mail spoke of is gone." in page(client, f"/outbox/{kept[0].pk}")
    assert client.get(f"/outbox/{kept[0].pk}/body").status_code == 404
    assert client.get("/outbox/999999").status_code == 404
    assert client.get("/outbox/999999/body").status_code == 404
