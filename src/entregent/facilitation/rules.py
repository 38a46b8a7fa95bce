from __future__ import annotations

from datetime import date, datetime, timedelta

from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle
from entregent.decisions import rules as decision_rules
from entregent.facilitation.enums import Stage
from entregent.facilitation.models import Choice, Term
from entregent.people.models import Person

OFFERED_ABOVE = 10  # members
FEWEST, MOST = 1, 26  # gatherings of a term
PASSES_ON_AFTER = timedelta(days=4)  # silence, in plain turn
HAT_OPEN_FOR = timedelta(days=7)
FEWEST_TO_NAME = 3  # people: of two there is nothing to elect
NAMES_FOR, CHANGES_FOR, CONSENT_FOR = 4, 2, 4  # days, until their evening
LONGEST_TERM = timedelta(days=366)
FEWEST_IN_HAT = 2  # for a draw by hand; a name alone in it is drawn on the day that was said
LINK_LIVES = timedelta(days=45)
CALLED_BACK = timedelta(minutes=2)
MESSAGES, IN = 2, timedelta(days=7)
MOST_SUBJECTS, MOST_PROMISES = 30, 20


def is_under_way(choice: Choice) -> bool:
    return choice.ended_at is None


def acts_as(circle: Circle, term: Term | None, person: Person, today: date) -> bool:
    """Who may do what whoever facilitates does: them; while there is nobody, or they are away, any settled member."""
    if term is not None and term.person_id == person.pk:
        return True
    return (term is None or term.is_away(today)) and circle_rules.may(circle, person)


def stage(choice: Choice, now: datetime) -> Stage:
    """Where an election stands; its `proposal` is read with it."""
    if choice.shown_at is None:
        return Stage.NAMING
    if choice.proposal is not None and decision_rules.is_waiting(choice.proposal):
        return Stage.AGREEING
    if choice.changes_until is not None and now < choice.changes_until:
        return Stage.CHANGING
    return Stage.ASKING
