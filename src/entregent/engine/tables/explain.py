"""Why each table is as it is, and where somebody who comes late sits."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine.errors import Refused
from entregent.engine.reasons import Reason, reason
from entregent.engine.tables.measures import Rounds, meetings
from entregent.engine.tables.question import Fields


def of_meetings(table: Sequence[int], met: NDArray[np.int32]) -> list[Reason]:
    known = [(a, b) for a, b in combinations(table, 2) if met[a, b]]
    if len(table) == 1:
        return [reason("alone")]
    if not known:
        return [reason("first-time", count=len(table))]
    again = [reason("again", people=pair, count=int(met[pair])) for pair in known]
    new = len(table) * (len(table) - 1) // 2 - len(known)
    return [*([reason("new-pairs", count=new)] if new else []), *again]


def of_field(name: str, answers: Sequence[Hashable]) -> list[Reason]:
    given = [each for each in answers if each is not None and each != ""]
    if len(given) < 2:
        return []
    return [reason("mixed", field=name, count=len(set(given)))]


def explain(
    rounds: Rounds, people: int, *, met: ArrayLike | None = None, fields: Fields | None = None
) -> list[list[list[Reason]]]:
    """Why each table of each round: who is new to whom, who sat together before, and what the table mixes.

    Question: what do these people gain by sitting together? Formula: pairs that had not met before that round (in
    `met`, people × people counts, and in the rounds before); distinct answers of each field at the table.
    Returns, for each round and table, reasons for `entregent.words`. Pairs kept apart and their decoys are never
    mentioned.
    Errors: `Refused` as for `meetings`. A table of one says so; no round gives no reason.
    Source: the counts the search itself weighs, said of each table.

    >>> explain([[[0, 1], [2]]], 3)[0][0]
    [Reason(kind='first-time', facts=(('count', 2),))]
    """
    people = checks.whole("people", people, most=checks.MOST_PEOPLE)
    sofar, answered = checks.square("met", met, people), checks.fields(fields, people)
    said: list[list[list[Reason]]] = []
    for tables in checks.rounds(rounds, people):
        now = meetings([tables], people)
        said.append(
            [
                [
                    *of_meetings(tuple(table), sofar),
                    *(
                        each
                        for name, answers in answered.items()
                        for each in of_field(name, [answers[p] for p in table])
                    ),
                ]
                for table in tables
            ]
        )
        sofar = sofar + now
    return said


def seat_late(
    tables: Sequence[Sequence[int]],
    late: int,
    people: int,
    *,
    size: int,
    met: ArrayLike | None = None,
    apart: Sequence[Sequence[int]] = (),
    fields: Fields | None = None,
) -> tuple[int, list[Reason]]:
    """At which table somebody who arrives late sits, nobody else moving; and why.

    Question: where do they meet the most new people? Formula: over tables without a person they are kept apart from,
    least of (over `size`, repeats − new, equal answers, people there), in this order.
    `tables`: people of this round; `met`: counts of earlier meetings; `apart`: pairs. Returns the table's place in
    `tables`.
    Errors: `Refused` when they are seated already, unknown, or kept apart from somebody at each table, and without a
    table.
    Source: one step of the search of the table plan, nobody else moving.

    >>> seat_late([[0, 1], [2]], 3, 4, size=3)[0]
    0
    """
    people = checks.whole("people", people, most=checks.MOST_PEOPLE)
    late, size = checks.person("late", late, people), checks.whole("size", size, least=1)
    sofar, answered = checks.square("met", met, people), checks.fields(fields, people)
    (seated,) = checks.rounds([tables], people)
    if any(late in table for table in seated):
        raise Refused("duplicate", what="this round", given=late)
    away = {pair for pair in checks.pairs("apart", apart, people) if late in pair}
    others = {each for pair in away for each in pair} - {late}
    open_ = [number for number, table in enumerate(seated) if not others & set(table)]
    if not open_:
        raise Refused("nobody", what="tables this person may join")

    def worth(number: int) -> tuple[bool, int, int, int]:
        table = seated[number]
        again = sum(int(sofar[late, other] > 0) for other in table)
        same = sum(a[late] == a[o] for a in answered.values() for o in table if a[late] not in (None, ""))
        return len(table) >= size, 2 * again - len(table), same, len(table)

    chosen = min(open_, key=worth)
    new = sum(not sofar[late, other] for other in seated[chosen])
    return chosen, [reason("joins", count=new)]
