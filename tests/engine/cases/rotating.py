"""Whose turn, whose card, and the checking of a draw."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np
from cryptography.hazmat.primitives import hashes
from hypothesis import strategies as st

from entregent.engine import rotation
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question, ask
from tests.engine.cases.strategies import MANY, NAN, among, moved

SECRET = bytes(range(32))
NO_TABLES = "No table is counted in it."


@st.composite
def history_of_turns(draw: st.DrawFn) -> Question:
    people = draw(st.integers(0, 8))
    who = st.none() | st.integers(0, people - 1) if people else st.none()
    served = draw(st.lists(who, max_size=12))
    since = st.integers(0, len(served))
    return {
        "available": draw(st.lists(st.booleans(), min_size=people, max_size=people)),
        "served": served,
        "joined": draw(st.none() | st.lists(since, min_size=people, max_size=people)),
    }


def owed(question: Question) -> list[tuple[int, int]]:
    joined = question["joined"] or [0] * len(question["available"])
    return reference.order_of_turns(question["available"], question["served"], joined)


def turns_twin(question: Question, answer: Answer) -> None:
    here = [p for p, there in enumerate(question["available"]) if there]
    of = dict(zip(here, owed(question), strict=True))
    assert sorted(answer.order) == here
    assert [of[p] for p in answer.order] == sorted(of.values())


def turns_renamed(question: Question, answer: Answer, names: Names) -> None:
    """What each place in the order owes to history is the same; who of equals comes first is a lot."""
    to = among(len(question["available"]), names)
    again = ask(
        rotation.turns,
        {
            "available": moved(question["available"], to).tolist() if to else [],
            "served": [None if who is None else to[who] for who in question["served"]],
            "joined": None if question["joined"] is None else moved(question["joined"], to).tolist(),
        },
    )
    assert [each.facts for each in again.reasons] == [each.facts for each in answer.reasons]


def turns_absent(question: Question, answer: Answer) -> None:
    joined = None if question["joined"] is None else [*question["joined"], len(question["served"])]
    more = ask(rotation.turns, {**question, "available": [*question["available"], False], "joined": joined})
    assert [each.facts for each in more.reasons] == [each.facts for each in answer.reasons]


TURNS = Case(
    rotation.turns,
    history_of_turns(),
    twin=turns_twin,
    published="Fewest turns first is a rule of ours; its bound over 1 000 circles is a test of its own.",
    second="Fewest turns first is a rule of ours: no library has it.",
    renamed=turns_renamed,
    absent=turns_absent,
    edges={
        "nobody": Edge({"available": [], "served": []}, lambda turn: turn.order == ()),
        "one person": Edge({"available": [True], "served": [0]}, lambda turn: turn.order == (0,)),
        "more tables than people": NO_TABLES,
        "duplicates": Edge({"available": [True, True], "served": [0, 0]}, lambda turn: turn.order == (1, 0)),
        "impossible": Edge({"available": [True], "served": [3]}, "unknown-person"),
        "not a number": Edge({"available": [NAN], "served": []}, "not-a-number"),
        "a hundred thousand people": Edge(
            {"available": [True] * MANY, "served": [5]}, lambda turn: (len(turn.order), turn.order[-1]) == (MANY, 5)
        ),
    },
)


@st.composite
def decks(draw: st.DrawFn) -> Question:
    people = draw(st.integers(0, 8))
    holders = st.lists(st.integers(0, people - 1), max_size=3, unique=True) if people else st.just([])
    return {
        "work": draw(st.lists(st.booleans(), max_size=people)),
        "load": draw(st.lists(st.integers(0, 12), min_size=people, max_size=people)),
        "recent": draw(st.lists(holders, max_size=3)),
        "secret": draw(st.binary(min_size=16, max_size=32)),
        "said": draw(st.text(max_size=6)),
    }


def draw_twin(question: Question, answer: Answer) -> None:
    assert list(answer.holder) == reference.drawn_again(answer.public, question["secret"])
    assert len(set(answer.holder)) == len(question["work"])


def draw_by_chance(question: Question, answer: Answer) -> None:
    """Pearson's test, by scipy: 400 draws of one card follow 1/(1 + load)."""
    from scipy import stats

    load = question["load"][:4]
    if len(load) < 2:
        assert len(answer.holder) == len(question["work"])
        return
    drawn = [rotation.draw([True], load, secret=SECRET, said=str(number)).holder[0] for number in range(400)]
    chances = np.array([1 / (1 + each) for each in load])
    seen = np.bincount(drawn, minlength=len(load))
    assert stats.chisquare(seen, 400 * chances / chances.sum()).pvalue > 1e-6


