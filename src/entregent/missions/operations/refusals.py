"""What the cards refuse, each a sentence of its page."""

from __future__ import annotations

from entregent.missions.models import Draw


class NotFree(Exception):
    """Somebody else holds this card, or it was put aside."""


class NotTheirs(Exception):
    """Whoever would let a card go does not hold it, or it is too late to speak for its holder."""


class TooFew(ValueError):
    """A draw needs two people, and a deck a card."""


class NotNow(Exception):
    """Too early or too late to draw at this gathering."""


class DrawnAlready(Exception):
    """Somebody was faster: what they started, or drew, stands."""

    def __init__(self, draw: Draw) -> None:
        super().__init__(draw.key)
        self.draw = draw


class TooMany(ValueError):
    """A deck of more cards than anybody would print."""
