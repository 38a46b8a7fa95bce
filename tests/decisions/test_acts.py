"""What cannot be taken back is decided by consent, and carried out once it is."""

from __future__ import annotations

from datetime import datetime

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Membership, Suspension
from entregent.decisions import operations as decisions
from entregent.decisions.enums import Outcome
from entregent.decisions.models import Proposal
from entregent.decisions.operations import Refused, TooFew, TooLate, sweep_decisions
from entregent.decisions.registry import kind_of
from entregent.people.privacy import erase_all
from tests.cast import DAY, HOUR, NOW, somebody, verbs, waiting
from tests.decisions.stage import company, consent, electors, fresh, outcome, propose
from tests.notices.post import LEFT, deliver

pytestmark = pytest.mark.django_db


def decided(proposal: Proposal) -> datetime:
    sweep_decisions(proposal.closes_at)
    assert outcome(proposal) == Outcome.PASSED
    return proposal.closes_at


def is_in(circle: Circle, name: str) -> bool:
    return Membership.objects.filter(circle=circle, person__name=name, left_at__isnull=True).exists()


# Parting with a member


def test_parting_with_somebody_hears_their_side_and_lasts() -> None:
    circle, (anne, bruno, chloe, david) = company(4)
    proposal = propose(circle, anne, kind="remove", about=david, words="He sells at table.")
    assert electors(proposal) == ["Anne", "Bruno", "Chloé"]
    assert (waiting("proposal"), waiting("proposal-about")) == (["Bruno", "Chloé"], ["David"])
    with pytest.raises(Refused):
        decisions.object_to(proposal=proposal, person=david, reason="Unfair.", now=NOW)
    with pytest.raises(Refused):
        decisions.say_ones_side(proposal=proposal, person=bruno, side="Mine.", now=NOW)
    decisions.say_ones_side(proposal=proposal, person=david, side="I never sold a thing.", now=NOW)
    consent(proposal, bruno, chloe)
    assert outcome(proposal) == ""  # never at once: there is time to read their side
    at = decided(proposal)
    assert not is_in(circle, "David")
    assert verbs(circle)[:2] == ["passed", "removed"]
    with pytest.raises(circles.Refused):
        circles.add_member(circle=circle, person=david, now=at)
    with pytest.raises(TooLate):
        decisions.say_ones_side(proposal=proposal, person=david, side="Late.", now=at)
    assert fresh(proposal).side == "I never sold a thing."


def test_they_are_told_before_and_after_in_words_they_can_answer() -> None:
    circle, (anne, bruno, chloe) = company(3)
    proposal = propose(circle, anne, kind="remove", about=chloe, words="She sells at table.")
    mail = deliver(NOW + LEFT)["chl3@example.org"]
    assert mail.subject == "Tuesday lunch: a proposal that concerns you"
    assert "She sells at table." in mail.text
    assert "Say my side" in mail.text
    consent(proposal, bruno)
    at = decided(proposal)
    after = deliver(at)["chl3@example.org"]
    assert after.subject == "Decided: Part with Chloé"


def test_between_two_nobody_parts_with_anybody() -> None:
    circle, (anne, bruno) = company(2)
    with pytest.raises(TooFew):
        propose(circle, anne, kind="remove", about=bruno)
    with pytest.raises(Refused):
        propose(circle, anne, kind="remove", about=anne)


def test_somebody_whom_only_the_circle_names_is_named_until_they_are_erased() -> None:
    circle, (anne, *_others) = company(3)
    nameless = somebody()
    circles.add_member(circle=circle, person=nameless, now=NOW - 20 * DAY, name="Odile")
    proposal = propose(circle, anne, kind="remove", about=nameless)
    assert kind_of(proposal).title(proposal) == "Part with Odile"
    erase_all(nameless, NOW)
    assert kind_of(proposal).title(fresh(proposal)) == "Part with somebody"


def test_whoever_leaves_by_themselves_is_left_in_peace() -> None:
    circle, (anne, bruno, chloe) = company(3)
    proposal = propose(circle, anne, kind="remove", about=chloe)
    consent(proposal, bruno)
    circles.leave(circle=circle, person=chloe, now=NOW + HOUR)
    assert sweep_decisions(NOW + 2 * HOUR) == 1
    assert outcome(proposal) == Outcome.MOOT


