"""Two circles become one: the one that comes agrees, then the one that takes it in; nobody alone brings it about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, Knock, Membership
from entregent.circles.operations.importing import import_members
from entregent.circles.queries import door
from entregent.decisions import operations as decisions
from entregent.decisions import queries
from entregent.decisions.enums import Outcome
from entregent.decisions.models import Proposal
from entregent.decisions.operations import sweep_decisions
from entregent.people.models import Person
from entregent.polls.queries import waiting_poll
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_date, a_poll, somebody, verbs, waiting
from tests.decisions.stage import consent, electors, objects, outcome, propose
from tests.notices.post import LEFT, deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> list[Person]:
    """Anne and Bruno are in each; Chloé and David in the one that comes, Emma in the other."""
    return [somebody(name, f"{name.lower()}@example.org") for name in ("Anne", "Bruno", "Chloe", "David", "Emma")]


@pytest.fixture
def coming(both: list[Person]) -> Circle:
    return a_circle(*both[:4], name="The Thursdays", now=NOW - 30 * DAY)


@pytest.fixture
def into(both: list[Person]) -> Circle:
    anne, bruno, *_, emma = both
    return a_circle(anne, bruno, emma, name="The Tuesdays", now=NOW - 30 * DAY)


@pytest.fixture
def asked(coming: Circle, into: Circle, both: list[Person]) -> Proposal:
    return merge(coming, into, both[0])


def merge(coming: Circle, into: Circle, by: Person) -> Proposal:
    payload = {"circle": into.pk, "name": into.name}
    return propose(coming, by, kind="merge", words="We are the same people.", payload=payload)


def put_to(into: Circle) -> Proposal | None:
    return queries.open_one(into, "receive")


def agreed(asked: Proposal, into: Circle, *others: Person) -> Proposal:
    consent(asked, *others)
    sweep_decisions(asked.closes_at)
    found = put_to(into)
    assert found is not None
    return found


def members(circle: Circle) -> list[str]:
    return sorted(row.person.name for row in circle_queries.live_memberships(circle))


def test_the_one_that_comes_agrees_first_and_then_the_other_is_asked(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    anne, bruno, chloe, david, _emma = both
    consent(asked, bruno, chloe, david)
    assert (outcome(asked), put_to(into)) == ("", None)
    sweep_decisions(asked.closes_at)
    received = put_to(into)
    assert received is not None
    assert (outcome(asked), received.by, received.words) == (Outcome.PASSED, anne, "We are the same people.")
    assert electors(received) == ["Anne", "Bruno", "Emma"]
    assert received.closes_at > asked.closes_at + 6 * DAY
    assert waiting("proposal")[-2:] == ["Bruno", "Emma"]
    assert (members(coming), members(into)) == (["Anne", "Bruno", "Chloe", "David"], ["Anne", "Bruno", "Emma"])


def test_once_both_have_agreed_everybody_is_in_and_the_first_is_at_rest(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    _anne, bruno, chloe, david, emma = both
    circles.set_mail(circle=coming, person=chloe, level=MailLevel.MONTHLY)
    received = agreed(asked, into, bruno, chloe)
    deliver(asked.closes_at + HOUR)
    consent(received, emma, now=received.opened_at + HOUR)
    sweep_decisions(received.closes_at)
    assert members(into) == ["Anne", "Bruno", "Chloe", "David", "Emma"]
    assert circle_queries.membership(into, chloe).mail == MailLevel.MONTHLY  # type: ignore[union-attr]
    coming.refresh_from_db()
    assert coming.archived_at == received.closes_at
    assert coming.archived_because == "This circle and “The Tuesdays” are one now. What was said here stays to be read."
    assert (verbs(into)[:2], verbs(coming)[0]) == (["passed", "took-in"], "archived")
    assert waiting("proposal-together") == ["Chloe", "David"]
    mail = deliver(received.closes_at)["david@example.org"]
    assert mail.subject == "The Tuesdays: we are one circle now"
    assert "You get this mail because you were in “The Thursdays”." in " ".join(mail.text.split())
    assert circle_queries.visible_circle(viewer=david, slug=coming.slug) == coming


@pytest.mark.parametrize("which", ["the first", "the other"])
def test_what_either_does_not_want_does_not_happen(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal, which: str
) -> None:
    anne, bruno, chloe, david, emma = both
    proposal = asked if which == "the first" else agreed(asked, into, bruno, chloe)
    voice = objects(proposal, bruno, now=proposal.opened_at)
    decisions.examine(objection=voice, by=david if which == "the first" else emma, stands=True, now=proposal.opened_at)
    sweep_decisions(proposal.closes_at)
    assert outcome(proposal) == Outcome.OBJECTION
    assert (put_to(into), members(into)) == (None, ["Anne", "Bruno", "Emma"])
    coming.refresh_from_db()
    assert coming.archived_at is None
    assert anne.name in members(coming)


def test_whoever_proposes_it_has_a_voice_in_both(coming: Circle, into: Circle, both: list[Person]) -> None:
    _anne, bruno, chloe, *_ = both
    assert [queries.circles_to_join(coming, one) for one in (bruno, chloe)] == [[into], []]
    for circle in (into, coming):
        with pytest.raises(decisions.Refused):
            merge(coming, circle, chloe)
    alone = a_circle(bruno, name="Alone", now=NOW - 30 * DAY)
    with pytest.raises(decisions.Refused):
        merge(coming, alone, bruno)


def test_it_has_no_object_any_more_once_one_of_them_is_at_rest_or_who_proposed_it_has_left_the_other(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    circles.leave(circle=into, person=both[0], now=NOW)
    sweep_decisions(NOW + MINUTE)
    assert outcome(asked) == Outcome.MOOT
    again = merge(coming, into, both[1])
    received = agreed(again, into, both[2])
    circles.archive_circle(circle=coming, because="", by=both[1], now=received.opened_at)
    sweep_decisions(received.opened_at + MINUTE)
    assert outcome(received) == Outcome.MOOT


def test_whoever_is_kept_out_stays_out_and_who_is_merely_named_comes_in_nowhere(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    _anne, bruno, chloe, _david, emma = both
    import_members(circle=coming, content=b"Name\nOdile\n", file_name="names.csv", now=NOW)
    circles.add_member(circle=into, person=chloe, now=NOW)
    circles.remove_member(circle=into, person=chloe, now=NOW)
    received = agreed(asked, into, bruno, chloe)
    consent(received, emma, now=received.opened_at)
    sweep_decisions(received.closes_at)
    assert members(into) == ["Anne", "Bruno", "David", "Emma"]


def test_they_come_as_they_were(coming: Circle, into: Circle, both: list[Person], asked: Proposal) -> None:
    _anne, bruno, chloe, david, emma = both
    back_on = (NOW + 90 * DAY).date()
    Membership.objects.filter(circle=coming, person=chloe).update(rests_until=back_on, no_word_at=NOW)
    Circle.objects.filter(pk=into.pk).update(way_in="open")
    Knock.objects.create(circle=into, person=david, says="May I?", made_at=NOW)
    circles.add_member(circle=coming, person=somebody("Frida"), now=NOW)
    received = agreed(asked, into, bruno)
    circles.add_member(circle=coming, person=somebody("Late"), now=received.opened_at + MINUTE)
    consent(received, emma, now=received.opened_at)
    sweep_decisions(received.closes_at)
    there = {row.person.name: row for row in circle_queries.live_memberships(into)}
    assert sorted(there) == ["Anne", "Bruno", "Chloe", "David", "Emma", "Frida"]
    assert (there["Chloe"].rests_until, there["Chloe"].no_word_at) == (back_on, NOW)
    assert list(door.at_the_door(into, emma)) == []


def test_who_left_the_other_by_themselves_is_left_in_peace(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    _anne, bruno, _chloe, _david, emma = both
    received = agreed(asked, into, bruno)
    circles.leave(circle=into, person=bruno, now=received.opened_at)
    consent(received, emma, now=received.opened_at)
    sweep_decisions(received.closes_at)
    assert members(into) == ["Anne", "Chloe", "David", "Emma"]


def test_who_is_out_for_two_weeks_comes_along_when_they_are_over(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    anne, bruno, chloe, david, emma = both
    received = agreed(asked, into, bruno)
    at = received.closes_at - DAY
    held = circles.suspend(circle=coming, person=david, by=(anne, bruno, chloe), reason="Why.", now=at)
    consent(received, emma, now=received.opened_at)
    sweep_decisions(received.closes_at)
    before = members(into)
    circles.end_suspensions(held.ends_at)
    assert (before, members(into)) == (["Anne", "Bruno", "Chloe", "Emma"], ["Anne", "Bruno", "Chloe", "David", "Emma"])


def test_what_the_first_had_fixed_and_asked_is_off_and_said_to_be(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    _anne, bruno, chloe, _david, emma = both
    received = agreed(asked, into, bruno)
    at = received.closes_at
    lunch = a_date(coming, chloe, days=3, now=at)
    poll = a_poll(coming, chloe, now=at)
    link = circles.make_link(circle=coming, by=chloe, now=at)
    deliver(at + LEFT)
    consent(received, emma, now=received.opened_at)
    sweep_decisions(at + HOUR)
    lunch.refresh_from_db()
    assert (lunch.cancelled_at, waiting_poll(coming)) == (at + HOUR, None)
    assert poll.slots.exists()
    assert waiting("date-cancelled") == ["Anne", "Bruno", "Chloe", "David"]
    with pytest.raises(circles.Refused):
        circles.join_by_link(link=link, person=somebody("Gaston"), now=at + 2 * HOUR)


def test_the_first_learns_what_became_of_it(coming: Circle, into: Circle, both: list[Person], asked: Proposal) -> None:
    _anne, bruno, *_ = both
    received = agreed(asked, into, bruno)
    deliver(asked.closes_at + HOUR)
    sweep_decisions(received.closes_at)
    assert (outcome(received), verbs(coming)[0]) == (Outcome.FEW, "unmet")
    assert waiting("proposal-unmet") == ["Anne", "Bruno"]
    mail = deliver(received.closes_at + LEFT)["bruno@example.org"]
    assert "“The Tuesdays”, asked in its turn, did not take it up." in " ".join(mail.text.split())


def test_withdrawn_and_taken_up_again_before_a_mail_left_the_first_reads_neither(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    anne, bruno, *_ = both
    received = agreed(asked, into, bruno)
    at = received.opened_at + HOUR
    deliver(at)
    decisions.withdraw(proposal=received, by=anne, now=at)
    assert waiting("proposal-unmet") == ["Anne", "Bruno"]
    decisions.restore(proposal=received, by=anne, now=at + MINUTE)
    assert (waiting("proposal-unmet"), waiting("proposal-goes-on")) == ([], [])
    assert verbs(coming)[:2] == ["goes-on", "unmet"]


def test_whoever_has_read_that_it_came_to_nothing_reads_that_it_goes_on_and_what_became_of_it(
    coming: Circle, into: Circle, both: list[Person], asked: Proposal
) -> None:
    anne, bruno, *_ = both
    received = agreed(asked, into, bruno)
    at = received.opened_at + HOUR
    decisions.withdraw(proposal=received, by=anne, now=at)
    deliver(at + LEFT)
    decisions.restore(proposal=received, by=anne, now=at + HOUR)
    mail = deliver(at + HOUR + LEFT)["bruno@example.org"]
    assert mail.subject == "It goes on: Become one with “The Tuesdays”"
    assert "“The Tuesdays” is being asked again." in " ".join(mail.text.split())
    received.refresh_from_db()
    sweep_decisions(received.closes_at)
    assert waiting("proposal-unmet") == ["Anne", "Bruno"]


def test_the_other_is_asked_once_at_a_time(coming: Circle, into: Circle, both: list[Person], asked: Proposal) -> None:
    received = agreed(asked, into, both[1])
    with pytest.raises(decisions.Refused):
        propose(coming, both[1], kind="merge", payload=asked.payload, now=received.opened_at)


def test_three_things_of_ones_own_open_in_the_other_do_not_stand_in_the_way(
    into: Circle, both: list[Person], asked: Proposal
) -> None:
    for number in range(3):
        propose(into, both[0], payload={"title": f"{number}"}, closes_at=NOW + timedelta(days=30))
    assert agreed(asked, into, both[1]).by == both[0]
