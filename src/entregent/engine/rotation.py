"""Whose turn, whose card: fair over time, by chance where it should be, and open to anybody's checking."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike, NDArray

from entregent.engine import checks
from entregent.engine.errors import Refused
from entregent.engine.reasons import Reason, reason

if TYPE_CHECKING:
    from numpy.random import Generator

WEIGHT = 5040  # what a weight of 1 is in whole numbers, so that shares by 1 … 10 are exact and any machine agrees
LEAST_SECRET = 16

__all__ = ["Draw", "Turn", "check", "commitment", "draw", "turns"]


@dataclass(frozen=True)
class Turn:
    """In which order to ask; for each, why."""

    order: tuple[int, ...]
    reasons: tuple[Reason, ...]


def credits(people: int, served: Sequence[int | None], joined: Sequence[int]) -> list[int]:  # noqa: A001
    """Turns taken, counted so that whoever joins or comes back starts level with the least served."""
    taken: list[int | None] = [None] * people
    for moment in range(len(served) + 1):
        known = [turns for turns in taken if turns is not None]
        for person in range(people):
            if taken[person] is None and joined[person] <= moment:
                taken[person] = min(known, default=0)
        who = served[moment] if moment < len(served) else None
        if who is not None:
            taken[who] = (taken[who] or 0) + 1
    return [turns or 0 for turns in taken]


def turns(
    available: Sequence[bool], served: Sequence[int | None], *, rng: Generator, joined: Sequence[int] | None = None
) -> Turn:
    """Whom to ask to facilitate next, and whom after a refusal.

    Question: whose turn is it? Formula: fewest turns since they joined (a newcomer starts level with the least served
    of the others), then whose last turn is furthest back, then by lot. A refusal changes nothing: only turns taken
    count.
    `available`: for each person, whether they are there and willing; `served`: who facilitated, in order, None where
    nobody did; `joined`: how many entries `served` had when each joined or came back from a pause, default 0.
    Among those always available and there from the start, turns taken differ by at most one.
    Errors: `Refused` for an unknown person or wrong lengths. Nobody available: nobody in the order.
    Source: least-served-first rotation (round robin with absences).

    >>> from numpy.random import default_rng
    >>> turns([True, True, False], [0], rng=default_rng(1)).order
    (1, 0)
    """
    here = row("available", checks.flags("available", available))
    people = len(here)
    past = [None if who is None else checks.person("served", who, people) for who in checks.listed("served", served)]
    since = (
        [0] * people if joined is None else [checks.whole("joined", each) for each in checks.listed("joined", joined)]
    )
    if len(since) != people:
        raise Refused("wrong-shape", what="joined", given=str(len(since)), wanted=str(people))
    taken = credits(people, past, since)
    last = {who: moment for moment, who in enumerate(past) if who is not None}
    lot = rng.permutation(people)
    order = sorted((p for p in range(people) if here[p]), key=lambda p: (taken[p], last.get(p, -1), lot[p]))
    reasons = tuple(
        reason("turns-ago", count=len(past) - last[p]) if p in last else reason("no-turn-yet") for p in order
    )
    return Turn(tuple(order), reasons)


@dataclass(frozen=True)
class Draw:
    """`holder[c]` is who drew card c. `public` is all that decided it, but for the secret."""

    holder: tuple[int, ...]
    public: str
    reasons: tuple[Reason, ...]


def commitment(secret: bytes) -> str:
    """What to publish before a draw: it binds to the secret without telling it (SHA-256, hexadecimal).

    Question: how can all see that the draw was not chosen? Formula: SHA-256("entregent draw" ‖ secret).
    `secret`: bytes of the caller's own chance. Errors: `Refused` for one shorter than 16 bytes, which could be guessed.
    Source: hash commitments (Blum, 1981).

    >>> len(commitment(bytes(range(16))))
    64
    """
    if len(checks.secret("secret", secret)) < LEAST_SECRET:
        raise Refused("too-few", what="secret", given=len(secret), least=LEAST_SECRET)
    return hashlib.sha256(b"entregent draw" + secret).hexdigest()


def weights(load: Sequence[int]) -> list[int]:
    """Chances in whole numbers: one card of late, half as likely as with none; two, a third…"""
    return [max(1, WEIGHT // (1 + each)) for each in load]


def number(secret: bytes, said: str, card: int, below: int) -> int:
    digest = hmac.digest(secret, f"{said}\n{card}".encode(), hashlib.sha256)
    return int.from_bytes(digest, "big") % below


def tier(person: int, recent: Sequence[Sequence[int]]) -> int:
    """In how many of the last two draws they got a card that is work."""
    return sum(person in holders for holders in recent[-2:])


def drawn(
    work: Sequence[bool], load: Sequence[int], recent: Sequence[Sequence[int]], secret: bytes, said: str
) -> list[int]:
    """Cards that are work first, to those who had none of late while there are any; the others by pure chance."""
    holder, free = [-1] * len(work), list(range(len(load)))
    for card in sorted(range(len(work)), key=lambda c: (not work[c], c)):
        least = min(tier(p, recent) for p in free)
        eligible = [p for p in free if not work[card] or tier(p, recent) == least]
        chances = weights([load[p] for p in eligible]) if work[card] else [1] * len(eligible)
        left = number(secret, said, card, sum(chances))
        for person, chance in zip(eligible, chances, strict=True):
            if left < chance:
                holder[card] = person
                break
            left -= chance
        free.remove(holder[card])
    return holder


def draw(
    work: Sequence[bool], load: ArrayLike, recent: Sequence[Sequence[int]] = (), *, secret: bytes, said: str = ""
) -> Draw:
    """Who draws which mission card, by a chance that anybody can check afterwards.

    Question: whose card is it? Formula: for each card that is work, among those with the fewest such cards in the last
    two draws, by lot with chance ∝ 1/(1 + recent load), number HMAC-SHA-256(secret, said ‖ card) modulo the sum of
    chances; then light and blank cards by equal chance. Nobody gets work twice in three draws unless everybody here
    has had it.
    `work[c]`: whether card c is work; `load[p]`: cards each person carried of late; `recent`: who got work in earlier
    draws, the last one last; `secret`: at least 16 bytes whose `commitment` was published before; `said`: a word the
    table says after that, so that whoever made the secret cannot have chosen the result.
    Errors: `Refused` for more cards than people, negative or NaN loads, unknown people. No card: nobody draws.
    Source: sequential weighted sampling without replacement (Yates & Grundy, 1953).

    >>> draw([True, False], [0, 0], secret=bytes(16)).holder in ((0, 1), (1, 0))
    True
    """
    cards, carried = row("work", checks.flags("work", work)), row("load", checks.counts("load", load))
    if len(cards) > len(carried):
        raise Refused("too-many-cards", cards=len(cards), people=len(carried))
    past = [
        [checks.person("recent", p, len(carried)) for p in checks.listed("recent", holders)]
        for holders in checks.listed("recent", recent)
    ]
    commitment(secret)
    holder = drawn(cards, carried, past, secret, checks.text("said", said))
    public = json.dumps(
        {"work": [bool(w) for w in cards], "load": carried, "recent": past[-2:], "said": said, "holder": holder},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return Draw(tuple(holder), public, tuple(why(tier(p, past), is_work=cards[c]) for c, p in enumerate(holder)))


def row(what: str, given: NDArray[Any]) -> list[Any]:
    if given.ndim != 1:
        raise Refused("wrong-shape", what=what, given=str(given.shape), wanted="one row")
    return list(given.tolist())


def why(times: int, *, is_work: bool) -> Reason:
    if not is_work:
        return reason("light-card")
    return reason("work-again", count=times) if times else reason("work-by-lot")


def check(published: str, secret: bytes, public: str) -> None:
    """Draw again and compare; silent when all is as it was published.

    Question: was this draw made as it was promised? Formula: commitment(secret) = published, and the draw made again
    from the record is the draw of the record.
    `published`: the commitment; `secret`: as revealed after; `public`: of the `Draw`, JSON. Returns nothing.
    Errors: `Refused` (kind "altered") naming what does not fit: the secret, the record or the result.
    Source: opening a hash commitment (Blum, 1981).

    >>> secret = bytes(16)
    >>> check(commitment(secret), secret, draw([True], [0, 3], secret=secret).public)
    """
    published, public = checks.text("published", published), checks.text("public", public)
    if not hmac.compare_digest(commitment(secret).encode(), published.encode()):
        raise Refused("altered", what="the secret")
    try:
        record = json.loads(public)
        again = draw(record["work"], record["load"], record["recent"], secret=secret, said=record["said"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("altered", what="the record") from error
    if list(again.holder) != record["holder"]:
        raise Refused("altered", what="the result")
