"""An election by consent: names with reasons, a change, somebody asked, the circle's consent; and nothing kept."""

from __future__ import annotations

from datetime import datetime

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.circles.rules import AtRest
from entregent.decisions import operations as decisions
from entregent.decisions.models import Proposal
from entregent.decisions.registry import kind_of
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries, rules
from entregent.facilitation.enums import How, Stage
from entregent.facilitation.models import Asking, Choice, Decline, Nomination, Term
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, verbs, waiting
from tests.decisions.stage import consent, fresh, objects, outcome, propose
from tests.facilitation.stage import a_choice, a_term, asked, facilitates, friends, meet, people, sweep

pytestmark = pytest.mark.django_db


def names(choice: Choice, *given: tuple[Person, Person]) -> None:
    """Who names whom."""
    for person, named in given:
        facilitation.nominate(choice=choice, person=person, named=named, now=NOW, reason=f"{named.name} listens.")


def shown(choice: Choice) -> Choice:
    """Its evening has come."""
    choice = current(choice)
    assert choice.names_until is not None
    sweep(choice.names_until)
    return current(choice)


def asking(choice: Choice) -> Choice:
    """The time to change is over as well."""
    choice = shown(choice)
    assert choice.changes_until is not None
    sweep(choice.changes_until)
    return current(choice)


def current(choice: Choice) -> Choice:
    return Choice.objects.select_related("circle", "proposal").get(pk=choice.pk)


def given(choice: Choice) -> list[tuple[str, str, str]]:
    """Who named whom, and why, as shown."""
    rows = queries.nominations(current(choice))
    return [(row.person.name, (row.changed_to or row.named).name, row.reason) for row in rows]


def proposed(choice: Choice, person: Person, now: datetime) -> Proposal:
    found = facilitation.stand(choice=choice, person=person, now=now)
    assert isinstance(found, Proposal)
    return found


def election(circle: Circle, by: Person) -> Choice:
    return a_choice(circle, by, How.ELECTION, gatherings=4, criteria="Somebody who listens.")


def test_from_a_name_to_the_circle_s_consent() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    assert waiting("name-somebody") == ["Bruno", "Chloe", "David"]
    names(choice, (anne, bruno), (bruno, chloe), (chloe, bruno))

    choice = asking(choice)
    assert asked(choice) == ["Bruno"]
    facilitation.stand(choice=choice, person=bruno, now=NOW + 7 * DAY)
    choice = current(choice)
    assert choice.proposal is not None
    assert (rules.stage(choice, NOW + 7 * DAY), choice.proposal.by) == (Stage.AGREEING, bruno)
    consent(choice.proposal, anne, chloe, david, now=NOW + 7 * DAY)

    term = Term.objects.get()
    assert (term.person, term.how, term.gatherings) == (bruno, How.ELECTION, 4)
    assert queries.choice_of(circle) is None
    assert not any(model.objects.exists() for model in (Nomination, Decline, Asking))


def test_nobody_reads_a_name_before_all_are_shown() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe))
    assert given(choice) == []
    shown(choice)
    assert given(choice) == [("Anne", "Bruno", "Bruno listens."), ("Bruno", "Chloe", "Chloe listens.")]
    assert waiting("names-shown") == ["Anne", "Bruno"]
    assert "Bruno" not in " ".join(verbs(circle))


def test_whoever_would_rather_not_is_not_among_the_names_and_another_name_counts() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    facilitation.nominate(choice=choice, person=anne, named=bruno, otherwise=chloe, reason="He listens.", now=NOW)
    names(choice, (david, bruno), (chloe, david))
    facilitation.decline(choice=choice, person=bruno, now=NOW)
    shown(choice)
    assert given(choice) == [("Anne", "Chloe", ""), ("Chloe", "David", "David listens.")]
    assert not Decline.objects.exists()


def test_a_decline_can_be_taken_back_and_a_name_too_while_nothing_is_shown() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (chloe, bruno))
    facilitation.decline(choice=choice, person=bruno, now=NOW)
    facilitation.decline(choice=choice, person=bruno, wanted=False, now=NOW)
    facilitation.take_back_name(choice=choice, person=chloe, now=NOW)
    choice = shown(choice)
    assert [row[:2] for row in given(choice)] == [("Anne", "Bruno")]
    for act in (facilitation.decline, facilitation.take_back_name):
        with pytest.raises(facilitation.TooLate):
            act(choice=choice, person=anne, now=NOW + 5 * DAY)