def test_two_weeks_out_may_be_confirmed_for_good_and_no_other_way() -> None:
    circle, (anne, bruno, chloe, david) = company(4)
    circles.suspend(circle=circle, person=david, by=(anne, bruno, chloe), reason="Why.", now=NOW)
    proposal = propose(circle, anne, kind="remove", about=david)
    decisions.say_ones_side(proposal=proposal, person=david, side="Let me stay.", now=NOW)
    consent(proposal, bruno)
    at = decided(proposal)
    assert Suspension.objects.get().ended_at == at
    circles.end_suspensions(NOW + 15 * DAY)
    assert not is_in(circle, "David")


def test_without_a_decision_two_weeks_end_by_themselves() -> None:
    circle, (anne, bruno, chloe, david) = company(4)
    circles.suspend(circle=circle, person=david, by=(anne, bruno, chloe), reason="Why.", now=NOW)
    proposal = propose(circle, anne, kind="remove", about=david)
    sweep_decisions(proposal.closes_at)
    assert outcome(proposal) == Outcome.FEW
    circles.end_suspensions(NOW + 15 * DAY)
    assert is_in(circle, "David")


def test_the_circle_may_let_them_come_back() -> None:
    circle, (anne, bruno, chloe) = company(3)
    first = propose(circle, anne, kind="remove", about=chloe)
    consent(first, bruno)
    at = decided(first)
    with pytest.raises(Refused):
        propose(circle, bruno, kind="return", about=anne, now=at)
    second = propose(circle, bruno, kind="return", about=chloe, now=at)
    consent(second, anne, now=at)
    decided(second)
    circles.add_member(circle=circle, person=chloe, now=second.closes_at)
    assert is_in(circle, "Chloé")


# Archiving; hidden or public


def test_a_circle_is_archived_by_consent_and_what_else_was_asked_lapses() -> None:
    circle, (anne, bruno, *_) = company(4)
    other = propose(circle, bruno, closes_at=NOW + 20 * DAY)
    proposal = propose(circle, anne, kind="archive")
    consent(proposal, bruno)
    at = decided(proposal)
    circle.refresh_from_db()
    assert circle.archived_at == at
    sweep_decisions(at + HOUR)
    assert outcome(other) == Outcome.MOOT
    with pytest.raises(Refused):
        propose(circle, anne, kind="archive", now=at + HOUR)


def test_how_people_come_into_a_large_circle_is_not_one_person_s_to_change() -> None:
    circle, everybody = company(12)
    anne = everybody[0]
    with pytest.raises(circles.NeedsConsent):
        circles.change_circle(circle=circle, by=anne, now=NOW, way_in="open", place="Viroflay")
    proposal = propose(circle, anne, kind="way-in", payload={"way_in": "open"})
    consent(proposal, *everybody[1:6])
    decided(proposal)
    circle.refresh_from_db()
    assert (circle.way_in, circle.place) == ("open", "")
    assert verbs(circle)[:2] == ["passed", "set-way-in"]
    with pytest.raises(Refused):
        propose(circle, anne, kind="way-in", payload={"way_in": "open"}, now=proposal.closes_at)


def test_a_small_circle_changes_it_at_once_and_once_large_takes_nothing_back_alone() -> None:
    circle, everybody = company(11)
    changed = circles.change_circle(circle=circle, by=everybody[0], now=NOW, way_in="request")
    assert changed is not None
    assert circles.undo(event=changed, by=everybody[0], now=NOW)
    again = circles.change_circle(circle=circle, by=everybody[0], now=NOW, way_in="request")
    assert again is not None
    circles.add_member(circle=circle, person=somebody("Lise"), now=NOW)
    with pytest.raises(circles.Refused):
        circles.undo(event=again, by=everybody[0], now=NOW)


@pytest.mark.parametrize("way_in", ["hidden", "request", "open"])
def test_each_kind_says_what_is_asked_and_what_happens(way_in: str) -> None:
    circle, (anne, bruno, *_) = company(3)
    drafts = [
        Proposal(circle=circle, by=anne, kind="way-in", payload={"way_in": way_in}),
        Proposal(circle=circle, by=anne, kind="remove", about=bruno),
        Proposal(circle=circle, by=anne, kind="return", about=bruno),
        Proposal(circle=circle, by=anne, kind="archive"),
        Proposal(circle=circle, by=anne, kind="agreement"),
    ]
    assert all(kind_of(one).title(one) and kind_of(one).effect(one) for one in drafts)
    assert kind_of(drafts[1]).title(drafts[1]) == "Part with Bruno"
    assert circle_queries.is_here(circle, bruno)
