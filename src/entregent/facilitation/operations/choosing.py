"""Finding who facilitates next: somebody is asked, each in turn, by lot, or elected (`electing`).

The circle's `Rota` row is the lock: two who say yes at once, or two who begin, come one after the other.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.operations import Refused, answer_feature
from entregent.circles.queries import features, is_here
from entregent.circles.rules import allow, may
from entregent.core.folding import clean_line
from entregent.core.walltime import local
from entregent.decisions.models import Proposal
from entregent.decisions.rules import usual_deadline
from entregent.facilitation import queries, rules, turns
from entregent.facilitation.enums import Ended, How, Stage
from entregent.facilitation.models import (
    CRITERIA_LENGTH,
    SIX,
    Asking,
    Choice,
    Decline,
    InTheHat,
    Nomination,
    Rota,
    Term,
)
from entregent.facilitation.operations import journal
from entregent.facilitation.operations.telling import OF_A_CHOICE, ask_for_names, stop, tell
from entregent.notices.operations import queue
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.operations import ensure_link

SAID = 80


class UnderWay(Exception):
    """Somebody has just begun to look for the next facilitator."""


class TooLate(Exception):
    """Somebody facilitates by now, or the choice was called off."""


class NobodyInTheHat(Exception):
    """There is nobody for the lot to fall on."""


def locked(circle: Circle) -> Rota:
    """Held until the end of the act: what follows is read as it is now. In an archived circle nothing follows."""
    if circle.archived_at is not None:
        raise TooLate
    Rota.objects.get_or_create(circle=circle)
    return Rota.objects.select_for_update(no_key=True).get(circle=circle)


def reread(choice: Choice) -> Choice:
    """As it is now; refused once it is over."""
    current = queries.choice_of(choice.circle)
    if current is None or current.pk != choice.pk:
        raise TooLate
    return current


@transaction.atomic
def begin(
    *,
    circle: Circle,
    how: How,
    by: Person | None,
    secret: bytes,
    now: datetime,
    gatherings: int = SIX,
    until: date | None = None,
    criteria: str = "",
) -> Choice:
    """Look for the next facilitator. `by` is None when the end of a term began it by itself.

    While somebody facilitates and is there, only they begin: nobody is pushed out.
    """
    rota = locked(circle)
    if by is not None:
        _let(circle, by, now)
    if queries.choice_of(circle) is not None:
        raise UnderWay
    if how == How.ELECTION and not queries.may_elect(circle):
        how = How.ASKED
    choice = Choice.objects.create(
        circle=circle,
        how=how,
        gatherings=gatherings,
        until=until,
        began_at=now,
        began_by=by,
        secret=secret,
        commitment=turns.promise(secret),
        draws_at=now + rules.HAT_OPEN_FOR if how == How.DRAW else None,
        names_until=usual_deadline(now, circle.zone, rules.NAMES_FOR) if how == How.ELECTION else None,
        criteria=criteria.strip()[:CRITERIA_LENGTH] if how == How.ELECTION else "",
    )
    rota.how, rota.gatherings = how, gatherings
    rota.save(update_fields=["how", "gatherings"])
    if by is not None and not features.wants(circle, Feature.FACILITATOR):
        answer_feature(circle=circle, feature=Feature.FACILITATOR, wanted=True, by=by, now=now)
    journal.choice_began(choice, by, now)
    if how == How.TURN:
        ask_next(choice, now)
    if how == How.ELECTION:
        ask_for_names(choice, by, now)
    return choice


def _let(circle: Circle, by: Person, now: datetime) -> None:
    allow(circle, by)
    if not queries.is_facilitating(circle, by, now):
        raise Refused


@transaction.atomic
def ask(*, choice: Choice, person: Person, by: Person, now: datetime) -> Asking:
    """ "Would you?" Asked twice is asked once: whoever asks cannot tell that the answer was no."""
    allow(choice.circle, by)
    locked(choice.circle)
    choice = reread(choice)
    if choice.how == How.ELECTION:
        raise TooLate
    if not is_here(choice.circle, person):
        raise Refused
    return _ask(choice, person, by, now)


def _ask(choice: Choice, person: Person, by: Person | None, now: datetime) -> Asking:
    asking, new = Asking.objects.get_or_create(choice=choice, person=person, defaults={"by": by, "asked_at": now})
    if new and by != person:
        queue(
            kind="would-you",
            dedupe=f"would-you:{asking.pk}:{now.timestamp():.0f}",
            now=now,
            person=person,
            object_id=choice.pk,
            circle_id=choice.circle_id,
            due_at=now + rules.CALLED_BACK if by else now,
        )
    return asking


@transaction.atomic
def unask(*, choice: Choice, person: Person, by: Person, now: datetime) -> bool:
    """Before its mail leaves: as if nobody had asked; it says the same where the answer was no already."""
    locked(choice.circle)
    recent = Asking.objects.filter(choice=choice, person=person, by=by, asked_at__gt=now - rules.CALLED_BACK)
    taken = recent.exists()
    recent.filter(refused_at__isnull=True).delete()
    return taken


def ask_next(choice: Choice, now: datetime) -> bool:
    """The next who has not been asked yet, in turn or as named; once all have, anybody may ask whom they like."""
    waiting = _waiting(choice, now)
    if not waiting:
        forget_names(choice, now)
        return False
    _ask(choice, Person.objects.get(pk=waiting[0]), None, now)
    return True


def _waiting(choice: Choice, now: datetime) -> list[int]:
    asked = set(Asking.objects.filter(choice=choice).values_list("person_id", flat=True))
    order = turns.order(queries.candidates(choice.circle, now), queries.served(choice.circle), bytes(choice.secret))
    if choice.how == How.ELECTION:
        order = queries.as_named(choice, order)
    return [person_id for person_id in order if person_id not in asked]


def forget_names(choice: Choice, now: datetime) -> bool:
    """Nobody is left to be asked by any rule: anybody may ask whom they like.

    What was asked of somebody in an election led to the circle's consent; it cannot be said yes to without.
    """
    if choice.how == How.ELECTION:
        Asking.objects.filter(choice=choice).delete()
        stop("would-you", choice, now, "nobody is left to be asked")
    Nomination.objects.filter(choice=choice).delete()
    Decline.objects.filter(choice=choice).delete()
    return bool(Choice.objects.filter(pk=choice.pk, ended_at__isnull=True).update(how=How.ASKED))


def ask_once_more(choice: Choice, now: datetime) -> bool:
    """Nobody is hurried: after four days of silence the next is asked too, and the first to say yes has it.

    An election with nobody left ends no sooner: after a no as after silence, so that nobody can tell which it was.
    """
    last = Asking.objects.filter(choice=choice).order_by("-asked_at", "-pk").first()
    if last is not None and now < last.asked_at + rules.PASSES_ON_AFTER:
        is_last = choice.how == How.ELECTION and not _waiting(choice, now)
        if last.refused_at is None or is_last:
            return False
    return ask_next(choice, now)


@transaction.atomic
def refuse(*, choice: Choice, person: Person, now: datetime) -> None:
    """ "Not this time": nobody is told. In plain turn the next one is asked; in an election, a little later."""
    locked(choice.circle)
    choice = reread(choice)
    waiting = Asking.objects.filter(choice=choice, person=person, refused_at__isnull=True)
    if waiting.update(refused_at=now) and choice.how == How.TURN:
        ask_next(choice, now)


@transaction.atomic
def swap(*, choice: Choice, person: Person, other: Person, now: datetime) -> Asking:
    """ "Ask somebody else in my place": they have the turn if they will; one's own comes next time."""
    locked(choice.circle)
    choice = reread(choice)
    mine = Asking.objects.filter(choice=choice, person=person, refused_at__isnull=True)
    if (
        choice.how == How.ELECTION
        or not is_here(choice.circle, other)
        or other == person
        or not mine.update(refused_at=now)
    ):
        raise Refused
    return _ask(choice, other, person, now)


