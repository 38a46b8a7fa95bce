"""Everything one wrote or is named in comes out; erased, no name and no address of theirs stands anywhere."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from entregent.activity.models import Event
from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Import
from entregent.core.addresses import lookup_key
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Answer, Attendance, Gathering
from entregent.notices.models import Notice
from entregent.notices.operations import put_off, queue_code
from entregent.people import operations as people
from entregent.people import queries
from entregent.people.backends import SessionStore
from entregent.people.models import Address, Block, Link, Person, Refusal, Session, SignIn
from entregent.people.privacy import end_sessions, erase_all, export_all, is_held
from entregent.threads import operations as threads
from entregent.threads.queries import visible_replies
from entregent.trust.enums import Reach
from tests.cast import DAY, HOUR, NOW, a_circle, a_date, a_past_date, answer_link, invite, say, somebody, write
from tests.tables import everything, holding

HER = ("canarywoman", "canary-box")  # her names and addresses, as anybody typed them
HER_WORDS = ("canarysaid", "canarytable", "canarywithdrawn", "canaryword")


class Gaelle:
    """Somebody who did all there is to do, in a circle of Anne's and in one of her own."""

    def __init__(self) -> None:
        self.anne = somebody("Anne", "anne@example.org")
        self.theo = somebody("Théo", "theo@example.org")
        self.circle = a_circle(self.anne, self.theo, now=NOW - 30 * DAY)
        batch = invite(self.circle, self.anne, "Gaelle@Canary-Box.example", name="Aunt Canarywoman", now=NOW - 20 * DAY)
        invitation = batch.invitations.get()
        self.person = circles.accept(invitation=invitation, name="Gaëlle Canarywoman", now=NOW - 19 * DAY).person
        self._signs_in()
        self._sits_down()
        self._writes()
        self._is_named()

    def _signs_in(self) -> None:
        codes: list[str] = []

        def deliver(sign_in: SignIn, code: str, wanted: bool) -> None:
            codes.append(code)
            queue_code(sign_in, code, wanted)

        sign_in = people.ask_code(
            written="GAELLE@canary-box.example", network="192.0.2.1", now=NOW, strangers=True, deliver=deliver
        )
        people.enter_code(key=sign_in.key, code=codes[0], now=NOW, language="fr")
        people.prove_address(person=self.person, written="second@canary-box.example", now=NOW)
        self.session = SessionStore()
        self.session["_auth_user_id"] = str(self.person.pk)
        self.session["typed"] = "canarywoman"
        self.session.save()

    def _sits_down(self) -> None:
        self.past = a_past_date(self.circle, self.anne)
        say(self.past, self.person, now=NOW - 8 * DAY, name="Canarywoman at the table", guests=2)
        gatherings.record_attendance(
            gathering=self.past, by=self.person, person_ids=[self.anne.pk, self.person.pk], names=[], now=NOW - DAY
        )
        self.ahead = a_date(self.circle, self.person, title="her title", place="her place", bring="her bread")
        say(self.ahead, self.person, Reply.YES)
        gatherings.stand(circle=self.circle, person=self.person, weekday=None, now=NOW)
        answer_link(self.person, self.ahead)
        notice = Notice.objects.filter(kind="date", person=self.person).latest("pk")
        put_off(notice, NOW, "550 <gaelle@canary-box.example> unknown")

    def _writes(self) -> None:
        write(self.past, self.person, "canarysaid to all")
        write(self.past, self.person, "canarytable only", Reach.TABLE)
        taken_back = write(self.past, self.person, "canarywithdrawn")
        threads.withdraw_reply(reply_key=taken_back.key, by=self.person, now=NOW)
        write(self.past, self.anne, "kept for the table", Reach.TABLE)
        invite(self.circle, self.person, "paul@example.org", name="Paul", word="canaryword")
        self.own = a_circle(self.person, name="Her own circle")
        circles.change_circle(circle=self.own, by=self.person, now=NOW, purpose="her purpose", place="her kitchen")
        circles.make_link(circle=self.circle, by=self.person, now=NOW)
        people.block(by=self.person, person=self.theo, now=NOW)
        people.refuse_mail(lookup=lookup_key("second@canary-box.example"), now=NOW)

    def _is_named(self) -> None:
        circles.name_in_circle(circle=self.circle, person=self.person, name="Cousin Canarywoman")
        other = a_circle(self.theo, name="Théo's")
        circles.add_member(
            circle=other, person=self.person, now=NOW, name="Dr Canarywoman", trade="canarywoman's trade"
        )
        invite(a_circle(self.anne, name="Third"), self.anne, "gaelle@canary-box.example", name="Miss Canarywoman")
        people.block(by=self.anne, person=self.person, now=NOW)


