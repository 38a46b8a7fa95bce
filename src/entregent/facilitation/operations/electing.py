"""An election by consent: names with reasons, a change to a name already given, then the circle consents or objects.

Whoever would rather not says so while nothing is shown yet, and is not among the names. Everything that was written
goes when the choice ends.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from entregent.circles.operations import Refused
from entregent.circles.rules import allow
from entregent.core.folding import clean_line
from entregent.core.walltime import local
from entregent.decisions import operations as decisions
from entregent.decisions.models import Proposal
from entregent.decisions.rules import usual_deadline
from entregent.facilitation import queries, rules
from entregent.facilitation.enums import How, Stage
from entregent.facilitation.models import REASON_LENGTH, Asking, Choice, Decline, Nomination, Term
from entregent.facilitation.operations.choosing import (
    TooLate,
    ask_next,
    ask_once_more,
    begin_term,
    forget_names,
    locked,
    reread,
)
from entregent.facilitation.operations.telling import stop, tell_many
from entregent.people.models import Person


class NotNow(Exception):
    """The circle is asked about somebody, or about enough, already."""


def _at(stage: Stage, choice: Choice, now: datetime) -> Choice:
    """Within the lock, as it is now; too late once it stands elsewhere."""
    locked(choice.circle)
    choice = reread(choice)
    if choice.how != How.ELECTION or rules.stage(choice, now) != stage:
        raise TooLate
    return choice


@transaction.atomic
def nominate(
    *, choice: Choice, person: Person, named: Person, now: datetime, reason: str = "", otherwise: Person | None = None
) -> Nomination:
    """A name and why, oneself not excepted; given again it replaces the first."""
    allow(choice.circle, person)
    choice = _at(Stage.NAMING, choice, now)
    eligible = set(queries.may_be_asked(choice.circle).values_list("person_id", flat=True))
    if named.pk not in eligible or (otherwise is not None and otherwise.pk not in eligible):
        raise Refused
    return _write(choice, person, named, reason, now, otherwise if otherwise != named else None)


def _write(
    choice: Choice, person: Person, named: Person, reason: str, now: datetime, otherwise: Person | None = None
) -> Nomination:
    said = {
        "named": named,
        "otherwise": otherwise,
        "changed_to": None,
        "reason": clean_line(reason, REASON_LENGTH),
        "at": now,
    }
    return Nomination.objects.update_or_create(choice=choice, person=person, defaults=said)[0]


@transaction.atomic
def take_back_name(*, choice: Choice, person: Person, now: datetime) -> None:
    """As if they had named nobody."""
    choice = _at(Stage.NAMING, choice, now)
    Nomination.objects.filter(choice=choice, person=person).delete()


@transaction.atomic
def decline(*, choice: Choice, person: Person, now: datetime, wanted: bool = True) -> None:
    """Would rather not be named this time; or may be, after all. While nothing is shown, so that nobody can tell."""
    choice = _at(Stage.NAMING, choice, now)
    if wanted:
        Decline.objects.get_or_create(choice=choice, person=person, defaults={"at": now})
    else:
        Decline.objects.filter(choice=choice, person=person).delete()


@transaction.atomic
def change_name(*, choice: Choice, person: Person, named: Person, now: datetime) -> Nomination:
    """The reasons read: to somebody already named, and to nobody else; and back."""
    allow(choice.circle, person)
    choice = _at(Stage.CHANGING, choice, now)
    given = Nomination.objects.filter(choice=choice)
    here = queries.may_be_asked(choice.circle).filter(person=named)
    if not given.filter(named=named).exists() or not here.exists():
        raise Refused
    mine = given.filter(person=person).first()
    if mine is None:
        return _write(choice, person, named, "", now)
    mine.changed_to = named if named != mine.named else None
    mine.save(update_fields=["changed_to"])
    return mine


@transaction.atomic
def stand(*, choice: Choice, person: Person, now: datetime) -> Proposal | Term:
    """ "Yes" of somebody who was named: the circle is asked whether it consents. What they were asked is answered.

    Where nobody else is left to consent, they facilitate.
    """
    choice = _at(Stage.ASKING, choice, now)
    if queries.asking(choice, person) is None:
        raise Refused
    until = choice.until
    if until is not None and until <= local(now, choice.circle.zone).date() + timedelta(days=rules.CONSENT_FOR):
        until = None  # past by the time they would begin
    try:
        choice.proposal = decisions.propose(
            circle=choice.circle,
            kind="facilitate",
            by=person,
            now=now,
            payload={
                "gatherings": choice.gatherings,
                "until": until.isoformat() if until else "",
                "criteria": choice.criteria,
                "named": True,
            },
            closes_at=usual_deadline(now, choice.circle.zone, rules.CONSENT_FOR),
        )
    except decisions.TooFew:
        return begin_term(choice, person, now)
    except (decisions.AlreadyProposed, decisions.TooMany, decisions.Refused) as why:
        raise NotNow from why
    choice.save(update_fields=["proposal"])
    Asking.objects.filter(choice=choice, person=person).delete()
    return choice.proposal


@transaction.atomic
def go_on(choice: Choice, now: datetime) -> bool:
    """What time alone brings about: names are shown, the next is asked, whom the circle did not agree on is let go."""
    locked(choice.circle)
    try:
        choice = reread(choice)
    except TooLate:
        return False
    stage = rules.stage(choice, now)
    if stage == Stage.NAMING:
        return choice.names_until is not None and choice.names_until <= now and _show(choice, now)
    if stage != Stage.ASKING:
        return False
    if choice.proposal is not None:
        Choice.objects.filter(pk=choice.pk).update(proposal=None)
        return ask_next(choice, now)
    return ask_once_more(choice, now)


def _show(choice: Choice, now: datetime) -> bool:
    """The names of those who are there and willing. Where there is none, somebody is asked, as simply as can be."""
    declined = set(Decline.objects.filter(choice=choice).values_list("person_id", flat=True))
    people = queries.candidates(choice.circle, now)
    unwilling = declined | {one.person_id for one in people if not one.willing}
    here = {one.person_id for one in people}
    given = Nomination.objects.filter(choice=choice)
    given.exclude(person__in=here).delete()
    gave = list(Person.objects.filter(pk__in=given.values("person")))
    named = {who for pair in given.values_list("named", "otherwise") for who in pair if who is not None}
    name_no_more(given, (named & unwilling) | (named - here))
    given.update(otherwise=None)
    Decline.objects.filter(choice=choice).delete()
    stop("name-somebody", choice, now, "the names are shown")
    names = set(given.values_list("named", flat=True))
    if not names:
        return forget_names(choice, now)
    until = usual_deadline(now, choice.circle.zone, rules.CHANGES_FOR) if len(names) > 1 else now
    Choice.objects.filter(pk=choice.pk).update(shown_at=now, changes_until=until)
    if len(names) > 1:
        tell_many("names-shown", choice, gave, now, now)
    return True


def name_no_more(given: QuerySet[Nomination], people: Collection[int]) -> None:
    """Whoever named one of them named somebody else, where they said whom; the reason was about the first."""
    given.filter(otherwise__in=people).update(otherwise=None)
    given.filter(changed_to__in=people).update(changed_to=None)
    for row in given.filter(named__in=people):
        if row.otherwise_id is None:
            row.delete()
            continue
        row.named_id, row.otherwise_id, row.reason = row.otherwise_id, None, ""
        row.save(update_fields=["named", "otherwise", "reason"])
