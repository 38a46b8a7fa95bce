"""Two records of one person become one and come apart again: nothing is lost, nothing is left pointing at the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import ForeignObject

from entregent.circles import operations as circles
from entregent.circles.models import Membership
from entregent.circles.queries import journal, names_in, visible_circle
from entregent.circles.queries.alike import is_a_mere_name, who_may_be
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Answer
from entregent.people import operations as people
from entregent.people import privacy, queries
from entregent.people.models import Merge, Person, SignIn
from entregent.people.privacy.merging import STAYS, fields_that_move
from entregent.people.queries import any_link, person_at, token_of
from entregent.polls.models import Ballot
from tests import cast
from tests.architecture.test_models import RELATIONS
from tests.cast import (
    DAY,
    HOUR,
    NOW,
    Story,
    a_circle,
    a_date,
    a_past_date,
    a_poll,
    answer_link,
    say,
    somebody,
    verbs,
    write,
)
from tests.polls.stage import votes
from tests.tables import fingerprint, holding

pytestmark = pytest.mark.django_db

OF_THE_MERGE_ITSELF = {"people_merge", "activity_event"}
PAIRS = [("member", "founder"), ("founder", "blocked"), ("guest", "newcomer"), ("newcomer", "former")]


def test_every_field_that_holds_a_person_moves_or_says_why_it_stays() -> None:
    moving = {f"{model._meta.label}.{name}" for model, name in fields_that_move()}
    held = {name for name, _model, target, _field in RELATIONS if target is Person}
    assert moving | STAYS == held
    assert moving & STAYS == set()


def pointing_at(person: Person) -> list[str]:
    found = []
    for name, model, target, field in RELATIONS:
        if target is Person and isinstance(field, ForeignObject) and name not in STAYS:
            found += [name] * model._base_manager.filter(**{field.name: person}).count()
    return found


@pytest.fixture
def story() -> Story:
    return cast.tell()


@pytest.mark.parametrize(("kept", "gone"), PAIRS)
def test_all_that_was_the_ones_is_the_others_and_comes_back_to_the_letter(story: Story, kept: str, gone: str) -> None:
    one, other = getattr(story, kept), getattr(story, gone)
    before, held = fingerprint(), pointing_at(other)
    merge = privacy.merge_all(kept=one, gone=other, by=one, now=NOW)
    assert held
    assert pointing_at(other) == []
    privacy.undo_merge(merge_id=merge.pk, now=NOW + DAY)
    after = fingerprint()
    assert {table for table in before if before[table] != after[table]} - OF_THE_MERGE_ITSELF == set()


class Twice:
    """Nadia stands in Anne's circle as a name from a file, and by herself."""

    def __init__(self) -> None:
        self.anne = somebody("Anne", "anne@example.org")
        self.nadia = somebody("Nadia Benali", "nadia@example.org")
        self.circle = a_circle(self.anne, self.nadia, now=NOW - 30 * DAY)
        circles.import_members(
            circle=self.circle,
            content="Nom;Métier\nNadia B.;fleuriste\n".encode(),
            file_name="x.csv",
            now=NOW - 20 * DAY,
        )
        self.name = Person.objects.get(memberships__name="Nadia B.")
        self.past = a_past_date(self.circle, self.anne)
        self.ahead = a_date(self.circle, self.anne)

    def merge(self, by: Person | None = None) -> None:
        circles.merge_members(circle=self.circle, kept=self.nadia, gone=self.name, by=by or self.anne, now=NOW)

    def undo(self, by: Person) -> None:
        event = next(one for one in journal(self.circle) if one.verb == "merged")
        circles.undo(event=event, by=by, now=NOW + HOUR)


@pytest.fixture
def twice() -> Twice:
    return Twice()


def test_the_last_answer_counts_and_the_other_comes_back(twice: Twice) -> None:
    say(twice.ahead, twice.nadia, Reply.NO, NOW - 2 * HOUR)
    say(twice.ahead, twice.name, Reply.YES, NOW - HOUR)
    twice.merge()
    assert [(row.person, row.reply) for row in Answer.objects.all()] == [(twice.nadia, "yes")]
    twice.undo(twice.anne)
    assert {(row.person, row.reply) for row in Answer.objects.all()} == {(twice.nadia, "no"), (twice.name, "yes")}


