"""What rounds are worth: meetings, repeats, sizes, reasons, late comers."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import igraph
import numpy as np
from hypothesis import strategies as st

from entregent.engine import Refused, tables
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question, ask
from tests.engine.cases.strategies import (
    MANY,
    NAN,
    among,
    answers,
    fields_moved,
    history,
    moved,
    renamed_rounds,
    seatings,
    some_pairs,
)

# The first of the seven solutions for fifteen, in the letters a … o: Cole, "Kirkman parades", Bulletin of the American
# Mathematical Society 28 (1922).
FIFTEEN = [
    [[ord(letter) - ord("a") for letter in table] for table in day.split()]
    for day in (
        "abc def ghi jkl mno",
        "adg beh cjm fkn ilo",
        "aeo bij cdn fhl gkm",
        "aim bdl cek fgo hjn",
        "afj bko cgl dhm ein",
        "ahk bgn cfi djo elm",
        "aln bfm cho dik egj",
    )
]


@st.composite
def rounds_of(draw: st.DrawFn) -> Question:
    people = draw(st.integers(0, 9))
    return {"rounds": draw(seatings(people)), "people": people}


@st.composite
def rounds_and_history(draw: st.DrawFn) -> Question:
    asked = draw(rounds_of())
    return {**asked, "met": draw(history(asked["people"]))}


@st.composite
def rounds_to_explain(draw: st.DrawFn) -> Question:
    asked = draw(rounds_and_history())
    return {**asked, "fields": draw(answers(asked["people"]))}


@st.composite
def somebody_late(draw: st.DrawFn) -> Question:
    people = draw(st.integers(1, 9))
    late = draw(st.integers(0, people - 1))
    seated = draw(seatings(people, most=1))
    return {
        "tables": [[p for p in table if p != late] for table in (seated[0] if seated else [])],
        "late": late,
        "people": people,
        "size": draw(st.integers(1, 4)),
        "met": draw(history(people)),
        "apart": draw(some_pairs(people)),
        "fields": draw(answers(people)),
    }


def before_of(question: Question) -> Any:
    met = question.get("met")
    return np.zeros((question["people"],) * 2, dtype=int) if met is None else met


def meetings_twin(question: Question, answer: Answer) -> None:
    assert answer.tolist() == reference.meetings(question["rounds"], question["people"])


def meetings_by_projection(question: Question, answer: Answer) -> None:
    """igraph projects people and tables onto people, with how many tables each two share."""
    people, seated = question["people"], [table for tables_ in question["rounds"] for table in tables_]
    ties = [(p, people + t) for t, table in enumerate(seated) for p in table]
    graph = igraph.Graph.Bipartite([False] * people + [True] * len(seated), ties)
    projected = graph.bipartite_projection(which=False, multiplicity=True)
    theirs = np.zeros((people, people), dtype=int)
    for edge in projected.es:
        theirs[edge.source, edge.target] = theirs[edge.target, edge.source] = edge["weight"]
    assert answer.tolist() == theirs.tolist()


def meetings_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["people"], names)
    again = tables.meetings(renamed_rounds(question["rounds"], to), question["people"])
    assert again.tolist() == moved(answer, to).tolist()


def meetings_absent(question: Question, answer: Answer) -> None:
    more = tables.meetings(question["rounds"], question["people"] + 1)
    assert more[:-1, :-1].tolist() == answer.tolist() and not more[-1].any()


MEETINGS = Case(
    tables.meetings,
    rounds_of(),
    twin=meetings_twin,
    published=[
        Published(
            {"rounds": FIFTEEN, "people": 15},
            lambda met: bool((met + np.eye(15, dtype=int) == 1).all()),
            "Cole (1922): every two meet once",
        )
    ],
    second=meetings_by_projection,
    renamed=meetings_renamed,
    absent=meetings_absent,
    edges={
        "nobody": Edge({"rounds": [[], []], "people": 0}, lambda met: met.shape == (0, 0)),
        "one person": Edge({"rounds": [[[0]]], "people": 1}, lambda met: met.tolist() == [[0]]),
        "more tables than people": Edge({"rounds": [[[0], [], [1], []]], "people": 2}, lambda met: not met.any()),
        "duplicates": Edge({"rounds": [[[0, 1], [1]]], "people": 2}, "duplicate"),
        "impossible": Edge({"rounds": [[[0, 7]]], "people": 2}, "unknown-person"),
        "not a number": Edge({"rounds": [[[0, NAN]]], "people": 2}, "not-a-whole-number"),
        "a hundred thousand people": Edge({"rounds": [], "people": MANY}, "too-many"),
    },
)


def repeats_twin(question: Question, answer: Answer) -> None:
    before = np.asarray(before_of(question)).tolist()
    assert answer == reference.repeats_after(question["rounds"], question["people"], before)


def repeats_renamed(question: Question, answer: Answer, names: Names) -> None:
    to, met = among(question["people"], names), question["met"]
    rounds = renamed_rounds(question["rounds"], to)
    assert tables.repeats(rounds, question["people"], None if met is None else moved(met, to)) == answer


def repeats_absent(question: Question, answer: Answer) -> None:
    met = np.pad(before_of(question), (0, 1))
    assert tables.repeats(question["rounds"], question["people"] + 1, met) == answer


REPEATS = Case(
    tables.repeats,
    rounds_and_history(),
    twin=repeats_twin,
    published=[Published({"rounds": FIFTEEN, "people": 15}, lambda found: found == 0, "Cole (1922)")],
    second="It is arithmetic on meetings, which igraph counts too.",
    renamed=repeats_renamed,
    absent=repeats_absent,
    edges={
        "nobody": Edge({"rounds": [], "people": 0}, 0),
        "one person": Edge({"rounds": [[[0]], [[0]]], "people": 1}, 0),
        "more tables than people": Edge({"rounds": [[[0], [1], []]] * 2, "people": 2}, 0),
        "duplicates": Edge({"rounds": [[[0, 0]]], "people": 2}, "duplicate"),
        "impossible": Edge({"rounds": [[[0, 7]]], "people": 2}, "unknown-person"),
        "not a number": Edge({"rounds": [], "people": 2, "met": [[0, NAN], [NAN, 0]]}, "not-a-number"),
        "a hundred thousand people": Edge({"rounds": [], "people": MANY}, "too-many"),
    },
)


def sizes_twin(question: Question, answer: Answer) -> None:
    people, size = question["people"], question["size"]
    fewest = next(count for count in range(people + 1) if count * size >= people)
    assert answer == reference.even_sizes(people, fewest)


SIZES = Case(
    tables.sizes,
    st.fixed_dictionaries({"people": st.integers(0, 40), "size": st.integers(1, 9)}),
    twin=sizes_twin,
    published="Dealing people evenly is nobody's printed result.",
    second="Two lines of arithmetic, which the twin deals out one by one.",
    renamed="No person is named in it.",
    absent="Whoever is not there is not counted by the caller.",
    edges={
        "nobody": Edge({"people": 0, "size": 4}, []),
        "one person": Edge({"people": 1, "size": 4}, [1]),
        "more tables than people": Edge({"people": 2, "size": 1}, [1, 1]),
        "duplicates": "Numbers alone: nothing can be there twice.",
        "impossible": Edge({"people": 3, "size": 0}, "too-few"),
        "not a number": Edge({"people": NAN, "size": 4}, "not-a-whole-number"),
        "a hundred thousand people": Edge({"people": MANY, "size": 5}, [5] * (MANY // 5)),
    },
)


def shortly(reasons: list[Any]) -> list[str]:
    facts = [[value if isinstance(value, tuple) else (value,) for _, value in each.facts] for each in reasons]
    return [
        " ".join([each.kind, *(str(part) for value in values for part in value)])
        for each, values in zip(reasons, facts, strict=True)
    ]


def explain_twin(question: Question, answer: Answer) -> None:
    met = np.asarray(before_of(question)).copy()
    for seated, said in zip(question["rounds"], answer, strict=True):
        wanted = [reference.reasons_of(table, met.tolist(), question["fields"] or {}) for table in seated]
        assert [shortly(each) for each in said] == wanted
        for a, b in (pair for table in seated for pair in combinations(table, 2)):
            met[a, b] += 1
            met[b, a] += 1


def explain_renamed(question: Question, answer: Answer, names: Names) -> None:
    to, met = among(question["people"], names), question["met"]
    again = tables.explain(
        renamed_rounds(question["rounds"], to),
        question["people"],
        met=None if met is None else moved(met, to),
        fields=fields_moved(question["fields"], to),
    )
    assert [[len(t) for t in r] for r in again] == [[len(t) for t in r] for r in answer]
    kinds = [[sorted((x.kind, x["count"]) for x in t if x.facts) for t in r] for r in again]
    assert kinds == [[sorted((x.kind, x["count"]) for x in t if x.facts) for t in r] for r in answer]


def explain_absent(question: Question, answer: Answer) -> None:
    fields = {name: [*given, "cook"] for name, given in (question["fields"] or {}).items()}
    met = np.pad(before_of(question), (0, 1), constant_values=1)
    assert tables.explain(question["rounds"], question["people"] + 1, met=met, fields=fields) == answer


EXPLAIN = Case(
    tables.explain,
    rounds_to_explain(),
    twin=explain_twin,
    published="Reasons are ours: nobody printed any.",
    second="Reasons are ours: no library gives them.",
    renamed=explain_renamed,
    absent=explain_absent,
    edges={
        "nobody": Edge({"rounds": [[]], "people": 0}, [[]]),
        "one person": Edge({"rounds": [[[0]]], "people": 1}, lambda said: said[0][0][0].kind == "alone"),
        "more tables than people": Edge({"rounds": [[[0], []]], "people": 1}, lambda said: len(said[0][1]) <= 1),
        "duplicates": Edge({"rounds": [[[0, 0]]], "people": 2}, "duplicate"),
        "impossible": Edge({"rounds": [[[0, 1]]], "people": 2, "fields": {"trade": ["a"]}}, "wrong-shape"),
        "not a number": Edge({"rounds": [], "people": 1, "met": [[NAN]]}, "not-a-number"),
        "a hundred thousand people": Edge({"rounds": [], "people": MANY}, "too-many"),
    },
)


def late_twin(question: Question, answer: Answer) -> None:
    """Each table in turn, by the words of the page: room, then most to meet, then least alike, then fewest people."""
    late, met, fields = question["late"], before_of(question), question["fields"] or {}
    kept = [set(pair) for pair in question["apart"] if late in pair]
    best = None
    for number, table in enumerate(question["tables"]):
        if any(pair <= {late, *table} for pair in kept):
            continue
        known = sum(1 for p in table if met[late, p])
        same = sum(1 for given in fields.values() for p in table if given[late] and given[p] == given[late])
        worth = (int(len(table) >= question["size"]), known - (len(table) - known), same, len(table), number)
        best = worth if best is None or worth < best else best
    if best is None:
        assert answer.reason.kind == "nobody"
    else:
        known = sum(1 for p in question["tables"][best[-1]] if met[late, p])
        assert answer[0] == best[-1]
        assert answer[1][0]["count"] == len(question["tables"][best[-1]]) - known


def late_renamed(question: Question, answer: Answer, names: Names) -> None:
    to, met = among(question["people"], names), question["met"]
    again = ask(
        tables.seat_late,
        {
            **question,
            "tables": renamed_rounds([question["tables"]], to)[0],
            "late": to[question["late"]],
            "met": None if met is None else moved(met, to),
            "apart": [(to[a], to[b]) for a, b in question["apart"]],
            "fields": fields_moved(question["fields"], to),
        },
    )
    assert again.reason == answer.reason if isinstance(answer, Refused) else again == answer


def late_absent(question: Question, answer: Answer) -> None:
    more = {
        **question,
        "people": question["people"] + 1,
        "met": np.pad(before_of(question), (0, 1), constant_values=1),
        "fields": {name: [*given, "baker"] for name, given in (question["fields"] or {}).items()},
    }
    again = ask(tables.seat_late, more)
    assert again.reason == answer.reason if isinstance(answer, Refused) else again == answer


TWO = {"tables": [[0], [1]], "late": 2, "people": 3, "size": 2}
LATE = Case(
    tables.seat_late,
    somebody_late(),
    twin=late_twin,
    published="Where a late comer sits is our own rule.",
    second="Where a late comer sits is our own rule.",
    renamed=late_renamed,
    absent=late_absent,
    edges={
        "nobody": Edge({"tables": [], "late": 0, "people": 1, "size": 2}, "nobody"),
        "one person": Edge({"tables": [[]], "late": 0, "people": 1, "size": 2}, lambda found: found[0] == 0),
        "more tables than people": Edge({**TWO, "tables": [[0], [], [1]]}, lambda found: found[0] in (0, 2)),
        "duplicates": Edge({**TWO, "late": 1}, "duplicate"),
        "impossible": Edge({**TWO, "apart": [(2, 0), (1, 2)]}, "nobody"),
        "not a number": Edge({**TWO, "late": NAN}, "not-a-whole-number"),
        "a hundred thousand people": Edge({**TWO, "people": MANY}, "too-many"),
    },
)
