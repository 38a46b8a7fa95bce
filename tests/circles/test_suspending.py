"""Three members together keep somebody out for two weeks; nobody alone does, and it ends by itself."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.models import Circle, Membership, Suspension
from entregent.circles.queries import suspending
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.people import privacy
from entregent.people.models import Person
from entregent.polls import operations as polls
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_date, a_poll, say, somebody, verbs, waiting
from tests.notices.post import deliver
from tests.tables import holding

pytestmark = pytest.mark.django_db


@pytest.fixture
def five() -> list[Person]:
    return [somebody(name, f"{name.lower()}@example.org") for name in ("Anne", "Boris", "Chloe", "David", "Emma")]


@pytest.fixture
def circle(five: list[Person]) -> Circle:
    return a_circle(*five)


@pytest.fixture
def started(circle: Circle, five: list[Person]) -> Suspension:
    anne, boris, *_ = five
    return circles.start_suspension(circle=circle, person=boris, by=anne, reason="He sells at the table.", now=NOW)


def agreed(held: Suspension, *people: Person) -> None:
    for person in people:
        circles.agree_to_suspend(suspension=held, by=person, now=NOW)
    held.refresh_from_db()


def test_the_third_voice_puts_it_in_force_and_not_the_second(
    circle: Circle, five: list[Person], started: Suspension
) -> None:
    anne, boris, chloe, david, _emma = five
    agreed(started, chloe, chloe)
    assert (started.in_force_at, queries.is_here(circle, boris), verbs(circle)) == (None, True, ["opened"])
    agreed(started, david)
    assert (started.in_force_at, started.ends_at) == (NOW, NOW + 14 * DAY)
    assert not queries.is_here(circle, boris)
    assert queries.visible_circle(viewer=boris, slug=circle.slug) is None
    assert verbs(circle)[0] == "suspended"
    assert waiting("suspended") == ["Boris"]
    assert suspending.mine(boris, circle.slug) == started
    assert list(suspending.asked_for(circle, anne)) == []


def test_until_then_whom_it_would_concern_sees_nothing(circle: Circle, five: list[Person], started: Suspension) -> None:
    anne, boris, *_ = five
    assert list(suspending.asked_for(circle, anne)) == [started]
    assert list(suspending.asked_for(circle, boris)) == []
    assert suspending.visible(circle=circle, viewer=boris, suspension_id=started.pk) is None
    with pytest.raises(circles.Refused):
        circles.agree_to_suspend(suspension=started, by=boris, now=NOW)


def test_a_voice_of_somebody_who_left_does_not_count(circle: Circle, five: list[Person], started: Suspension) -> None:
    anne, boris, chloe, david, emma = five
    circles.leave(circle=circle, person=anne, now=NOW)
    agreed(started, chloe, david)
    assert queries.is_here(circle, boris)
    agreed(started, emma)
    assert not queries.is_here(circle, boris)


def test_no_link_no_invitation_and_no_undo_brings_them_back(
    circle: Circle, five: list[Person], started: Suspension
) -> None:
    anne, boris, chloe, david, _emma = five
    left = circles.leave(circle=circle, person=boris, now=NOW)
    Membership.objects.filter(person=boris).update(left_at=None)
    link = circles.make_link(circle=circle, by=anne, now=NOW)
    agreed(started, chloe, david)
    with pytest.raises(circles.Refused):
        circles.join_by_link(link=link, person=boris, now=NOW)
    assert left is not None
    with pytest.raises(circles.Refused):
        circles.undo(event=left, by=boris, now=NOW)
    assert not queries.is_here(circle, boris)


def test_it_ends_by_itself_and_what_they_had_is_as_before(
    circle: Circle, five: list[Person], started: Suspension
) -> None:
    anne, boris, chloe, david, _emma = five
    gathering = a_date(circle, anne, days=20)
    say(gathering, boris)
    agreed(started, chloe, david)
    assert gathering_queries.answer_of(gathering, boris) is None
    assert circles.end_suspensions(NOW + 14 * DAY - MINUTE) == 0
    assert circles.end_suspensions(NOW + 14 * DAY) == 1
    assert circles.end_suspensions(NOW + 14 * DAY) == 0
    assert queries.is_here(circle, boris)
    assert gathering_queries.answer_of(gathering, boris) is not None
    assert verbs(circle)[0] == "ended"


def test_nobody_is_suspended_twice_in_a_row(circle: Circle, five: list[Person], started: Suspension) -> None:
    anne, boris, chloe, david, _emma = five
    agreed(started, chloe, david)
    circles.end_suspensions(NOW + 14 * DAY)
    with pytest.raises(circles.TooSoon):
        circles.start_suspension(circle=circle, person=boris, by=anne, reason="Again.", now=NOW + 15 * DAY)
    later = NOW + 14 * DAY + rules.SUSPENDED_AGAIN_AFTER
    assert circles.start_suspension(circle=circle, person=boris, by=anne, reason="Again.", now=later)


def test_any_of_the_three_ends_it_before_and_nobody_else(
    circle: Circle, five: list[Person], started: Suspension
) -> None:
    _anne, boris, chloe, david, emma = five
    agreed(started, chloe, david)
    event = queries.journal(circle)[0]
    with pytest.raises(circles.Refused):
        circles.undo(event=event, by=emma, now=NOW + HOUR)
    circles.undo(event=event, by=chloe, now=NOW + HOUR)
    assert queries.is_here(circle, boris)
    assert circles.end_suspensions(NOW + 20 * DAY) == 0


def test_what_nobody_confirms_is_over_in_a_week_without_a_trace(circle: Circle, started: Suspension) -> None:
    circles.end_suspensions(NOW + rules.CONFIRMED_WITHIN)
    assert Suspension.objects.exists()
    circles.end_suspensions(NOW + rules.CONFIRMED_WITHIN + MINUTE)
    assert not Suspension.objects.exists()
    assert verbs(circle) == ["opened"]


def test_a_voice_is_taken_back_before_it_is_in_force(circle: Circle, five: list[Person], started: Suspension) -> None:
    anne, boris, chloe, david, emma = five
    agreed(started, chloe)
    assert circles.withdraw_voice(suspension=started, by=chloe, now=NOW)
    assert not circles.withdraw_voice(suspension=started, by=chloe, now=NOW)
    agreed(started, david)
    assert queries.is_here(circle, boris)
    agreed(started, emma)
    assert not circles.withdraw_voice(suspension=started, by=anne, now=NOW)
    assert not queries.is_here(circle, boris)


def test_with_the_last_voice_the_question_goes(five: list[Person], started: Suspension) -> None:
    assert circles.withdraw_voice(suspension=started, by=five[0], now=NOW)
    assert not Suspension.objects.exists()


def test_nobody_suspends_themselves_a_stranger_or_without_a_reason(circle: Circle, five: list[Person]) -> None:
    anne, boris, *_ = five
    for person, reason, error in (
        (anne, "Why not", circles.Refused),
        (somebody("Elsewhere"), "Why not", circles.Refused),
        (boris, " ", circles.NoReason),
    ):
        with pytest.raises(error):
            circles.start_suspension(circle=circle, person=person, by=anne, reason=reason, now=NOW)


def test_they_are_told_why_and_heard(circle: Circle, five: list[Person], started: Suspension) -> None:
    anne, _boris, chloe, david, _emma = five
    agreed(started, chloe, david)
    mail = deliver(NOW)["boris@example.org"]
    assert mail.subject == "Tuesday lunch: out for two weeks"
    assert all(word in mail.text for word in ("He sells at the table.", f"/c/{circle.slug}/suspended", "8 December"))
    circles.say_ones_side(suspension=started, side="I never sold a thing.", now=NOW)
    seen = suspending.visible(circle=circle, viewer=anne, suspension_id=started.pk)
    assert seen is not None
    assert seen.side == "I never sold a thing."


def test_it_is_exported_and_erased_with_whom_it_concerns(five: list[Person], started: Suspension) -> None:
    anne, boris, chloe, david, _emma = five
    agreed(started, chloe, david)
    circles.say_ones_side(suspension=started, side="I never sold a thing.", now=NOW)
    assert "He sells at the table." in str(privacy.export_all(boris))
    assert "suspensions_asked_for" in str(privacy.export_all(anne))
    privacy.erase_all(boris, NOW)
    assert holding("He sells at the table.", "I never sold") == set()
    assert circles.end_suspensions(NOW + 20 * DAY) == 0


def test_whoever_has_left_by_themselves_is_not_put_out_nor_brought_back(
    circle: Circle, five: list[Person], started: Suspension
) -> None:
    _anne, boris, chloe, david, _emma = five
    agreed(started, chloe)
    circles.leave(circle=circle, person=boris, now=NOW)
    agreed(started, david)
    assert (started.in_force_at, started.ended_at) == (None, NOW)
    circles.end_suspensions(NOW + 15 * DAY)
    assert not queries.is_here(circle, boris)


def test_whoever_leaves_while_kept_out_stays_out(circle: Circle, five: list[Person], started: Suspension) -> None:
    _anne, boris, chloe, david, _emma = five
    agreed(started, chloe, david)
    assert circles.leave(circle=circle, person=boris, now=NOW + DAY) is not None
    assert circles.leave(circle=circle, person=boris, now=NOW + DAY) is None
    circles.end_suspensions(NOW + 15 * DAY)
    assert not queries.is_here(circle, boris)


def test_nobody_brings_them_to_a_table_or_a_poll_as_a_guest(
    circle: Circle, five: list[Person], started: Suspension
) -> None:
    anne, boris, chloe, david, _emma = five
    agreed(started, chloe, david)
    gathering, poll = a_date(circle, anne, days=3), a_poll(circle, anne)
    given = {"written": "boris@example.org", "name": "Boris", "brought_by": anne, "now": NOW + HOUR}
    for outsider in (given | {"written": "guest@example.org"}, given):
        gatherings.come_as_guest(gathering=gathering, **outsider)  # type: ignore[arg-type]
        polls.come_as_guest(poll=poll, **outsider)  # type: ignore[arg-type]
    assert gathering_queries.gathering_to_answer(boris, gathering.pk) is None
    assert (gathering.answers.count(), poll.ballots.filter(brought_by=anne).count()) == (1, 1)
