"""A mail comes in: what it does, to whom it is told, and what it can never do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time as hour_of_day
from typing import Any

import pytest
from icalendar import Calendar

from entregent.circles import operations as circles
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.calendar import uid_of
from entregent.gatherings.models import Gathering
from entregent.gatherings.operations import When
from entregent.inbound import operations
from entregent.inbound.enums import Fate
from entregent.inbound.models import Received
from entregent.notices.models import Notice, Returned
from entregent.notices.writing import Mail
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import merge_all
from entregent.threads.models import Reply
from tests.cast import DAY, HOUR, NOW, a_circle, a_date, fresh, say, seen, somebody
from tests.inbound.letters import FROM, a_bounce, a_mail, a_reply, nested
from tests.notices.post import LEFT, deliver, why_dropped

pytestmark = pytest.mark.django_db

THEO, ADDRESS = "theo@example.org", "replies@testserver"
LATER = NOW + HOUR


@dataclass
class Post:
    nadia: Person
    theo: Person
    gathering: Gathering
    mail: Mail  # what Théo was sent

    @property
    def to(self) -> str:
        return str(self.mail.message["Reply-To"])

    @property
    def message_id(self) -> str:
        return str(self.mail.message["Message-ID"]).strip("<>")

    def replies(self) -> list[tuple[str, str]]:
        return [(row.author.name, row.text) for row in Reply.objects.order_by("pk")]

    def answer(self) -> str:
        found = queries.answer_of(self.gathering, self.theo)
        return found.reply if found else ""


@pytest.fixture
def post(settings: Any) -> Post:
    settings.INBOUND_ADDRESS = ADDRESS
    nadia, theo = somebody("Nadia", "nadia@example.org"), somebody("Théo", THEO)
    gathering = a_date(a_circle(nadia, theo), nadia, days=4, place="Chez Youssef")
    return Post(nadia, theo, gathering, deliver(NOW + LEFT)[THEO])


def told() -> list[str]:
    return [str(row.payload["why"]) for row in Notice.objects.filter(kind="not-taken").order_by("pk")]


# What is taken


def test_a_plain_answer_is_written_under_the_gathering_once(post: Post) -> None:
    mail = a_mail(post.to, "I bring the bread.\n\nOn Thu, Nadia <x@y.example> wrote:\n> Are you coming?")
    assert [operations.receive(mail, LATER) for _twice in range(2)] == [Fate.WRITTEN, Fate.SEEN]
    assert post.replies() == [("Théo", "I bring the bread.")]
    assert (Reply.objects.get().reach, told()) == ("circle", [])


def test_what_it_says_is_words_and_nothing_else(post: Post) -> None:
    from tests.web.visiting import as_person

    operations.receive(a_mail(post.to, "<script>alert(1)</script> & more"), LATER)
    page = as_person(post.nadia).get(f"/g/{post.gathering.key}").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(("state", "reply"), [("ACCEPTED", "yes"), ("TENTATIVE", "maybe"), ("DECLINED", "no")])
def test_a_calendar_s_reply_changes_the_answer(post: Post, state: str, reply: str) -> None:
    say(post.gathering, post.theo)
    assert operations.receive(a_reply(post.to, uid_of(post.gathering), state), LATER) == Fate.ANSWERED
    assert (post.answer(), post.replies()) == (reply, [])


def test_the_invitation_says_where_a_calendar_replies(post: Post) -> None:
    say(post.gathering, post.theo)
    gatherings.mail_for_calendar(gathering=post.gathering, person=post.theo, now=LATER)
    mail = deliver(LATER)[THEO]
    part = next(part for part in mail.message.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    assert (event["ORGANIZER"], event["ATTENDEE"].params["RSVP"]) == (f"mailto:{post.to}", "TRUE")


def test_without_a_mailbox_no_mail_asks_to_be_answered_by_mail(settings: Any, post: Post) -> None:
    settings.INBOUND_ADDRESS = ""
    gatherings.write_again(circle=post.gathering.circle, person=post.theo, now=LATER)
    assert deliver(LATER)[THEO].message["Reply-To"] is None


def test_the_id_it_answers_is_enough_where_the_address_was_lost(post: Post) -> None:
    mail = a_mail("entregent@testserver", "Hello", In_Reply_To=f"<{post.message_id}>")
    assert operations.receive(mail, LATER) == Fate.WRITTEN


def test_the_case_of_the_address_may_be_lost(post: Post) -> None:
    assert operations.receive(a_mail(post.to.upper(), "Hello"), LATER) == Fate.WRITTEN


def test_a_new_key_keeps_the_addresses_already_sent(post: Post, settings: Any) -> None:
    settings.LINK_KEYS = ["newer", *settings.LINK_KEYS]
    assert operations.receive(a_mail(post.to, "Hello"), LATER) == Fate.WRITTEN


# What is not, and who is told


def test_from_another_address_it_is_refused_whoever_says_so(post: Post) -> None:
    mail = a_mail(post.to, "I am Théo", sender="Théo <eve@elsewhere.example>")
    assert (operations.receive(mail, LATER), post.replies(), told()) == (Fate.REFUSED, [], ["elsewhere"])
    sent = deliver(LATER)["eve@elsewhere.example"]
    assert "send it from that one" in sent.text
    assert sent.message["Auto-Submitted"] == "auto-generated"
    assert "Théo" not in sent.text + sent.html


@pytest.mark.parametrize("to", ["replies+" + "a" * 39 + "@testserver", "replies@testserver", "entregent@testserver"])
def test_a_forged_address_does_nothing_and_only_people_known_here_are_told(post: Post, to: str) -> None:
    assert operations.receive(a_mail(to, "Hello"), LATER) == Fate.REFUSED
    stranger = a_mail(to, "Hello", sender="eve@elsewhere.example", Message_ID="<two@x>")
    assert operations.receive(stranger, LATER) == Fate.REFUSED
    assert (post.replies(), told(), sorted(deliver(LATER))) == ([], ["unknown"], [THEO])


def test_they_are_told_once_a_day_for_one_reason(post: Post) -> None:
    for number in range(3):
        operations.receive(a_mail("replies@testserver", "?", Message_ID=f"<{number}@x>"), LATER)
    operations.receive(a_mail(post.to, " ", Message_ID="<empty@x>"), LATER)
    assert told() == ["unknown", "empty"]


def test_whoever_asked_for_no_more_mail_is_not_told(post: Post) -> None:
    people.refuse_all_mail(person=post.theo, now=NOW)
    operations.receive(a_mail(post.to, " "), LATER)
    assert told() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<some.list>"},
        {"X_Autoreply": "yes"}, {"Return_Path": "<>"},
    ],
)  # fmt: skip
def test_programs_are_neither_read_nor_answered(post: Post, headers: dict[str, str]) -> None:
    assert operations.receive(a_mail(post.to, "I am on holiday", **headers), LATER) == Fate.IGNORED
    assert (post.replies(), told()) == ([], [])


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example", "entregent@testserver", "replies+x@testserver"])
def test_nor_is_a_mail_of_ours_that_comes_round(post: Post, sender: str) -> None:
    assert operations.receive(a_mail(post.to, "loop", sender=sender), LATER) == Fate.IGNORED
    assert told() == []


def test_what_is_too_long_too_large_or_too_late_is_said(post: Post) -> None:
    operations.receive(a_mail(post.to, "word " * 1000, Message_ID="<long@x>"), LATER)
    operations.receive(a_mail(post.to, "x", Message_ID="<large@x>") + b"x" * 5_000_000, LATER)
    operations.receive(a_reply(post.to, uid_of(post.gathering)), post.gathering.starts_at)
    operations.receive(a_reply(post.to, "another@testserver", "DECLINED"), LATER)
    assert told() == ["long", "large"], "a calendar program wrote the last two: it is told nothing"
    assert (post.answer(), post.replies()) == ("", [])


def test_a_reply_to_the_date_before_it_moved_does_not_count(post: Post) -> None:
    old = post.gathering
    when = When(old.day, hour_of_day(19, 0), place=old.place)
    gatherings.move(gathering=fresh(old), by=post.nadia, when=when, seen=seen(old.circle), now=NOW + HOUR)
    assert operations.receive(a_reply(post.to, uid_of(old), sequence=0), NOW + 2 * HOUR) == Fate.REFUSED
    assert operations.receive(a_reply(post.to, uid_of(old), sequence=1), NOW + 2 * HOUR) == Fate.ANSWERED


def test_who_left_the_circle_writes_nothing_more(post: Post) -> None:
    circles.leave(circle=post.gathering.circle, person=post.theo, now=NOW + HOUR)
    assert operations.receive(a_mail(post.to, "Hello"), NOW + 2 * HOUR) == Fate.REFUSED
    assert (post.replies(), told()) == ([], ["gone"])


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"From: \r\n\r\n", b"no mail", nested(3000), b"Content-Type: text/x; charset=none\n\nx"],
)  # fmt: skip
def test_whatever_comes_nothing_falls_over(post: Post, content: bytes) -> None:
    assert operations.receive(content, LATER) in (Fate.REFUSED, Fate.IGNORED)
    assert operations.receive(a_mail(post.to, "Hello"), LATER) == Fate.WRITTEN


# Mails that come back


def test_a_mail_that_came_back_for_good_stops_those_to_that_address(post: Post) -> None:
    assert operations.receive(a_bounce(post.message_id, THEO), LATER) == Fate.BOUNCE
    gatherings.write_again(circle=post.gathering.circle, person=post.theo, now=NOW + DAY)
    gatherings.write_again(circle=post.gathering.circle, person=post.nadia, now=NOW + DAY)
    assert sorted(deliver(NOW + DAY)) == ["nadia@example.org"]
    assert why_dropped("date-again") == {"Théo": "mail to this address comes back"}


@pytest.mark.parametrize(
    "bounce",
    [
        lambda post: a_bounce("0" * 32 + "@testserver", THEO),
        lambda post: a_bounce(post.message_id, "nadia@example.org"),
        lambda post: a_bounce(post.message_id, THEO, status="4.2.2"),
        lambda post: a_bounce(post.message_id, THEO, action="delayed"),
    ],
    ids=["of no mail of ours", "for somebody else", "for now", "late"],
)
def test_a_forged_or_passing_one_stops_nothing(post: Post, bounce: Any) -> None:
    assert operations.receive(bounce(post), LATER) == Fate.IGNORED
    assert (Returned.objects.count(), told()) == (0, [])


def test_its_owner_reads_it_and_has_mails_sent_again(post: Post) -> None:
    from tests.web.visiting import as_person, words

    operations.receive(a_bounce(post.message_id, THEO), LATER)
    client = as_person(post.theo)
    assert "Mail to theo@example.org came back" in words(client.get("/me"))
    client.post("/me/mails/retry")
    assert "came back" not in words(client.get("/me"))
    assert Returned.objects.count() == 0


def test_what_was_received_is_forgotten_in_time(post: Post) -> None:
    operations.receive(a_mail(post.to, "Hello"), LATER)
    assert "theo" not in str(Received.objects.values())
    assert operations.forget_old(NOW + 91 * DAY) == 1


def test_a_mistake_of_ours_is_met_once(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: object) -> Fate:
        raise RuntimeError

    monkeypatch.setattr(operations, "_deal_with", trip)
    assert [operations.receive(a_mail(post.to, FROM), LATER) for _twice in range(2)] == [Fate.REFUSED, Fate.SEEN]


def test_answered_after_two_records_were_put_together_it_is_the_one_person_s(post: Post) -> None:
    other = somebody("Théo P.", "theo.p@example.org")
    circles.add_member(circle=post.gathering.circle, person=other, now=NOW)
    merge_all(kept=other, gone=post.theo, by=other, now=NOW)
    operations.receive(a_mail(post.to, "I bring the bread."), LATER)
    assert [author for author, _text in post.replies()] == ["Théo P."]
