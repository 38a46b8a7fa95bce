"""From who was at which gathering to pairs of people, row after row: no table of everybody by everybody."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from entregent.engine._kernels.compiling import kernel

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PASSED, CAME, SEATS = 4, 5, 6  # where these stand in a desk, after two numbers of eight bytes: what it gives, its day


class Meetings(NamedTuple):
    """`attended`, at which gatherings each person was (`of[p]` … `of[p + 1] − 1`); `weight[g]`, what g gives each pair.

    `desks`, all that is asked of a gathering side by side, from `first[g]`, an even number: what it gives each pair and
    its day, how many of those who came have been passed, how many came, and who, in order.
    """

    of: Longs
    attended: Ints
    first: Longs
    desks: Ints
    weight: Floats


class Rows(NamedTuple):
    """Ties a < b in order: the others of a stand at `row[a]` … `row[a + 1] − 1`."""

    row: Longs
    other: Ints
    strength: Floats
    times: Ints
    last: Floats


@kernel
def by_person(rows: Longs, hidden: Flags, sizes: Longs, of: Longs, came: Ints) -> None:
    """Each attendance once, person after person: p came to `came[of[p]]` … `came[of[p + 1] − 1]`; nobody hidden.

    `sizes[g]`, how many came to each gathering.
    """
    people = len(of) - 1
    for row in range(len(rows)):
        of[rows[row, 0]] += 1
    total = 0
    for p in range(people + 1):
        of[p], total = total, total + of[p]
    for row in range(len(rows)):
        p = rows[row, 0]
        came[of[p]] = rows[row, 1]
        of[p] += 1
    seen, kept, begin = np.full(len(sizes), -1, np.int32), 0, 0
    for p in range(people):
        end = of[p]
        of[p] = kept
        for slot in range(begin, end):
            g = came[slot]
            if seen[g] != p and not hidden[p]:
                seen[g] = p
                sizes[g] += 1
                came[kept] = g
                kept += 1
        begin = end
    of[people] = kept


@kernel
def by_gathering(of: Longs, came: Ints, number: Ints, given: Meetings, when: Floats) -> None:
    """Fill `of`, `attended` and `desks` of what is given; `number[g]`, the new number of g, −1 for none."""
    people, gatherings = len(of) - 1, len(given.weight)
    desks, worth = given.desks, given.desks.view(np.float64)
    for g in range(gatherings):
        desk = given.first[g]
        worth[desk >> 1], worth[(desk >> 1) + 1] = given.weight[g], when[g]
        desks[desk + PASSED], desks[desk + CAME] = 0, 0
    given.of[:] = 0
    for p in range(people):
        for slot in range(of[p], of[p + 1]):
            g = number[came[slot]]
            if g >= 0:
                desk = given.first[g]
                desks[desk + SEATS + desks[desk + CAME]] = p
                desks[desk + CAME] += 1
                given.of[p + 1] += 1
    for p in range(people):
        given.of[p + 1] += given.of[p]
    at = given.of[:-1].copy()
    for g in range(gatherings):
        seats = given.first[g] + SEATS
        for seat in range(seats, seats + desks[seats - SEATS + CAME]):
            p = desks[seat]
            given.attended[at[p]] = g
            at[p] += 1


@kernel
def in_order(keys: Longs, count: int) -> None:
    """The first so many in order."""
    if count > 48:
        keys[:count] = np.sort(keys[:count])
        return
    for i in range(1, count):
        key, j = keys[i], i - 1
        while j >= 0 and keys[j] > key:
            keys[j + 1] = keys[j]
            j -= 1
        keys[j + 1] = key


@kernel
def still_to_come(given: Meetings, p: int) -> int:
    """Persons come in order: p is passed at each of their gatherings. How many seats are left there after p."""
    left = 0
    for slot in range(given.of[p], given.of[p + 1]):
        desk = given.first[given.attended[slot]]
        given.desks[desk + PASSED] += 1
        left += given.desks[desk + CAME] - given.desks[desk + PASSED]
    return left


@kernel
def place_of(table: Ints, bits: int, keys: Longs, q: int) -> np.int64:
    """Where the table says which of the keys is q's, or a free place for it: 2654435769 is 2^32 by the golden ratio."""
    at = ((np.int64(q) * 2654435769) & 0xFFFFFFFF) >> (32 - bits)
    while table[at] > 0 and keys[table[at] - 1] >> 32 != q:
        at = (at + 1) & ((1 << bits) - 1)
    return at


@kernel
def project(given: Meetings, found: Rows) -> int:
    """Fill `found`; returns how many ties there are. Persons come in order: those after p are what is left of each.

    What belongs to each other person stands side by side until they are put in order, by one number for both: who, then
    the place of what is theirs. A small table says which place is whose: a row of everybody is out of the processor's
    reach where people are many.
    """
    people, worth = len(given.of) - 1, given.desks.view(np.float64)
    table, keys, strength = np.zeros(64, np.int32), np.empty(people, np.int64), np.empty(people)
    times, last = np.empty(people, np.int32), np.empty(people)
    ties = 0
    for p in range(people):
        found.row[p] = ties
        count, bits, others = 0, 6, min(people, still_to_come(given, p))
        while 1 << bits < 2 * others:
            bits += 1
        if 1 << bits > len(table):
            table = np.zeros(1 << bits, np.int32)
        for slot in range(given.of[p], given.of[p + 1]):
            desk = given.first[given.attended[slot]]
            weight, when, seats = worth[desk >> 1], worth[(desk >> 1) + 1], desk + SEATS
            for seat in range(seats + given.desks[desk + PASSED], seats + given.desks[desk + CAME]):
                q = given.desks[seat]
                place = place_of(table, bits, keys, q)
                at = table[place] - 1
                if at < 0:
                    keys[count] = (np.int64(q) << 32) | count
                    strength[count], times[count], last[count] = weight, 1, when
                    count += 1
                    table[place] = count
                else:
                    strength[at] += weight
                    times[at] += 1
                    last[at] = max(last[at], when)
        table[: 1 << bits] = 0
        in_order(keys, count)
        for k in range(count):
            at = keys[k] & 0xFFFFFFFF
            found.other[ties], found.strength[ties] = keys[k] >> 32, strength[at]
            found.times[ties], found.last[ties] = times[at], last[at]
            ties += 1
    found.row[people] = ties
    return ties


@kernel
def both_ways(a: Ints, b: Ints, start: Longs, other: Ints, tie: Ints) -> None:
    """Rows of neighbours in order, from ties a < b in order: first those of a smaller number, then the others."""
    people = len(start) - 1
    start[:] = 0
    for t in range(len(a)):
        start[a[t] + 1] += 1
        start[b[t] + 1] += 1
    for p in range(people):
        start[p + 1] += start[p]
    place = start[:-1].copy()
    for t in range(len(a)):
        other[place[b[t]]], tie[place[b[t]]] = a[t], t
        place[b[t]] += 1
    for t in range(len(a)):
        other[place[a[t]]], tie[place[a[t]]] = b[t], t
        place[a[t]] += 1


@kernel
def best_of_each(start: Longs, tie: Ints, strength: Floats, best: int, keep: NDArray[np.bool_]) -> None:
    """Mark the `best` strongest ties of each person; those as strong as the last of them are kept too."""
    for p in range(len(start) - 1):
        row = tie[start[p] : start[p + 1]]
        least = 0.0
        if len(row) > best:
            least = np.sort(strength[row])[len(row) - best]
        for t in row:
            if strength[t] >= least:
                keep[t] = True
