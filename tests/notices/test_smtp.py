"""Mails through a real SMTP server, read back as a mail program reads them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from icalendar import Calendar

from entregent.circles.models import Circle
from entregent.gatherings.enums import Via
from entregent.notices import transports
from entregent.notices.delivery import deliver_due
from entregent.notices.models import Notice
from entregent.notices.operations import write_there_again
from entregent.notices.queries import comes_back
from entregent.notices.transports import Outbox, Smtp, Unreachable, transport
from entregent.people.models import Person
from tests.cast import MINUTE, NOW, a_circle, a_date, say, somebody
from tests.notices.post import LEFT, why_dropped
from tests.notices.server import Post, free_port, post_office

pytestmark = pytest.mark.django_db
DUE = NOW + LEFT


@pytest.fixture
def post() -> Iterator[Post]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def circle() -> Circle:
    people = [somebody(name, f"{name.lower()}@example.org") for name in ("Nadia", "Theo", "Ines")]
    made = a_circle(*people, name="Les déjeuners du plateau")
    a_date(made, people[0], place="Le Petit Marché")
    return made


def row(name: str) -> Notice:
    return Notice.objects.get(person__name=name)


def read(post: Post, address: str) -> EmailMessage:
    (message,) = [message for message in post.received if message["To"] == address]
    return message


def test_a_date_arrives_whole(circle: Circle, post: Post) -> None:
    say(circle.gatherings.get(), Person.objects.get(name="Theo"), via=Via.STANDING)
    assert deliver_due(DUE, Smtp(post.url)) == 3
    message = read(post, "theo@example.org")
    assert message["Subject"] == "Thursday 26 November, 12:30: your place is kept"
    assert message["From"].addresses[0].display_name == "Nadia, Les déjeuners du plateau"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Le Petit Marché" in text.get_content()
    assert "Le Petit Marché" in html.get_content()
    parts = {part.get_content_type(): part for part in message.walk()}
    calendar = Calendar.from_ical(parts["text/calendar"].get_content())
    assert isinstance(calendar, Calendar)
    assert calendar["METHOD"] == parts["text/calendar"].get_param("method") == "REQUEST"
    assert calendar.events[0]["LOCATION"] == "Le Petit Marché"


@pytest.mark.parametrize(
    ("answer", "is_dead"),
    [
        ("550 5.1.1 no such user", True),
        ("551 moved away", True),
        ("550 5.7.1 you are not welcome here", False),
        ("552 5.2.2 mailbox full", False),
        ("451 4.7.1 come again", False),
    ],
)
def test_an_address_where_nobody_reads_is_tried_no_more(circle: Circle, post: Post, answer: str, is_dead: bool) -> None:
    post.answers["theo@example.org"] = answer
    deliver_due(DUE, Smtp(post.url))
    assert comes_back("theo@example.org") is is_dead
    assert not comes_back("ines@example.org")
    post.answers.clear()
    a_date(circle, Person.objects.get(name="Nadia"), days=9)
    deliver_due(DUE + MINUTE, Smtp(post.url))
    if is_dead:
        assert why_dropped("date")["Theo"] == "mail to this address comes back"
    write_there_again(["theo@example.org"])
    assert not comes_back("theo@example.org")


def test_one_connection_carries_the_batch(circle: Circle, post: Post) -> None:
    deliver_due(DUE, Smtp(post.url))
    assert (post.connections, len(post.received)) == (1, 3)


def test_after_smtp_took_it_nothing_of_the_address_is_kept(circle: Circle, post: Post) -> None:
    Notice.objects.update(to_written="nadia@example.org")
    deliver_due(DUE, Smtp(post.url))
    assert set(Notice.objects.values_list("to_written", "kept_in_outbox")) == {("", False)}


def test_5xx_for_an_address_drops_that_mail_alone(circle: Circle, post: Post) -> None:
    post.answers["nadia@example.org"] = "550 5.1.1 No such user"
    deliver_due(DUE, Smtp(post.url))
    assert post.to() == ["ines@example.org", "theo@example.org"]
    assert why_dropped("date") == {"Nadia": "refused: 550 5.1.1 No such user"}


def test_4xx_is_tried_again(circle: Circle, post: Post) -> None:
    post.answers["nadia@example.org"] = "451 4.7.1 Greylisted, come back"
    deliver_due(DUE, Smtp(post.url))
    assert row("Nadia").why == "451 4.7.1 Greylisted, come back"
    post.answers.clear()
    assert deliver_due(DUE, Smtp(post.url)) == 0
    assert deliver_due(DUE + MINUTE, Smtp(post.url)) == 1
    assert len(post.received) == 3


@pytest.mark.parametrize(("answer", "dropped"), [("554 5.7.1 Spam", True), ("452 4.3.1 Full", False)])
def test_a_refusal_after_the_text_counts_the_same(circle: Circle, post: Post, answer: str, dropped: bool) -> None:
    post.after_data["nadia@example.org"] = answer
    deliver_due(DUE, Smtp(post.url))
    assert len(post.received) == 2
    assert (row("Nadia").dropped_at is not None) == dropped


def test_a_sender_that_is_refused_is_the_operator_s_to_mend(circle: Circle, post: Post) -> None:
    """Every mail waits: none is lost for a wrong setting."""
    post.answers["entregent@testserver"] = "550 5.7.1 Not allowed to send as this"
    deliver_due(DUE, Smtp(post.url))
    assert Notice.objects.filter(dropped_at=None, sent_at=None).count() == 3
    assert row("Nadia").why == "entregent@testserver may not send: 550 5.7.1 Not allowed to send as this"


def test_no_server_puts_everything_off(circle: Circle) -> None:
    port = free_port()
    deliver_due(DUE, Smtp(f"smtp://127.0.0.1:{port}"))
    assert row("Nadia").why.startswith(f"127.0.0.1:{port}: ")
    assert {one.due_at for one in Notice.objects.all()} == {DUE + MINUTE}


def test_a_server_that_hangs_up_in_the_middle_is_called_again(circle: Circle) -> None:
    with hanging_up() as port:
        deliver_due(DUE, Smtp(f"smtp://127.0.0.1:{port}"))
    assert Notice.objects.filter(sent_at=None, dropped_at=None, lease_until=None).count() == 3


def hanging_up() -> Any:
    """Greets, then closes at the first word."""
    from contextlib import contextmanager

    @contextmanager
    def opened() -> Iterator[int]:
        listener = socket.create_server(("127.0.0.1", 0))

        def answer() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(b"220 hello\r\n")
                    connection.recv(100)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)

    return opened()


def test_an_address_outside_ascii_needs_a_server_that_writes_it(circle: Circle) -> None:
    person = Person.objects.get(name="Theo")
    person.addresses.update(written="théo@example.org", lookup="théo@example.org")
    with post_office(enable_SMTPUTF8=True) as post:
        deliver_due(DUE, Smtp(post.url))
        assert "théo@example.org" in post.to()


def test_where_the_server_cannot_the_mail_is_dropped(circle: Circle) -> None:
    person = Person.objects.get(name="Theo")
    person.addresses.update(written="théo@example.org", lookup="théo@example.org")
    with post_office(enable_SMTPUTF8=False) as post:
        deliver_due(DUE, Smtp(post.url))
        assert post.to() == ["ines@example.org", "nadia@example.org"]
    assert why_dropped("date") == {"Theo": "refused: the mail server cannot write to such an address"}


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_password_opens_the_server(circle: Circle) -> None:
    with post_office(password="p@ss word") as post:
        deliver_due(DUE, Smtp(f"smtp://me:p%40ss%20word@127.0.0.1:{post.port}"))
        assert len(post.received) == 3


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_wrong_password_loses_nothing(circle: Circle) -> None:
    with post_office(password="right") as post:
        deliver_due(DUE, Smtp(f"smtp://me:wrong@127.0.0.1:{post.port}"))
        assert post.received == []
    assert row("Nadia").why == f"127.0.0.1:{post.port}: 535 5.7.8 Authentication credentials invalid"
    assert "wrong" not in row("Nadia").why


def test_a_server_without_tls_is_not_spoken_to_where_tls_is_asked(circle: Circle, post: Post) -> None:
    with pytest.raises(Unreachable):
        Smtp(f"smtp+starttls://127.0.0.1:{post.port}").check()


def test_tls_from_the_start_refuses_a_plain_answer(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transports, "TIMEOUT", 1)
    with pytest.raises(Unreachable):
        Smtp(f"smtps://127.0.0.1:{post.port}").check()


def test_a_server_that_answers_can_be_checked(post: Post) -> None:
    Smtp(post.url).check()
    assert post.connections == 0


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://"])
def test_an_address_of_a_server_that_makes_no_sense_says_so(url: str) -> None:
    with pytest.raises(ValueError, match="ENTREGENT_SMTP_URL"):
        Smtp(url)


def test_without_a_server_the_outbox_shows_the_code_in_the_terminal(settings: Any, circle: Circle) -> None:
    said: list[str] = []
    settings.SMTP_URL = ""
    chosen = transport(said.append)
    assert isinstance(chosen, Outbox)
    deliver_due(DUE, chosen)
    assert "Mail kept in the outbox for t…@example.org: Thursday 26 November, 12:30: are you coming?" in said
    assert Notice.objects.filter(kept_in_outbox=True).count() == 3


def test_a_server_in_the_settings_is_used(settings: Any, post: Post) -> None:
    settings.SMTP_URL = post.url
    assert isinstance(transport(print), Smtp)
