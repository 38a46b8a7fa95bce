"""When a proposal passes: enough consent by the deadline, and no objection that others found to stand."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.decisions import operations as decisions
from entregent.decisions import queries, rules
from entregent.decisions.enums import Outcome
from entregent.decisions.models import Proposal, Voice
from entregent.decisions.operations import NoWords, Refused, TooLate, sweep_decisions
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOW, somebody, verbs, waiting
from tests.decisions.stage import company, consent, fresh, objects, outcome, propose

pytestmark = pytest.mark.django_db

Six = tuple[Circle, list[Person], Proposal]


@pytest.fixture
def six() -> Six:
    """Six whose consent counts, three of whom are needed; Anne proposes."""
    circle, everybody = company(6)
    return circle, everybody, propose(circle, everybody[0])


def ends(proposal: Proposal) -> str:
    """What it comes to at its deadline, or once its objections are examined."""
    row = fresh(proposal)
    sweep_decisions(max(row.closes_at, queries.decides_at(row)))
    return outcome(proposal)


def test_enough_consent_and_no_objection(six: Six) -> None:
    circle, (_, bruno, chloe, *_), proposal = six
    consent(proposal, bruno, chloe)
    assert sweep_decisions(proposal.closes_at - MINUTE) == 0
    assert outcome(proposal) == ""
    assert ends(proposal) == Outcome.PASSED
    assert fresh(proposal).settled_at == proposal.closes_at
    assert waiting("proposal-outcome") == ["Anne", "Bruno", "Chloé"]
    assert verbs(circle)[0] == "passed"
    assert sweep_decisions(proposal.closes_at + HOUR) == 0


def test_silence_is_neither(six: Six) -> None:
    *_, proposal = six
    consent(proposal, six[1][1])
    assert ends(proposal) == Outcome.FEW
    assert verbs(six[0])[0] == "failed"


def test_a_voice_is_changed_until_the_deadline_and_not_after(six: Six) -> None:
    _, (_, bruno, *_), proposal = six
    objects(proposal, bruno)
    consent(proposal, bruno)
    assert not queries.objections(proposal).exists()
    assert decisions.take_back(proposal=proposal, person=bruno, now=NOW)
    assert not decisions.take_back(proposal=proposal, person=bruno, now=NOW)
    with pytest.raises(TooLate):
        consent(proposal, bruno, now=proposal.closes_at)


def test_with_everybody_s_consent_it_is_decided_at_once(six: Six) -> None:
    _, (_, *others), proposal = six
    consent(proposal, *others[:-1])
    assert outcome(proposal) == ""
    consent(proposal, others[-1], now=NOW + HOUR)
    assert (outcome(proposal), fresh(proposal).settled_at) == (Outcome.PASSED, NOW + HOUR)


@pytest.mark.parametrize(
    ("found", "comes_to"),
    [
        ([], Outcome.PASSED),  # nobody blocks for ever
        ([False], Outcome.PASSED),
        ([True], Outcome.OBJECTION),
        ([True, False], Outcome.OBJECTION),
        ([True, False, False], Outcome.PASSED),
    ],
)
def test_an_objection_stands_when_others_examined_it_and_found_so(six: Six, found: list[bool], comes_to: str) -> None:
    _, (_, bruno, chloe, david, emma, farid), proposal = six
    consent(proposal, chloe, david, emma)
    objection = objects(proposal, bruno)
    for by, stands in zip((chloe, david, farid), found, strict=False):
        decisions.examine(objection=objection, by=by, stands=stands, now=NOW)
    assert ends(proposal) == comes_to


def test_the_two_at_odds_examine_nothing_nor_does_whoever_has_no_voice(six: Six) -> None:
    circle, (anne, bruno, chloe, *_), proposal = six
    objection = objects(proposal, bruno)
    stranger = somebody("Zoé")
    circles.add_member(circle=circle, person=stranger, now=NOW)
    for by in (anne, bruno, stranger):
        with pytest.raises(Refused):
            decisions.examine(objection=objection, by=by, stands=True, now=NOW)
    decisions.examine(objection=objection, by=chloe, stands=True, now=NOW)
    decisions.examine(objection=objection, by=chloe, stands=False, now=NOW)
    assert queries.findings_by(proposal, chloe) == {objection.pk: False}
    assert waiting("proposal-objection") == ["Anne", "Chloé", "David", "Emma", "Farid"]


def test_a_late_objection_is_examined_after_the_deadline_and_no_longer(six: Six) -> None:
    _, (_, bruno, chloe, david, *_), proposal = six
    consent(proposal, chloe, david)
    late = proposal.closes_at - MINUTE
    objection = objects(proposal, bruno, now=late)
    assert objection.examined_until == late + rules.EXAMINED_WITHIN
    assert sweep_decisions(proposal.closes_at) == 0
    decisions.examine(objection=objection, by=chloe, stands=False, now=proposal.closes_at + DAY)
    with pytest.raises(TooLate):
        decisions.examine(objection=objection, by=david, stands=True, now=late + rules.EXAMINED_WITHIN)
    assert ends(proposal) == Outcome.PASSED


def test_an_objection_says_why_and_said_anew_is_examined_anew(six: Six) -> None:
    _, (_, bruno, chloe, *_), proposal = six
    with pytest.raises(NoWords):
        objects(proposal, bruno, "   ")
    objection = objects(proposal, bruno, "It shuts people out.")
    decisions.examine(objection=objection, by=chloe, stands=False, now=NOW)
    assert objects(proposal, bruno, "It shuts people out.") == objection
    assert objection.findings.count() == 1
    objects(proposal, bruno, "And it costs money.")
    assert objection.findings.count() == 0


def test_who_was_not_there_lately_may_still_object_and_who_came_since_may_not() -> None:
    circle, everybody = company(5)
    proposal = propose(circle, everybody[0])
    proposal.electors.filter(person=everybody[4]).delete()
    with pytest.raises(Refused):
        consent(proposal, everybody[4])
    assert isinstance(objects(proposal, everybody[4]), Voice)
    late = somebody("Zoé")
    circles.add_member(circle=circle, person=late, now=NOW + HOUR)
    with pytest.raises(Refused):
        objects(proposal, late)


def test_voices_of_those_who_left_no_longer_count(six: Six) -> None:
    circle, (_, bruno, chloe, *_), proposal = six
    consent(proposal, bruno, chloe)
    circles.leave(circle=circle, person=chloe, now=NOW)
    assert ends(proposal) == Outcome.FEW


def test_what_it_asks_for_is_done_once_and_with_the_outcome(one_kind: str) -> None:
    circle, (anne, bruno) = company(2)
    proposal = propose(circle, anne, kind=one_kind)
    consent(proposal, bruno)
    sweep_decisions(proposal.closes_at)
    assert Circle.objects.get(pk=circle.pk).purpose == "done"


def test_what_can_no_longer_be_done_is_let_go(one_kind: str) -> None:
    circle, (anne, bruno) = company(2)
    proposal = propose(circle, anne, kind=one_kind)
    Proposal.objects.filter(pk=proposal.pk).update(payload={"possible": False})
    consent(proposal, bruno)
    assert outcome(proposal) == ""
    assert ends(proposal) == Outcome.MOOT
    with pytest.raises(Refused):
        propose(circle, anne, kind=one_kind, payload={"possible": False})


def test_an_archived_circle_is_asked_nothing(six: Six) -> None:
    circle, (anne, *_), proposal = six
    circles.archive_circle(circle=circle, because="", by=anne, now=NOW)
    assert sweep_decisions(NOW + HOUR) == 1
    assert outcome(proposal) == Outcome.MOOT


def test_one_reminder_on_the_morning_of_the_last_day_to_those_who_said_nothing(six: Six) -> None:
    _, (_, bruno, *_), proposal = six
    consent(proposal, bruno)
    morning = proposal.closes_at - 11 * HOUR
    assert sweep_decisions(morning - HOUR) == 0
    assert sweep_decisions(morning) == 1
    assert sweep_decisions(morning + HOUR) == 0
    assert waiting("proposal-reminder") == ["Chloé", "David", "Emma", "Farid"]


def test_questions_are_asked_by_anybody_in_the_circle_and_answered_beside(six: Six) -> None:
    circle, (_, bruno, *_), proposal = six
    late = somebody("Zoé")
    with pytest.raises(Refused):
        decisions.ask(proposal=proposal, by=late, words="Why?", now=NOW)
    circles.add_member(circle=circle, person=late, now=NOW)
    asked = decisions.ask(proposal=proposal, by=late, words=" Why? ", now=NOW)
    assert (asked.words, waiting("proposal-question")) == ("Why?", ["Anne"])
    decisions.answer(question=asked, by=bruno, words="Because.", now=NOW)
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Because.", bruno)


def test_what_waits_for_somebody(six: Six) -> None:
    circle, (anne, bruno, chloe, *_), proposal = six

    def waits(person: Person) -> list[bool]:
        return [one.examine for one in queries.awaiting(person, [circle.pk], NOW)]

    assert (waits(anne), waits(bruno)) == ([], [False])
    consent(proposal, bruno, chloe)
    assert waits(bruno) == []
    objection = objects(proposal, bruno)
    assert (waits(anne), waits(bruno), waits(chloe)) == ([], [], [True])
    decisions.examine(objection=objection, by=chloe, stands=True, now=NOW)
    assert waits(chloe) == []


def test_a_proposal_that_cannot_be_settled_keeps_no_other_from_it(six: Six) -> None:
    circle, (anne, bruno, chloe, *_), proposal = six
    broken = propose(circle, anne, kind="archive")
    Proposal.objects.filter(pk=broken.pk).update(kind="of-a-version-to-come", closes_at=proposal.closes_at - HOUR)
    consent(proposal, bruno, chloe)
    with pytest.raises(ExceptionGroup):
        decisions.sweep_decisions(proposal.closes_at)
    assert outcome(proposal) == "passed"


def test_amended_again_and_again_it_ends_all_the_same(six: Six) -> None:
    _, (anne, *_), proposal = six
    last = proposal.opened_at + rules.LONGEST
    while (row := fresh(proposal)).closes_at < last:
        decisions.amend(proposal=row, by=anne, now=row.closes_at - HOUR, seen=row.revision, words="Again.")
    with pytest.raises(TooLate):
        decisions.amend(proposal=row, by=anne, now=last, seen=row.revision, words="Once more.")
    assert row.closes_at == last
    assert ends(proposal) == Outcome.FEW


def test_what_has_lost_its_object_lapses_at_once_whoever_has_left() -> None:
    circle, (_, bruno, *_) = company(4)
    asked = propose(circle, bruno, kind="facilitate", payload={"gatherings": 4})
    assert sweep_decisions(NOW + MINUTE) == 0
    circles.leave(circle=circle, person=bruno, now=NOW + MINUTE)
    sweep_decisions(NOW + MINUTE)
    assert outcome(asked) == Outcome.MOOT