@pytest.fixture
def gaelle() -> Gaelle:
    return Gaelle()


@pytest.mark.django_db
def test_everything_one_wrote_or_is_named_in_comes_out(gaelle: Gaelle) -> None:
    exported = json.dumps(export_all(gaelle.person), cls=DjangoJSONEncoder, ensure_ascii=False)
    for words in (
        "Gaëlle Canarywoman", "Gaelle@Canary-Box.example", "second@canary-box.example",
        "Cousin Canarywoman", "Aunt Canarywoman",
        "Dr Canarywoman", "canarywoman's trade", "Miss Canarywoman", "Canarywoman at the table",
        "canarysaid to all", "canarytable only", "canarywithdrawn", "canaryword", "Paul", "paul@example.org",
        "Her own circle", "her purpose", "her kitchen", "her title", "her place", "her bread",
        "Tuesday lunch", "Théo's", "Théo", "2026-11-17", "2026-11-26",
    ):  # fmt: skip
        assert words in exported, words
    for verb in ("joined", "fixed", "invited", "opened", "changed", "made-link"):
        assert f'"{verb}"' in exported, verb


@pytest.mark.django_db
def test_nothing_of_anybody_else_comes_out(gaelle: Gaelle) -> None:
    exported = json.dumps(export_all(gaelle.person), cls=DjangoJSONEncoder, ensure_ascii=False)
    for words in ("anne@example.org", "theo@example.org", "kept for the table", "code_digest"):
        assert words not in exported, words


@pytest.mark.django_db
def test_erased_no_name_address_or_word_of_theirs_stands_anywhere(gaelle: Gaelle) -> None:
    assert {table for table, _ in holding(*HER, *HER_WORDS)} >= {
        "people_person", "people_address", "people_signin", "notices_notice", "circles_membership",
        "circles_invitation", "circles_batch", "threads_reply", "gatherings_answer", "people_session",
    }  # fmt: skip
    erase_all(gaelle.person, NOW + HOUR)
    assert holding(*HER, *HER_WORDS) == set()
    person = Person.objects.get(pk=gaelle.person.pk)
    assert (person.erased_at, person.is_active, person.has_usable_password(), str(person.key) in str(person)) == (
        NOW + HOUR, False, False, True,
    )  # fmt: skip


@pytest.mark.django_db
def test_erased_twice_is_erased_once(gaelle: Gaelle) -> None:
    erase_all(gaelle.person, NOW + HOUR)
    before = set(everything())
    erase_all(Person.objects.get(pk=gaelle.person.pk), NOW + HOUR)
    assert set(everything()) - before == set()


@pytest.mark.django_db
def test_nothing_that_opens_a_door_is_left(gaelle: Gaelle) -> None:
    erase_all(gaelle.person, NOW + HOUR)
    assert not Address.objects.filter(person=gaelle.person).exists()
    assert not SignIn.objects.exists()
    assert not Link.objects.exists()
    assert not Block.objects.exists()
    assert not Session.objects.filter(pk=gaelle.session.session_key).exists()
    assert not Notice.objects.filter(person=gaelle.person).exists()
    assert not gaelle.person.invite_links.filter(revoked_at=None).exists()
    assert queries.person_at("gaelle@canary-box.example") is None
    assert circle_queries.visible_circle(viewer=gaelle.person, slug=gaelle.circle.slug) is None