def test_the_last_ballot_counts_and_the_other_one_where_it_says_nothing(twice: Twice) -> None:
    poll = a_poll(twice.circle, twice.anne, now=NOW - 3 * HOUR)
    votes(poll, twice.name, "yn-", now=NOW - 2 * HOUR)
    votes(poll, twice.nadia, "n-y", now=NOW - HOUR)
    twice.merge()
    kept = Ballot.objects.get(poll=poll)
    said = dict(kept.votes.values_list("slot__starts_at", "choice"))
    assert (kept.person, [said[at] for at in sorted(said)]) == (twice.nadia, ["no", "no", "yes"])
    twice.undo(twice.anne)
    rows = Ballot.objects.filter(poll=poll).order_by("pk")
    assert [(row.person, sorted(row.votes.values_list("choice", flat=True))) for row in rows] == [
        (twice.name, ["no", "yes"]),
        (twice.nadia, ["no", "yes"]),
    ]


def test_one_membership_since_the_first_with_what_either_says(twice: Twice) -> None:
    twice.merge()
    row = Membership.objects.get(circle=twice.circle, person=twice.nadia)
    assert (row.joined_at, row.trade, row.imported_at, row.shown_name) == (
        NOW - 30 * DAY, "fleuriste", None, "Nadia Benali",
    )  # fmt: skip
    twice.undo(twice.anne)
    assert Membership.objects.filter(circle=twice.circle).count() == 3


def test_the_journal_says_so_and_any_member_takes_it_back(twice: Twice) -> None:
    twice.merge()
    assert verbs(twice.circle)[0] == "merged"
    twice.undo(twice.nadia)
    assert verbs(twice.circle)[0] == "undid"
    assert names_in(twice.circle.pk, [twice.name.pk]) == {twice.name.pk: "Nadia B."}
    with pytest.raises(circles.Refused):
        twice.undo(twice.anne)


def test_only_a_mere_name_of_this_circle_is_put_together_with_somebody(twice: Twice) -> None:
    assert is_a_mere_name(twice.circle, twice.name)
    with pytest.raises(circles.NotOnePerson):
        circles.merge_members(circle=twice.circle, kept=twice.name, gone=twice.nadia, by=twice.anne, now=NOW)
    with pytest.raises(circles.NotOnePerson):
        circles.merge_members(circle=twice.circle, kept=twice.name, gone=twice.name, by=twice.anne, now=NOW)
    with pytest.raises(circles.NotOnePerson):
        circles.merge_members(circle=twice.circle, kept=somebody("Wanda"), gone=twice.name, by=twice.anne, now=NOW)
    elsewhere = a_circle(somebody("Wanda"), name="Elsewhere")
    circles.add_member(circle=elsewhere, person=twice.name, now=NOW)
    with pytest.raises(circles.NotOnePerson):
        twice.merge()
    assert not Merge.objects.exists()


@pytest.mark.parametrize("has", ["an address", "a session"])
def test_whoever_came_in_or_can_be_written_to_is_no_mere_name(twice: Twice, has: str) -> None:
    if has == "an address":
        people.give_address(person=twice.name, written="x@example.org", now=NOW)
    else:
        people.mark_signed_in(person=twice.name, now=NOW, language="fr")
    with pytest.raises(circles.NotOnePerson):
        twice.merge()


def test_those_who_share_a_word_of_the_name_come_first(twice: Twice) -> None:
    row = Membership.objects.get(person=twice.name)
    alike = who_may_be(circle=twice.circle, viewer=twice.anne, row=row, search="")
    assert [one.shown_name for one in alike] == ["Nadia Benali", "Anne"]
    own = Membership.objects.get(person=twice.nadia)
    assert [one.person for one in who_may_be(circle=twice.circle, viewer=twice.anne, row=own, search="")] == [
        twice.name
    ]


def test_a_link_in_a_mail_sent_before_speaks_for_who_they_have_become(twice: Twice) -> None:
    token = token_of(answer_link(twice.name, twice.ahead))
    twice.merge()
    link = any_link(token)
    assert link is not None
    assert link.person == twice.nadia


def test_what_was_changed_since_stays_changed(twice: Twice) -> None:
    twice.merge()
    Membership.objects.filter(person=twice.nadia).update(trade="baker")
    twice.undo(twice.anne)
    assert Membership.objects.get(person=twice.nadia).trade == "baker"


def test_past_thirty_days_the_two_stay_one(twice: Twice) -> None:
    twice.merge()
    merge = Merge.objects.get()
    privacy.forget_merges(NOW + 30 * DAY)
    merge.refresh_from_db()
    assert merge.written == {}
    with pytest.raises(privacy.CannotMerge):
        privacy.undo_merge(merge_id=merge.pk, now=NOW + 31 * DAY)


