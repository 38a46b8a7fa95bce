"""Several people put the same two records together at once: one does. A device's answer opens one session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from entregent.activity.models import Event
from entregent.circles import operations as circles
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.models import Merge, Person
from entregent.people.operations import passkeys
from entregent.people.privacy.merging import Ledger
from tests.cast import NOW, a_circle, somebody
from tests.people.authenticator import Device
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

CROWD = 4


def put_together_once(merge: Callable[..., Event]) -> bool:
    crowd = [somebody(f"Membre {number}", f"m{number}@example.org") for number in range(CROWD)]
    circle = a_circle(*crowd)
    circles.import_members(circle=circle, content=b"Nom\nMembre Z.\n", file_name="x.csv", now=NOW)
    name = circle.memberships.get(name="Membre Z.").person

    def act(by: Person) -> Callable[[], Event]:
        kept, gone = Person.objects.get(pk=crowd[0].pk), Person.objects.get(pk=name.pk)
        return lambda: merge(circle=circle, kept=kept, gone=gone, by=by, now=NOW)

    outcomes = together([act(by) for by in crowd])
    return (
        only(outcomes, Event, circles.NotOnePerson)
        and len(of(Event, outcomes)) == 1
        and Merge.objects.count() == 1
        and Event.objects.filter(verb="merged").count() == 1
    )


def test_of_several_who_put_two_records_together_one_does() -> None:
    assert put_together_once(circles.merge_members)


def test_control_without_the_locks_several_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(CROWD) as pause:
        merge = unguarded(circles.merge_members, monkeypatch)
        monkeypatch.setattr(privacy, "merge_all", unguarded(privacy.merge_all, monkeypatch))
        monkeypatch.setattr(privacy, "Ledger", pause.after(Ledger))
        assert not put_together_once(merge)


def opened_once(settings: Any) -> bool:
    settings.ADDRESS = "http://localhost:8000"
    anne, device = somebody("Anne"), Device()
    asked = people.challenge(person=anne, network="192.0.2.1", now=NOW)
    made = device.make(people.to_make(asked, anne))
    people.add_passkey(
        person=anne, challenge_key=asked.key, credential=made, name="Phone", now=NOW, tell=lambda _key: 0
    )
    asked = people.challenge(person=None, network="192.0.2.1", now=NOW)
    shown = device.show(people.to_enter(asked))

    def act() -> Person:
        return people.enter_by_passkey(challenge_key=asked.key, credential=shown, now=NOW, language="fr")

    outcomes = together([act] * CROWD)
    return only(outcomes, Person, people.NotRecognised) and len(of(Person, outcomes)) == 1


def test_one_answer_to_a_challenge_opens_once(settings: Any) -> None:
    assert opened_once(settings)


def test_control_a_challenge_that_is_not_taken_opens_several_times(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    with Pause(CROWD) as pause:
        monkeypatch.setattr(passkeys, "_take", lambda key, person, now: key.encode())
        keeping = passkeys._enter

        def enter(passkey: Any, *given: Any) -> Person:
            pause()
            return keeping(passkey, *given)

        monkeypatch.setattr(passkeys, "_enter", enter)
        assert not opened_once(settings)
