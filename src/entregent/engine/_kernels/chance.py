"""Random numbers inside a kernel: a state of one uint64 that the caller seeds from its own generator (SplitMix64)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.compiling import kernel

State = NDArray[np.uint64]


@kernel
def bits(state: State) -> np.uint64:
    """Sixty-four of them."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    mixed = state[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.uint64(mixed ^ (mixed >> np.uint64(31)))


@kernel
def chance(state: State) -> float:
    """A number in [0, 1)."""
    return float(bits(state) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel
def below(state: State, limit: int) -> int:
    """A whole number in [0, limit)."""
    return int(chance(state) * limit)


@kernel
def third(drawn: np.uint64, which: np.uint64, limit: int) -> int:
    """A whole number in [0, limit) from 21 of these bits: three at the price of one, of limits of a few thousand."""
    return (int((drawn >> (np.uint64(21) * which)) & np.uint64(0x1FFFFF)) * limit) >> 21
