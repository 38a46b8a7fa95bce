from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from entregent.gatherings.models import Gathering
from entregent.missions.models import Card, Draw, Player
from entregent.people.models import Person

OFFERED_ABOVE = 10  # members
FEWEST, MOST_CARDS = 2, 60
LOAD_OF = timedelta(days=90)
LATELY = 2  # draws in which work counts against getting work again
OPENS_BEFORE = timedelta(hours=1)
DRAWN_UNTIL = timedelta(days=3)
AT_THE_TABLE = timedelta(hours=6)  # while one phone goes round, whoever has it speaks for whoever looks at it
REMIND_BEFORE = timedelta(days=2)
REMIND_WITHOUT_DATE = timedelta(days=4)
HELD_FIRST = timedelta(hours=12)
BACK_AFTER = timedelta(hours=12)
BACK_AT_LAST = timedelta(days=60)
OFFER_WAITS = timedelta(days=14)
LINK_LIVES = timedelta(days=60)


def may_draw(gathering: Gathering, now: datetime) -> bool:
    """From shortly before it begins until a few days after; never for a date that did not count."""
    counts = gathering.fixed_at is not None and gathering.cancelled_at is None
    return counts and gathering.starts_at - OPENS_BEFORE <= now <= gathering.ends_at + DRAWN_UNTIL


def may_speak_for(card: Card, by: Person, now: datetime) -> bool:
    """One's own card; just after a draw anybody's that it dealt, when a single phone goes round the table."""
    if card.holder is None or card.holder == by:
        return card.holder is not None
    return at_one_table([card], [card.holder], by, now)


def at_one_table(cards: Iterable[Card], people: Iterable[Person], by: Person, now: datetime) -> bool:
    """Whether one draw has just dealt all these cards, and all these people and `by` were part of it."""
    had = Draw.objects.filter(Q(opened_by=by) | Q(drawn_by=by) | Q(players__person=by))
    had = had.filter(drawn_at__gte=now - AT_THE_TABLE, drawn_at__lte=now, called_off_at__isnull=True)
    for card in cards:
        had = had.filter(Exists(Player.objects.filter(draw=OuterRef("pk"), card=card)))
    for person in people:
        had = had.filter(Exists(Player.objects.filter(draw=OuterRef("pk"), person=person)))
    return had.exists()


def work_among(players: int) -> int:
    """How many of those who play get work at most: two in three, so that there are light and blank cards too."""
    return max(1, (2 * players + 2) // 3) if players else 0


def may_join(draw: Draw, now: datetime) -> bool:
    return draw.is_open and may_draw(draw.gathering, now)
