"""Several members give the third voice at once: somebody is suspended once, and told once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entregent.activity.models import Event
from entregent.circles import queries
from entregent.decisions import operations as decisions
from entregent.decisions import queries as proposals
from entregent.decisions.models import Proposal, Voice
from entregent.notices.models import Notice
from tests.cast import NOW, a_circle, somebody
from tests.decisions.stage import consent, propose
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CROWD = 4


def suspended_once(agree: Callable[..., Voice]) -> bool:
    people = [somebody(f"Membre {number}", f"m{number}@example.org") for number in range(3 + CROWD)]
    first, concerned, second, *crowd = people
    circle = a_circle(*people)
    proposal = propose(circle, first, kind="suspend", about=concerned, words="Why.")
    consent(proposal, second)

    def act(number: int) -> Callable[[], Voice]:
        return lambda: agree(proposal=Proposal.objects.get(pk=proposal.pk), person=crowd[number], now=NOW)

    outcomes = together([act(number) for number in range(CROWD)])
    return (
        only(outcomes, Voice, decisions.TooLate)
        and len(of(Voice, outcomes)) == 1
        and Event.objects.filter(verb="suspended").count() == 1
        and Notice.objects.filter(kind="suspended").count() == 1
        and not queries.is_here(circle, concerned)
    )


def test_of_several_third_voices_one_puts_it_in_force() -> None:
    assert suspended_once(decisions.consent)


def test_control_without_the_lock_several_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(CROWD) as pause:
        agree, enough = unguarded(decisions.consent, monkeypatch), proposals.enough_consent

        def once_all_are_written(row: Proposal) -> bool:
            return pause.after(lambda: True)() if enough(row) else False

        monkeypatch.setattr(proposals, "enough_consent", once_all_are_written)
        assert not suspended_once(agree)
