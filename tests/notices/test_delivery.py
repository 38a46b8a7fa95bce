"""Between the queue and the transport: what is sent, dropped, put off, given back; and nothing kept after."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.db import DatabaseError

from entregent.circles.models import Circle
from entregent.notices import delivery, operations
from entregent.notices.delivery import deliver_due, read_again
from entregent.notices.models import Notice
from entregent.notices.operations import LEASE, claim_due, queue, queue_code
from entregent.notices.registry import Kind, Letter, register
from entregent.notices.transports import NotNow, Refused, Unreachable
from entregent.people.models import Link, Person, SignIn
from entregent.people.operations import ask_code
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_date, somebody
from tests.notices.post import LEFT, LetterBox, deliver, why_dropped

pytestmark = pytest.mark.django_db

NAMES = ("Anne", "Bob", "Chloé", "Dina")


@pytest.fixture
def people() -> list[Person]:
    return [somebody(name, f"{name[0].lower()}@example.org") for name in NAMES]


@pytest.fixture
def circle(people: list[Person]) -> Circle:
    made = a_circle(*people)
    a_date(made, people[0])
    return made


def a_code(written: str = "z@example.org") -> str:
    codes: list[str] = []

    def note(sign_in: SignIn, code: str, wanted: bool) -> None:
        codes.append(code)
        queue_code(sign_in, code, wanted)

    ask_code(written=written, network="", now=NOW, strangers=True, deliver=note)
    return codes[0]


def row(name: str) -> Notice:
    return Notice.objects.get(person__name=name)


def test_what_is_due_leaves_and_what_is_not_waits(circle: Circle) -> None:
    assert deliver(NOW) == {}
    assert len(deliver(NOW + LEFT)) == 4
    assert deliver(NOW + DAY) == {}


def test_one_dead_address_holds_up_nobody(circle: Circle) -> None:
    box = LetterBox({"b@example.org": Refused("550 no such user")})
    assert len(deliver(NOW + LEFT, box)) == 3
    assert why_dropped("date") == {"Bob": "refused: 550 no such user"}


def test_what_was_not_taken_is_tried_again_later_and_later(circle: Circle) -> None:
    box = LetterBox({"b@example.org": NotNow("451 busy")})
    deliver(NOW + LEFT, box)
    moment, waits = NOW + LEFT, []
    for _ in range(12):
        due = row("Bob").due_at
        waits.append(due - moment)
        moment = due
        deliver(moment, box)
    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert max(waits) == timedelta(hours=6)
    assert row("Bob").why == "451 busy"


def test_it_is_given_up_48_hours_after_it_was_first_due(circle: Circle) -> None:
    people_who_wait = LetterBox({"b@example.org": NotNow("451 busy")})
    moment = NOW + LEFT
    Notice.objects.filter(person__name="Bob").update(kind="test-late")
    register(Kind("test-late", lambda notice, now: "", lambda notice, now: _letter()))
    while row("Bob").dropped_at is None:
        deliver(moment, people_who_wait)
        moment = row("Bob").due_at
    assert timedelta(hours=48) <= moment - NOW - LEFT <= timedelta(hours=54)
    assert row("Bob").why == "given up after 48 hours: 451 busy"


def _letter() -> Letter:
    return Letter(template="mail/sign-in-code", language="en", context={"code": "1"}, subject="x")


def test_a_mistake_in_one_kind_holds_up_no_other(circle: Circle, caplog: pytest.LogCaptureFixture) -> None:
    def broken(notice: Notice, now: object) -> Letter:
        raise ZeroDivisionError

    register(Kind("test-broken", lambda notice, now: "", broken))
    Notice.objects.filter(person__name="Anne").update(kind="test-broken")
    assert len(deliver(NOW + LEFT)) == 3
    assert (row("Anne").why, row("Anne").sent_at) == ("could not be written: ZeroDivisionError", None)
    assert "could not be written" in caplog.text


def test_a_kind_nobody_knows_any_more_waits(circle: Circle) -> None:
    Notice.objects.filter(person__name="Anne").update(kind="test-unknown")
    assert len(deliver(NOW + LEFT)) == 3
    assert row("Anne").why == "could not be written: KeyError"


def test_a_server_that_is_away_costs_one_attempt_a_round(circle: Circle) -> None:
    box = LetterBox(dict.fromkeys(["a@example.org"], Unreachable("mail.example.org:25: refused")))
    assert deliver_due(NOW + LEFT, box) == 4
    assert box.mails == []
    assert {one.due_at for one in Notice.objects.all()} == {NOW + LEFT + MINUTE}
    assert deliver(NOW + LEFT) == {}
    assert len(deliver(NOW + LEFT + MINUTE)) == 4


def test_the_transport_is_closed_after_each_batch(circle: Circle) -> None:
    box = LetterBox()
    deliver(NOW + LEFT, box)
    assert box.closed >= 1


def test_a_database_that_fails_is_not_taken_for_a_mistake_in_the_mail(
    circle: Circle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(notice: Notice, to: str, now: object) -> str:
        raise DatabaseError

    monkeypatch.setattr(delivery, "why_not", lost)
    box = LetterBox()
    with pytest.raises(DatabaseError):
        deliver_due(NOW + LEFT, box)
    assert box.closed == 1


def test_out_of_time_the_rest_goes_back_untouched(circle: Circle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH_SECONDS", -1)
    assert deliver_due(NOW + LEFT, LetterBox()) == 0
    assert {(one.lease_until, one.attempts) for one in Notice.objects.all()} == {(None, 0)}


def test_told_to_stop_it_ends_after_the_mail_in_hand(circle: Circle) -> None:
    box = LetterBox()
    assert deliver_due(NOW + LEFT, box, lambda: not box.mails) == 1
    assert Notice.objects.filter(lease_until=None, attempts=0).count() == 3


def test_a_batch_ends_well_before_its_leases() -> None:
    """Nine words with a server, each at its slowest, still fit after the batch's time is up."""
    from entregent.notices.transports import TIMEOUT

    assert LEASE.total_seconds() > delivery.BATCH_SECONDS + 9 * TIMEOUT


