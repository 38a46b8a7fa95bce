"""What the engine refuses, as a kind, its facts and an English sentence that says what to do."""

from __future__ import annotations

from entregent.engine.reasons import Fact, Reason, reason

ENGLISH = {
    "not-a-whole-number": "{what} must be a whole number, and {given} is not one. Write it without decimals.",
    "not-a-list": "{what} must be a list of plain values, and holds or is of the kind “{given}”. Give a list.",
    "not-a-text": "{what} must be text, and is of the kind “{given}”.",
    "not-a-secret": "{what} must be bytes, and is of the kind “{given}”. Draw some with secrets.token_bytes(32).",
    "too-few": "{what} is {given}: it cannot be less than {least}.",
    "too-many": "{what} is {given}: at most {most} are planned in one piece. Split it into several plans.",
    "not-a-number": "{what} holds something that is not a finite number. Leave out what is not known.",
    "wrong-shape": "{what} has the shape {given} where {wanted} was expected.",
    "unknown-person": "{what} names person {given}, and there are {people} people, numbered from 0.",
    "duplicate": "{what} names {given} twice. Name each one once.",
    "oneself": "{what} pairs person {person} with themselves. Remove that pair.",
    "negative": "{what} holds a negative number. Counts and weights start at 0.",
    "not-enough-tables": (
        "{given} people who may not sit together need as many tables, and there are {tables}. "
        "Take smaller tables or keep fewer pairs apart."
    ),
    "cannot-be-kept-apart": (
        "No plan was found that keeps every pair apart: {given} are still together. "
        "Allow more time, take smaller tables or keep fewer pairs apart."
    ),
    "too-small-for-decoys": (
        "{people} people are too few to hide {pairs} pairs kept apart among {copies} times as many decoys: "
        "anybody could tell which they are. Keep fewer pairs apart."
    ),
    "nobody": "{what}: nobody is left to choose from.",
    "not-a-share": "{what} is {given}: it must lie between 0 and 1.",
    "not-yes-or-no": "{what} must hold yes or no (True or False, 1 or 0) and nothing else.",
    "more-came": "More people came to gathering {given} (from 0) than belonged to the circle. Count guests apart.",
    "altered": "The proof does not match its commitment: {what} was changed after it was published.",
    "future": "{what} holds {given}, which is after now ({now}). Leave out what has not happened yet.",
    "not-positive": "{what} is {given}: it must be more than 0.",
    "too-large": "{what} is {given}: it can be {most} at most.",
    "not-between": "{what} holds {given}: values lie between {least} and {most}.",
    "not-made": "{what} is of the kind “{given}”: give what this library made.",
    "unknown-number": "{what} holds {given}, and numbers go from 0 to less than {known}.",
    "too-many-pairs": (
        "{gatherings} gatherings make {pairs} pairs, more than {most}. "
        "Set `largest`, above which a gathering makes no pair (40, say)."
    ),
    "too-many-cards": "{cards} cards for {people} people: everybody draws one at most. Take cards out of the deck.",
}


class Refused(ValueError):
    """The question has no answer as it was put. `reason` says why, `str()` says it in English with what to do."""

    def __init__(self, kind: str, **facts: Fact) -> None:
        super().__init__(ENGLISH[kind].format(**facts))
        self.reason: Reason = reason(kind, **facts)