def test_one_may_change_to_a_name_already_given_and_to_no_other() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe))
    with pytest.raises(facilitation.TooLate):
        facilitation.change_name(choice=choice, person=anne, named=chloe, now=NOW)
    choice, later = shown(choice), NOW + 5 * DAY
    with pytest.raises(circles.Refused):
        facilitation.change_name(choice=choice, person=anne, named=david, now=later)
    facilitation.change_name(choice=choice, person=anne, named=chloe, now=later)
    facilitation.change_name(choice=choice, person=david, named=chloe, now=later)  # who had named nobody
    assert sorted(row[:2] for row in given(choice)) == [("Anne", "Chloe"), ("Bruno", "Chloe"), ("David", "Chloe")]
    assert asked(asking(choice)) == ["Chloe"]


def test_where_all_name_the_same_there_is_nothing_to_change() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, bruno), (chloe, bruno), (david, bruno))
    sweep(NOW + HOUR)
    assert current(choice).shown_at is None  # there is still time to say that one would rather not
    choice = shown(choice)
    assert waiting("names-shown") == []
    sweep(NOW + 5 * DAY)
    assert asked(choice) == ["Bruno"]


def test_without_a_single_name_somebody_is_simply_asked() -> None:
    circle, (anne, *_) = friends()
    choice = shown(election(circle, anne))
    assert (choice.how, choice.shown_at) == (How.ASKED, None)
    assert waiting("name-somebody") == []


def test_a_no_passes_to_the_next_named_and_then_to_whoever_is_asked() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe), (chloe, bruno))
    choice, later = asking(choice), NOW + 7 * DAY
    facilitation.refuse(choice=choice, person=bruno, now=later)
    sweep(later)
    assert asked(choice) == ["Chloe"]
    facilitation.refuse(choice=choice, person=chloe, now=later)
    sweep(later + 3 * DAY)
    assert current(choice).how == How.ELECTION  # a no looks like silence
    sweep(later + 4 * DAY)
    assert current(choice).how == How.ASKED
    assert not any(model.objects.exists() for model in (Nomination, Asking))


def test_once_nobody_is_left_to_be_asked_a_late_yes_is_too_late() -> None:
    """It was to lead to the circle's consent, and leads nowhere without."""
    circle, (anne, bruno, *_) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno))
    choice = asking(choice)
    sweep(NOW + 12 * DAY)
    with pytest.raises(circles.Refused):
        facilitation.accept(choice=current(choice), person=bruno, now=NOW + 12 * DAY)
    assert (facilitates(circle), current(choice).how) == ("", How.ASKED)


def test_in_an_election_nobody_is_asked_but_who_was_named() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (chloe, bruno))
    choice, later = asking(choice), NOW + 7 * DAY
    with pytest.raises(circles.Refused):
        facilitation.swap(choice=choice, person=bruno, other=david, now=later)
    with pytest.raises(facilitation.TooLate):
        facilitation.ask(choice=choice, person=david, by=anne, now=later)
    with pytest.raises(circles.Refused):
        facilitation.accept(choice=choice, person=bruno, now=later)
    assert asked(choice) == ["Bruno"]


def test_a_change_can_be_changed_back_and_nobody_changes_to_who_has_left() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe), (david, david))
    choice, later = shown(choice), NOW + 5 * DAY
    facilitation.change_name(choice=choice, person=anne, named=chloe, now=later)
    facilitation.change_name(choice=choice, person=anne, named=bruno, now=later)
    assert given(choice)[0] == ("Anne", "Bruno", "Bruno listens.")
    circles.leave(circle=circle, person=david, now=later)
    with pytest.raises(circles.Refused):
        facilitation.change_name(choice=choice, person=anne, named=david, now=later)
    assert [row[1] for row in given(choice)] == ["Bruno", "Chloe"]


def test_named_and_gone_the_proposal_lapses_and_the_next_is_asked() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe), (chloe, bruno))
    later = NOW + 7 * DAY
    asked_for = proposed(asking(choice), bruno, later)
    circles.leave(circle=circle, person=bruno, now=later)
    decisions.sweep_decisions(later)
    sweep(later)
    assert (outcome(asked_for), asked(choice)) == ("moot", ["Chloe"])


def test_in_an_archived_circle_nobody_is_looked_for_and_the_names_are_forgotten() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno))
    circle.archived_at = NOW
    circle.save()
    with pytest.raises(AtRest):
        facilitation.nominate(choice=current(choice), person=bruno, named=anne, now=NOW)
    sweep(NOW)
    assert queries.choice_of(circle) is None
    assert not Nomination.objects.exists()
    with pytest.raises(facilitation.TooLate):
        election(circle, anne)


def test_the_circle_does_not_do_without_while_it_says_whether_it_consents() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno))
    proposed(asking(choice), bruno, NOW + 7 * DAY)
    with pytest.raises(facilitation.TooLate):
        facilitation.do_without(circle=circle, by=anne, now=NOW + 7 * DAY)