DRAW = Case(
    rotation.draw,
    decks(),
    twin=draw_twin,
    published="A draw depends on a secret; HMAC and SHA-256 are Python's own.",
    second=draw_by_chance,
    renamed="The lot falls on places, so that anybody can make it again: other places are another lot.",
    absent="The lot falls on places: somebody more is another lot.",
    edges={
        "nobody": Edge({"work": [], "load": [], "secret": SECRET}, lambda draw: draw.holder == ()),
        "one person": Edge({"work": [True], "load": [9], "secret": SECRET}, lambda draw: draw.holder == (0,)),
        "more tables than people": Edge({"work": [True, False], "load": [0], "secret": SECRET}, "too-many-cards"),
        "duplicates": Edge(
            {"work": [True], "load": [0, 0], "recent": [[0, 0]], "secret": SECRET}, lambda draw: draw.holder == (1,)
        ),
        "impossible": Edge({"work": [True], "load": [-1], "secret": SECRET}, "negative"),
        "not a number": Edge({"work": [True], "load": [NAN], "secret": SECRET}, "not-a-number"),
        "a hundred thousand people": Edge(
            {"work": [True], "load": [0] * MANY, "secret": SECRET}, lambda draw: 0 <= draw.holder[0] < MANY
        ),
    },
)


@st.composite
def proofs(draw: st.DrawFn) -> Question:
    asked = draw(decks())
    made = rotation.draw(**asked)
    altered = draw(st.sampled_from(["", "secret", "result"]))
    record = {**json.loads(made.public), **({"holder": [*made.holder, 7]} if altered == "result" else {})}
    public = json.dumps(record)
    secret = asked["secret"] if altered != "secret" else bytes(16) + asked["secret"]
    return {"published": rotation.commitment(asked["secret"]), "secret": secret, "public": public}


def check_twin(question: Question, answer: Answer) -> None:
    fits = hashlib.sha256(b"entregent draw" + question["secret"]).hexdigest() == question["published"]
    holder = json.loads(question["public"])["holder"]
    same = fits and reference.drawn_again(question["public"], question["secret"]) == holder
    assert (answer is None) == same


RECORD: Any = rotation.draw([True], [0, 3], secret=SECRET).public
PROOF = {"published": rotation.commitment(SECRET), "secret": SECRET, "public": RECORD}
CHECK = Case(
    rotation.check,
    proofs(),
    twin=check_twin,
    published="A proof depends on a secret: nobody printed one.",
    second="The twin is the second program: twenty lines written from the page.",
    renamed="A record names places only, as they were.",
    absent="A record says who was there.",
    edges={
        "nobody": Edge({**PROOF, "public": rotation.draw([], [], secret=SECRET).public}, None),
        "one person": Edge({**PROOF, "public": rotation.draw([True], [0], secret=SECRET).public}, None),
        "more tables than people": NO_TABLES,
        "duplicates": Edge({**PROOF, "public": RECORD + RECORD}, "altered"),
        "impossible": Edge({**PROOF, "secret": bytes(32)}, "altered"),
        "not a number": Edge({**PROOF, "public": RECORD.replace("3", "NaN")}, "altered"),
        "a hundred thousand people": Edge({**PROOF, "public": "[" * MANY}, "altered"),
    },
)


def sha256(question: Question, answer: Answer) -> None:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(b"entregent draw" + question["secret"])
    assert answer == digest.finalize().hex()


COMMITMENT = Case(
    rotation.commitment,
    st.fixed_dictionaries({"secret": st.binary(min_size=16, max_size=40)}),
    twin="SHA-256 is Python's own; a slow one would be a second implementation, which `second` is.",
    published=[
        Published(
            {"secret": bytes(16)},
            lambda found: found == hashlib.sha256(b"entregent draw" + bytes(16)).hexdigest(),
            "the formula of the page",
        )
    ],
    second=sha256,
    renamed="No person is named in it.",
    absent="No person is counted in it.",
    edges={
        "nobody": Edge({"secret": b""}, "too-few"),
        "one person": "No person is counted in it.",
        "more tables than people": NO_TABLES,
        "duplicates": "One secret cannot be there twice.",
        "impossible": Edge({"secret": b"short"}, "too-few"),
        "not a number": Edge({"secret": NAN}, "not-a-secret"),
        "a hundred thousand people": Edge({"secret": bytes(MANY)}, lambda found: len(found) == 64),
    },
)
