"""Three members together keep somebody out for two weeks; nobody alone does, and it ends by itself."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries, rules
from entregent.circles.models import Circle, Membership, Suspension
from entregent.circles.queries import suspending
from entregent.decisions import operations as decisions
from entregent.decisions import queries as proposals
from entregent.decisions.models import Proposal
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.notices.models import Notice
from entregent.people import privacy
from entregent.people.models import Person
from entregent.polls import operations as polls
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_date, a_poll, say, somebody, verbs, waiting
from tests.decisions.stage import consent, electors, propose
from tests.notices.post import deliver
from tests.tables import holding

pytestmark = pytest.mark.django_db

REASON = "He sells at the table."


@pytest.fixture
def five() -> list[Person]:
    return [somebody(name, f"{name.lower()}@example.org") for name in ("Anne", "Boris", "Chloe", "David", "Emma")]


@pytest.fixture
def circle(five: list[Person]) -> Circle:
    return a_circle(*five)


@pytest.fixture
def started(circle: Circle, five: list[Person]) -> Proposal:
    anne, boris, *_ = five
    return propose(circle, anne, kind="suspend", about=boris, words=REASON)


def held(circle: Circle) -> Suspension:
    return circle.suspensions.get()


# Three voices


def test_the_third_voice_puts_it_in_force_and_not_the_second(
    circle: Circle, five: list[Person], started: Proposal
) -> None:
    _anne, boris, chloe, david, _emma = five
    consent(started, chloe, chloe)
    assert (circle.suspensions.count(), queries.is_here(circle, boris), verbs(circle)) == (0, True, ["opened"])
    consent(started, david)
    assert (held(circle).in_force_at, held(circle).ends_at, held(circle).reason) == (NOW, NOW + 14 * DAY, REASON)
    assert not queries.is_here(circle, boris)
    assert queries.visible_circle(viewer=boris, slug=circle.slug) is None
    assert verbs(circle) == ["suspended", "opened"]
    assert waiting("suspended") == ["Boris"]
    assert suspending.mine(boris, circle.slug) == held(circle)
    assert [person.name for person in Person.objects.filter(pk__in=suspending.voices(held(circle)))] == [
        "Anne",
        "Chloe",
        "David",
    ]
    assert proposals.settled_in(circle) == []


def test_every_member_has_a_voice_but_whoever_came_in_this_week(circle: Circle, five: list[Person]) -> None:
    anne, boris, *_ = five
    later = NOW + 30 * DAY
    frida = somebody("Frida")
    circles.add_member(circle=circle, person=frida, now=later - DAY)
    proposal = propose(circle, anne, kind="suspend", about=boris, words=REASON, now=later)
    assert (electors(proposal), proposal.needed) == (["Anne", "Chloe", "David", "Emma"], 3)
    with pytest.raises(decisions.NoVoice):
        propose(circle, frida, kind="suspend", about=anne, words=REASON, now=later)
    with pytest.raises(decisions.Refused):
        consent(proposal, frida, now=later)


def test_nobody_brings_in_two_friends_against_the_few_who_were_there() -> None:
    anne, boris, chloe = (somebody(name) for name in ("Anne", "Boris", "Chloe"))
    circle, later = a_circle(anne, boris, chloe), NOW + 30 * DAY
    for number in range(2):
        circles.add_member(circle=circle, person=somebody(f"Friend {number}"), now=later - HOUR)
    with pytest.raises(decisions.TooFew):
        propose(circle, anne, kind="suspend", about=boris, words=REASON, now=later)


def test_between_three_people_there_are_no_three_voices() -> None:
    anne, boris, chloe = (somebody(name) for name in ("Anne", "Boris", "Chloe"))
    with pytest.raises(decisions.TooFew):
        propose(a_circle(anne, boris, chloe), anne, kind="suspend", about=boris, words=REASON)


def test_nobody_is_called_for_it_and_nothing_is_objected(circle: Circle, five: list[Person], started: Proposal) -> None:
    _anne, _boris, chloe, *_ = five
    assert not Notice.objects.exists()
    assert proposals.awaiting(chloe, [circle.pk], NOW) == []
    assert [one.proposal for one in proposals.awaiting_here(circle, chloe, NOW)] == [started]
    with pytest.raises(decisions.Refused):
        decisions.object_to(proposal=started, person=chloe, reason="He is nice.", now=NOW)
    with pytest.raises(decisions.Refused):
        decisions.ask(proposal=started, by=chloe, words="Since when?", now=NOW)


def test_it_is_not_amended_so_that_a_week_stays_a_week(five: list[Person], started: Proposal) -> None:
    with pytest.raises(decisions.Refused):
        decisions.amend(proposal=started, by=five[0], now=NOW, seen=1, words="He insists.")


def test_a_circle_at_rest_keeps_nobody_out(circle: Circle, five: list[Person], started: Proposal) -> None:
    anne, boris, chloe, _david, _emma = five
    circles.archive_circle(circle=circle, because="", by=anne, now=NOW)
    with pytest.raises(decisions.TooLate):
        consent(started, chloe)
    assert queries.is_here(circle, boris)


def test_until_then_whom_it_would_concern_sees_nothing(circle: Circle, five: list[Person], started: Proposal) -> None:
    anne, boris, *_ = five
    shown = [
        (
            proposals.visible_proposal(viewer=one, key=started.key),
            list(proposals.open_in(circle).filter(proposals.shown_to(one))),
            [row.proposal for row in proposals.awaiting_here(circle, one, NOW)],
            proposals.proposal_to_answer(one, started.pk) if one == boris else started,
            str(privacy.export_all(one)).count(REASON),
        )
        for one in (anne, boris)
    ]
    assert shown == [(started, [started], [], started, 1), (None, [], [], None, 0)]
    assert not decisions.write_again(circle=circle, person=boris, now=NOW)
    with pytest.raises(decisions.Refused):
        consent(started, boris)
    with pytest.raises(decisions.Refused):
        decisions.say_ones_side(proposal=started, person=boris, side="I?", now=NOW)


def test_a_voice_of_somebody_who_left_does_not_count(circle: Circle, five: list[Person], started: Proposal) -> None:
    anne, boris, chloe, david, emma = five
    circles.leave(circle=circle, person=anne, now=NOW)
    consent(started, chloe, david)
    assert queries.is_here(circle, boris)
    consent(started, emma)
    assert not queries.is_here(circle, boris)


# What does not come into force leaves no trace


def test_what_nobody_confirms_is_over_in_a_week(circle: Circle, started: Proposal) -> None:
    decisions.sweep_decisions(started.closes_at - MINUTE)
    assert Proposal.objects.exists()
    decisions.sweep_decisions(started.closes_at)
    assert (Proposal.objects.exists(), verbs(circle), Notice.objects.exists()) == (False, ["opened"], False)


def test_a_voice_is_taken_back_and_with_the_last_one_the_question_goes(
    circle: Circle, five: list[Person], started: Proposal
) -> None:
    anne, boris, chloe, david, emma = five
    consent(started, chloe)
    assert decisions.take_back(proposal=started, person=chloe, now=NOW)
    consent(started, david)
    assert queries.is_here(circle, boris)
    for one in (anne, david):
        assert decisions.take_back(proposal=started, person=one, now=NOW)
    assert not Proposal.objects.exists()
    again = propose(circle, emma, kind="suspend", about=boris, words=REASON)
    consent(again, chloe, david)
    with pytest.raises(decisions.TooLate):
        decisions.take_back(proposal=again, person=chloe, now=NOW)


def test_withdrawn_it_is_nobodys_to_read_and_taken_up_again_within_the_week(
    circle: Circle, five: list[Person], started: Proposal
) -> None:
    anne, boris, chloe, david, _emma = five
    consent(started, chloe)
    decisions.withdraw(proposal=started, by=anne, now=NOW)
    assert [proposals.visible_proposal(viewer=one, key=started.key) for one in (anne, chloe)] == [started, None]
    decisions.restore(proposal=started, by=anne, now=NOW + MINUTE)
    consent(started, david, now=NOW + MINUTE)
    assert (queries.is_here(circle, boris), verbs(circle)) == (False, ["suspended", "opened"])


def test_withdrawn_for_good_it_is_gone_with_its_week(circle: Circle, five: list[Person], started: Proposal) -> None:
    decisions.withdraw(proposal=started, by=five[0], now=NOW)
    decisions.sweep_decisions(started.closes_at)
    assert (Proposal.objects.exists(), verbs(circle)) == (False, ["opened"])


def test_whoever_has_left_by_themselves_is_not_put_out_nor_brought_back(
    circle: Circle, five: list[Person], started: Proposal
) -> None:
    _anne, boris, chloe, david, _emma = five
    consent(started, chloe)
    circles.leave(circle=circle, person=boris, now=NOW)
    consent(started, david)
    decisions.sweep_decisions(NOW)
    assert (circle.suspensions.count(), Proposal.objects.count()) == (0, 0)
    circles.end_suspensions(NOW + 15 * DAY)
    assert not queries.is_here(circle, boris)


def test_nobody_suspends_themselves_a_stranger_or_the_same_person_twice(
    circle: Circle, five: list[Person], started: Proposal
) -> None:
    anne, boris, chloe, *_ = five
    for about, error in (
        (chloe, decisions.Refused),
        (somebody("Elsewhere"), decisions.Refused),
        (boris, decisions.AlreadyProposed),
    ):
        with pytest.raises(error):
            propose(circle, chloe, kind="suspend", about=about, words=REASON)
    assert anne in [row.person for row in started.voices.all()]


# In force


@pytest.fixture
def out(circle: Circle, five: list[Person], started: Proposal) -> Suspension:
    _anne, _boris, chloe, david, _emma = five
    consent(started, chloe, david)
    return held(circle)


def test_no_link_no_invitation_and_no_undo_brings_them_back(
    circle: Circle, five: list[Person], started: Proposal
) -> None:
    anne, boris, chloe, david, _emma = five
    left = circles.leave(circle=circle, person=boris, now=NOW)
    Membership.objects.filter(person=boris).update(left_at=None)
    link = circles.make_link(circle=circle, by=anne, now=NOW)
    consent(started, chloe, david)
    with pytest.raises(circles.Refused):
        circles.join_by_link(link=link, person=boris, now=NOW)
    assert left is not None
    with pytest.raises(circles.Refused):
        circles.undo(event=left, by=boris, now=NOW)
    assert not queries.is_here(circle, boris)


def test_it_ends_by_itself_and_what_they_had_is_as_before(
    circle: Circle, five: list[Person], started: Proposal
) -> None:
    anne, boris, chloe, david, _emma = five
    gathering = a_date(circle, anne, days=20)
    say(gathering, boris)
    consent(started, chloe, david)
    assert gathering_queries.answer_of(gathering, boris) is None
    assert circles.end_suspensions(NOW + 14 * DAY - MINUTE) == 0
    assert circles.end_suspensions(NOW + 14 * DAY) == 1
    assert circles.end_suspensions(NOW + 14 * DAY) == 0
    assert queries.is_here(circle, boris)
    assert gathering_queries.answer_of(gathering, boris) is not None
    assert verbs(circle)[0] == "ended"


def test_nobody_is_suspended_twice_in_a_row(circle: Circle, five: list[Person]) -> None:
    anne, boris, chloe, david, emma = five
    until = {"closes_at": NOW + 30 * DAY}
    withdrawn = propose(circle, david, kind="suspend", about=boris, words=REASON, **until)
    decisions.withdraw(proposal=withdrawn, by=david, now=NOW)
    consent(propose(circle, anne, kind="suspend", about=boris, words=REASON), chloe, emma)
    circles.end_suspensions(held(circle).ends_at)
    with pytest.raises(decisions.TooSoon):
        propose(circle, anne, kind="suspend", about=boris, words="Again.", now=NOW + 15 * DAY)
    with pytest.raises(decisions.TooLate):
        decisions.restore(proposal=withdrawn, by=david, now=NOW + 15 * DAY)
    later = NOW + 14 * DAY + rules.SUSPENDED_AGAIN_AFTER
    assert propose(circle, anne, kind="suspend", about=boris, words="Again.", now=later)


def test_any_of_the_three_ends_it_before_and_nobody_else(circle: Circle, five: list[Person], out: Suspension) -> None:
    _anne, boris, chloe, _david, emma = five
    event = queries.journal(circle)[0]
    with pytest.raises(circles.Refused):
        circles.undo(event=event, by=emma, now=NOW + HOUR)
    circles.undo(event=event, by=chloe, now=NOW + HOUR)
    assert queries.is_here(circle, boris)
    assert circles.end_suspensions(NOW + 20 * DAY) == 0


def test_they_are_told_why_and_heard(circle: Circle, out: Suspension) -> None:
    mail = deliver(NOW)["boris@example.org"]
    assert mail.subject == "Tuesday lunch: out for two weeks"
    assert all(word in mail.text for word in (REASON, f"/c/{circle.slug}/suspended", "8 December"))
    circles.say_ones_side(suspension=out, side="I never sold a thing.", now=NOW)
    assert held(circle).side == "I never sold a thing."


def test_it_is_exported_and_erased_with_whom_it_concerns(five: list[Person], out: Suspension) -> None:
    anne, boris, *_ = five
    circles.say_ones_side(suspension=out, side="I never sold a thing.", now=NOW)
    assert [REASON in str(privacy.export_all(one)) for one in (anne, boris)] == [True, True]
    privacy.erase_all(boris, NOW)
    assert holding(REASON, "I never sold") == set()
    assert circles.end_suspensions(NOW + 20 * DAY) == 0


@pytest.mark.parametrize("who", [0, 1])
def test_what_waits_goes_with_whoever_asked_or_would_be_concerned(
    five: list[Person], started: Proposal, who: int
) -> None:
    privacy.erase_all(five[who], NOW)
    assert not Proposal.objects.exists()


def test_whoever_leaves_while_kept_out_stays_out(circle: Circle, five: list[Person], out: Suspension) -> None:
    boris = five[1]
    assert circles.leave(circle=circle, person=boris, now=NOW + DAY) is not None
    assert circles.leave(circle=circle, person=boris, now=NOW + DAY) is None
    circles.end_suspensions(NOW + 15 * DAY)
    assert not queries.is_here(circle, boris)


def test_nobody_brings_them_to_a_table_or_a_poll_as_a_guest(
    circle: Circle, five: list[Person], out: Suspension
) -> None:
    anne, boris, *_ = five
    gathering, poll = a_date(circle, anne, days=3), a_poll(circle, anne)
    given = {"written": "boris@example.org", "name": "Boris", "brought_by": anne, "now": NOW + HOUR}
    for outsider in (given | {"written": "guest@example.org"}, given):
        gatherings.come_as_guest(gathering=gathering, **outsider)  # type: ignore[arg-type]
        polls.come_as_guest(poll=poll, **outsider)  # type: ignore[arg-type]
    assert gathering_queries.gathering_to_answer(boris, gathering.pk) is None
    assert (gathering.answers.count(), poll.ballots.filter(brought_by=anne).count()) == (1, 1)
