"""Who is told that a date is fixed, moved, off or on again. Whether each still needs it is asked when a mail leaves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from entregent.circles.enums import MailLevel
from entregent.circles.queries import wants_mail
from entregent.gatherings import queries, rules
from entregent.gatherings.models import Gathering
from entregent.notices.operations import drop_about, queue_many
from entregent.notices.queries import waiting_for
from entregent.people.models import Person


def tell(
    gathering: Gathering, kind: str, now: datetime, *, but: Collection[int] = (), only: Collection[int] | None = None
) -> None:
    """Queue one mail to each, leaving in two minutes. The series' version makes each act's mail another one."""
    concerned = _concerned(gathering, kind, now)
    queue_many(
        kind=kind,
        people=[each for each in concerned if each.pk not in but and (only is None or each.pk in only)],
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        dedupe=f"{kind}:{gathering.pk}:{queries.series_of(gathering.circle).version}",
        now=now,
        due_at=now + rules.MAIL_CALLED_BACK,
    )


def _concerned(gathering: Gathering, kind: str, now: datetime) -> list[Person]:
    """Members who want dates by mail, guests of this one; of a change also whoever said they come."""
    answered = Person.objects.filter(erased_at__isnull=True, answers__gathering=gathering)
    guests = answered.filter(answers__brought_by__isnull=False)
    members = wants_mail(gathering.circle, rules.TOLD_OF_DATES, now)
    coming = answered.filter(answers__reply__in=rules.EXPECTED) if kind in rules.TOLD_OF_A_CHANGE else answered.none()
    monthly = {each.pk for each in wants_mail(gathering.circle, (MailLevel.MONTHLY,), now)}
    come = [each for each in coming if each.pk in monthly]
    return list({each.pk: each for each in [*members, *guests, *come]}.values())


def stop(gathering: Gathering, kind: str, now: datetime, why: str) -> list[int]:
    """Call back the mails of a kind that have not left; answers whose they were."""
    people = waiting_for((kind,), gathering.pk)
    drop_about(kind=kind, object_id=gathering.pk, now=now, why=why)
    return sorted(people)
