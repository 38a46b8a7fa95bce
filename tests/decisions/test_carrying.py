"""What a circle agreed on goes along when it moves house: as it was decided, and by nobody here."""

from __future__ import annotations

import pytest

from entregent.core import circle_files
from entregent.decisions import queries
from entregent.decisions.operations import sweep_decisions
from entregent.gatherings import operations as gatherings
from tests.cast import DAY, HOUR, NOW
from tests.decisions.stage import company, consent, objects, propose

pytestmark = pytest.mark.django_db


def test_what_was_agreed_on_goes_along_and_nothing_else_does() -> None:
    circle, (anne, bruno, *_others) = company(4)
    agreed = propose(circle, anne, payload={"title": "A round of names"}, words="At each lunch.")
    refused = propose(circle, anne, payload={"title": "No more wine"}, now=NOW + HOUR)
    propose(circle, anne, payload={"title": "Being decided"}, now=NOW + 6 * DAY)
    consent(agreed, bruno)
    objects(refused, bruno)
    sweep_decisions(agreed.closes_at + HOUR)
    whole = gatherings.take_away(circle=circle, by=anne, now=NOW + 8 * DAY)
    listed = dict(circle_files.files(whole))["decisions.csv"].decode("utf-8-sig")
    assert [line.split(";")[1:] for line in listed.splitlines()] == [
        ["title", "text"],
        ["A round of names", "At each lunch."],
    ]
    there = gatherings.bring_in(whole=whole, by=anne, now=NOW + 9 * DAY)
    (brought,) = queries.settled_in(there)
    at = agreed.closes_at + HOUR
    assert (brought.payload["title"], brought.words, brought.settled_at) == ("A round of names", "At each lunch.", at)
    assert (brought.electors.count(), brought.voices.count()) == (0, 0)
