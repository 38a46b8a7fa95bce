"""Small networks, as the cases on who is tied to whom draw them, and a million people whom nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from hypothesis import strategies as st

from entregent.engine import network
from entregent.engine.network import Network
from tests.engine import reference
from tests.engine.battery import PLAIN
from tests.engine.histories import histories

CROWD = 2_000 if PLAIN else 1_000_000
GIVEN = "A network is given, and `network.build` is asked this."
networks = histories(most=7, gatherings=4).map(lambda history: history.built())


@cache
def crowd() -> Network:
    return network.build(CROWD)


@st.composite
def with_person(draw: st.DrawFn) -> tuple[Network, int]:
    drawn = draw(networks.filter(lambda each: each.people > 0))
    return drawn, draw(st.integers(0, drawn.people - 1))


def weights(built: Network) -> reference.Weights:
    return dict(zip(zip(built.a.tolist(), built.b.tolist(), strict=True), built.strength.tolist(), strict=True))


def attended(built: Network) -> list[tuple[int, int]]:
    who = np.repeat(np.arange(built.people), np.diff(built.of))
    return list(zip(who.tolist(), built.attended.tolist(), strict=True))


def under_names(built: Network, to: Sequence[int], people: int | None = None) -> tuple[Network, list[int]]:
    """The same network under other names, among `people`; and which tie of it each of its ties was."""
    everybody = built.people if people is None else people
    name = np.asarray([*to, *range(len(to), everybody)], dtype=np.int64)
    ends = np.sort(name[np.column_stack([built.a, built.b]).reshape(-1, 2)], axis=1).astype(np.int32)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    rows: list[list[int]] = [[] for _ in range(everybody)]
    for person, gathering in attended(built):
        rows[int(name[person])].append(gathering)
    of = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return (
        Network(
            everybody,
            ends[order, 0],
            ends[order, 1],
            built.strength[order],
            built.gatherings[order],
            built.exchanges[order],
            built.last[order],
            seen=built.seen,
            of=of,
            attended=np.array([g for row in rows for g in row], dtype=np.int32),
            heaviness=built.heaviness.copy(),
        ),
        order.tolist(),
    )


def with_one_more(built: Network) -> Network:
    """With somebody whom nobody knows."""
    return under_names(built, range(built.people), built.people + 1)[0]
