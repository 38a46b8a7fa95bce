"""Table plans: published values, slow twins, what does not change, and what is refused."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entregent.engine import Refused, tables
from entregent.engine.tables.base_rounds import BASE_ROUNDS
from entregent.engine.tables.constructions import construct, developed
from entregent.engine.tables.fields import field
from entregent.engine.tables.measures import least_alike, least_alike_in_a_round, least_repeats
from entregent.engine.tables.question import question
from tests.engine import reference


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


# Rounds of tables of people known to be possible without a repeat, and that no plan exceeds: Kirkman (1850) for 15;
# Colbourn & Dinitz, Handbook of Combinatorial Designs (2007), II.7 and IV.5; Aguado (2004) for 8 tables of 4; CSPLib
# problem 010 for the golfers' table.
MAXIMA = [
    (5, 3, 7),
    (6, 3, 8),
    (7, 3, 10),
    (8, 3, 11),
    (9, 3, 13),
    (10, 3, 14),
    (3, 3, 4),
    (4, 4, 5),
    (5, 5, 6),
    (7, 7, 8),
    (8, 8, 9),
    (9, 9, 10),
    (6, 4, 7),
    (7, 4, 9),
    (8, 4, 10),
    (9, 4, 11),
    (10, 4, 13),
    (4, 2, 7),
    (16, 4, 21),
]


@pytest.mark.parametrize(("count", "size", "rounds"), MAXIMA)
def test_the_known_maxima_are_reached_without_a_repeat(count: int, size: int, rounds: int) -> None:
    plan = tables.plan(count * size, size, rounds, rng=rng())
    assert (plan.repeats, reference.repeats(plan.rounds, count * size), plan.constructed) == (0, 0, True)
    assert all(sorted(p for table in each for p in table) == list(range(count * size)) for each in plan.rounds)


@pytest.mark.parametrize(("count", "size"), sorted(BASE_ROUNDS))
def test_every_base_round_gives_a_design(count: int, size: int) -> None:
    design = developed(BASE_ROUNDS[count, size], count, size)
    assert reference.repeats(design.tolist(), count * size) == 0
    assert all(sorted(each.ravel()) == list(range(count * size)) for each in design)


def test_kirkmans_schoolgirls_all_meet_once() -> None:
    """Kirkman, The Lady’s and Gentleman’s Diary (1850): every two walk together exactly once in seven days."""
    plan = tables.plan(15, 3, 7, rng=rng())
    assert all(reference.times_together(plan.rounds, a, b) == 1 for a, b in combinations(range(15), 2))


def test_a_hundred_and_twenty_people_meet_nobody_twice_in_eight_rounds() -> None:
    assert [tables.plan(120, size, 8, rng=rng()).repeats for size in (4, 5, 6, 8)] == [0, 0, 0, 0]


@pytest.mark.parametrize("q", [2, 3, 4, 5, 7, 8, 9, 16, 25, 27])
def test_fields_are_fields(q: int) -> None:
    add, multiply = field(q)
    for table, start in ((add, 0), (multiply, 1)):
        assert all(sorted(row[start:]) == list(range(start, q)) for row in table[start:])
        assert (table == table.T).all()
    left, right = multiply[:, add], add[multiply[:, :, None], multiply[:, None, :]]
    assert (left == right).all()


def test_the_field_of_four_is_the_textbooks() -> None:
    ours = field(4)[1].tolist()
    assert ours == [[reference.field_product(a, b) for b in range(4)] for a in range(4)]


@pytest.mark.parametrize(("people", "size", "rounds"), [(6, 3, 2), (6, 2, 3), (5, 3, 2), (6, 4, 3), (5, 2, 2)])
def test_small_plans_are_as_good_as_the_best_of_all_plans(people: int, size: int, rounds: int) -> None:
    plan = tables.plan(people, size, rounds, rng=rng())
    best = reference.fewest_repeats(people, tables.sizes(people, size), rounds)
    assert plan.repeats == reference.repeats(plan.rounds, people) == best
    assert plan.least_repeats <= best


@given(st.integers(0, 30), st.integers(1, 8))
def test_sizes_are_even_and_few(people: int, size: int) -> None:
    found = tables.sizes(people, size)
    assert sum(found) == people
    assert max(found, default=0) - min(found, default=0) <= 1
    assert all(0 < each <= size for each in found)
    assert len(found) == -(-people // size)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    people, rounds = draw(st.integers(0, 14)), draw(st.integers(0, 4))
    present = draw(
        st.lists(st.lists(st.booleans(), min_size=people, max_size=people), min_size=rounds, max_size=rounds)
    )
    answers = draw(st.lists(st.sampled_from(["a", "b", None, ""]), min_size=people, max_size=people))
    return {
        "people": people,
        "size": draw(st.integers(1, 16)),
        "rounds": rounds,
        "fields": {"trade": answers},
        "present": np.array(present, dtype=bool).reshape(rounds, people),
    }


@settings(max_examples=40, deadline=None)
@given(questions(), st.integers(0, 2**32))
def test_any_plan_seats_each_who_is_there_once(asked: dict[str, object], seed: int) -> None:
    plan = tables.plan(**asked, rng=rng(seed), pace=tables.steps(40_000))  # type: ignore[arg-type]
    present = np.asarray(asked["present"])
    people = int(str(asked["people"]))
    for here, seated in zip(present, plan.rounds, strict=True):
        assert sorted(p for table in seated for p in table) == list(np.flatnonzero(here))
        assert [len(table) for table in seated] == tables.sizes(int(here.sum()), int(str(asked["size"])))
    assert plan.repeats == reference.repeats(plan.rounds, people) >= plan.least_repeats
    assert plan.alike >= plan.least_alike


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 12), st.integers(2, 5), st.integers(1, 4), st.permutations(range(12)))
def test_repeats_do_not_depend_on_names(people: int, size: int, rounds: int, names: list[int]) -> None:
    plan = tables.plan(people, size, rounds, rng=rng())
    renamed = [[[names[p] for p in table] for table in seated] for seated in plan.rounds]
    assert tables.repeats(renamed, 12) == tables.repeats(plan.rounds, people) == plan.repeats


def test_the_same_chance_makes_the_same_plan() -> None:
    present = np.ones((3, 13), dtype=bool)
    present[1, 4] = False
    once, again = (tables.plan(13, 4, 3, rng=rng(7), present=present) for _ in range(2))
    assert once == again


def test_nothing_given_is_changed() -> None:
    met, present = np.eye(9, dtype=int)[::-1].copy(), np.ones((2, 9), dtype=bool)
    before = met.copy(), present.copy()
    tables.plan(9, 3, 2, rng=rng(), met=met, present=present)
    assert (met == before[0]).all() and (present == before[1]).all()


def test_somebody_always_absent_changes_nothing_for_the_others() -> None:
    present = np.ones((4, 13), dtype=bool)
    present[:, 12] = False
    plan = tables.plan(13, 4, 4, rng=rng(), present=present, pace=tables.steps(400_000))
    without = tables.plan(12, 4, 4, rng=rng())
    assert (plan.repeats, plan.least_repeats) == (without.repeats, without.least_repeats)
    assert not any(12 in table for seated in plan.rounds for table in seated)


def test_tables_of_one_never_meet() -> None:
    plan = tables.plan(5, 1, 3, rng=rng())
    assert [sorted(seated) for seated in plan.rounds] == [[(0,), (1,), (2,), (3,), (4,)]] * 3
    assert plan.repeats == 0


def test_week_by_week_people_meet_those_they_have_not() -> None:
    met = np.zeros((12, 12), dtype=int)
    weekly = []
    for week in range(3):
        plan = tables.plan(12, 4, 1, rng=rng(week), met=met, pace=tables.steps(400_000))
        weekly.append(plan.repeats)
        met += tables.meetings(plan.rounds, 12)
    assert weekly[0] == 0
    assert int(np.maximum(met - 1, 0).sum()) // 2 == sum(weekly)


@given(st.integers(0, 40), st.integers(1, 9))
def test_the_even_spread_is_the_least(count: int, of: int) -> None:
    answers = np.zeros(count, dtype=np.int64)
    assert least_alike_in_a_round(answers, of) == reference.spread(count, of)


def test_tables_mix_as_well_as_they_can_at_no_repeat() -> None:
    trades = [number % 6 for number in range(120)]
    plan = tables.plan(120, 6, 8, rng=rng(), fields={"trade": trades}, pace=tables.steps(6_000_000))
    everybody = 8 * 20 * 15
    assert plan.repeats == 0
    assert plan.alike == reference.alike(plan.rounds, trades)
    assert everybody - plan.alike >= 0.98 * (everybody - plan.least_alike)


def test_a_bound_is_never_above_what_is_found() -> None:
    asked = question(15, 3, 9, fields={"trade": [p % 3 for p in range(15)]})
    plan = tables.plan(15, 3, 9, rng=rng(), fields={"trade": [p % 3 for p in range(15)]})
    assert least_repeats(asked) == 9 * 15 - 105 <= plan.repeats
    assert least_alike(asked, plan.repeats) <= plan.alike


def test_pairs_kept_apart_never_share_a_table() -> None:
    apart = [(0, 1), (0, 2), (3, 4)]
    for size, rounds in ((4, 5), (3, 4)):
        plan = tables.plan(16, size, rounds, rng=rng(), apart=apart)
        assert [reference.times_together(plan.rounds, a, b) for a, b in apart] == [0, 0, 0]


def test_more_to_keep_apart_than_tables_is_refused() -> None:
    with pytest.raises(Refused, match="3 people who may not sit together need as many tables, and there are 2"):
        tables.plan(8, 4, 2, rng=rng(), apart=[(0, 1), (1, 2), (0, 2)])


def test_what_cannot_be_coloured_is_refused_in_the_end() -> None:
    """A ring of five needs three tables, though no three of it are all apart."""
    ring = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)]
    with pytest.raises(Refused, match="No plan was found that keeps every pair apart"):
        tables.plan(6, 3, 1, rng=rng(), apart=ring)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"people": -1}, "too-few"),
        ({"people": 2.5}, "not-a-whole-number"),
        ({"people": True}, "not-a-whole-number"),
        ({"size": 0}, "too-few"),
        ({"rounds": -1}, "too-few"),
        ({"rounds": 10**6}, "too-many"),
        ({"people": 10**6}, "too-many"),
        ({"present": [[1, 1]]}, "wrong-shape"),
        ({"present": np.full((3, 9), np.nan)}, "not-a-number"),
        ({"present": np.full((3, 9), 2)}, "not-yes-or-no"),
        ({"met": np.full((9, 9), -1)}, "negative"),
        ({"met": np.full((9, 9), 0.5)}, "not-a-whole-number"),
        ({"met": np.full((9, 9), np.inf)}, "not-a-number"),
        ({"apart": [(0, 9)]}, "unknown-person"),
        ({"apart": [(0, 0)]}, "oneself"),
        ({"apart": [(0, 1, 2)]}, "wrong-shape"),
        ({"fields": {"trade": ["a"]}}, "wrong-shape"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(change: dict[str, object], kind: str) -> None:
    asked: dict[str, object] = {"people": 9, "size": 3, "rounds": 3, **change}
    with pytest.raises(Refused) as refused:
        tables.plan(**asked, rng=rng())  # type: ignore[arg-type]
    assert refused.value.reason.kind == kind


def test_a_hundred_thousand_people_sit_down() -> None:
    plan = tables.plan(100_000, 5, 3, rng=rng())
    assert [len(seated) for seated in plan.rounds] == [20_000] * 3
    with pytest.raises(Refused):
        tables.plan(100_000, 5, 3, rng=rng(), apart=[(0, 1)])


def test_the_best_so_far_is_kept_when_a_search_is_stopped() -> None:
    seen: list[int] = []

    def pace(progress: tables.Progress) -> float:
        seen.append(progress.repeats)
        return 1.0 if len(seen) > 5 else 0.3

    plan = tables.plan(20, 4, 9, rng=rng(), pace=pace)
    assert seen == sorted(seen, reverse=True)
    assert plan.repeats <= seen[-1]


def test_a_table_says_what_it_is_for() -> None:
    said = tables.explain([[[0, 1, 2]], [[0, 1], [2]]], 3, fields={"trade": ["a", "b", "a"]})
    kinds = [[[(r.kind, r["count"]) if r.facts else (r.kind,) for r in table] for table in seated] for seated in said]
    assert kinds == [[[("first-time", 3), ("mixed", 2)]], [[("again", 1), ("mixed", 2)], [("alone",)]]]


def test_late_comers_sit_where_they_know_nobody_and_away_from_whom_they_must() -> None:
    met = np.zeros((6, 6), dtype=int)
    met[5, 0] = met[0, 5] = 1
    assert tables.seat_late([[0, 1], [2, 3]], 5, 6, size=4, met=met)[0] == 1
    assert tables.seat_late([[0, 1], [2, 3]], 5, 6, size=4, met=met, apart=[(5, 3)])[0] == 0
    with pytest.raises(Refused, match="nobody is left"):
        tables.seat_late([[0, 1], [2, 3]], 5, 6, size=4, apart=[(5, 3), (5, 1)])


def test_construct_never_gives_more_than_can_be() -> None:
    for count in range(1, 9):
        for size in range(2, 7):
            found = construct(count, size, 12, rng())
            assert len(found) <= max(1, (count * size - 1) // (size - 1))
            assert reference.repeats(found.tolist(), count * size) == 0
