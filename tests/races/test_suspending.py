"""Several members give the third voice at once: somebody is suspended once, and told once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entregent.activity.models import Event
from entregent.circles import operations as circles
from entregent.circles import queries
from entregent.circles.models import Suspension
from entregent.circles.queries import suspending
from entregent.notices.models import Notice
from tests.cast import NOW, a_circle, somebody
from tests.races.together import Pause, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CROWD = 4


def suspended_once(agree: Callable[..., bool]) -> bool:
    people = [somebody(f"Membre {number}", f"m{number}@example.org") for number in range(3 + CROWD)]
    first, concerned, second, *crowd = people
    circle = a_circle(*people)
    held = circles.start_suspension(circle=circle, person=concerned, by=first, reason="Why.", now=NOW)
    circles.agree_to_suspend(suspension=held, by=second, now=NOW)

    def act(number: int) -> Callable[[], bool]:
        return lambda: agree(suspension=Suspension.objects.get(pk=held.pk), by=crowd[number], now=NOW)

    outcomes = together([act(number) for number in range(CROWD)])
    return (
        only(outcomes, bool, circles.Refused)
        and outcomes.count(True) == 1
        and Event.objects.filter(verb="suspended").count() == 1
        and Notice.objects.filter(kind="suspended").count() == 1
        and not queries.is_here(circle, concerned)
    )


def test_of_several_third_voices_one_puts_it_in_force() -> None:
    assert suspended_once(circles.agree_to_suspend)


def test_control_without_the_lock_several_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(CROWD) as pause:
        agree = unguarded(circles.agree_to_suspend, monkeypatch)
        asked = suspending.voices_still_here

        def counted(suspension: Suspension) -> int:
            found = asked(suspension)
            return pause.after(lambda: found)() if found >= 3 else found

        monkeypatch.setattr(suspending, "voices_still_here", counted)
        assert not suspended_once(agree)
