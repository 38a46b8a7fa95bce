"""Every address × method × role, from the URLconf: an address nobody listed fails.

`make check` asks every address as one role of each column, `make test` as all of them and for all the rest.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests import cast
from tests.permissions import matrix, places
from tests.permissions.asking import Rounds, body, status
from tests.tables import fingerprint

pytestmark = pytest.mark.django_db

ONE_OF_EACH_COLUMN = ("visitor", "outsider", "founder")
ROLES = [
    role if role in ONE_OF_EACH_COLUMN else pytest.param(role, marks=pytest.mark.whole)
    for roles in matrix.ROLES.values()
    for role in roles
]
METHODS = ("GET", "POST")
OUR_WORDS = ("youssef", "réserve pour huit", "rien du tout", "petit marché")


def test_every_address_of_the_instance_is_listed_and_no_other() -> None:
    assert set(places.names()) == matrix.listed()
    assert set(places.names().values()) <= set(places.NAMED)


@pytest.mark.parametrize("role", ROLES)
def test_each_gets_what_the_table_says(rounds: Rounds, role: str) -> None:
    own, wrong = places.own(rounds.story), []
    for name, params in places.names().items():
        if params == ("token",):
            continue
        path = places.path_of(name, own.named(places.NAMED[params]))
        for method in METHODS:
            response = rounds.ask(role, method, path)
            wrong += differences(name, method, status(response), matrix.expected(name, method, role))
            wrong += leaks(name, method, role, body(response))
    assert wrong == []


@pytest.mark.whole
@pytest.mark.parametrize("role", ["visitor", "founder"])
def test_a_token_opens_its_own_door_to_whoever_holds_it(rounds: Rounds, role: str) -> None:
    tokens, wrong = places.tokens(rounds.story), []
    for name in matrix.BY_TOKEN:
        for kind, token in tokens.items():
            for method in METHODS:
                response = rounds.ask(role, method, places.path_of(name, {"token": token}))
                expected = matrix.expected_by_token(name, kind, method, role)
                wrong += differences(f"{name} [{kind}]", method, status(response), expected)
                wrong += leaks(f"{name} [{kind}]", method, role, body(response), ours=False)
    assert wrong == []


def differences(name: str, method: str, got: str, expected: str) -> list[str]:
    return [] if got == expected else [f"{method} {name}: {got} instead of {expected}"]


def leaks(name: str, method: str, role: str, content: bytes, *, ours: bool = True) -> list[str]:
    """Words of the other circle; for who is of the other circle, words of this one."""
    text = content.decode(errors="replace").casefold()
    secret = cast.CANARIES if role != "outsider" else OUR_WORDS if ours else ()
    return [f"{method} {name} lets {role} read “{word}”" for word in secret if word in text]


# Absent and forbidden look the same


def named_things() -> list[tuple[str, str]]:
    """Names of addresses that speak of one thing of a circle, with what it is."""
    whats = [(name, places.NAMED[params]) for name, params in places.names().items()]
    own = ("", "token", "mail", "address", "membership", "passkey", "care", "field", "report")
    return [(name, what) for name, what in whats if what not in own]


@pytest.mark.whole
@pytest.mark.parametrize("role", ["former", "operator", "founder"])
def test_what_is_not_ones_own_looks_like_what_nobody_made(rounds: Rounds, role: str) -> None:
    """Whoever is outside asks for our circle's things, the founder for the other circle's."""
    things = places.other(rounds.story) if role == "founder" else places.own(rounds.story)
    wrong = []
    for name, what in named_things():
        for method in METHODS:
            forbidden = rounds.ask(role, method, places.path_of(name, things.named(what)))
            absent = rounds.ask(role, method, places.path_of(name, places.ABSENT[what]))
            if (status(forbidden), body(forbidden)) != (status(absent), body(absent)):
                wrong.append(f"{method} {name}: {status(forbidden)} instead of {status(absent)}, or other words")
            wrong += leaks(name, method, role, body(forbidden))
    assert wrong == []


@pytest.mark.whole
def test_a_number_of_another_circle_under_ones_own_name_is_a_number_nobody_gave(rounds: Rounds) -> None:
    ours, theirs, wrong = places.own(rounds.story), places.other(rounds.story), []
    for name, what in named_things():
        alone = ("circle", "gathering", "poll", "feature", "venue", "note", "card", "draw", "offer", "proposal", "kind")
        if what in (*alone, "kind of message"):
            continue
        own_place = ours.named(
            {"reply": "gathering", "note reply": "note", "question": "proposal", "objection": "proposal"}.get(
                what, "circle"
            )
        )
        crossed, absent = {**theirs.named(what), **own_place}, {**places.ABSENT[what], **own_place}
        for method in METHODS:
            forbidden = rounds.ask("founder", method, places.path_of(name, crossed))
            nobodys = rounds.ask("founder", method, places.path_of(name, absent))
            if (status(forbidden), body(forbidden)) != (status(nobodys), body(nobodys)):
                wrong.append(f"{method} {name}: {status(forbidden)} instead of {status(nobodys)}")
            wrong += leaks(name, method, "founder", body(forbidden))
    assert wrong == []


def test_numbers_of_people_and_places_of_others_change_nothing(rounds: Rounds) -> None:
    """Addresses and memberships of somebody else, by their row's number."""
    theirs = places.other(rounds.story)
    for name, what in (
        ("me-addresses-remove", "address"), ("me-addresses-choose", "address"), ("welcomed", "membership"),
        ("welcomed-undo", "membership"), ("me-passkeys-remove", "passkey"), ("me-passkeys-restore", "passkey"),
        ("report-read", "report"), ("report-unread", "report"),
    ):  # fmt: skip
        before = fingerprint()
        rounds.client("founder").post(places.path_of(name, theirs.named(what)))
        assert fingerprint() == before, name


