"""Several people say yes at once, or begin at once: one facilitates, the others are told how it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entregent.circles.models import Circle
from entregent.decisions.models import Proposal
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Asking, Choice, Term
from entregent.facilitation.operations import choosing
from entregent.notices.models import Notice
from tests.cast import NOW, a_circle, somebody
from tests.facilitation.stage import SECRET, a_choice
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CROWD = 5


def one_facilitates(accept: Callable[..., Term]) -> bool:
    people = [somebody(f"Member {number}", f"m{number}@example.org") for number in range(CROWD)]
    circle = a_circle(*people)
    choice = a_choice(circle, people[0])
    Asking.objects.bulk_create([Asking(choice=choice, person=person, asked_at=NOW) for person in people])

    def act(number: int) -> Callable[[], Term]:
        return lambda: accept(choice=Choice.objects.get(pk=choice.pk), person=people[number], now=NOW)

    outcomes = together([act(number) for number in range(CROWD)])
    return (
        only(outcomes, Term, facilitation.TooLate)
        and len(of(Term, outcomes)) == 1
        and Term.objects.count() == 1
        and Notice.objects.filter(kind="your-turn").count() == 1
    )


def test_of_several_who_say_yes_at_once_one_facilitates() -> None:
    assert one_facilitates(facilitation.accept)


def test_control_without_the_lock_several_would(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(CROWD) as pause:
        accept = unguarded(facilitation.accept, monkeypatch)
        monkeypatch.setattr(choosing, "reread", pause.after(choosing.reread))
        assert not one_facilitates(accept)


def one_is_proposed(stand: Callable[..., Proposal | Term]) -> bool:
    """Several were named and asked, one after the other's silence."""
    people = [somebody(f"Member {number}", f"m{number}@example.org") for number in range(CROWD)]
    circle = a_circle(*people)
    choice = a_choice(circle, people[0], How.ELECTION)
    Choice.objects.filter(pk=choice.pk).update(shown_at=NOW, changes_until=NOW)
    Asking.objects.bulk_create([Asking(choice=choice, person=person, asked_at=NOW) for person in people])

    def act(number: int) -> Callable[[], Proposal | Term]:
        return lambda: stand(choice=Choice.objects.get(pk=choice.pk), person=people[number], now=NOW)

    outcomes = together([act(number) for number in range(CROWD)])
    return (
        only(outcomes, Proposal, facilitation.TooLate)
        and len(of(Proposal, outcomes)) == 1
        and Asking.objects.filter(choice=choice).count() == CROWD - 1
    )


def test_of_several_named_who_say_yes_at_once_the_circle_is_asked_about_one() -> None:
    assert one_is_proposed(facilitation.stand)


def test_control_without_the_lock_the_others_are_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """One proposal at a time holds all the same; the others hear that the circle is busy with something else."""
    with Pause(CROWD) as pause:
        stand = unguarded(facilitation.stand, monkeypatch)
        monkeypatch.setattr("entregent.facilitation.operations.electing.reread", pause.after(choosing.reread))
        assert not one_is_proposed(stand)


def one_choice(begin: Callable[..., Choice]) -> bool:
    people = [somebody(f"Member {number}", f"m{number}@example.org") for number in range(CROWD)]
    circle = a_circle(*people)

    def act(number: int) -> Callable[[], Choice]:
        def begun() -> Choice:
            held = Circle.objects.get(pk=circle.pk)
            return begin(circle=held, how=How.TURN, by=people[number], secret=SECRET, now=NOW)

        return begun

    outcomes = together([act(number) for number in range(CROWD)])
    return (
        only(outcomes, Choice, facilitation.UnderWay)
        and len(of(Choice, outcomes)) == 1
        and Notice.objects.filter(kind="would-you").count() == 1
    )


def test_of_several_who_begin_at_once_one_choice_is_under_way() -> None:
    assert one_choice(facilitation.begin)


def test_control_without_the_lock_others_fall_over_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(CROWD) as pause:
        begin = unguarded(facilitation.begin, monkeypatch)
        monkeypatch.setattr(queries, "choice_of", pause.after(queries.choice_of))
        assert not one_choice(begin)
