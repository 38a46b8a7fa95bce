"""Whom the mails of several circles are about: tomorrow's gatherings, the month ahead, those who say nothing."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, Membership
from entregent.circles.queries import rests
from entregent.gatherings import rules
from entregent.gatherings.models import Answer, Attendance, Gathering, StandingAnswer
from entregent.gatherings.queries.answers import current_answers
from entregent.gatherings.queries.reading import fixed
from entregent.people.models import Person


def to_remind(gathering: Gathering) -> list[Person]:
    """Whoever said yes or maybe, and has a place."""
    rows = current_answers().filter(gathering=gathering, reply__in=rules.EXPECTED, waiting_since__isnull=True)
    return [row.person for row in rows.select_related("person") if row.person.erased_at is None]


def coming_on(person: Person, day: date, now: datetime) -> list[Gathering]:
    """What this person said they come to on that day, in every circle that may write to them about it."""
    rows = (
        current_answers()
        .filter(person=person, reply__in=rules.EXPECTED, waiting_since__isnull=True, gathering__day=day)
        .filter(gathering__fixed_at__isnull=False, gathering__cancelled_at__isnull=True, gathering__starts_at__gt=now)
        .filter(gathering__circle__deleted_at__isnull=True)
        .select_related("gathering__circle")
        .order_by("gathering__starts_at", "pk")
    )
    answered = list(rows)
    mine = {row.circle_id: row for row in memberships_in(person, [row.gathering.circle_id for row in answered])}
    return [row.gathering for row in answered if _may_remind(row, mine.get(row.gathering.circle_id), now)]


def _may_remind(answer: Answer, member: Membership | None, now: datetime) -> bool:
    if member is None:
        return answer.brought_by_id is not None
    return member.mail in rules.TOLD_OF_DATES and not rests(member, now)


def memberships_in(person: Person, circle_ids: list[int]) -> list[Membership]:
    rows = Membership.objects.filter(person=person, left_at__isnull=True, circle__in=circle_ids)
    return list(rows.select_related("circle"))


def monthly_of(person: Person, now: datetime) -> list[Circle]:
    """The circles this person reads once a month, by name."""
    rows = Membership.objects.filter(person=person, left_at__isnull=True, mail=MailLevel.MONTHLY)
    used = rows.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True).select_related("circle")
    return [row.circle for row in used.order_by("circle__name_folded", "pk") if not rests(row, now)]


def was_lowered(person: Person, circles: list[Circle]) -> bool:
    """Whether one of these came to once a month by itself, after four silences."""
    rows = Membership.objects.filter(person=person, circle__in=circles, left_at__isnull=True)
    return rows.filter(mail_lowered_at__isnull=False).exists()


def month_ahead(circle: Circle, now: datetime) -> list[Gathering]:
    """What is fixed or in pencil in the weeks to come; nothing that has begun."""
    ahead = Q(starts_at__gt=now, starts_at__lte=now + rules.DIGEST_LOOKS_AHEAD, cancelled_at__isnull=True)
    return list(circle.gatherings.filter(ahead).select_related("circle").order_by("starts_at")[:8])


def reads_monthly() -> Exists:
    rows = Membership.objects.filter(person=OuterRef("pk"), left_at__isnull=True, mail=MailLevel.MONTHLY)
    return Exists(rows.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True))


def silent_members(gathering: Gathering) -> list[Membership]:
    """Members told of the last four dates who said nothing to any of them, and were at none."""
    past = gathering.circle.gatherings.filter(fixed(), imported_at__isnull=True, starts_at__lte=gathering.starts_at)
    last = list(past.order_by("-starts_at")[: rules.SILENCES])
    if len(last) < rules.SILENCES:
        return []
    spoke = Answer.objects.filter(gathering__in=last).values("person")
    came = Attendance.objects.filter(gathering__in=last).values("person")
    standing = StandingAnswer.objects.filter(circle=gathering.circle, ended_at__isnull=True).values("person")
    rows = Membership.objects.filter(
        circle=gathering.circle,
        left_at__isnull=True,
        imported_at__isnull=True,
        mail__in=rules.TOLD_OF_DATES,
        mail_lowered_at__isnull=True,
        joined_at__lte=min(row.fixed_at or row.made_at for row in last),
        person__erased_at__isnull=True,
        person__addresses__isnull=False,
    ).exclude(rests_until__gt=min(row.day for row in last))
    quiet = rows.exclude(person__in=spoke).exclude(person__in=came).exclude(person__in=standing)
    return list(quiet.select_related("person").distinct())


def answered_lately(circle: Circle, before: datetime) -> set[int]:
    """Ids of those who answered one of the last three: the only ones a reminder may go to."""
    last = circle.gatherings.filter(fixed(), starts_at__lt=before).order_by("-starts_at")[: rules.ANSWERED_ONE_OF]
    rows = Answer.objects.filter(gathering__in=[row.pk for row in last])
    return set(rows.values_list("person_id", flat=True))
