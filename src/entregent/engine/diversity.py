"""How mixed a circle or a network is, on what people declared and on nothing else; corrected for small numbers."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entregent.engine import checks
from entregent.engine.errors import Refused
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason

__all__ = ["Measure", "assortativity", "blau", "ei"]

Answers = Sequence[Hashable]
NAN = float("nan")


@dataclass(frozen=True)
class Measure:
    """`raw`, as published; `corrected` for small numbers; NaN where there are too few to say. `known`: how many
    answers, or ties between two answers, it comes from.
    """

    raw: float
    corrected: float
    known: int
    reasons: tuple[Reason, ...]


def coded(answers: Answers) -> NDArray[np.int64]:
    """Answers as numbers; None, an empty text and a number that is not one are no answer: −1."""
    known: dict[Hashable, int] = {}
    return np.array(
        [-1 if a is None or a == "" or a != a else known.setdefault(a, len(known)) for a in answers], dtype=np.int64
    )


def alike_by_chance(codes: NDArray[np.int64]) -> float:
    """The chance that two different persons, drawn at random, gave the same answer."""
    sizes = np.bincount(codes[codes >= 0])
    people = int(sizes.sum())
    return float((sizes * (sizes - 1)).sum() / (people * (people - 1))) if people > 1 else NAN


def blau(answers: Answers) -> Measure:
    """How mixed a group is.

    Question: how likely is it that two members differ? Formula: raw 1 − Σ_k p_k²; corrected 1 − Σ_k n_k (n_k − 1) /
    (N (N − 1)), which does not depend on how many were asked. 0: all alike; 1: all different. No answer (None, "") is
    left out. Errors: none. Fewer than two answers: NaN.
    Source: Blau, Inequality and Heterogeneity (1977); Simpson, Nature 163 (1949), for the correction.

    >>> found = blau(["law", "law", "art", None])
    >>> round(found.raw, 3), round(found.corrected, 3), found.known
    (0.444, 0.667, 3)
    """
    codes = coded(checks.hashables("answers", answers))
    sizes = np.bincount(codes[codes >= 0])
    people = int(sizes.sum())
    if people < 2:
        return Measure(NAN, NAN, people, (reason("too-few-answers", count=people),))
    corrected = 1 - alike_by_chance(codes)
    why = reason("mixed-pairs", percent=round(100 * corrected), count=people)
    return Measure(float(1 - ((sizes / people) ** 2).sum()), corrected, people, (why,))


def told(network: Network, answers: Answers) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The answers as numbers, and the ties whose two ends gave one."""
    given, people = checks.hashables("answers", answers), checks.made("network", network, Network).people
    if len(given) != people:
        raise Refused("wrong-shape", what="answers", given=str(len(given)), wanted=str(people))
    codes = coded(given)
    return codes, (codes[network.a] >= 0) & (codes[network.b] >= 0)


def ei(network: Network, answers: Answers, *, person: int | None = None) -> Measure:
    """Whether ties lead to others or to one's own kind.

    Question: do ties go outside or inside? Formula: raw (E − I) / (E + I), counting ties between different and equal
    answers; −1 all inside, 1 all outside. Corrected: 0 where ties fall as by chance among these people, which raw
    values are not when groups are of unequal sizes; −1 and 1 as before. `person`: their own ties alone, for them.
    Errors: `Refused` for another number of answers than of people, an unknown person. No tie between two answers: NaN.
    Source: Krackhardt & Stern, Social Psychology Quarterly 51 (1988).

    >>> from entregent.engine.network import of_ties
    >>> ei(of_ties(4, [(0, 1), (2, 3), (0, 2)]), ["a", "a", "b", "b"]).raw.__round__(3)
    -0.333
    """
    codes, both = told(network, answers)
    chance = alike_by_chance(codes)
    if person is not None:
        who = checks.person("person", person, network.people)
        both = both & ((network.a == who) | (network.b == who))
        others = np.delete(codes, who)
        chance = float((others[others >= 0] == codes[who]).mean()) if (others >= 0).any() and codes[who] >= 0 else NAN
    known = int(both.sum())
    if not known:
        return Measure(NAN, NAN, 0, (reason("too-few-answers", count=0),))
    inside = float((codes[network.a] == codes[network.b])[both].mean())
    raw, by_chance = 1 - 2 * inside, 1 - 2 * chance
    room = 1 - by_chance if raw > by_chance else 1 + by_chance
    corrected = (raw - by_chance) / room if room > 0 else 0.0
    return Measure(raw, corrected, known, (reason("ties-outside", percent=round(100 * (1 - inside)), count=known),))


def assortativity(network: Network, answers: Answers) -> Measure:
    """Whether like keeps to like more than chance would have it.

    Question: birds of a feather? Formula: raw (Σ e_kk − Σ a_k²) / (1 − Σ a_k²), with e the shares of ties by the
    answers of their ends and a their sums; in small circles it is below 0 by chance alone. Corrected: (same − c) /
    (1 − c), with same the share of ties between equal answers and c the chance that two persons drawn among those who
    answered are alike: 0 as by chance, 1 when like keeps to like only.
    Errors: `Refused` for another number of answers than of people. No tie between two answers, or one answer only: NaN.
    Source: Newman, Phys. Rev. E 67, 026126 (2003); correction by permuting answers, Krackhardt (1988).

    >>> from entregent.engine.network import of_ties
    >>> assortativity(of_ties(4, [(0, 1), (2, 3)]), ["a", "a", "b", "b"]).raw
    1.0
    """
    codes, both = told(network, answers)
    known, chance = int(both.sum()), alike_by_chance(codes)
    if not known or not chance < 1:
        return Measure(NAN, NAN, known, (reason("too-few-answers", count=known),))
    one, two = codes[network.a[both]], codes[network.b[both]]
    same, ends = float((one == two).mean()), np.bincount(np.concatenate([one, two])) / (2 * known)
    expected = float((ends**2).sum())
    raw = (same - expected) / (1 - expected) if expected < 1 else NAN
    why = reason("like-to-like", percent=round(100 * same), chance=round(100 * chance), count=known)
    return Measure(raw, (same - chance) / (1 - chance), known, (why,))
