"""Who sits with whom: plans, the pace of a search, working groups, decoys."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import numpy as np
from hypothesis import strategies as st

from entregent.engine import Refused, tables, teams, warming
from tests.engine import reference
from tests.engine.battery import Answer, Case, Edge, Names, Published, Question, ask
from tests.engine.cases import solvers
from tests.engine.cases.strategies import MANY, NAN, among, answers, fields_moved, history, moved, some_pairs

PATIENT = tables.steps(6_000)


@st.composite
def plans(draw: st.DrawFn) -> Question:
    people, rounds = draw(st.integers(0, 7)), draw(st.integers(0, 3))
    one = st.lists(st.booleans(), min_size=people, max_size=people)
    present = draw(st.none() | st.lists(one, min_size=rounds, max_size=rounds))
    return {
        "people": people,
        "size": draw(st.integers(1, 5)),
        "rounds": rounds,
        "present": None if present is None else np.array(present, dtype=bool).reshape(rounds, people),
        "met": draw(history(people)),
        "apart": draw(some_pairs(people)),
        "fields": draw(answers(people)),
        "pace": PATIENT,
    }


def presence(question: Question) -> list[list[bool]]:
    given = question["present"]
    return [[True] * question["people"]] * question["rounds"] if given is None else np.asarray(given).tolist()


def sizes_of(question: Question) -> list[list[int]]:
    there = [sum(here) for here in presence(question)]
    return [reference.even_sizes(count, -(-count // question["size"])) for count in there]


def met_before(question: Question) -> Any:
    return np.zeros((question["people"],) * 2, dtype=int) if question["met"] is None else question["met"]


def plan_twin(question: Question, answer: Answer) -> None:
    """Every figure counted again one pair at a time; refused only where every seating was looked at in vain."""
    here, sizes = presence(question), sizes_of(question)
    there = [[p for p in range(question["people"]) if row[p]] for row in here]
    possible = all(
        reference.can_be_apart(each, size, question["apart"]) for each, size in zip(there, sizes, strict=True)
    )
    assert possible == (not isinstance(answer, Refused))
    if not possible:
        return
    assert [sorted(p for table in seated for p in table) for seated in answer.rounds] == there
    assert [sorted(map(len, seated)) for seated in answer.rounds] == [sorted(size) for size in sizes]
    met = np.asarray(met_before(question)).tolist()
    assert answer.repeats == reference.repeats_after(answer.rounds, question["people"], met) >= answer.least_repeats
    trades = (question["fields"] or {}).get("trade", [])
    told = [each or object() for each in trades]
    assert answer.alike == (reference.alike(answer.rounds, told) if trades else 0) >= answer.least_alike
    assert not any(set(pair) <= set(table) for pair in question["apart"] for s in answer.rounds for table in s)


def plan_by_solver(question: Question, answer: Answer) -> None:
    """HiGHS on the same question: as good where no history weighs in, never better than the bound anywhere."""
    least = solvers.least_met(presence(question), sizes_of(question), met_before(question), question["apart"])
    if isinstance(answer, Refused):
        assert least is None
        return
    assert least is not None and answer.least_repeats <= least <= answer.repeats
    if question["met"] is None:
        assert answer.repeats == least


def rows_moved(present: Any, to: list[int]) -> Any:
    return np.array([moved(row, to) for row in present], dtype=bool).reshape(present.shape)


def plan_renamed(question: Question, answer: Answer, names: Names) -> None:
    """The search goes another way, so what is compared is what the plan is worth at its bounds."""
    to = among(question["people"], names)
    present = question["present"]
    again = ask(
        tables.plan,
        {
            **question,
            "present": None if present is None else rows_moved(present, to),
            "met": None if question["met"] is None else moved(question["met"], to),
            "apart": [(to[a], to[b]) for a, b in question["apart"]],
            "fields": fields_moved(question["fields"], to),
        },
    )
    assert isinstance(again, Refused) == isinstance(answer, Refused)
    if not isinstance(answer, Refused):
        assert again.least_repeats == answer.least_repeats
        if question["met"] is None:
            assert again.repeats == answer.repeats


def plan_absent(question: Question, answer: Answer) -> None:
    present = np.pad(
        np.array(presence(question), dtype=bool).reshape(question["rounds"], question["people"]), ((0, 0), (0, 1))
    )
    fields = {name: [*given, "cook"] for name, given in (question["fields"] or {}).items()}
    more = {**question, "people": question["people"] + 1, "present": present, "fields": fields}
    again = ask(tables.plan, {**more, "met": np.pad(met_before(question), (0, 1))})
    assert isinstance(again, Refused) == isinstance(answer, Refused)
    if not isinstance(answer, Refused):
        assert not any(question["people"] in table for seated in again.rounds for table in seated)
        assert again.least_repeats == answer.least_repeats
        if question["met"] is None:
            assert again.repeats == answer.repeats


def golfers(count: int, size: int, rounds: int, source: str) -> Published:
    asked = {"people": count * size, "size": size, "rounds": rounds}
    return Published(asked, lambda plan: reference.repeats(plan.rounds, count * size) == 0, source)


HANDBOOK = "Colbourn & Dinitz, Handbook of Combinatorial Designs (2007), II.7, IV.5; CSPLib 010"
RING = {"people": 6, "size": 3, "rounds": 1, "apart": [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)], "pace": PATIENT}
PLAN = Case(
    tables.plan,
    plans(),
    twin=plan_twin,
    published=[
        golfers(5, 3, 7, "Kirkman, The Lady’s and Gentleman’s Diary (1850)"),
        golfers(8, 4, 10, "Aguado, A 10 days solution to the social golfer problem (2004)"),
        golfers(7, 4, 9, HANDBOOK),
        golfers(9, 4, 11, HANDBOOK),
        golfers(10, 4, 13, HANDBOOK),
        Published(
            {"people": 15, "size": 3, "rounds": 8, "pace": PATIENT},
            lambda plan: plan.least_repeats == 15,
            "8·15 − 105 pairs",
        ),
    ],
    second=plan_by_solver,
    renamed=plan_renamed,
    absent=plan_absent,
    edges={
        "nobody": Edge({"people": 0, "size": 3, "rounds": 2}, lambda plan: plan.rounds == ((), ())),
        "one person": Edge({"people": 1, "size": 3, "rounds": 1}, lambda plan: plan.rounds == (((0,),),)),
        "more tables than people": Edge({"people": 2, "size": 1, "rounds": 1}, lambda plan: len(plan.rounds[0]) == 2),
        "duplicates": Edge({"people": 4, "size": 2, "rounds": 1, "apart": [(0, 1), (1, 0)]}, lambda p: p.repeats == 0),
        "impossible": Edge(RING, "cannot-be-kept-apart"),
        "not a number": Edge({"people": 3, "size": 3, "rounds": 1, "met": [[NAN] * 3] * 3}, "not-a-number"),
        "a hundred thousand people": Edge(
            {"people": MANY, "size": 5, "rounds": 1}, lambda plan: len(plan.rounds[0]) == MANY // 5
        ),
    },
    examples=12,
)

STEPS = Case(
    tables.steps,
    st.fixed_dictionaries({"most": st.integers(0, 10**6)}),
    twin=lambda question, pace: check_pace(question["most"], pace),
    published="A pace is a way to stop, not a figure.",
    second="A pace is a way to stop, not a figure.",
    renamed="No person is named in it.",
    absent="No person is counted in it.",
    edges={
        "nobody": Edge({"most": 0}, lambda pace: pace(tables.Progress(0, 0, 0)) == 0),
        "one person": "No person is counted in it.",
        "more tables than people": "No person is counted in it.",
        "duplicates": "One number cannot be there twice.",
        "impossible": Edge({"most": -1}, "too-few"),
        "not a number": Edge({"most": NAN}, "not-a-whole-number"),
        "a hundred thousand people": "No person is counted in it.",
    },
    examples=10,
)


def check_pace(most: int, pace: tables.Pace) -> None:
    shares = [pace(tables.Progress(tried, 0, 0)) for tried in (0, most // 2, most, 2 * most)]
    assert shares == sorted(shares) and shares[0] == 0 and (shares[2] == 1 or most == 0)


@st.composite
def groups(draw: st.DrawFn) -> Question:
    people = draw(st.integers(0, 7))
    level = st.integers(0, 30)
    return {
        "people": people,
        "teams": draw(st.integers(1, 4)),
        "fields": draw(answers(people)),
        "levels": draw(st.none() | st.lists(level, min_size=people, max_size=people)),
        "know": draw(history(people)),
        "apart": draw(some_pairs(people)),
        "pace": PATIENT,
    }


def cost_of(question: Question) -> list[list[int]]:
    """2·(same answer) + 2·(same third) + (know each other), from the words of the page."""
    people, fields = question["people"], list((question["fields"] or {}).values())
    know = np.zeros((people, people)) if question["know"] is None else question["know"]
    levels = question["levels"]
    rank = None if levels is None else [sum(x < y for x in levels) for y in levels]
    thirds = None if rank is None else [3 * each // people for each in rank]
    cost = np.zeros((people, people), dtype=int)
    for a, b in reference.all_pairs(people):
        same = sum(bool(f[a]) and f[a] == f[b] for f in fields) + (thirds is not None and thirds[a] == thirds[b])
        cost[a, b] = cost[b, a] = 2 * same + bool(know[a, b])
    return [[int(each) for each in row] for row in cost]


def team_sizes(question: Question) -> list[int]:
    return reference.even_sizes(question["people"], question["teams"])


def compose_twin(question: Question, answer: Answer) -> None:
    people, sizes, cost = question["people"], team_sizes(question), cost_of(question)
    possible = reference.can_be_apart(range(people), sizes, question["apart"])
    assert possible == (not isinstance(answer, Refused))
    if possible:
        assert 2 * answer.alike + answer.known == reference.least_of_teams(people, sizes, cost, question["apart"])


def compose_by_solver(question: Question, answer: Answer) -> None:
    least = solvers.least_cost(question["people"], team_sizes(question), cost_of(question), question["apart"])
    assert (least is None) == isinstance(answer, Refused)
    assert least is None or least == 2 * answer.alike + answer.known


def compose_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["people"], names)
    again = ask(
        teams.compose,
        {
            **question,
            "fields": fields_moved(question["fields"], to),
            "levels": None if question["levels"] is None else moved(question["levels"], to),
            "know": None if question["know"] is None else moved(question["know"], to),
            "apart": [(to[a], to[b]) for a, b in question["apart"]],
        },
    )
    assert isinstance(again, Refused) == isinstance(answer, Refused)
    if not isinstance(answer, Refused):
        assert 2 * again.alike + again.known == 2 * answer.alike + answer.known


COMPOSE = Case(
    teams.compose,
    groups(),
    twin=compose_twin,
    published="Published instances of the diverse grouping problem weigh pairs by real numbers, not answers.",
    second=compose_by_solver,
    renamed=compose_renamed,
    absent="Whoever is not there is not counted by the caller.",
    edges={
        "nobody": Edge({"people": 0, "teams": 3}, lambda found: found.teams == ()),
        "one person": Edge({"people": 1, "teams": 1}, lambda found: found.teams == ((0,),)),
        "more tables than people": Edge({"people": 2, "teams": 5}, lambda found: sorted(found.teams) == [(0,), (1,)]),
        "duplicates": Edge({"people": 4, "teams": 2, "apart": [(0, 1), (1, 0)]}, lambda found: len(found.teams) == 2),
        "impossible": Edge({"people": 3, "teams": 2, "apart": [(0, 1), (1, 2), (0, 2)]}, "not-enough-tables"),
        "not a number": Edge({"people": 1, "teams": 1, "levels": [NAN]}, "not-a-number"),
        "a hundred thousand people": Edge({"people": MANY, "teams": 5}, "too-many"),
    },
    examples=12,
)


def bands_twin(question: Question, answer: Answer) -> None:
    levels = question["levels"]
    assert answer == [3 * sum(x < y for x in levels) // len(levels) for y in levels]


def bands_renamed(question: Question, answer: Answer, names: Names) -> None:
    to = among(question["people"], names)
    assert teams.bands(moved(question["levels"], to), question["people"]) == moved(answer, to).tolist()


BANDS = Case(
    teams.bands,
    st.lists(st.integers(0, 9), max_size=9).map(lambda levels: {"levels": levels, "people": len(levels)}),
    twin=bands_twin,
    published="Cutting ranks in three is nobody's printed result.",
    second="Cutting ranks in three needs no library.",
    renamed=bands_renamed,
    absent="Whoever is not there is not counted by the caller.",
    edges={
        "nobody": Edge({"levels": [], "people": 0}, []),
        "one person": Edge({"levels": [7], "people": 1}, [0]),
        "more tables than people": Edge({"levels": [7, 9], "people": 2}, [0, 1]),
        "duplicates": Edge({"levels": [5, 5, 5], "people": 3}, [0, 0, 0]),
        "impossible": Edge({"levels": [5], "people": 3}, "wrong-shape"),
        "not a number": Edge({"levels": [NAN], "people": 1}, "not-a-number"),
        "a hundred thousand people": Edge({"levels": range(MANY), "people": MANY}, lambda b: b.count(2) == MANY // 3),
    },
)


@st.composite
def secrets(draw: st.DrawFn) -> Question:
    people = draw(st.integers(0, 14))
    return {"apart": draw(some_pairs(people, most=3)), "people": list(range(people)), "secret": draw(st.binary())}


def decoys_twin(question: Question, answer: Answer) -> None:
    """The drawing written again from its page; each copy has the shape of the real pairs."""
    if isinstance(answer, Refused):
        assert answer.reason.kind == "too-small-for-decoys" and len(question["people"]) < 5 * 2 * len(question["apart"])
        return
    hidden, copies = answer
    pairs = {frozenset(pair) for pair in question["apart"]}
    images = [frozenset(frozenset(copy[end] for end in pair) for pair in pairs) for copy in copies]
    assert sum(map(len, images)) == len(hidden) == 4 * len(pairs)
    assert {frozenset(pair) for pair in hidden} == set().union(*images)
    assert not pairs & set().union(*images)
    if pairs and len(question["people"]) > 2 * len({each for pair in pairs for each in pair}):
        first = sorted(question["apart"][0], key=repr)[0]
        digest = {
            each: hmac.new(question["secret"], repr((0, first, each)).encode(), hashlib.sha256).digest()
            for each in question["people"]
            if not any(each in pair for pair in pairs)
        }
        assert copies[0][first] == min(digest, key=lambda each: digest[each])


DECOYS = Case(
    tables.decoys,
    secrets(),
    twin=decoys_twin,
    published="Which pairs hide which depends on a secret: nobody printed any.",
    second="Four copies by a keyed lot: no library draws them.",
    renamed="The lot is drawn on names: other names are another lot, and the shapes are the twin's.",
    absent="Somebody more may be drawn as a decoy; that earlier ones stay is a test of its own.",
    edges={
        "nobody": Edge({"apart": [], "people": [], "secret": b"s"}, lambda found: found[0] == []),
        "one person": Edge({"apart": [], "people": ["ana"], "secret": b"s"}, lambda found: found[0] == []),
        "more tables than people": "No table is counted in it.",
        "duplicates": Edge({"apart": [], "people": ["ana", "ana"], "secret": b"s"}, "duplicate"),
        "impossible": Edge({"apart": [(0, 1)], "people": [0, 1], "secret": b"s"}, "too-small-for-decoys"),
        "not a number": Edge({"apart": [(0, NAN)], "people": [0, 1], "secret": b"s"}, "unknown-person"),
        "a hundred thousand people": Edge(
            {"apart": [(3, 5)], "people": range(MANY), "secret": b"s"}, lambda found: len(found[0]) == 4
        ),
    },
)

WARM_UP = Case(
    warming.warm_up,
    st.just({}),
    twin=lambda _, answer: nothing(answer),
    published="It has no result to print.",
    second="It has no result to compare.",
    renamed="It asks nothing of anybody.",
    absent="It asks nothing of anybody.",
    edges=dict.fromkeys(
        (
            "nobody",
            "one person",
            "more tables than people",
            "duplicates",
            "impossible",
            "not a number",
            "a hundred thousand people",
        ),
        "It takes no argument at all.",
    ),
    examples=1,
)


def nothing(answer: Answer) -> None:
    assert answer is None