def test_a_day_that_would_have_passed_is_left_out_of_what_the_circle_is_asked() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = a_choice(circle, anne, How.ELECTION, gatherings=4, until=(NOW + 8 * DAY).date())
    names(choice, (anne, bruno))
    asked_for = proposed(asking(choice), bruno, NOW + 7 * DAY)
    assert kind_of(asked_for).title(asked_for) == "Bruno would facilitate for four gatherings"


def test_with_nobody_left_to_consent_a_yes_is_enough() -> None:
    circle, everybody = friends()
    anne, bruno = everybody[:2]
    choice = election(circle, anne)
    names(choice, (bruno, bruno))
    choice, later = asking(choice), NOW + 7 * DAY
    for person in (anne, *everybody[2:]):
        circles.leave(circle=circle, person=person, now=later)
    facilitation.stand(choice=choice, person=bruno, now=later)
    assert facilitates(circle) == "Bruno"


def test_after_an_objection_that_stands_the_next_named_is_asked() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe), (chloe, bruno))
    later = NOW + 7 * DAY
    asked_for = proposed(asking(choice), bruno, later)
    objection = objects(asked_for, chloe, "Twice in a row is a lot.", now=later)
    decisions.examine(objection=objection, by=david, stands=True, now=later)
    end = fresh(asked_for).closes_at + HOUR
    decisions.sweep_decisions(end)
    sweep(end)
    assert (outcome(asked_for), facilitates(circle), asked(choice)) == ("objection", "", ["Chloe"])


def test_while_the_circle_says_whether_it_consents_nothing_else_goes_on() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe), (chloe, bruno))
    choice, later = asking(choice), NOW + 7 * DAY
    facilitation.stand(choice=choice, person=bruno, now=later)
    sweep(later + DAY)
    assert asked(choice) == []
    with pytest.raises(facilitation.TooLate):
        facilitation.stop_choosing(choice=choice, by=anne, now=later)


def test_asked_about_somebody_else_already_the_circle_is_not_asked_twice() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    choice = election(circle, anne)
    names(choice, (anne, bruno), (bruno, chloe), (chloe, bruno))
    choice = asking(choice)
    propose(circle, chloe, kind="facilitate", now=NOW + 6 * DAY)
    with pytest.raises(facilitation.NotNow):
        facilitation.stand(choice=choice, person=bruno, now=NOW + 7 * DAY)
    assert asked(choice) == ["Bruno"]


def test_only_somebody_who_may_be_asked_is_named() -> None:
    circle, (anne, *_) = friends()
    (stranger,) = people("Zoe")
    choice = election(circle, anne)
    with pytest.raises(circles.Refused):
        facilitation.nominate(choice=choice, person=anne, named=stranger, now=NOW)
    with pytest.raises(facilitation.TooLate):
        facilitation.put_in_hat(choice=choice, person=anne, now=NOW)


def test_of_two_there_is_nothing_to_elect() -> None:
    circle, (anne, _) = friends("Anne", "Bruno")
    assert election(circle, anne).how == How.ASKED


def test_the_end_of_a_term_asks_for_names_again_with_what_it_takes() -> None:
    circle, (anne, bruno, *_) = friends()
    choice = election(circle, anne)
    facilitation.stop_choosing(choice=choice, by=anne, now=NOW)
    assert not Nomination.objects.exists()
    a_term(circle, bruno, gatherings=1, now=NOW + HOUR)
    circle.rota.how = How.ELECTION
    circle.rota.save()
    sweep(meet(circle, anne, 1, NOW + DAY))
    following = queries.choice_of(circle)
    assert following is not None
    assert (following.how, following.criteria) == (How.ELECTION, "Somebody who listens.")


def test_erased_nobody_is_named_any_more_and_their_own_name_goes() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    choice = election(circle, anne)
    facilitation.nominate(choice=choice, person=anne, named=bruno, otherwise=chloe, reason="Bruno listens.", now=NOW)
    names(choice, (bruno, chloe), (david, bruno))
    facilitation.decline(choice=choice, person=bruno, now=NOW)
    mine = privacy.export_all(bruno)["facilitation"]
    assert ([row["named__name"] for row in mine["named"]], len(mine["declined"])) == (["Chloe"], 1)
    privacy.erase_all(bruno, NOW)
    assert [(row.person, row.named, row.reason) for row in Nomination.objects.all()] == [(anne, chloe, "")]
    assert not Decline.objects.exists()


def test_two_records_put_together_have_one_ballot() -> None:
    circle, (anne, bruno, *_) = friends()
    (again,) = people("Anna")
    circles.add_member(circle=circle, person=again, now=NOW)
    choice = election(circle, bruno)
    names(choice, (anne, bruno), (again, bruno))
    for person in (anne, again):
        facilitation.decline(choice=choice, person=person, now=NOW)
    privacy.merge_all(kept=anne, gone=again, by=anne, now=NOW)
    for model in (Nomination, Decline):
        assert model.objects.get().person == anne
