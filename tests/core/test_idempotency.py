from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from entregent.core import idempotency
from entregent.core.clock import now as clock_now
from entregent.core.idempotency import once
from entregent.core.ids import ALPHABET, new_code, new_key
from entregent.core.models import Submission
from tests.cast import DAY, NOW

pytestmark = pytest.mark.django_db


def counting() -> tuple[list[str], Callable[[], str]]:
    done: list[str] = []

    def effect() -> str:
        done.append("once")
        return f"outcome {len(done)}"

    return done, effect


def test_a_second_sending_has_no_second_effect_and_the_same_answer() -> None:
    done, effect = counting()
    assert [once("form-1", NOW, effect), once("form-1", NOW + DAY, effect)] == ["outcome 1", "outcome 1"]
    assert len(done) == 1


def test_another_form_has_its_own_effect() -> None:
    done, effect = counting()
    assert [once("form-1", NOW, effect), once("form-2", NOW, effect)] == ["outcome 1", "outcome 2"]
    assert len(done) == 2


def test_a_form_without_a_key_is_taken_as_it_comes() -> None:
    _, effect = counting()
    assert [once("", NOW, effect), once("", NOW, effect)] == ["outcome 1", "outcome 2"]
    assert not Submission.objects.exists()


def test_a_refused_effect_can_be_tried_again() -> None:
    def refuse() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        once("form-1", NOW, refuse)
    done, effect = counting()
    assert once("form-1", NOW, effect) == "outcome 1"
    assert len(done) == 1


def test_a_key_longer_than_its_column_is_one_key() -> None:
    done, effect = counting()
    assert once("k" * 500, NOW, effect) == once("k" * 500, NOW, effect)
    assert len(done) == 1


def test_sendings_are_forgotten_after_two_days() -> None:
    once("old", NOW - idempotency.KEPT - timedelta(seconds=1), lambda: "")
    once("young", NOW - idempotency.KEPT, lambda: "")
    assert idempotency.forget_old(NOW) == 1
    assert list(Submission.objects.values_list("key", flat=True)) == ["young"]


def test_keys_have_no_look_alikes_and_codes_six_digits() -> None:
    keys = {new_key() for _ in range(200)}
    assert len(keys) == 200
    assert {len(key) for key in keys} == {12}
    assert set("".join(keys)) <= set(ALPHABET)
    assert not set("01ilo") & set(ALPHABET)
    assert all(len(code) == 6 and code.isdigit() for code in (new_code() for _ in range(200)))


def test_the_clock_is_aware_of_its_zone() -> None:
    assert clock_now().utcoffset() == timedelta(0)
