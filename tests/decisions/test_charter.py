"""A charter is adopted by consent, changed the same way, and called back on the day it set itself."""

from __future__ import annotations

from datetime import date

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.decisions import operations as decisions
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.operations import TooLate, call_charters_back, sweep_decisions
from entregent.decisions.queries import charter as charters
from entregent.decisions.registry import kind_of
from entregent.gatherings import operations as gatherings
from entregent.people import privacy
from entregent.people.models import Person
from entregent.web.decisions.views.charter import charter_page
from tests.cast import DAY, HOUR, NOW, all_mails_leave, verbs, waiting
from tests.decisions.stage import company, consent, objects, propose
from tests.notices.post import deliver, why_dropped

pytestmark = pytest.mark.django_db

SAID = {"sections": {"keeps": "What is said at the table stays there.", "purpose": "We lunch."}, "review": "2027-06-01"}


def adopted(circle: Circle, by: Person, *others: Person, **payload: object) -> Charter:
    proposal = propose(circle, by, kind="charter", payload={**SAID, **payload})
    consent(proposal, *others)
    sweep_decisions(proposal.closes_at)
    held = charters.holding(circle)
    assert held is not None
    return held


def test_what_was_agreed_on_is_the_charter_with_who_consented_and_who_objected() -> None:
    circle, (anne, bruno, chloe, david) = company(4)
    proposal = propose(circle, anne, kind="charter", payload=SAID)
    objects(proposal, bruno, "It says nothing of guests.")
    decisions.amend(
        proposal=proposal,
        by=anne,
        seen=1,
        payload={**SAID, "sections": {**SAID["sections"], "guests": "Bring one."}},  # type: ignore[dict-item]
        now=NOW + HOUR,
    )
    consent(proposal, bruno, chloe, now=NOW + 2 * HOUR)
    assert charters.holding(circle) is None
    sweep_decisions(proposal.closes_at + DAY)
    held = charters.holding(circle)
    assert held is not None
    assert (held.version, held.sections["guests"], held.review_on) == (1, "Bring one.", date(2027, 6, 1))
    assert verbs(circle)[:2] == ["passed", "adopted"]
    assert circle.memberships.filter(person=david, left_at=None).exists()  # silent, and still here
    assert list(proposal.voices.filter(reason__contains="guests").values_list("revision", flat=True)) == [1]


def test_sections_are_read_in_their_order_and_empty_ones_left_out() -> None:
    circle, (anne, *_) = company(2)
    first = Proposal(circle=circle, kind="charter", by=anne, payload=SAID)
    assert [heading for heading, _ in kind_of(first).text(first)] == ["What we are here for", "What stays between us"]
    assert kind_of(first).title(first) == "A charter for the circle"
    again = Proposal(circle=circle, kind="charter", by=anne, payload={**SAID, "version": 2})
    assert kind_of(again).title(again) == "Change the charter"


def test_a_change_is_the_next_version_and_the_first_stays_to_be_read() -> None:
    circle, (anne, bruno) = company(2)
    first = adopted(circle, anne, bruno)
    second = adopted(circle, bruno, anne, sections={"purpose": "We dine."})
    assert [one.version for one in charters.versions(circle)] == [2, 1]
    assert (second.sections, charters.version(circle, 1)) == ({"purpose": "We dine."}, first)


@pytest.mark.parametrize("review", ["", "nonsense", "2020-01-01"])
def test_without_a_day_to_come_it_is_looked_at_in_a_year(review: str) -> None:
    circle, (anne, bruno) = company(2)
    assert adopted(circle, anne, bruno, review=review).review_on == NOW.date() + 365 * DAY


