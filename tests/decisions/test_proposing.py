"""Whose consent counts is frozen when a proposal opens; it is amended, withdrawn and taken up again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles.rules import KNOWN_FOR
from entregent.decisions import operations as decisions
from entregent.decisions import queries, rules
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.operations import (
    AlreadyProposed,
    BadDeadline,
    Refused,
    TooFew,
    TooLate,
    TooMany,
    sweep_decisions,
)
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, all_mails_leave, somebody, verbs, waiting
from tests.decisions.stage import came, company, consent, electors, fresh, objects, outcome, propose
from tests.notices.post import deliver

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("came_lately", "needed"), [(2, 2), (3, 2), (4, 2), (5, 3), (9, 5), (15, 8), (16, 8), (17, 8), (400, 8)]
)
def test_half_of_those_who_came_at_least_two_at_most_eight(came_lately: int, needed: int) -> None:
    assert rules.needed(came_lately) == needed


def test_counted_are_those_present_at_one_of_the_last_four_gatherings() -> None:
    circle, (anne, bruno, chloe, david) = company(4)
    came(circle, [david], days=12)
    for days, present in ((10, [anne]), (8, [bruno]), (6, [anne, bruno]), (4, [chloe])):
        came(circle, present, days=days)
    proposal = propose(circle, david)
    assert electors(proposal) == ["Anne", "Bruno", "Chloé"]
    assert proposal.needed == 2


def test_where_nobody_noted_who_came_everybody_counts_but_those_a_file_names() -> None:
    circle, (anne, *_) = company(3)
    circle.memberships.filter(person__name="Bruno").update(imported_at=NOW)
    assert electors(propose(circle, anne)) == ["Anne", "Chloé"]


def test_whoever_comes_or_goes_later_changes_nothing_of_who_was_asked() -> None:
    circle, (anne, bruno, chloe) = company(3)
    proposal = propose(circle, anne)
    circles.leave(circle=circle, person=bruno, now=NOW + HOUR)
    circles.add_member(circle=circle, person=somebody("Zoé"), now=NOW + HOUR)
    assert electors(proposal) == ["Anne", "Bruno", "Chloé"]
    with pytest.raises(Refused):
        consent(proposal, bruno, now=NOW + 2 * HOUR)
    consent(proposal, chloe, now=NOW + 2 * HOUR)
    assert outcome(proposal) == Outcome.PASSED


def test_nobody_brings_in_a_majority_the_day_they_propose_something() -> None:
    circle, (anne, bruno, chloe) = company(3)
    friends = [somebody(f"Friend {number}") for number in range(6)]
    for friend in friends:
        circles.add_member(circle=circle, person=friend, now=NOW - KNOWN_FOR + MINUTE)
    assert electors(propose(circle, bruno, kind="remove", about=anne)) == ["Bruno", "Chloé"]
    assert len(electors(propose(circle, chloe, now=NOW + HOUR))) == 9


def test_nor_against_the_one_other_person_who_was_there() -> None:
    circle, (anne, bruno) = company(2)
    circles.add_member(circle=circle, person=somebody("Friend"), now=NOW - DAY)
    with pytest.raises(decisions.TooFew):
        propose(circle, anne, kind="remove", about=bruno)


def test_in_a_circle_of_this_week_all_decide() -> None:
    everybody = [somebody(name) for name in ("Anne", "Bruno", "Chloé")]
    circle = a_circle(*everybody, now=NOW - DAY)
    assert electors(propose(circle, everybody[0])) == ["Anne", "Bruno", "Chloé"]


def test_in_a_large_open_circle_a_newcomer_proposes_and_those_settled_decide() -> None:
    circle, everybody = company(12)
    circle.way_in = "open"
    circle.save()
    circle.memberships.filter(person=everybody[11]).update(settled_at=None)
    proposal = propose(circle, everybody[11])
    assert "Lise" not in electors(proposal)
    assert len(electors(proposal)) == 11
    assert not proposal.voices.exists()


def test_whoever_proposes_consents_and_the_others_are_asked() -> None:
    circle, (anne, *_) = company(3)
    proposal = propose(circle, anne)
    assert [(voice.person, voice.said) for voice in proposal.voices.all()] == [(anne, Said.CONSENT)]
    assert waiting("proposal") == ["Bruno", "Chloé"]
    assert verbs(circle)[0] == "proposed"


def test_alone_there_is_nothing_to_agree_on_and_outside_nothing_to_propose() -> None:
    anne = somebody("Anne")
    circle = a_circle(anne)
    with pytest.raises(TooFew):
        propose(circle, anne)
    with pytest.raises(Refused):
        propose(circle, somebody("Zoé"))


def test_a_deadline_leaves_time_to_read_and_comes_before_it_is_forgotten() -> None:
    circle, (anne, *_) = company(2)
    for closes_at in (NOW + HOUR, NOW + 61 * DAY):
        with pytest.raises(BadDeadline):
            propose(circle, anne, closes_at=closes_at)
    usual = propose(circle, anne).closes_at
    assert usual - NOW > timedelta(days=6)


def test_an_amended_proposal_asks_again_those_who_spoke_and_leaves_them_time() -> None:
    circle, (anne, bruno, chloe, david) = company(4)
    proposal = propose(circle, anne, closes_at=NOW + DAY)
    consent(proposal, bruno)
    at = NOW + 20 * HOUR
    with pytest.raises(Refused):
        decisions.amend(proposal=proposal, by=bruno, seen=1, words="Mine", now=at)
    amended = decisions.amend(proposal=proposal, by=anne, seen=1, words="Gentler", now=at)
    assert (amended.revision, amended.words, amended.closes_at) == (2, "Gentler", at + rules.AGAIN)
    assert [voice.person for voice in queries.current(amended)] == [anne]
    assert waiting("proposal-amended") == ["Bruno"]
    assert queries.silent(amended) == [bruno, chloe, david]
    with pytest.raises(TooLate):
        decisions.amend(proposal=proposal, by=anne, seen=1, words="Over it", now=at)


def test_nobody_consents_to_what_they_have_not_read() -> None:
    circle, (anne, bruno, *_) = company(4)
    proposal = propose(circle, anne)
    decisions.amend(proposal=proposal, by=anne, seen=1, words="Another", now=NOW)
    with pytest.raises(TooLate):
        decisions.consent(proposal=proposal, person=bruno, seen=1, now=NOW)
    decisions.consent(proposal=proposal, person=bruno, seen=2, now=NOW)


def test_withdrawn_by_whoever_proposed_it_and_taken_up_again() -> None:
    circle, (anne, bruno, *_) = company(4)
    proposal = propose(circle, anne)
    consent(proposal, bruno)
    with pytest.raises(Refused):
        decisions.withdraw(proposal=proposal, by=bruno, now=NOW)
    decisions.withdraw(proposal=proposal, by=anne, now=NOW)
    assert outcome(proposal) == Outcome.WITHDRAWN
    assert (waiting("proposal"), waiting("proposal-outcome")) == ([], ["Bruno"])
    with pytest.raises(TooLate):
        consent(proposal, bruno)
    decisions.restore(proposal=proposal, by=anne, now=NOW + MINUTE)
    assert (outcome(proposal), waiting("proposal-outcome")) == ("", [])
    assert waiting("proposal") == ["Bruno", "Chloé", "David"]
    assert sorted(deliver(NOW + 5 * MINUTE)) == ["chl4@example.org", "dav4@example.org"]  # Bruno has spoken
    assert verbs(circle)[:3] == ["restored", "withdrew", "proposed"]
    with pytest.raises(TooLate):
        decisions.restore(proposal=fresh(proposal), by=anne, now=NOW + MINUTE)


def test_whoever_was_told_that_it_is_withdrawn_is_told_that_it_goes_on_and_has_time() -> None:
    circle, (anne, bruno, chloe, david) = company(4)
    proposal = propose(circle, anne, closes_at=NOW + DAY)
    consent(proposal, bruno)
    objects(proposal, chloe)
    all_mails_leave(NOW + HOUR)
    decisions.withdraw(proposal=proposal, by=anne, now=NOW + 2 * HOUR)
    all_mails_leave(NOW + 3 * HOUR)
    late = NOW + DAY - 10 * MINUTE
    decisions.restore(proposal=proposal, by=anne, now=late)
    assert fresh(proposal).closes_at == late + rules.AGAIN
    assert queries.objections(proposal).get().examined_until == late + rules.EXAMINED_WITHIN
    assert (waiting("proposal-again"), waiting("proposal")) == (["Bruno", "Chloé"], ["David"])
    mail = deliver(late + HOUR)["chl4@example.org"]
    assert mail.subject == "A round of names: taken up again"
    assert "What you said of it counts as before." in mail.text
    decisions.examine(objection=queries.objections(proposal).get(), by=david, stands=True, now=late + HOUR)
    sweep_decisions(late + rules.EXAMINED_WITHIN)
    assert outcome(proposal) == Outcome.OBJECTION


def test_withdrawn_for_a_minute_nobody_misses_a_mail() -> None:
    circle, (anne, _bruno, chloe, david) = company(4)
    proposal = propose(circle, anne, kind="remove", about=david)
    objects(proposal, chloe)
    before = {kind: waiting(kind) for kind in ("proposal", "proposal-about", "proposal-objection")}
    decisions.withdraw(proposal=proposal, by=anne, now=NOW + MINUTE)
    assert [waiting(kind) for kind in before] == [[], [], []]
    decisions.restore(proposal=proposal, by=anne, now=NOW + 2 * MINUTE)
    assert {kind: waiting(kind) for kind in before} == before
    assert (before["proposal-about"], "Bruno" in before["proposal-objection"]) == (["David"], True)
    assert waiting("proposal-again") == []
    assert fresh(proposal).closes_at == proposal.closes_at


def test_an_agreement_is_taken_up_again_beside_another_one() -> None:
    circle, (anne, bruno, *_) = company(4)
    first, second = propose(circle, anne), propose(circle, bruno)
    decisions.withdraw(proposal=first, by=anne, now=NOW)
    decisions.restore(proposal=first, by=anne, now=NOW + DAY)
    assert (outcome(first), outcome(second)) == ("", "")


def test_nobody_fills_the_table_alone_and_what_matters_most_finds_room() -> None:
    circle, (anne, bruno, _chloe, david) = company(4)
    for _ in range(rules.MOST_OF_ONE):
        propose(circle, david)
    with pytest.raises(TooMany):
        propose(circle, david)
    withdrawn = queries.open_in(circle)[0]
    decisions.withdraw(proposal=withdrawn, by=david, now=NOW)
    propose(circle, david, kind="archive")
    with pytest.raises(TooMany):
        decisions.restore(proposal=withdrawn, by=david, now=NOW + DAY)
    for _ in range(rules.MOST_OF_ONE):
        propose(circle, anne)
    propose(circle, bruno)
    with pytest.raises(TooMany):
        propose(circle, bruno)
    assert propose(circle, bruno, kind="remove", about=david).about == david


def test_the_same_is_asked_once_at_a_time(one_kind: str) -> None:
    circle, (anne, bruno, *_) = company(4)
    first = propose(circle, anne, kind=one_kind)
    with pytest.raises(AlreadyProposed) as found:
        propose(circle, bruno, kind=one_kind)
    assert found.value.proposal == first
