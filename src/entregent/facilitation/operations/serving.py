"""A term goes on, pauses and ends; and what time alone brings about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from secrets import token_bytes

from django.db import transaction

from entregent.circles.enums import Feature
from entregent.circles.models import Circle
from entregent.circles.operations import Refused, answer_feature
from entregent.circles.queries import features
from entregent.circles.rules import allow
from entregent.core.sweeping import row_by_row
from entregent.facilitation import queries, rules
from entregent.facilitation.enums import Ended, How, Stage
from entregent.facilitation.models import Asking, Choice, NotMe, Rota, Term
from entregent.facilitation.operations.choosing import (
    NobodyInTheHat,
    TooLate,
    UnderWay,
    ask_next,
    ask_once_more,
    begin,
    draw,
    end_choice,
    end_term,
    locked,
    reread,
)
from entregent.facilitation.operations.electing import go_on
from entregent.facilitation.operations.telling import tell
from entregent.people.models import Person


def new_secret() -> bytes:
    """What decides a lot: kept until it is drawn."""
    return token_bytes(16)


def _mine(circle: Circle, person: Person) -> Term:
    term = queries.term_of(circle)
    if term is None or term.person_id != person.pk:
        raise Refused
    return term


@transaction.atomic
def step_down(*, circle: Circle, by: Person, now: datetime) -> None:
    """No reason is asked for. The next choice begins by itself."""
    locked(circle)
    _mine(circle, by)
    end_term(circle, Ended.STEPPED_DOWN, now)


@transaction.atomic
def go_away(*, circle: Circle, by: Person, until: date | None) -> None:
    """Away until that day (None: back): meanwhile anybody does what is to be done, and the page says so."""
    locked(circle)
    Term.objects.filter(pk=_mine(circle, by).pk).update(away_until=until)


@transaction.atomic
def not_me(*, circle: Circle, person: Person, wanted: bool, now: datetime) -> None:
    """Whether they would rather not be asked for now; asked already, it is a no."""
    if not wanted:
        NotMe.objects.filter(circle=circle, person=person, ended_at__isnull=True).update(ended_at=now)
        return
    locked(circle)
    NotMe.objects.get_or_create(circle=circle, person=person, ended_at__isnull=True, defaults={"since": now})
    choice = queries.choice_of(circle)
    waiting = Asking.objects.filter(choice=choice, person=person, refused_at__isnull=True)
    if choice is not None and waiting.update(refused_at=now) and choice.how == How.TURN:
        ask_next(choice, now)


@transaction.atomic
def do_without(*, circle: Circle, by: Person, now: datetime) -> None:
    """No facilitator any more, until somebody asks for one again."""
    allow(circle, by)
    locked(circle)
    if not queries.is_facilitating(circle, by, now):
        raise Refused
    choice = queries.choice_of(circle)
    if choice is not None and rules.stage(choice, now) == Stage.AGREEING:
        raise TooLate
    if choice is not None:
        end_choice(choice, now, "the circle does without a facilitator")
    end_term(circle, Ended.OFF, now)
    answer_feature(circle=circle, feature=Feature.FACILITATOR, wanted=False, by=by, now=now)


def sweep_terms(now: datetime, secret: Callable[[], bytes] = new_secret) -> int:
    """Terms end; the next choice begins by itself; silence passes a turn on; lots are drawn on their day."""
    live = {"circle__deleted_at__isnull": True, "circle__archived_at__isnull": True}
    terms = Term.objects.filter(ended_at__isnull=True, **live).select_related("circle", "person")
    rotas = Rota.objects.filter(**live).select_related("circle")
    open_ones = Choice.objects.filter(ended_at__isnull=True).select_related("circle")
    choices = open_ones.filter(**live)
    with row_by_row() as each:
        each(open_ones.filter(circle__archived_at__isnull=False), lambda choice: _let_go(choice, now))
        ended = each(terms.order_by("pk"), lambda term: _end(term, now))
        begun = each(rotas.order_by("pk"), lambda rota: _wants_one(rota) and _begin_next(rota, now, secret))
        return ended + begun + each(choices.order_by("pk"), lambda choice: _go_on(choice, now))


@transaction.atomic
def _let_go(choice: Choice, now: datetime) -> bool:
    """Its circle is archived: nobody is looked for, and what was written is forgotten."""
    end_choice(choice, now, "the circle was archived")
    return True


@transaction.atomic
def _end(term: Term, now: datetime) -> bool:
    gone = queries.is_gone(term)
    if not gone and not queries.is_over(term, now):
        return False
    locked(term.circle)
    if not Term.objects.filter(pk=term.pk, ended_at__isnull=True).exists():
        return False
    end_term(term.circle, Ended.GONE if gone else Ended.OVER, now)
    if not gone:
        tell("turn-over", term, now)
    return True


def _wants_one(rota: Rota) -> bool:
    """A circle that takes turns, where nobody facilitates and nobody is looked for."""
    circle = rota.circle
    busy = Term.objects.filter(circle=circle, ended_at__isnull=True).exists() or queries.choice_of(circle) is not None
    return not busy and Term.objects.filter(circle=circle).exists() and features.wants(circle, Feature.FACILITATOR)


def _begin_next(rota: Rota, now: datetime, secret: Callable[[], bytes]) -> bool:
    """Not where a member called the choice off since the last term."""
    last = Term.objects.filter(circle=rota.circle).latest("began_at")
    if Choice.objects.filter(circle=rota.circle, began_at__gte=last.ended_at).exists():
        return False
    how = How(rota.how)
    try:
        begin(
            circle=rota.circle,
            how=how,
            by=None,
            secret=secret(),
            now=now,
            gatherings=rota.gatherings,
            criteria=queries.last_criteria(rota.circle),
        )
    except UnderWay:
        return False
    return True


def _go_on(choice: Choice, now: datetime) -> bool:
    if choice.how == How.TURN:
        return _pass_on(choice, now)
    if choice.how == How.ELECTION:
        return go_on(choice, now)
    if choice.how == How.DRAW and choice.draws_at is not None and choice.draws_at <= now:
        return _draw_or_ask(choice, now)
    return False


@transaction.atomic
def _pass_on(choice: Choice, now: datetime) -> bool:
    locked(choice.circle)
    try:
        choice = reread(choice)
    except TooLate:
        return False
    return ask_once_more(choice, now)


@transaction.atomic
def _draw_or_ask(choice: Choice, now: datetime) -> bool:
    try:
        draw(choice=choice, by=None, now=now)
    except (NobodyInTheHat, TooLate):
        return bool(Choice.objects.filter(pk=choice.pk, ended_at__isnull=True).update(how=How.ASKED))
    return True
