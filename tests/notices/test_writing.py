"""A mail as other machines read it: its headers, its parts, and nothing that a name could smuggle in."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar

from entregent.circles.models import Circle
from entregent.gatherings.operations import stand
from entregent.notices.models import Notice
from entregent.notices.registry import Letter, Part
from entregent.notices.writing import Mail, compose, sendable, shorten
from entregent.people.models import Person
from tests.cast import DAY, NOW, a_circle, a_date, somebody
from tests.notices.post import LEFT, deliver

pytestmark = pytest.mark.django_db


def as_received(mail: Mail) -> EmailMessage:
    """Through bytes and back, as a mail program parses it."""
    message = message_from_bytes(mail.message.as_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org")


@pytest.fixture
def circle(nadia: Person) -> Circle:
    return a_circle(nadia, somebody("Théo", "theo@example.org", language="fr"), name="Les déjeuners du plateau")


@pytest.fixture
def mail(circle: Circle, nadia: Person) -> Mail:
    theo = Person.objects.get(name="Théo")
    stand(circle=circle, person=theo, weekday=None, now=NOW)
    a_date(circle, nadia, place="Le Petit Marché")
    return deliver(NOW + LEFT)["theo@example.org"]


def a_letter(**more: Any) -> Letter:
    return Letter(
        **{"template": "mail/sign-in-code", "language": "en", "context": {"code": "1"}, "subject": "Hello", **more}
    )


def written(letter: Letter, to: str = "theo@example.org") -> EmailMessage:
    return as_received(compose(Notice(kind="sign-in-code"), letter, to, NOW))


def test_headers_that_machines_rely_on(mail: Mail, circle: Circle) -> None:
    message, row = as_received(mail), Notice.objects.get(person__name="Théo")
    assert message["From"] == '"Nadia, Les déjeuners du plateau" <entregent@testserver>'
    assert message["To"] == "theo@example.org"
    assert message["Message-ID"] == f"<{row.message_id}@testserver>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == f"<{circle.slug}.testserver>"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime == NOW + LEFT
    assert len(message["Subject"]) <= 70


def test_the_mails_of_one_gathering_are_one_thread(mail: Mail, circle: Circle, nadia: Person) -> None:
    first = as_received(mail)
    a_date(circle, nadia, days=9)
    other = as_received(deliver(NOW + DAY)["theo@example.org"])
    assert first["References"] == first["In-Reply-To"]
    assert re.fullmatch(r"<thread-gathering-\w+@testserver>", first["References"])
    assert other["References"] != first["References"]


def test_a_link_in_a_header_is_never_folded_nor_encoded(mail: Mail) -> None:
    """However long: a mail program that cannot read it shows no button."""
    raw = mail.message.as_bytes().decode("ascii")
    (line,) = re.findall(r"^List-Unsubscribe: (.*)\r?$", raw, re.MULTILINE)
    assert re.fullmatch(r"<http://testserver/l/[\w-]+/mails>\r?", line)
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in raw


def test_every_line_is_short_enough_for_any_server(mail: Mail) -> None:
    raw = mail.message.as_bytes()
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_the_parts_and_their_order(mail: Mail) -> None:
    kinds = [part.get_content_type() for part in as_received(mail).walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]


def test_the_calendar_part_says_what_the_file_says(mail: Mail) -> None:
    parts = {part.get_content_type(): part for part in as_received(mail).walk()}
    invitation, file = parts["text/calendar"], parts["application/ics"]
    assert invitation.get_param("method") == "REQUEST"
    assert file.get_filename() == "rendez-vous.ics"
    read = Calendar.from_ical(content(file))
    assert isinstance(read, Calendar)
    assert read.events[0]["ATTENDEE"] == "mailto:theo@example.org"
    assert content(file).splitlines() == content(invitation).splitlines()


def content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload


def test_nothing_is_fetched_and_nothing_runs(mail: Mail) -> None:
    assert not re.search(r"<(img|link|script|iframe|form|object|video|audio)\b|url\(|@import|src=", mail.html)


def test_the_text_stands_alone(mail: Mail) -> None:
    assert "<" not in mail.text
    assert "&" not in mail.text
    assert mail.text.count("http://testserver/l/") == 4
    assert "\n\n\n" not in mail.text


def test_what_people_type_is_text_in_html(circle: Circle, nadia: Person) -> None:
    a_date(circle, nadia, place='<script>alert(1)</script> & "co"')
    mail = deliver(NOW + LEFT)["theo@example.org"]
    assert "<script>" not in mail.html
    assert '<script>alert(1)</script> & "co"' in mail.text


@pytest.mark.parametrize(
    "name", ["Eve\r\nBcc: all@example.org", "Eve\nSubject: lies", 'Eve" <eve@example.org>, "', "\x00"]
)
def test_a_name_cannot_add_a_header_or_a_sender(name: str) -> None:
    message = written(a_letter(sender_name=name, subject=f"From {name}"))
    assert message["Bcc"] is None
    assert message["From"].addresses[0].addr_spec == "entregent@testserver"
    assert len(message["From"].addresses) == 1
    assert message.get_all("Subject") == [message["Subject"]]


def test_without_a_sender_it_is_the_instance_that_writes() -> None:
    message = written(a_letter())
    assert message["From"] == "Entregent <entregent@testserver>"
    assert message["List-Unsubscribe"] is None
    assert message["References"] is None


def test_a_subject_is_cut_between_two_words() -> None:
    said = written(a_letter(subject="mot " * 40))["Subject"]
    assert len(said) <= 70
    assert said.endswith("mot…")


def test_one_endless_word_is_cut_where_it_must() -> None:
    assert shorten("x" * 100, 70) == "x" * 69 + "…"


def test_no_break_spaces_survive() -> None:
    assert shorten("12\u202fh\u202f30\u00a0: vous\n venez\u202f?", 70) == "12\u202fh\u202f30\u00a0: vous venez\u202f?"


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("zoe@société.example", "zoe@xn--socit-esab.example"),
        ("o'neil+lunch@example.org", "o'neil+lunch@example.org"),
        ("zoé@example.org", "zoé@example.org"),
    ],
)
def test_an_address_goes_out_as_servers_know_it(address: str, sent: str) -> None:
    assert sendable(address).addr_spec == sent


def test_a_file_comes_after_the_forms_of_the_mail_whatever_the_order() -> None:
    parts = (Part("application/ics", b"x", "a.ics"), Part("text/calendar; method=CANCEL", b"x", ""))
    kinds = [part.get_content_type() for part in written(a_letter(parts=parts)).walk()]
    assert kinds[-2:] == ["text/calendar", "application/ics"]
