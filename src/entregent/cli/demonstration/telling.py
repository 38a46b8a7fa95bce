"""What happens more than once in the story, by the operations the pages call, at the moment it is said to happen."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.notices.delivery import deliver_due
from entregent.notices.transports import Outbox
from entregent.people.models import Person
from entregent.threads import operations as threads
from entregent.trust.enums import Naming, Reach

MAIL_TAKES = timedelta(minutes=3)


def post(now: datetime) -> None:
    """The worker's round at that moment: what is due goes to the outbox."""
    while deliver_due(now, Outbox(lambda line: None)):
        continue


def fix(
    circle: Circle,
    by: Person,
    day: date,
    hour: time,
    now: datetime,
    *,
    place: str = "",
    title: str = "",
    bring: str = "",
    seats: int | None = None,
) -> Gathering:
    """A date. Its mail waits for `post`, and goes nowhere once the date has passed."""
    return gatherings.fix_date(
        circle=circle,
        by=by,
        when=gatherings.When(day, hour, place, title, bring, seats=seats),
        seen=queries.series_of(circle).version,
        now=now,
    )


def fixed_at(gathering: Gathering) -> datetime:
    return gathering.fixed_at or gathering.made_at


def answer(gathering: Gathering, person: Person, reply: Reply, now: datetime, via: Via = Via.MAIL) -> None:
    gatherings.answer(gathering=gathering, person=person, reply=reply, via=via, now=now)


def write(gathering: Gathering, person: Person, text: str, now: datetime, naming: Naming = Naming.MAY) -> None:
    threads.write_reply(
        author=person,
        kind="gathering",
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        text=text,
        reach=Reach.CIRCLE,
        naming=naming,
        table=[],
        now=now,
    )