@transaction.atomic
def accept(*, choice: Choice, person: Person, now: datetime) -> Term:
    """ "Yes": they facilitate from now on. Whoever thinks again after a no may, while nobody else has said yes."""
    locked(choice.circle)
    choice = reread(choice)
    if choice.how == How.ELECTION or queries.asking(choice, person) is None:
        raise Refused
    return begin_term(choice, person, now)


@transaction.atomic
def put_in_hat(*, choice: Choice, person: Person, now: datetime) -> None:
    """Would like to, if the lot falls on them."""
    locked(choice.circle)
    choice = reread(choice)
    if choice.how != How.DRAW:
        raise TooLate
    allow(choice.circle, person)
    InTheHat.objects.get_or_create(choice=choice, person=person, defaults={"at": now})


@transaction.atomic
def take_out_of_hat(*, choice: Choice, person: Person) -> None:
    locked(choice.circle)
    InTheHat.objects.filter(choice=reread(choice), person=person).delete()


@transaction.atomic
def draw(*, choice: Choice, by: Person | None, now: datetime, said: str = "") -> Term:
    """The lot falls on one of those in the hat. `said` is a word of the table: nobody can have chosen the outcome."""
    if by is not None:
        allow(choice.circle, by)
    locked(choice.circle)
    choice = reread(choice)
    hat = queries.hat_of(choice) if choice.how == How.DRAW else []
    if len(hat) < (rules.FEWEST_IN_HAT if by is not None else 1):
        raise NobodyInTheHat
    choice.hat.exclude(pk__in=[entry.pk for entry in hat]).delete()
    taken = queries.turns_taken(choice.circle)
    loads = [taken.get(entry.person_id, 0) for entry in hat]
    choice.said = clean_line(said, SAID)
    place, choice.drawn = turns.drawn(loads, bytes(choice.secret), choice.said)
    choice.save(update_fields=["said", "drawn"])
    return begin_term(choice, hat[place].person, now)


