"""The circle's other places, what it was offered once, and a word to who stopped coming."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.enums import Feature, MailLevel
from entregent.circles.models import Care, Circle, Membership
from entregent.circles.operations.places import https_address
from entregent.circles.queries import caring, features, places
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_past_date, somebody, verbs, waiting
from tests.notices.post import deliver
from tests.tables import holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def anne() -> Person:
    return somebody("Anne", "anne@example.org")


@pytest.fixture
def theo() -> Person:
    return somebody("Théo", "theo@example.org")


@pytest.fixture
def circle(anne: Person, theo: Person) -> Circle:
    return a_circle(anne, theo)


# Places


@pytest.mark.parametrize(
    ("written", "address"),
    [("https://chat.example/a?b=1", "https://chat.example/a?b=1"), (" photos.example/x ", "https://photos.example/x")],
)
def test_an_address_is_https(written: str, address: str) -> None:
    assert https_address(written) == address


@pytest.mark.parametrize(
    "written",
    ["http://a.example", "javascript:alert(1)", "https://", "https://localhost", "https://me:secret@a.example", "",
     "https://a.example/a b", "https://[", "ftp://a.example", "https://a.example/" + "x" * 400],
)  # fmt: skip
def test_anything_else_is_no_place(written: str) -> None:
    with pytest.raises(circles.BadPlace):
        https_address(written)


def test_places_are_kept_by_several_and_the_journal_takes_each_act_back(
    circle: Circle, anne: Person, theo: Person
) -> None:
    added = circles.add_place(circle=circle, name="Photos", url="photos.example", by=anne, now=NOW)
    circles.add_place(circle=circle, name="", url="https://chat.example/x", by=theo, now=NOW)
    assert [place.name for place in places.of(circle)] == ["Photos", "chat.example"]
    photos = places.of(circle)[0]
    removed = circles.remove_place(circle=circle, place_id=photos.pk, by=theo, now=NOW)
    assert removed is not None
    assert circles.remove_place(circle=circle, place_id=photos.pk, by=anne, now=NOW) is None
    assert circles.remove_place(circle=a_circle(anne), place_id=photos.pk, by=anne, now=NOW) is None
    circles.undo(event=removed, by=anne, now=NOW)
    assert len(places.of(circle)) == 2
    circles.undo(event=added, by=theo, now=NOW)
    assert [place.name for place in places.of(circle)] == ["chat.example"]
    assert verbs(circle)[:5] == ["undid", "undid", "removed-place", "added-place", "added-place"]


def test_a_dozen_is_enough(circle: Circle, anne: Person) -> None:
    for number in range(12):
        circles.add_place(circle=circle, name="", url=f"https://a{number}.example", by=anne, now=NOW)
    with pytest.raises(circles.Refused):
        circles.add_place(circle=circle, name="", url="https://more.example", by=anne, now=NOW)


# Features


def test_a_no_is_remembered_by_the_circle_and_can_be_taken_back(circle: Circle, anne: Person, theo: Person) -> None:
    cards = Feature.CARDS
    assert features.may_be_offered(circle, cards)
    circles.answer_feature(circle=circle, feature=cards, wanted=False, by=anne, now=NOW)
    assert (features.may_be_offered(circle, cards), features.wants(circle, cards)) == (False, False)
    assert features.first_to_offer(circle, [cards, Feature.MAP]) == Feature.MAP
    circles.answer_feature(circle=circle, feature=cards, wanted=True, by=theo, now=NOW)
    assert features.wants(circle, cards)
    assert circles.offer_again(circle=circle, feature=cards, by=anne)
    assert features.may_be_offered(circle, cards)
    assert features.may_be_offered(a_circle(anne), cards)


# A word to who stopped coming


def gone_quiet(circle: Circle, anne: Person, theo: Person) -> None:
    """Théo came four times, then no more, while the circle met every two weeks."""
    for weeks in range(24, 0, -2):
        gathering = a_past_date(circle, anne, days=7 * weeks)
        there = [anne.pk, theo.pk] if weeks > 16 else [anne.pk]
        gatherings.record_attendance(
            gathering=gathering, by=anne, person_ids=there, names=[], now=gathering.starts_at + timedelta(hours=3)
        )


def quiet(circle: Circle, viewer: Person) -> list[str]:
    return [person.name for person in gathering_queries.stopped_coming(circle, viewer, NOW)]


def test_whoever_came_and_no_longer_does_is_asked_after(circle: Circle, anne: Person, theo: Person) -> None:
    assert quiet(circle, anne) == []
    gone_quiet(circle, anne, theo)
    assert (quiet(circle, anne), quiet(circle, theo)) == (["Théo"], [])


@pytest.mark.parametrize("why", ["opted out", "no mail", "blocked", "taken on", "left", "came again"])
def test_nobody_is_asked_after_against_their_wish_or_twice(
    circle: Circle, anne: Person, theo: Person, why: str
) -> None:
    gone_quiet(circle, anne, theo)
    match why:
        case "opted out":
            circles.ask_after_me(circle=circle, person=theo, wanted=False, now=NOW)
        case "no mail":
            circles.set_mail(circle=circle, person=theo, level=MailLevel.NONE)
        case "blocked":
            people.block(by=theo, person=anne, now=NOW)
        case "taken on":
            circles.take_on(circle=circle, candidates=[theo], by=somebody("Else"), now=NOW - 100 * DAY)
        case "left":
            circles.leave(circle=circle, person=theo, now=NOW)
        case "came again":
            last = circle.gatherings.latest("starts_at")
            gatherings.record_attendance(gathering=last, by=anne, person_ids=[theo.pk], names=[], now=NOW)
    assert quiet(circle, anne) == []


def test_of_two_members_one_takes_it_on(circle: Circle, anne: Person, theo: Person) -> None:
    emma = somebody("Emma")
    care = circles.take_on(circle=circle, candidates=[theo], by=anne, now=NOW)
    assert care is not None
    assert circles.take_on(circle=circle, candidates=[theo], by=emma, now=NOW) is None
    assert (caring.cares_of(anne), caring.cares_of(emma)) == ([care], [])
    assert not circles.let_care_be(care_id=care.pk, by=emma)
    assert circles.let_care_be(care_id=care.pk, by=anne)
    assert circles.take_on(circle=circle, candidates=[theo], by=emma, now=NOW) is not None


def taken(circle: Circle, by: Person, person: Person) -> Care:
    care = circles.take_on(circle=circle, candidates=[person], by=by, now=NOW)
    assert care is not None
    return care


def test_their_words_leave_in_two_minutes_in_their_name(circle: Circle, anne: Person, theo: Person) -> None:
    care = taken(circle, anne, theo)
    due = NOW + 2 * MINUTE
    circles.send_word(care_id=care.pk, by=anne, word="How are you?", now=NOW, due_at=due)
    assert circles.unmark_cared(care_id=care.pk, by=anne, now=NOW + MINUTE)
    assert waiting("care") == []
    circles.send_word(care_id=care.pk, by=anne, word="How are you, Théo?", now=NOW + MINUTE, due_at=NOW + 3 * MINUTE)
    mail = deliver(NOW + 3 * MINUTE)["theo@example.org"]
    assert mail.subject == "A word from Anne: Tuesday lunch"
    assert all(word in mail.text for word in ("How are you, Théo?", "Fewer mails:"))
    assert not any(word in mail.text for word in ("absent", "missed", "missing"))
    assert not circles.unmark_cared(care_id=care.pk, by=anne, now=NOW + HOUR)
    circles.forget_words(NOW + 3 * DAY)
    assert holding("How are you, Théo?") == set()


@pytest.mark.parametrize("meanwhile", ["opted out", "left", "writer left"])
def test_a_word_nobody_wants_any_more_does_not_leave(
    circle: Circle, anne: Person, theo: Person, meanwhile: str
) -> None:
    care = taken(circle, anne, theo)
    circles.send_word(care_id=care.pk, by=anne, word="How are you?", now=NOW, due_at=NOW + 2 * MINUTE)
    if meanwhile == "opted out":
        circles.ask_after_me(circle=circle, person=theo, wanted=False, now=NOW)
    else:
        circles.leave(circle=circle, person=theo if meanwhile == "left" else anne, now=NOW)
    assert "theo@example.org" not in deliver(NOW + HOUR)


def test_asking_after_me_is_my_choice_and_cancels_what_was_taken_on(circle: Circle, anne: Person, theo: Person) -> None:
    taken(circle, anne, theo)
    circles.ask_after_me(circle=circle, person=theo, wanted=False, now=NOW)
    assert caring.cares_of(anne) == []
    circles.ask_after_me(circle=circle, person=theo, wanted=True, now=NOW)
    assert Membership.objects.get(circle=circle, person=theo).no_word_at is None


def test_what_was_taken_on_goes_with_either_of_them(circle: Circle, anne: Person, theo: Person) -> None:
    taken(circle, anne, theo)
    assert "words_sent" in str(privacy.export_all(anne))
    privacy.erase_all(theo, NOW)
    assert not Care.objects.exists()
    assert queries.is_here(circle, anne)
