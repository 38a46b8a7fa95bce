"""A mailed code: one use, ten minutes, five tries, so many an hour; the same rows whoever asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from entregent.people import operations as people
from entregent.people import queries
from entregent.people.models import Address, Person, SignIn
from tests.cast import HOUR, MINUTE, NOW, somebody

pytestmark = pytest.mark.django_db


@dataclass
class Letterbox:
    codes: list[str] = field(default_factory=list)
    wanted: list[bool] = field(default_factory=list)

    def deliver(self, sign_in: SignIn, code: str, wanted: bool) -> None:
        self.codes.append(code)
        self.wanted.append(wanted)


def ask(
    written: str = "anne@example.org",
    *,
    network: str = "192.0.2.1",
    now: datetime = NOW,
    strangers: bool = True,
    box: Letterbox | None = None,
) -> tuple[str, str]:
    box = box or Letterbox()
    sign_in = people.ask_code(written=written, network=network, now=now, strangers=strangers, deliver=box.deliver)
    return sign_in.key, box.codes[-1]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def enter(key: str, code: str, now: datetime = NOW, language: str = "fr", name: str = "") -> Person:
    return people.enter_code(key=key, code=code, now=now, language=language, name=name)


def test_a_known_person_comes_in_and_keeps_their_language() -> None:
    anne = somebody("Anne", "anne@example.org", proved=False, language="en")
    key, code = ask("Anne@Example.org")
    assert enter(key, code) == anne
    anne.refresh_from_db()
    assert (anne.signed_in_at, anne.language) == (NOW, "en")
    assert Address.objects.get().verified_at == NOW


def test_a_stranger_is_made_on_the_spot_when_the_code_comes_back() -> None:
    key, code = ask("nouvelle@example.org")
    assert not Person.objects.exists()
    person = enter(key, code, name=" Nouvelle ")
    assert (person.name, person.language, person.has_usable_password()) == ("Nouvelle", "fr", False)
    assert [(row.written, row.verified_at) for row in person.addresses.all()] == [("nouvelle@example.org", NOW)]


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1} {2}", "{1}-{2}"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    key, code = ask()
    assert enter(key, typed.format(code, code[:3], code[3:])).signed_in_at == NOW


def test_a_code_works_once() -> None:
    key, code = ask()
    enter(key, code)
    with pytest.raises(people.CodeGone):
        enter(key, code)


@pytest.mark.parametrize(("after", "lives"), [(10 * MINUTE - timedelta(seconds=1), True), (10 * MINUTE, False)])
def test_a_code_lives_ten_minutes(after: timedelta, lives: bool) -> None:
    key, code = ask()
    assert (queries.open_sign_in(key, NOW + after) is not None) == lives
    if lives:
        assert enter(key, code, NOW + after).signed_in_at == NOW + after
    else:
        with pytest.raises(people.CodeGone):
            enter(key, code, NOW + after)


def test_five_tries_and_no_more() -> None:
    key, code = ask()
    left = []
    for _ in range(4):
        with pytest.raises(people.WrongCode) as refused:
            enter(key, wrong(code))
        left.append(refused.value.tries_left)
    assert left == [4, 3, 2, 1]
    with pytest.raises(people.CodeGone):
        enter(key, wrong(code))
    with pytest.raises(people.CodeGone):
        enter(key, code)
    assert SignIn.objects.get().tries == 5
    assert queries.open_sign_in(key, NOW) is None


def test_the_fifth_try_may_be_the_right_one() -> None:
    key, code = ask()
    for _ in range(4):
        with pytest.raises(people.WrongCode):
            enter(key, wrong(code))
    assert enter(key, code).signed_in_at == NOW


def test_the_code_of_one_request_does_not_open_another() -> None:
    box = Letterbox()
    first, _ = ask(box=box)
    _, code = ask("theo@example.org", box=box)
    if code != box.codes[0]:
        with pytest.raises(people.WrongCode):
            enter(first, code)


def test_an_invented_key_is_gone_like_a_used_one() -> None:
    with pytest.raises(people.CodeGone):
        enter("f" * 32, "123456")


def test_the_code_is_nowhere_in_clear() -> None:
    key, code = ask()
    row = SignIn.objects.values().get()
    assert code not in {str(value) for value in row.values()} and row["code_digest"] != code
    assert "192.0.2.1" not in {str(value) for value in row.values()}
    assert key == row["key"] and len(key) == 32


def test_five_codes_an_hour_for_one_address_however_it_is_written() -> None:
    for written in (
        "anne@example.org",
        "ANNE@example.org",
        " anne@example.org",
        "<anne@example.org>",
        "anne@EXAMPLE.org",
    ):
        ask(written)
    with pytest.raises(people.TooMany):
        ask("anne@example.org", network="198.51.100.7")
    assert ask("anne@example.org", now=NOW + HOUR)[1].isdigit()


def test_thirty_codes_an_hour_from_one_network() -> None:
    for number in range(30):
        ask(f"a{number}@example.org")
    with pytest.raises(people.TooMany):
        ask("one-more@example.org")
    assert ask("one-more@example.org", network="198.51.100.7")[1].isdigit()


def test_who_is_unknown_leaves_the_same_rows_as_who_is_known() -> None:
    anne = somebody("Anne", "anne@example.org")
    box = Letterbox()
    ask("anne@example.org", strangers=False, box=box)
    ask("unknown@example.org", strangers=False, box=box)
    assert box.wanted == [True, False]
    known, unknown = SignIn.objects.order_by("pk")
    assert (known.person, unknown.person) == (anne, None)
    assert _shape(known) == _shape(unknown)


def _shape(row: SignIn) -> dict[str, Any]:
    own = ("id", "key", "lookup", "written", "person", "code_digest")
    return {field.name: getattr(row, field.name) for field in SignIn._meta.fields if field.name not in own}


def test_the_limit_tells_nothing_either() -> None:
    somebody("Anne", "anne@example.org")
    for address in ("anne@example.org", "unknown@example.org"):
        for _ in range(5):
            ask(address)
        with pytest.raises(people.TooMany):
            ask(address)


def test_an_erased_person_is_a_stranger() -> None:
    anne = somebody("Anne", "anne@example.org")
    anne.erased_at = NOW
    anne.save()
    key, code = ask()
    assert enter(key, code) != anne


def test_a_shared_address_signs_in_who_proved_it_else_who_had_it_first() -> None:
    first = somebody("Anne", "both@example.org", proved=False)
    second = somebody("Théo", "both@example.org", proved=False)
    assert queries.person_at("both@example.org") == first
    people.prove_address(person=second, written="BOTH@example.org", now=NOW)
    assert queries.person_at("both@example.org") == second
    people.prove_address(person=first, written="both@example.org", now=NOW)
    assert queries.person_at("both@example.org") == first


def test_old_requests_are_forgotten_after_a_day() -> None:
    ask(now=NOW - 24 * HOUR - MINUTE)
    ask(now=NOW - 24 * HOUR)
    assert people.forget_old(NOW) == 1
    assert SignIn.objects.get().made_at == NOW - 24 * HOUR


def test_mark_signed_in_gives_a_language_only_to_who_has_none() -> None:
    anne = somebody("Anne", language="")
    people.mark_signed_in(person=anne, now=NOW, language="fr")
    people.mark_signed_in(person=anne, now=NOW + HOUR, language="en")
    anne.refresh_from_db()
    assert (anne.language, anne.signed_in_at) == ("fr", NOW + HOUR)
