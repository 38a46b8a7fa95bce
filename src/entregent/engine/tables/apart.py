"""Keeping pairs apart so that nobody can tell which: each has decoys, kept apart just as long and as strictly."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeAlias

from entregent.engine import checks
from entregent.engine.errors import Refused

COPIES = 4  # the real pairs are then one in five of those never seen together

Copy: TypeAlias = Mapping[Hashable, Hashable]
Named: TypeAlias = "tuple[Hashable, Hashable]"


def drawn(secret: bytes, copy: int, person: Hashable, candidate: Hashable) -> bytes:
    return hmac.digest(secret, repr((copy, person, candidate)).encode(), hashlib.sha256)


def each_once(pairs: Iterable[Named]) -> list[frozenset[Hashable]]:
    found: dict[frozenset[Hashable], None] = {}
    for ends in (checks.hashables("apart", pair) for pair in checks.listed("apart", pairs)):
        if len(ends) != 2:
            raise Refused("wrong-shape", what="apart", given=str(len(ends)), wanted="2")
        if ends[0] == ends[1]:
            raise Refused("oneself", what="apart", person=str(ends[0]))
        found[frozenset(ends)] = None
    return list(found)


def extended(
    pairs: Sequence[frozenset[Hashable]],
    people: Sequence[Hashable],
    secret: bytes,
    copy: int,
    taken: set[frozenset[Hashable]],
    before: Copy,
) -> dict[Hashable, Hashable]:
    """Everybody of the pairs stands for somebody else in this copy, by lot: somebody of no other pair while there are
    any.
    """
    busy = {each for pair in taken for each in pair}
    here = set(people)
    stands = {person: other for person, other in before.items() if other in here}
    for person in dict.fromkeys(each for pair in pairs for each in sorted(pair, key=repr)):
        if person in stands:
            continue
        neighbours = [stands[o] for pair in pairs if person in pair for o in pair if o != person and o in stands]
        used = set(stands.values())
        candidates = [
            each for each in people if each not in used and not any(frozenset((each, o)) in taken for o in neighbours)
        ]
        if not candidates:
            raise Refused("too-small-for-decoys", people=len(people), pairs=len(pairs), copies=COPIES)
        stands[person] = min(candidates, key=lambda each: (each in busy, drawn(secret, copy, person, each)))
    return stands


def decoys(
    apart: Iterable[Named], people: Sequence[Hashable], *, secret: bytes, before: Sequence[Copy] = ()
) -> tuple[list[Named], list[dict[Hashable, Hashable]]]:
    """Pairs to keep apart along with those of `apart`, so that who sees every plan cannot tell them from one another.

    Question: which pairs hide these? Formula: four copies of the graph of pairs kept apart, each carried to other
    people by an injection drawn with HMAC-SHA-256 under `secret`. Real graph and copies have one shape and one age: by
    symmetry somebody who only sees the plans points at a real pair at most once in five.
    `apart`: pairs of identifiers out of `people`; `before`: the injections returned last time (keep them as secret as
    the pairs), so that decoys stay when members come and pairs are added. Returns the decoy pairs and the injections
    to keep.
    Errors: `Refused` when people are too few, for a pair of one person or of somebody unknown. No pair: no decoy.
    Degenerate: who guesses from elsewhere (they know who quarrels) is not held back; nor is a pair hidden any more
    once its decoys have left the circle and new ones begin later than it.
    Source: anonymity among k indistinguishable records (Samarati & Sweeney, 1998), here for edges.

    >>> hidden, _ = decoys([("ana", "bo")], [*"cdefghij", "ana", "bo"], secret=b"of this circle")
    >>> len(hidden)
    4
    """
    people, secret = checks.hashables("everybody", people), checks.secret("secret", secret)
    if twice := [person for person, times in Counter(people).items() if times > 1]:
        raise Refused("duplicate", what="everybody", given=str(twice[0]))
    pairs = each_once(apart)
    for unknown in {each for pair in pairs for each in pair} - set(people):
        raise Refused("unknown-person", what="apart", given=str(unknown), people=len(people))
    taken, copies, hidden = set(pairs), [], []
    for copy in range(COPIES):
        earlier = before[copy] if copy < len(before) else {}
        stands = extended(pairs, people, secret, copy, taken, earlier)
        images = [frozenset(stands[each] for each in pair) for pair in pairs]
        taken.update(images)
        copies.append(stands)
        hidden += images
    return [(a, b) for a, b in (sorted(pair, key=repr) for pair in hidden)], copies