def test_a_lease_that_ran_out_is_taken_again_under_the_same_message_id(circle: Circle) -> None:
    first = {one.pk: one.message_id for one in claim_due(NOW + LEFT)}
    assert claim_due(NOW + LEFT + LEASE - timedelta(seconds=1)) == []
    mails = deliver(NOW + LEFT + LEASE)
    assert len(mails) == len(first) == 4
    assert {str(mail.message["Message-ID"]) for mail in mails.values()} == {
        f"<{message_id}@testserver>" for message_id in first.values()
    }


def test_a_code_overtakes_a_long_row_of_mails(circle: Circle) -> None:
    a_code()
    box = LetterBox()
    deliver_due(NOW + LEFT, box)
    assert box.mails[0].to == "z@example.org"


def test_a_code_past_its_ten_minutes_is_not_sent() -> None:
    a_code()
    assert deliver(NOW + 10 * MINUTE) == {}
    assert Notice.objects.get().why == "the code is no longer valid"


def test_a_code_goes_to_who_refused_every_other_mail() -> None:
    from entregent.people.operations import refuse_mail

    refuse_mail(lookup="z@example.org", now=NOW)
    code = a_code()
    assert f"{code[:3]} {code[3:]}" in deliver(NOW)["z@example.org"].subject


def test_a_code_is_asked_and_answered_in_one_language() -> None:
    from django.utils import translation

    with translation.override("fr"):
        a_code()
    assert deliver(NOW)["z@example.org"].text.startswith("Voici votre code")


def test_the_queue_keeps_no_token_no_code_and_no_body(circle: Circle) -> None:
    from entregent.people.queries import token_of

    code = a_code()
    mails = deliver(NOW + LEFT)
    assert len(mails) == 5
    kept = serializers.serialize("json", Notice.objects.all())
    for secret in (code, f"{code[:3]} {code[3:]}", "z@example.org", *(token_of(link) for link in Link.objects.all())):
        assert secret not in kept
    for mail in mails.values():
        assert mail.subject not in kept
    assert {json.dumps(one.payload) for one in Notice.objects.all()} == {"{}"}


def test_the_tokens_are_in_no_column_of_any_row(circle: Circle) -> None:
    from entregent.people.queries import token_of

    deliver(NOW + LEFT)
    kept = serializers.serialize("json", Link.objects.all())
    assert not any(token_of(link) in kept for link in Link.objects.all())


def test_without_smtp_it_is_kept_and_can_be_read_again(circle: Circle) -> None:
    sent = deliver(NOW + LEFT, LetterBox(keeps=True))
    again = read_again(row("Bob"))
    assert again is not None
    assert (again.subject, again.text) == (sent["b@example.org"].subject, sent["b@example.org"].text)


def test_reading_again_changes_nothing(circle: Circle) -> None:
    deliver(NOW + LEFT, LetterBox(keeps=True))
    Link.objects.all().delete()
    before = serializers.serialize("json", [*Notice.objects.all(), *Link.objects.all()])
    assert read_again(row("Bob")) is not None
    assert serializers.serialize("json", [*Notice.objects.all(), *Link.objects.all()]) == before


def test_what_is_gone_cannot_be_read_again(circle: Circle) -> None:
    deliver(NOW + LEFT, LetterBox(keeps=True))
    Notice.objects.update(object_id=0)
    assert read_again(row("Bob")) is None


def test_a_kept_code_is_forgotten_after_a_quarter_of_an_hour() -> None:
    code = a_code()
    deliver(NOW, LetterBox(keeps=True))
    kept = read_again(Notice.objects.get())
    assert kept is not None
    assert f"{code[:3]} {code[3:]}" in kept.text
    operations.forget_old(NOW + 16 * MINUTE)
    later = read_again(Notice.objects.get())
    assert later is not None
    assert (later.subject, code[:3] in later.text) == ("Votre code, expiré depuis", False)


def test_old_rows_are_forgotten(circle: Circle) -> None:
    deliver(NOW + LEFT)
    operations.forget_old(NOW + 61 * DAY)
    assert not Notice.objects.exists()


def test_asking_twice_for_one_mail_is_asking_once(people: list[Person]) -> None:
    for _ in range(2):
        queue(kind="date", dedupe="one", now=NOW, person=people[0])
    assert Notice.objects.count() == 1


def test_put_off_past_an_hour_it_shows_as_trouble(circle: Circle) -> None:
    from entregent.notices.queries import trouble

    box = LetterBox({f"{name[0].lower()}@example.org": NotNow("451") for name in NAMES})
    deliver(NOW + LEFT, box)
    assert trouble(NOW + 2 * HOUR) == "none sent for an hour, refused: 4"
