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


class Meetings(NamedTuple):
    """`members` lists who came, gathering after gathering (`first[g]` … `first[g + 1] − 1`), in order of person;
    `attended`, at which gatherings each person was (`of[p]` … `of[p + 1] − 1`); `weight[g]`, what g gives each pair.
    """

    of: Longs
    attended: Ints
    first: Longs
    members: Ints
    weight: Floats
    when: Floats


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
def by_gathering(of: Longs, came: Ints, number: Ints, first: Longs, members: Ints, attended: Ints) -> None:
    """Fill `of`, `members` and `attended` of `Meetings`; `number[g]`, the new number of g, −1 for none."""
    people, place = len(of) - 1, first[:-1].copy()
    for p in range(people):
        for slot in range(of[p], of[p + 1]):
            g = number[came[slot]]
            if g >= 0:
                members[place[g]] = p
                place[g] += 1
    of[:] = 0
    for seat in range(len(members)):
        of[members[seat] + 1] += 1
    for p in range(people):
        of[p + 1] += of[p]
    at = of[:-1].copy()
    for g in range(len(first) - 1):
        for seat in range(first[g], first[g + 1]):
            p = members[seat]
            attended[at[p]] = g
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
def project(given: Meetings, found: Rows) -> int:
    """Fill `found`; returns how many ties there are. Persons come in order: those after p are what is left of each.

    What belongs to each other person stands side by side until they are put in order, by one number for both: who, then
    the place of what is theirs.
    """
    people = len(given.of) - 1
    place, left = np.zeros(people, np.int32), given.first[:-1].copy()
    keys, strength = np.empty(people, np.int64), np.empty(people)
    times, last = np.empty(people, np.int32), np.empty(people)
    ties = 0
    for p in range(people):
        found.row[p] = ties
        count = 0
        for slot in range(given.of[p], given.of[p + 1]):
            g = given.attended[slot]
            left[g] += 1
            weight, when = given.weight[g], given.when[g]
            for seat in range(left[g], given.first[g + 1]):
                q = given.members[seat]
                at = place[q] - 1
                if at < 0:
                    keys[count] = (np.int64(q) << 32) | count
                    strength[count], times[count], last[count] = weight, 1, when
                    count += 1
                    place[q] = count
                else:
                    strength[at] += weight
                    times[at] += 1
                    last[at] = max(last[at], when)
        in_order(keys, count)
        for k in range(count):
            q, at = keys[k] >> 32, keys[k] & 0xFFFFFFFF
            place[q] = 0
            found.other[ties], found.strength[ties] = q, strength[at]
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
