"""Finite fields, for the table plans that algebra gives at once."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.int64]


def prime_power(q: int) -> tuple[int, int] | None:
    """(p, e) with q = pᵉ and p prime, else None."""
    if q < 2:
        return None
    p = next((d for d in range(2, int(q**0.5) + 1) if q % d == 0), q)
    e = 0
    while q % p == 0:
        q, e = q // p, e + 1
    return (p, e) if q == 1 else None


def times(a: tuple[int, ...], b: tuple[int, ...], modulus: tuple[int, ...], p: int) -> tuple[int, ...]:
    """The product of two polynomials (constant term first) modulo a monic one."""
    degree = len(modulus)
    product_ = [0] * (2 * degree)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product_[i + j] = (product_[i + j] + x * y) % p
    for top in range(2 * degree - 1, degree - 1, -1):
        for i, coefficient in enumerate(modulus):
            product_[top - degree + i] = (product_[top - degree + i] - product_[top] * coefficient) % p
        product_[top] = 0
    return tuple(product_[:degree])


def has_inverses(elements: list[tuple[int, ...]], modulus: tuple[int, ...], p: int) -> bool:
    zero = elements[0]
    return all(times(a, b, modulus, p) != zero for a in elements[1:] for b in elements[1:])


@cache
def field(q: int) -> tuple[Table, Table]:
    """Addition and multiplication of the field of q elements (a prime power), as q × q tables; 0 is 0 and 1 is 1."""
    p, e = prime_power(q) or (q, 1)
    if e == 1:
        x = np.arange(q)
        return np.add.outer(x, x) % q, np.multiply.outer(x, x) % q
    elements = [tuple(reversed(digits)) for digits in product(range(p), repeat=e)]
    modulus = next(m for m in elements if has_inverses(elements, m, p))
    place = {element: i for i, element in enumerate(elements)}
    add = [[place[tuple((s + t) % p for s, t in zip(a, b, strict=True))] for b in elements] for a in elements]
    multiply = [[place[times(a, b, modulus, p)] for b in elements] for a in elements]
    return np.array(add), np.array(multiply)