def begin_term(choice: Choice, person: Person, now: datetime) -> Term:
    """Within the lock: what was asked and answered is forgotten."""
    end_choice(choice, now, "somebody facilitates by now")
    return _serve(choice.circle, person, How(choice.how), now, choice.gatherings, choice.until)


def _serve(circle: Circle, person: Person, how: How, now: datetime, gatherings: int, until: date | None = None) -> Term:
    """Within the lock: whoever facilitated until now hands over."""
    end_term(circle, Ended.HANDED_OVER, now)
    today = local(now, circle.zone).date()
    if until is not None:
        until = min(until, today + rules.LONGEST_TERM) if until > today else None
    term = Term.objects.create(circle=circle, person=person, how=how, gatherings=gatherings, until=until, began_at=now)
    journal.term_began(term, now)
    tell("your-turn", term, now)
    return term


@transaction.atomic
def take_up(*, proposal: Proposal, gatherings: int, now: datetime, until: date | None = None) -> Term:
    """They proposed themselves or were named, and the circle consents: what was under way to find somebody ends."""
    circle, person = proposal.circle, proposal.by
    locked(circle)
    choice = queries.choice_of(circle)
    how = How.ELECTION if choice is not None and choice.proposal_id == proposal.pk else How.PROPOSED
    if choice is not None:
        end_choice(choice, now, "somebody facilitates by now")
    if may(circle, person) and not features.wants(circle, Feature.FACILITATOR):
        answer_feature(circle=circle, feature=Feature.FACILITATOR, wanted=True, by=person, now=now)
    return _serve(circle, person, how, now, gatherings, until)


def end_choice(choice: Choice, now: datetime, why: str) -> None:
    Choice.objects.filter(pk=choice.pk).update(ended_at=now)
    for written in (Asking, Nomination, Decline):
        written.objects.filter(choice=choice).delete()
    for kind in OF_A_CHOICE:
        stop(kind, choice, now, why)


def end_term(circle: Circle, how: Ended, now: datetime) -> Term | None:
    """Within the lock."""
    term = Term.objects.filter(circle=circle, ended_at__isnull=True).select_related("circle", "person").first()
    if term is None:
        return None
    term.ended_at, term.ended_how = now, how
    term.save(update_fields=["ended_at", "ended_how"])
    journal.term_ended(term, now)
    return term


@transaction.atomic
def stop_choosing(*, choice: Choice, by: Person, now: datetime) -> None:
    """Nobody is looked for any more. Not while the circle says whether it consents: that is for it to say."""
    allow(choice.circle, by)
    locked(choice.circle)
    choice = reread(choice)
    if rules.stage(choice, now) == Stage.AGREEING:
        raise TooLate
    end_choice(choice, now, "the choice was called off")
    journal.choice_stopped(choice, by, now)


def link_to(choice: Choice, person: Person, now: datetime) -> Link:
    """Where somebody answers "would you?" from a mail."""
    return ensure_link(
        person=person,
        purpose=Purpose.ANSWER,
        kind="facilitator-choice",
        object_id=choice.pk,
        now=now,
        lives=rules.LINK_LIVES,
    )
