"""Who is new in a circle, and who welcomes them: the one who invited them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from entregent.circles import queries
from entregent.circles.models import Circle, Membership
from entregent.circles.queries.naming import known_to
from entregent.people.models import Person

SHOWN = 5


@dataclass(frozen=True)
class Newcomer:
    name: str
    words: str
    is_mine: bool  # the reader invited them and has not welcomed them yet


@dataclass(frozen=True)
class Newcomers:
    shown: list[Newcomer]
    more: int


def newcomers(circle: Circle, reader: Person, size: int, now: datetime) -> Newcomers | None:
    """None where nobody is, and where most are: in a circle that has just begun, everybody is new."""
    rows, count = queries.new_to(circle=circle, viewer=reader, now=now, most=SHOWN)
    if not rows or 2 * count > size:
        return None
    hosts = known_to(reader, circle.pk, [row.invited_by_id for row in rows])
    return Newcomers([_newcomer(row, hosts, reader) for row in rows], count - len(rows))


def _newcomer(row: Membership, hosts: dict[int, str], reader: Person) -> Newcomer:
    name = row.shown_name or nameless()
    is_mine = row.invited_by_id == reader.pk and row.welcomed_at is None
    if row.invited_by_id == reader.pk:
        return Newcomer(name, _("you welcome them") if is_mine else _("you have welcomed them"), is_mine)
    if row.invited_by_id and row.invited_by_id not in hosts:  # a block stands between the reader and them
        return Newcomer(name, _("somebody welcomes them"), is_mine)
    host = hosts.get(row.invited_by_id or 0, "")
    if not host:
        return Newcomer(name, _("nobody welcomes them yet: would you?"), is_mine)
    said = _("%(host)s has welcomed them") if row.welcomed_at else _("%(host)s welcomes them")
    return Newcomer(name, said % {"host": host}, is_mine)


def nameless() -> str:
    return _("somebody who has given no name yet")
