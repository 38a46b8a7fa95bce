"""I propose myself: the circle consents, or objects with reasons; nobody is pushed out."""

from __future__ import annotations

import pytest

from entregent.circles.enums import Feature
from entregent.circles.queries import features
from entregent.decisions import operations as decisions
from entregent.decisions.registry import kind_of
from entregent.facilitation import queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Asking, Term
from tests.cast import HOUR, NOW
from tests.decisions.stage import company, consent, fresh, objects, outcome, propose
from tests.facilitation.stage import a_choice, a_term, facilitates

pytestmark = pytest.mark.django_db


def test_whoever_proposes_themselves_facilitates_once_the_circle_consents() -> None:
    circle, (anne, bruno, chloe, david) = company()
    choice = a_choice(circle, anne)
    Asking.objects.create(choice=choice, person=david, asked_at=NOW)
    asked = propose(circle, bruno, kind="facilitate", payload={"gatherings": 4})
    assert kind_of(asked).title(asked) == "Bruno would facilitate for four gatherings"

    consent(asked, anne, chloe, david, now=NOW + HOUR)

    term = Term.objects.get()
    assert (outcome(asked), term.person, term.how, term.gatherings) == ("passed", bruno, How.PROPOSED, 4)
    assert features.wants(circle, Feature.FACILITATOR)
    assert queries.choice_of(circle) is None
    assert not Asking.objects.exists()


def test_an_objection_that_stands_keeps_it_from_passing() -> None:
    circle, (anne, bruno, chloe, david) = company()
    asked = propose(circle, bruno, kind="facilitate", payload={"gatherings": 4})
    consent(asked, anne, now=NOW + HOUR)
    objection = objects(asked, chloe, "Twice in a row is a lot.")
    decisions.examine(objection=objection, by=david, stands=True, now=NOW + HOUR)
    decisions.sweep_decisions(fresh(asked).closes_at + HOUR)
    assert (outcome(asked), facilitates(circle)) == ("objection", "")


def test_while_somebody_facilitates_nobody_proposes_themselves_in_their_place() -> None:
    circle, (anne, bruno, *_) = company()
    a_term(circle, anne)
    with pytest.raises(decisions.Refused):
        propose(circle, bruno, kind="facilitate")


def test_what_was_typed_elsewhere_is_held_to_what_the_form_allows() -> None:
    circle, (_anne, bruno, *_) = company()
    asked = propose(circle, bruno, kind="facilitate", payload={"gatherings": 900})
    assert kind_of(asked).title(asked) == "Bruno would facilitate for 26 gatherings"