def test_erased_nothing_of_either_is_left(twice: Twice) -> None:
    write(twice.past, twice.name, "canarysaid")
    people.rename(person=twice.name, name="Canarywoman")
    twice.merge()
    privacy.erase_all(Person.objects.get(pk=twice.nadia.pk), NOW)
    assert holding("canary", "nadia") == set()
    with pytest.raises(privacy.CannotMerge):
        privacy.undo_merge(merge_id=Merge.objects.get().pk, now=NOW)


def test_two_addresses_of_one_person_proved_by_themselves() -> None:
    nadia, other = somebody("Nadia", "nadia@example.org"), somebody("Nadia B.", "nb@example.org")
    lunch, choir = a_circle(nadia, name="Lunch"), a_circle(other, somebody("Théo"), name="Choir")
    merge = circles.merge_mine(me=nadia, other=other, now=NOW)
    assert (person_at("nb@example.org"), person_at("nadia@example.org")) == (nadia, nadia)
    assert visible_circle(viewer=nadia, slug=choir.slug) == choir
    assert (verbs(choir)[0], "merged" in verbs(lunch)) == ("merged", False)
    assert circles.undo_mine(me=other, merge_id=merge.pk, now=NOW) is False
    assert circles.undo_mine(me=nadia, merge_id=merge.pk, now=NOW) is True
    assert (person_at("nb@example.org"), visible_circle(viewer=nadia, slug=choir.slug)) == (other, None)
    assert verbs(choir)[:2] == ["undid", "merged"]


def test_the_other_record_opens_no_session_any_more(twice: Twice) -> None:
    from entregent.people.backends import PersonBackend

    twice.merge()
    assert PersonBackend().get_user(twice.name.pk) is None
    assert PersonBackend().get_user(twice.nadia.pk) == twice.nadia


def test_a_record_is_part_of_one_other_only(twice: Twice) -> None:
    twice.merge()
    with pytest.raises(privacy.CannotMerge):
        privacy.merge_all(kept=twice.anne, gone=twice.name, by=twice.anne, now=NOW)
    with pytest.raises(privacy.CannotMerge):
        privacy.merge_all(kept=twice.name, gone=twice.anne, by=twice.anne, now=NOW)


def code_used_at(address: str) -> SignIn:
    codes: list[str] = []

    def deliver(sign_in: SignIn, code: str, wanted: bool) -> None:
        codes.append(code)

    sign_in = people.ask_code(written=address, network="x", now=NOW, strangers=True, deliver=deliver)
    with pytest.raises(people.SeveralPeople):
        people.enter_code(key=sign_in.key, code=codes[0], now=NOW, language="en")
    return sign_in


def test_two_who_share_an_address_say_who_they_are() -> None:
    anne, paul = somebody("Anne", "us@example.org"), somebody("Paul", "us@example.org")
    codes: list[str] = []
    sign_in = people.ask_code(
        written="us@example.org",
        network="x",
        now=NOW,
        strangers=True,
        deliver=lambda row, code, wanted: codes.append(code),
    )
    with pytest.raises(people.SeveralPeople):
        people.enter_code(key=sign_in.key, code=codes[0], now=NOW, language="en")
    assert queries.sharing_after_code(sign_in.key, NOW) == [anne, paul]
    stranger = somebody("Wanda", "wanda@example.org")
    with pytest.raises(people.CodeGone):
        people.enter_as(key=sign_in.key, person_key=stranger.key, now=NOW, language="en")
    assert people.enter_as(key=sign_in.key, person_key=paul.key, now=NOW, language="en") == paul
    with pytest.raises(people.CodeGone):
        people.enter_as(key=sign_in.key, person_key=anne.key, now=NOW, language="en")


def test_the_choice_is_open_for_ten_minutes() -> None:
    somebody("Anne", "us@example.org")
    somebody("Paul", "us@example.org")
    codes: list[str] = []
    sign_in = people.ask_code(
        written="us@example.org",
        network="x",
        now=NOW,
        strangers=True,
        deliver=lambda row, code, wanted: codes.append(code),
    )
    with pytest.raises(people.SeveralPeople):
        people.enter_code(key=sign_in.key, code=codes[0], now=NOW, language="en")
    assert queries.sharing_after_code(sign_in.key, NOW + timedelta(minutes=10)) == []
