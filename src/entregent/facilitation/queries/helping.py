"""What would help the circle this week, and what is handed over from one facilitator to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.circles.queries import new_to, wants_mail
from entregent.core.prepared import prepared
from entregent.facilitation import rules
from entregent.facilitation.enums import Message
from entregent.facilitation.models import Promise, Subject, Written
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.enums import BY_THEMSELVES
from entregent.gatherings.models import Answer, Gathering
from entregent.gatherings.registry import chores_of
from entregent.people.models import Person

MOST_HELPS, MOST_NEW = 5, 20


@dataclass(frozen=True)
class Help:
    """One thing that would help: what, of which gathering, how many."""

    what: str
    gathering: Gathering | None = None
    count: int = 0


def helps(circle: Circle, reader: Person, now: datetime, *, names_missing: bool) -> list[Help]:
    """What is most wanted comes first. Who has not been seen is only spoken of to whoever facilitates."""
    ahead = gathering_queries.next_to_come(circle, now)
    found = _of_the_next(circle, ahead, now) if ahead else _of_the_date(circle, now)
    past = gathering_queries.unrecorded(circle, now)
    found += [Help("there", past)] if past else []
    new = [row for row in new_to(circle=circle, viewer=reader, now=now, most=MOST_NEW)[0] if row.welcomed_at is None]
    found += [Help("newcomers", count=len(new))] if new else []
    if ahead and any(one.gathering_id is None for one in subjects(circle)) and not _has_subject(ahead):
        found.append(Help("subject", ahead))
    if names_missing and gathering_queries.somebody_stopped_coming(circle, reader, now):
        found.append(Help("stopped"))
    return found[:MOST_HELPS]


def _of_the_date(circle: Circle, now: datetime) -> list[Help]:
    """Nothing while the circle takes a break, or is asked already."""
    if gathering_queries.pause_of(circle) is not None or gathering_queries.is_asking(circle, now):
        return []
    return [Help("date")]


def _of_the_next(circle: Circle, ahead: Gathering, now: datetime) -> list[Help]:
    found = [] if ahead.place or ahead.video or circle.place else [Help("place", ahead)]
    said = Answer.objects.filter(gathering=ahead, via__in=BY_THEMSELVES)
    return found if said.exists() else [*found, Help("answers", ahead)]


def _has_subject(gathering: Gathering) -> bool:
    return Subject.objects.filter(gathering=gathering, withdrawn_at__isnull=True).exists()


def subjects(circle: Circle) -> list[Subject]:
    """Proposed, and not talked about yet."""
    rows = Subject.objects.filter(circle=circle, withdrawn_at__isnull=True)
    return list(rows.filter(Q(gathering__isnull=True)).order_by("at", "pk"))


def subjects_of(gathering: Gathering) -> list[Subject]:
    """What this gathering talks about."""
    return _subjects_of(gathering=gathering)


@prepared
def _subjects_of(gathering: Gathering) -> QuerySet[Subject]:
    return Subject.objects.filter(gathering=gathering, withdrawn_at__isnull=True).order_by("at", "pk")


def subject(circle: Circle, subject_id: int) -> Subject | None:
    return Subject.objects.filter(circle=circle, pk=subject_id).select_related("circle").first()


def promises(circle: Circle) -> list[Promise]:
    """In hand and not done yet: they go from one facilitator to the next."""
    return list(Promise.objects.filter(circle=circle, done_at__isnull=True).order_by("at", "pk"))


def a_promise(circle: Circle, promise_id: int) -> Promise | None:
    return Promise.objects.filter(circle=circle, pk=promise_id).select_related("circle").first()


def messages_left(circle: Circle, now: datetime) -> int:
    """How often the circle may still be written to this week, whoever writes."""
    rows = Written.objects.filter(circle=circle, at__gt=now - rules.IN, called_back_at__isnull=True)
    return max(0, rules.MESSAGES - rows.count())


def leaving(circle: Circle, now: datetime) -> list[Written]:
    """Messages that have not left yet."""
    rows = Written.objects.filter(circle=circle, leaves_at__gt=now, called_back_at__isnull=True)
    return list(rows.select_related("by").order_by("leaves_at", "pk"))


def written(circle: Circle, written_id: int) -> Written | None:
    return Written.objects.filter(circle=circle, pk=written_id).first()


def reached(circle: Circle, kind: Message, ahead: Gathering | None, now: datetime) -> list[Person]:
    """Who reads each date's mails; of "who comes?", only those who have said nothing."""
    people = wants_mail(circle, (MailLevel.EVERY,), now)
    if kind != Message.RELAUNCH or ahead is None:
        return people
    said = set(Answer.objects.filter(gathering=ahead, via__in=BY_THEMSELVES).values_list("person_id", flat=True))
    return [person for person in people if person.pk not in said]


@dataclass(frozen=True)
class HandOver:
    """What the next facilitator finds open: dates, subjects, who carries what, promises, mails that have not left."""

    dates: list[Gathering]
    asking: bool  # a date poll is under way
    subjects: list[Subject]
    chores: list[tuple[int, str]]  # whose, and what
    promises: list[Promise]
    leaving: list[Written]


MOST_DATES = 4


def hand_over(circle: Circle, now: datetime) -> HandOver:
    rows = circle.gatherings.filter(gathering_queries.fixed(), starts_at__gt=now).order_by("starts_at")
    return HandOver(
        dates=list(rows[:MOST_DATES]),
        asking=gathering_queries.is_asking(circle, now),
        subjects=subjects(circle),
        chores=chores_of(circle),
        promises=promises(circle),
        leaving=leaving(circle, now),
    )
