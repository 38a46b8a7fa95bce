"""Seven friends who say tu, and whose last dinner ended without a next date."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from entregent.circles import operations as circles
from entregent.circles.enums import AddressForm, Hue, Setting
from entregent.circles.models import Circle
from entregent.cli.demonstration.days import ZONE, Days, moment
from entregent.cli.demonstration.people import FRIENDS, address_of, come_in
from entregent.cli.demonstration.telling import MAIL_TAKES, answer, fix, fixed_at, post, write
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

SLUG = "les-sept"
DINNER = time(19, 30)
BETWEEN = timedelta(days=28)
HOSTS = (2, 3, 6)
DAY_AFTER = timedelta(days=1, minutes=5)


def tell(keeper: Person, regular: Person, days: Days, language: str) -> Circle:
    evenings = [days.last_dinner - BETWEEN * back for back in (2, 1, 0)]
    begun = moment(evenings[0] - timedelta(days=9), "18:20")
    circle = _open(keeper, begun, language)
    link = circles.make_link(circle=circle, by=keeper, now=begun)
    around = [keeper, regular, *(come_in(name, address_of(name), begun, language) for name in FRIENDS)]
    for minutes, person in enumerate(around[1:], 1):
        circles.join_by_link(link=link, person=person, now=begun + timedelta(minutes=7 * minutes))
    dinners = []
    for host, evening in zip(HOSTS, evenings, strict=True):
        now = moment(evening - timedelta(days=8), "21:40")
        place = _("At %(name)s’s") % {"name": around[host].name.split()[0]}
        dinners.append(fix(circle, around[host], evening, DINNER, now, place=place))
        post(now + MAIL_TAKES)
        _answer(dinners[-1], around, absent=host - 2)
    for dinner in dinners[:2]:
        _record(dinner, around)
    write(
        dinners[1], around[4], _("I still owe you the recipe of the plum tart: tomorrow, promised."), dinners[1].ends_at
    )
    gatherings.sweep_dates(dinners[2].ends_at + DAY_AFTER)
    post(dinners[2].ends_at + DAY_AFTER)
    return circle


def _open(keeper: Person, now: datetime, language: str) -> Circle:
    circle = circles.open_circle(
        name=_("The seven’s dinners (fictional people)"),
        by=keeper,
        now=now,
        language=language,
        zone=ZONE,
        slug=SLUG,
        setting=Setting.DINNER,
    )
    gatherings.start_series(circle, now)
    circles.change_circle(
        circle=circle,
        by=keeper,
        now=now,
        hue=Hue.HEATHER,
        address_form=AddressForm.TU,
        purpose=_("Seven friends, one table, each at home in turn. Everybody brings something."),
    )
    return circle


def _answer(dinner: Gathering, around: list[Person], absent: int) -> None:
    for place, person in enumerate(around):
        reply = Reply.NO if place == absent else Reply.YES
        answer(
            dinner, person, reply, fixed_at(dinner) + timedelta(hours=9 * place + 1), Via.MAIL if place else Via.PAGE
        )


def _record(dinner: Gathering, around: list[Person]) -> None:
    there = [row.person_id for row in dinner.answers.filter(reply=Reply.YES)]
    gatherings.record_attendance(
        gathering=dinner, by=around[0], person_ids=there, names=[], now=dinner.ends_at + timedelta(hours=11)
    )