def test_its_day_calls_it_back_once_and_it_is_kept_for_a_year() -> None:
    circle, (anne, bruno) = company(2)
    held = adopted(circle, anne, bruno)
    day = NOW.replace(year=2027, month=6, day=1)
    with pytest.raises(TooLate):
        decisions.keep(charter=held, by=bruno, now=NOW)
    assert call_charters_back(day - DAY) == 0
    assert call_charters_back(day) == 1
    assert call_charters_back(day + HOUR) == 0
    assert waiting("charter-review") == ["Anne", "Bruno"]
    mail = deliver(day)["ann2@example.org"]
    assert mail.subject == "Tuesday lunch: our charter, a while later"
    assert "Does it still hold?" in mail.text
    decisions.keep(charter=held, by=bruno, now=day + HOUR)
    held.refresh_from_db()
    assert (held.review_on, held.called_back_at) == (day.date() + 365 * DAY, None)
    assert verbs(circle)[0] == "kept"


def test_kept_by_mistake_it_is_asked_about_again_and_no_mail_is_lost() -> None:
    circle, (anne, bruno) = company(2)
    held = adopted(circle, anne, bruno)
    day = NOW.replace(year=2027, month=6, day=1)
    with pytest.raises(TooLate):
        decisions.ask_again(charter=held, by=anne, now=day)
    call_charters_back(day)
    decisions.keep(charter=held, by=bruno, now=day + HOUR)
    assert waiting("charter-review") == []
    decisions.ask_again(charter=held, by=anne, now=day + 2 * HOUR)
    held.refresh_from_db()
    assert (held.review_on, waiting("charter-review")) == (day.date(), ["Anne", "Bruno"])
    assert (call_charters_back(day + DAY), verbs(circle)[0]) == (0, "asked-again")
    with pytest.raises(TooLate):
        decisions.ask_again(charter=held, by=anne, now=day + 2 * HOUR)
    decisions.keep(charter=held, by=bruno, now=day + 3 * HOUR)
    with pytest.raises(TooLate):
        decisions.ask_again(charter=held, by=anne, now=day + 32 * DAY)


def test_kept_before_the_mail_leaves_nobody_is_asked() -> None:
    circle, (anne, bruno) = company(2)
    held = adopted(circle, anne, bruno)
    day = NOW.replace(year=2027, month=6, day=1)
    all_mails_leave(NOW)
    call_charters_back(day)
    Charter.objects.update(review_on=day.date() + DAY)
    assert deliver(day) == {}
    assert set(why_dropped("charter-review").values()) == {"it was changed, or is kept as it is"}
    circles.archive_circle(circle=circle, because="", by=anne, now=day)
    assert call_charters_back(day + 3 * DAY) == 0
    assert charters.by_id(held.pk) == held


def test_it_outlives_whoever_proposed_it() -> None:
    circle, (anne, bruno) = company(2)
    held = adopted(circle, anne, bruno)
    privacy.erase_all(anne, NOW + 9 * DAY)
    assert charters.holding(circle) == held


def test_a_charter_moves_house_with_its_circle_and_is_called_back_there() -> None:
    circle, (anne, bruno, *_) = company(4)
    adopted(circle, anne, anne, bruno)
    whole = gatherings.take_away(circle=circle, by=bruno, now=NOW + 9 * DAY)
    assert [one["heading"] for one in whole["charter"][0]["sections"]] == [
        "What we are here for",
        "What stays between us",
    ]
    there = gatherings.bring_in(whole=whole, by=bruno, now=NOW + 9 * DAY)
    held = charters.holding(there)
    assert held is not None
    assert (held.sections, held.review_on, held.proposal) == (SAID["sections"], date(2027, 6, 1), None)
    assert verbs(there)[:2] == ["brought-in", "brought"]
    page = charter_page(there, held, bruno, NOW + 9 * DAY)
    assert (page.decision, page.holds, page.may) == (None, True, True)

    circles.archive_circle(circle=circle, because="", by=anne, now=NOW + 9 * DAY)
    all_mails_leave(NOW + 9 * DAY)
    day = NOW.replace(year=2027, month=6, day=1)
    assert call_charters_back(day) == 1
    mails = deliver(day)
    assert list(mails) == ["bru4@example.org"]
