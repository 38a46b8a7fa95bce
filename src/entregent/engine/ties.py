"""How strong a tie is now, whether it sleeps, and in which ring somebody stands: from real meetings alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from entregent.engine import checks
from entregent.engine.errors import Refused
from entregent.engine.network import Network
from entregent.engine.reasons import Reason, reason

__all__ = ["Kind", "Rings", "Tie", "behind", "kinds", "of_person", "rings"]

STRONG = 1.0  # what one meeting between two, today, is worth
RINGS = (5, 15, 50, 150)
DORMANT = 2.0  # half-lives without any contact: a year, with the usual half-life


class Kind(IntEnum):
    WEAK = 0
    STRONG = 1
    DORMANT = 2


def kinds(network: Network, *, strong: float = STRONG, dormant_after: float | None = None) -> NDArray[np.int8]:
    """What each tie is: `Kind.STRONG`, `WEAK` or `DORMANT`.

    Question: is this tie strong, weak or dormant? Formula: dormant when the last contact is more than `dormant_after`
    days ago (default two half-lives of the network; never where nothing fades); else strong when its strength is at
    least `strong`; else weak. Returns one number a tie, in the order of the network's ties. Unit: meetings of two,
    today. Errors: `Refused` for limits that are not above 0. No tie: an empty array.
    Source: Granovetter, Am. J. Sociology 78 (1973); dormant: Levin, Walter & Murnighan, Organization Science 22 (2011).

    >>> from entregent.engine.network import build
    >>> kinds(build(3, exchanges=[(0, 1), (1, 2)], exchange_times=[0, 1000], now=1000)).tolist()
    [2, 1]
    """
    given, least = checks.made("network", network, Network), float(checks.positive("strong", strong))
    after = DORMANT * given.seen.half_life
    if dormant_after is not None:
        after = float(checks.positive("dormant_after", dormant_after))
    found = np.where(given.strength >= least, Kind.STRONG, Kind.WEAK)
    return np.where(network.seen.now - network.last > after, Kind.DORMANT, found).astype(np.int8)


@dataclass(frozen=True)
class Tie:
    """Somebody's tie with `person`. `ring` is 5, 15, 50 or 150; None beyond, and where the tie is dormant."""

    person: int
    strength: float
    kind: Kind
    ring: int | None
    reasons: tuple[Reason, ...]


def behind(network: Network, tie: int) -> tuple[Reason, ...]:
    """What a tie comes from: how many gatherings and exchanges, and when the last contact was where days are known.

    Question: why does this tie count? Formula: counts and the latest day, nothing else. Errors: `Refused` for a tie
    that does not exist. A tie given ready-made is one exchange.
    Source: reasons kept beside a number, after the counts of Newman, Phys. Rev. E 64, 016132 (2001).

    >>> from entregent.engine.network import build
    >>> behind(build(2, attendances=[(0, 0), (1, 0)], times=[3]), 0)[0].kind
    'met-on'
    """
    number = checks.whole("tie", tie)
    if number >= checks.made("network", network, Network).ties:
        raise Refused("unknown-number", what="tie", given=number, known=network.ties)
    day, met, wrote = float(network.last[number]), int(network.gatherings[number]), int(network.exchanges[number])
    if network.seen.dated:
        said = (reason("met-on", count=met, day=day), reason("exchanged-on", count=wrote, day=day))
    else:
        said = (reason("met", count=met), reason("exchanged", count=wrote))
    return tuple(each for each in said if each["count"])


def of_person(
    network: Network, person: int, *, strong: float = STRONG, dormant_after: float | None = None
) -> list[Tie]:
    """The ties of one person, for that person: the strongest first, the dormant ones last.

    Question: who is close to me now, who is not any more? Formula: `kinds` and `rings`; equal strengths by the latest
    contact, then by number. Errors: `Refused` for an unknown person. No tie: an empty list. It is never an order of
    persons in the circle: it is seen from one of them.
    Source: as `kinds` and `rings`.

    >>> from entregent.engine.network import of_ties
    >>> [tie.person for tie in of_person(of_ties(3, [(0, 1), (0, 2)], [1, 2]), 0)]
    [2, 1]
    """
    who = checks.person("person", person, checks.made("network", network, Network).people)
    sort, mine = kinds(network, strong=strong, dormant_after=dormant_after), network.of_person(who)
    asleep = sort[mine] == Kind.DORMANT
    order = np.lexsort((network.neighbours(who), -network.last[mine], -network.strength[mine], asleep))
    found = []
    for rank, place in enumerate(order.tolist()):
        tie = int(mine[place])
        ring = None if asleep[place] else next((each for each in RINGS if rank < each), None)
        kind = Kind(int(sort[tie]))
        found.append(
            Tie(int(network.neighbours(who)[place]), float(network.strength[tie]), kind, ring, behind(network, tie))
        )
    return found


@dataclass(frozen=True)
class Rings:
    """Who stands in each ring, the closest first; `beyond` are further living ties, `dormant` those that sleep."""

    rings: dict[int, tuple[int, ...]]
    beyond: tuple[int, ...]
    dormant: tuple[int, ...]
    reasons: tuple[Reason, ...]


def rings(network: Network, person: int) -> Rings:
    """The layers of about 5, 15, 50 and 150 around one person, each holding those of the smaller ones too.

    Question: is my network still of a human size? Formula: living ties by strength; the first 5, 15, 50, 150.
    Returns each ring without the smaller ones. Errors: `Refused` for an unknown person. No tie: empty rings.
    Source: Dunbar, J. Human Evolution 22 (1992), whose 95 % interval for the 150 is 100–231, hence "about".

    >>> from entregent.engine.network import of_ties
    >>> rings(of_ties(3, [(0, 1), (0, 2)], [1, 2]), 0).rings[5]
    (2, 1)
    """
    mine = of_person(network, person)
    held = {ring: tuple(tie.person for tie in mine if tie.ring == ring) for ring in RINGS}
    dormant = tuple(tie.person for tie in mine if tie.kind is Kind.DORMANT)
    beyond = tuple(tie.person for tie in mine if tie.ring is None and tie.kind is not Kind.DORMANT)
    return Rings(held, beyond, dormant, (reason("about-rings"),))
