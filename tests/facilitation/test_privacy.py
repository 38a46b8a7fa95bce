"""What is somebody's leaves with them; that they once said no is read by them alone, and goes."""

from __future__ import annotations

import pytest

from entregent.circles.models import Circle
from entregent.circles.operations import add_member
from entregent.facilitation import operations as facilitation
from entregent.facilitation.enums import How, Message
from entregent.facilitation.models import Asking, InTheHat, NotMe, Promise, Subject, Term, Written
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, NOW, a_date
from tests.facilitation.stage import a_choice, a_term, friends, people

pytestmark = pytest.mark.django_db


def had_a_turn(circle: Circle, person: Person) -> None:
    a_term(circle, person)
    facilitation.propose_subject(circle=circle, text="Prices", by=person, now=NOW)
    facilitation.promise(circle=circle, text="The room", by=person, now=NOW)
    facilitation.write_to_circle(circle=circle, kind=Message.WORD, text="Hello all", by=person, now=NOW)


def test_one_s_turns_words_and_refusals_are_exported_to_oneself() -> None:
    circle, (anne, bruno, *_) = friends()
    had_a_turn(circle, anne)
    choice = a_choice(circle, anne, now=NOW + DAY)
    facilitation.ask(choice=choice, person=bruno, by=anne, now=NOW + DAY)
    facilitation.refuse(choice=choice, person=bruno, now=NOW + DAY)
    mine, theirs = (privacy.export_all(one)["facilitation"] for one in (anne, bruno))
    assert [len(mine[what]) for what in ("facilitated", "subjects", "promises", "messages")] == [1, 1, 1, 1]
    assert [row["refused_at"] for row in theirs["asked"]] == [NOW + DAY]
    assert mine["asked"] == []


def test_erased_the_turn_stays_without_a_name_and_the_words_go() -> None:
    circle, (anne, *_) = friends()
    had_a_turn(circle, anne)
    chosen = facilitation.propose_subject(circle=circle, text="Rents", by=anne, now=NOW)
    facilitation.pick_subject(subject=chosen, gathering=a_date(circle, anne), by=anne, now=NOW)
    facilitation.not_me(circle=circle, person=anne, wanted=True, now=NOW)
    privacy.erase_all(anne, NOW + DAY)
    assert Term.objects.get().person.name == ""
    assert [one.text for one in Subject.objects.all()] == ["Rents"]
    assert Written.objects.get().text == ""
    assert not Promise.objects.exists()
    assert not NotMe.objects.exists()


def test_put_together_two_records_have_one_name_in_the_hat() -> None:
    circle, (anne, bruno, *_) = friends()
    (again,) = people("Anna")
    add_member(circle=circle, person=again, now=NOW)
    choice = a_choice(circle, bruno, How.DRAW)
    for person in (anne, again):
        facilitation.put_in_hat(choice=choice, person=person, now=NOW)
        facilitation.ask(choice=choice, person=person, by=bruno, now=NOW)
        facilitation.not_me(circle=circle, person=person, wanted=True, now=NOW)
    privacy.merge_all(kept=anne, gone=again, by=anne, now=NOW)
    for model in (InTheHat, Asking, NotMe):
        assert model.objects.get().person == anne
