"""Everything the demonstration shows, made by the operations the pages call, each with its own moment in the past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.cli.demonstration import (
    asked,
    cards,
    charter,
    choir,
    dinners,
    facilitating,
    long_table,
    old_city,
    open_doors,
    selves,
    this_week,
)
from entregent.cli.demonstration.days import Days, moment
from entregent.cli.demonstration.people import KEEPER, NEWCOMER, REGULAR, come_in
from entregent.cli.demonstration.telling import post
from entregent.gatherings import feeds
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Takes
from entregent.gatherings.models import Gathering
from entregent.notices.queries import outbox
from entregent.people.enums import Purpose
from entregent.people.models import Person
from entregent.people.operations import ensure_link, make_operator, person_for, rename
from entregent.people.queries import token_of

LINKS_LIVE = timedelta(days=30)
Say = Callable[[str], None]


@dataclass(frozen=True)
class Doors:
    """How to come in: three people's sign-in links, the number of a mail to read, the address of a calendar."""

    keeper: str
    newcomer: str
    regular: str
    mail: int | None
    feed: str


def tell(now: datetime, language: str, say: Say) -> None:
    days = Days(now)
    with translation.override(language), transaction.atomic():
        begun = moment(days.last_dinner - timedelta(days=70), "18:00")
        keeper, regular = (come_in(*one, begun, language) for one in (KEEPER, REGULAR))
        say(_("Seven friends have dinner…"))
        friends = dinners.tell(keeper, regular, days, language)
        say(_("A hundred and thirty people have lunch…"))
        lunches = this_week.tell(keeper, days, language, friends)
        asked.tell(lunches, days)
        charter.tell(lunches, days)
        cards.tell(lunches, days)
        long_table.tell(lunches, days)
        facilitating.tell(lunches, days)
        rename(person=lunches.people[NEWCOMER[0]], name=NEWCOMER[0], language=language)
        selves.tell(lunches.circle, lunches.people | {REGULAR[0]: regular}, days.now - timedelta(days=2))
        say(_("Thirteen people walk on Sundays, and their door is open…"))
        open_doors.tell(keeper, days, language)
        say(_("Six people sing on Tuesdays, and rest for now…"))
        choir.tell(keeper, days, language)
        say(_("Old City, 1936…"))
        old_city.tell(keeper, moment(days.opened, "18:00"))
        make_operator(person=keeper, now=days.now)
        gatherings.open_feed(person=keeper, takes=Takes.ALL, now=days.now)
        gatherings.sweep_dates(days.now)
        post(days.now)


def doors(now: datetime) -> Doors:
    """The way in: to a demonstration just made, or to one kept."""
    keeper, newcomer, regular = (person_for(written=address, now=now) for _name, address in (KEEPER, NEWCOMER, REGULAR))
    return Doors(
        _sign_in(keeper, now), _sign_in(newcomer, now), _sign_in(regular, now), _mail_to_read(regular), _feed(keeper)
    )


def _feed(person: Person) -> str:
    feed = feeds.feed_of(person)
    return feeds.token_of(feed) if feed else ""


def _mail_to_read(reader: Person) -> int | None:
    """The mail of the last date ahead: the one that can be answered longest."""
    mails = {mail.object_id: mail.pk for mail in outbox().filter(kind="date", person=reader)}
    last = Gathering.objects.filter(pk__in=mails).order_by("-starts_at").first()
    return mails[last.pk] if last else None


def _sign_in(person: Person, now: datetime) -> str:
    link = ensure_link(
        person=person, purpose=Purpose.SIGN_IN, kind="person", object_id=person.pk, now=now, lives=LINKS_LIVE
    )
    return token_of(link)
