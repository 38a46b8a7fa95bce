"""A person's answers leave with them, and go with them."""

from __future__ import annotations

import pytest

from entregent.people import privacy
from entregent.polls.models import Ballot
from tests.cast import DAY, NOW, a_circle, a_poll, somebody
from tests.polls.stage import numbers, votes

pytestmark = pytest.mark.django_db


def test_one_s_polls_and_answers_are_exported() -> None:
    anne, bruno = somebody("Anne", "anne@example.org"), somebody("Bruno", "bruno@example.org")
    poll = a_poll(a_circle(anne, bruno), anne, now=NOW, title="Ten years")
    votes(poll, anne, "ymn")
    found = privacy.export_all(anne)["polls"]
    assert [row["title"] for row in found["asked"]] == ["Ten years"]
    assert [slot["said"] for slot in found["answers"][0]["slots"]] == ["yes", "maybe", "no"]
    assert privacy.export_all(bruno)["polls"] == {"asked": [], "answers": []}


def test_erased_what_was_said_of_dates_to_come_goes_and_the_others_stay() -> None:
    anne, bruno = somebody("Anne", "anne@example.org"), somebody("Bruno", "bruno@example.org")
    poll = a_poll(a_circle(anne, bruno), anne, now=NOW)
    votes(poll, anne, "yyy")
    votes(poll, bruno, "ynn")
    privacy.erase_all(anne, NOW + DAY)
    assert numbers(poll) == [(1, 0, 0), (0, 0, 1), (0, 0, 1)]
    assert not Ballot.objects.filter(person=anne).exists()
    assert privacy.is_held(bruno)