# Reading changes nothing


def all_paths(rounds: Rounds) -> list[str]:
    own, other, tokens = places.own(rounds.story), places.other(rounds.story), places.tokens(rounds.story)
    paths = []
    for name, params in places.names().items():
        if params == ("token",):
            paths += [places.path_of(name, {"token": token}) for token in tokens.values()]
        else:
            what = places.NAMED[params]
            paths += [places.path_of(name, things.named(what)) for things in (own, other)]
    return sorted(set(paths))


@pytest.mark.once
@pytest.mark.whole
@pytest.mark.parametrize("role", ["visitor", "outsider", "founder"])
def test_reading_any_page_writes_nothing(rounds: Rounds, role: str, settings: Any) -> None:
    settings.DEMO = True
    paths = all_paths(rounds)
    before = fingerprint()
    for path in paths:
        rounds.client(role).get(path)
    after = fingerprint()
    assert {table for table in before if before[table] != after[table]} == set(), "found by asking one at a time:\n" + (
        "\n".join(path for path in paths if writes(rounds, role, path))
    )


def writes(rounds: Rounds, role: str, path: str) -> bool:
    before = fingerprint()
    rounds.client(role).get(path)
    return fingerprint() != before


# Forms come from our own pages

WITHOUT_TOKEN = {"link-mails", "link-never"}  # a mail program's own button sends no form token (RFC 8058)


@pytest.mark.once
@pytest.mark.whole
@pytest.mark.parametrize("role", ["visitor", "founder"])
def test_a_form_that_is_not_ours_is_refused(rounds: Rounds, role: str) -> None:
    own, token, taken = places.own(rounds.story), places.tokens(rounds.story)["answer of a member"], set()
    for name, params in places.names().items():
        kwargs = {"token": token} if params == ("token",) else own.named(places.NAMED[params])
        response = rounds.ask(role, "POST", places.path_of(name, kwargs), strict=True)
        if response.status_code not in (403, 405):
            taken.add(name)
    assert taken == WITHOUT_TOKEN
