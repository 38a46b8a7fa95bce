"""Parallel guesses share five tries; ten sendings of one form have one effect."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest

from entregent.core.idempotency import once
from entregent.core.ids import new_code
from entregent.core.models import Submission
from entregent.people import operations as people
from entregent.people.models import Address, Person, SignIn
from entregent.people.operations import codes
from tests.cast import NOW
from tests.races.together import Pause, of, only, together, unguarded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

GUESSES, SENDINGS = 12, 10
AT_ONCE = 6  # as many as a server of PostgreSQL is asked for at the same instant


def ask() -> tuple[SignIn, str]:
    codes: list[str] = []
    sign_in = people.ask_code(
        written="anne@example.org",
        network="192.0.2.1",
        now=NOW,
        strangers=True,
        deliver=lambda row, code, wanted: codes.append(code),
    )
    return sign_in, codes[0]


def guesses(enter: Callable[[str, str], Person], count: int = GUESSES) -> bool:
    """Whether at most five of many guesses were ever compared with the code, and it opened once at most."""
    sign_in, code = ask()
    wrong = [f"{(int(code) + step) % 1_000_000:06d}" for step in range(1, count)]
    outcomes = together([lambda guess=guess: enter(sign_in.key, guess) for guess in [*wrong, code]])  # type: ignore[misc]
    compared = len(of(people.WrongCode, outcomes)) + len(of(Person, outcomes))
    return (
        only(outcomes, people.WrongCode, people.CodeGone, Person)
        and SignIn.objects.get().tries <= 5
        and compared <= 5
        and len(of(Person, outcomes)) <= 1
    )


def test_guesses_in_parallel_share_five_tries() -> None:
    assert guesses(lambda key, code: people.enter_code(key=key, code=code, now=NOW, language="fr"))


def test_control_tries_counted_after_looking_are_more_than_five() -> None:
    with Pause(AT_ONCE) as pause:

        def enter(key: str, code: str) -> Person:
            sign_in = SignIn.objects.get(key=key)
            pause()
            if sign_in.tries >= 5:
                raise people.CodeGone
            SignIn.objects.filter(key=key).update(tries=sign_in.tries + 1)
            raise people.WrongCode(4 - sign_in.tries)

        assert not guesses(enter, AT_ONCE)


def the_right_code(enter: Callable[[SignIn, str], Person]) -> bool:
    """Whether the right code, sent several times at once, made one person with one address."""
    sign_in, code = ask()
    outcomes = together([lambda: enter(sign_in, code)] * 4)
    return (
        only(outcomes, Person, people.CodeGone)
        and len(of(Person, outcomes)) == 1
        and Person.objects.count() == Address.objects.count() == 1
    )


def test_the_right_code_sent_four_times_at_once_opens_once() -> None:
    assert the_right_code(lambda row, code: people.enter_code(key=row.key, code=code, now=NOW, language="fr"))


def test_control_marked_used_after_reading_it_opens_several_times() -> None:
    with Pause(4) as pause:

        def enter(sign_in: SignIn, code: str) -> Person:
            fresh = SignIn.objects.get(pk=sign_in.pk)
            pause()
            if fresh.used_at:
                raise people.CodeGone
            SignIn.objects.filter(pk=sign_in.pk).update(used_at=NOW)
            person = Person.objects.make(NOW)
            people.prove_address(person=person, written=fresh.written, now=NOW)
            return person

        assert not the_right_code(enter)


def two_codes_of_one_address(enter: Callable[[SignIn, str], Person]) -> bool:
    """Whether a new address that proves itself twice at once is one person's."""
    asked = [ask(), ask()]
    outcomes = together([lambda row=row, code=code: enter(row, code) for row, code in asked])  # type: ignore[misc]
    return only(outcomes, Person) and Person.objects.count() == 1


def test_two_codes_of_a_new_address_entered_at_once_make_one_person() -> None:
    assert two_codes_of_one_address(lambda row, code: people.enter_code(key=row.key, code=code, now=NOW, language="fr"))


def test_control_whoever_looks_before_writing_makes_two() -> None:
    with Pause(2) as pause:

        def enter(sign_in: SignIn, code: str) -> Person:
            found = Person.objects.filter(addresses__lookup=sign_in.lookup).first()
            pause()
            person = found or Person.objects.make(NOW)
            people.prove_address(person=person, written=sign_in.written, now=NOW)
            return person

        assert not two_codes_of_one_address(enter)


# The limit of codes


def asked_at_once(ask_code: Callable[..., SignIn]) -> bool:
    """Whether an address that many ask a code for at once gets five, and nobody more."""

    def one() -> SignIn:
        return ask_code(
            written="anne@example.org",
            network="192.0.2.1",
            now=NOW,
            strangers=True,
            deliver=lambda row, code, wanted: None,
        )

    outcomes = together([one] * (codes.CODES_PER_ADDRESS + 3))
    return only(outcomes, SignIn, people.TooMany) and SignIn.objects.count() == codes.CODES_PER_ADDRESS


def test_codes_asked_at_once_stay_within_the_hours_five() -> None:
    assert asked_at_once(people.ask_code)


def test_control_without_the_lock_more_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pause(codes.CODES_PER_ADDRESS + 3) as pause:
        monkeypatch.setattr(codes, "one_at_a_time", lambda *names: None)
        monkeypatch.setattr(codes, "new_code", pause.after(new_code))
        assert not asked_at_once(unguarded(people.ask_code, monkeypatch))


# Forms


def sent_many_times(take: Callable[[str, datetime, Callable[[], str]], str], count: int = SENDINGS) -> bool:
    """Whether one sending had an effect and the others read its answer."""
    effects: list[str] = []
    lock = threading.Lock()

    def effect() -> str:
        with lock:
            effects.append("done")
            return f"answer {len(effects)}"

    outcomes = together([lambda: take("one-form", NOW, effect)] * count)
    return len(effects) == 1 and outcomes == ["answer 1"] * count


def test_ten_sendings_of_one_form_have_one_effect() -> None:
    assert sent_many_times(once)
    assert Submission.objects.count() == 1


def test_control_looked_up_before_written_it_has_many() -> None:
    with Pause(AT_ONCE) as pause:

        def take(key: str, now: datetime, effect: Callable[[], str]) -> str:
            known = Submission.objects.filter(key=key).first()
            pause()
            return known.outcome if known else effect()

        assert not sent_many_times(take, AT_ONCE)
