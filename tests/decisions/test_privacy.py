"""What somebody said of proposals leaves with them, goes with them, and follows them into another record."""

from __future__ import annotations

import pytest

from entregent.decisions import operations as decisions
from entregent.decisions import queries
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.operations import sweep_decisions
from entregent.people import privacy
from tests.cast import DAY, HOUR, NOW, verbs, waiting
from tests.decisions.stage import company, consent, fresh, objects, outcome, propose
from tests.notices.post import LEFT, deliver

pytestmark = pytest.mark.django_db


def test_what_one_proposed_said_asked_and_examined_is_exported() -> None:
    circle, (anne, bruno, chloe) = company(3)
    proposal = propose(circle, anne, words="Names first.")
    objection = objects(proposal, bruno, "Too long.")
    decisions.examine(objection=objection, by=chloe, stands=False, now=NOW)
    asked = decisions.ask(proposal=proposal, by=chloe, words="Why?", now=NOW)
    decisions.answer(question=asked, by=anne, words="To know.", now=NOW)
    mine, theirs, third = (privacy.export_all(one)["decisions"] for one in (anne, bruno, chloe))
    assert [row["words"] for row in mine["proposed"]] == ["Names first."]
    assert [row["answer"] for row in mine["answered"]] == ["To know."]
    assert [(row["said"], row["reason"]) for row in theirs["said"]] == [("objection", "Too long.")]
    assert [row["stands"] for row in third["examined"]] == [False]
    assert [row["words"] for row in third["asked"]] == ["Why?"]


def test_erased_their_words_go_and_what_was_decided_still_adds_up() -> None:
    circle, (anne, bruno, chloe, _) = company(4)
    proposal = propose(circle, anne, words="Names first.")
    consent(proposal, chloe)
    objection = objects(proposal, bruno, "Too long.")
    privacy.erase_all(bruno, NOW + HOUR)
    objection.refresh_from_db()
    assert objection.reason == ""
    sweep_decisions(proposal.closes_at)
    assert outcome(proposal) == Outcome.PASSED
    privacy.erase_all(anne, NOW + 9 * DAY)
    assert (fresh(proposal).words, fresh(proposal).outcome) == ("", Outcome.PASSED)


def test_what_somebody_erased_had_proposed_is_withdrawn() -> None:
    circle, (anne, *_) = company(3)
    proposal = propose(circle, anne)
    privacy.erase_all(anne, NOW + HOUR)
    assert outcome(proposal) == Outcome.WITHDRAWN
    assert sweep_decisions(proposal.closes_at) == 0


def test_whoever_had_spoken_of_it_is_told_and_reads_why() -> None:
    circle, (anne, bruno, *_) = company(3)
    proposal = propose(circle, anne)
    consent(proposal, bruno)
    privacy.erase_all(anne, NOW + HOUR)
    assert waiting("proposal-outcome") == ["Bruno"]
    (mail,) = deliver(NOW + HOUR + LEFT).values()
    assert "Whoever proposed it has gone." in " ".join(mail.text.split())


def test_what_concerned_somebody_erased_has_lost_its_object_and_who_spoke_is_told() -> None:
    circle, (anne, bruno, chloe, *_) = company(5)
    proposal = propose(circle, anne, kind="remove", about=chloe)
    consent(proposal, bruno)
    privacy.erase_all(chloe, NOW + HOUR)
    assert outcome(proposal) == Outcome.MOOT
    assert (waiting("proposal-outcome"), verbs(circle)[0]) == (["Anne", "Bruno"], "lapsed")


def test_two_records_of_one_person_have_one_voice_the_last() -> None:
    circle, (anne, bruno, chloe, *_) = company(5)
    proposal = propose(circle, anne)
    objection = objects(proposal, bruno)
    decisions.examine(objection=objection, by=chloe, stands=True, now=NOW)
    consent(proposal, chloe, now=NOW + HOUR)
    merge = privacy.merge_all(kept=bruno, gone=chloe, by=anne, now=NOW + 2 * HOUR)
    assert [(one.person, one.said) for one in queries.current(proposal).exclude(person=anne)] == [(bruno, Said.CONSENT)]
    assert proposal.electors.count() == 4
    privacy.undo_merge(merge_id=merge.pk, now=NOW + 3 * HOUR)
    assert proposal.electors.count() == 5
    assert [one.stands for one in queries.weighed(proposal)] == [1]