@pytest.mark.django_db
def test_never_write_to_me_again_outlives_an_erasure(gaelle: Gaelle) -> None:
    erase_all(gaelle.person, NOW + HOUR)
    assert queries.refuses_mail(lookup_key("second@canary-box.example"))
    assert Refusal.objects.count() == 1


@pytest.mark.django_db
def test_what_others_wrote_counted_or_remember_stays_whole(gaelle: Gaelle) -> None:
    there = [row.pk for row in gathering_queries.attendance(gaelle.past)]
    events = Event.objects.count()
    erase_all(gaelle.person, NOW + HOUR)
    assert [row.pk for row in gathering_queries.attendance(gaelle.past)] == there
    assert Answer.objects.filter(gathering=gaelle.past, person=gaelle.person).count() == 1
    assert not Answer.objects.filter(gathering=gaelle.ahead, person=gaelle.person).exists()
    assert Event.objects.count() == events
    assert Gathering.objects.get(pk=gaelle.ahead.pk).title == "her title"
    assert [row.text for row in visible_replies(viewer=gaelle.anne, kind="gathering", object_id=gaelle.past.pk)] == [
        "kept for the table"
    ]
    assert circle_queries.names_in(gaelle.circle.pk, [gaelle.anne.pk, gaelle.person.pk]) == {
        gaelle.anne.pk: "Anne", gaelle.person.pk: "",
    }  # fmt: skip


@pytest.mark.django_db
def test_sessions_end_everywhere_and_only_ones_own() -> None:
    anne, theo = somebody("Anne"), somebody("Théo")
    for person in (anne, anne, theo):
        session = SessionStore()
        session["_auth_user_id"] = str(person.pk)
        session.save()
    assert [end_sessions(anne), end_sessions(anne)] == [2, 0]
    assert Session.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("tie", ["nothing", "signed in", "member", "invited", "answered", "was there", "wrote"])
def test_who_is_held_is_who_came_in_or_said_something_somewhere(tie: str) -> None:
    anne, paul = somebody("Anne", "anne@example.org"), somebody("", "paul@example.org", proved=False)
    circle = a_circle(anne)
    gathering = a_past_date(circle, anne)
    if tie == "signed in":
        people.mark_signed_in(person=paul, now=NOW, language="fr")
    if tie == "member":
        circles.add_member(circle=circle, person=paul, now=NOW)
    if tie == "invited":
        invite(circle, anne, "paul@example.org")
    if tie == "answered":
        say(gathering, paul, now=NOW - 8 * DAY)
    if tie == "was there":
        Attendance.objects.create(gathering=gathering, person=paul, at=NOW)
    if tie == "wrote":
        write(gathering, paul, "A word.")
    assert is_held(paul) == (tie != "nothing")


@pytest.mark.django_db
def test_an_import_remembers_row_numbers_and_the_files_name_alone() -> None:
    circle = a_circle(somebody("Anne"))
    circles.import_members(
        circle=circle, content=b"Name;E-mail\nCanarywoman;x@canary-box.example\n", file_name="list.csv", now=NOW
    )
    erase_all(circle.memberships.get(imported_at__isnull=False).person, NOW)
    assert holding(*HER) == set()
    assert Import.objects.count() == 1


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_erased_nothing_is_left_between_the_rows_of_the_file(tmp_path: Path) -> None:
    gaelle = Gaelle()
    assert set(traces(tmp_path)) == {*HER, *HER_WORDS}
    erase_all(gaelle.person, NOW + HOUR)
    assert list(traces(tmp_path)) == []
    assert Circle.objects.exists()


def traces(folder: Path) -> Iterator[str]:
    """Which of her words the database's file still holds, free pages included."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = shutil.copy(str(settings.DATABASES["default"]["TEST"]["NAME"]), folder / "copy")
    content = Path(copy).read_bytes().lower()
    yield from (word for word in (*HER, *HER_WORDS) if word.encode() in content)
