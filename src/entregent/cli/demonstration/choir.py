"""Six who sing on Tuesdays, on dates the rhythm fixes by itself, and who rest until their hall is ready again."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from entregent.circles import operations as circles
from entregent.circles.enums import Hue, Setting
from entregent.circles.models import Circle
from entregent.cli.demonstration.days import WEEK, ZONE, Days, moment
from entregent.cli.demonstration.people import address_of, come_in
from entregent.cli.demonstration.telling import MAIL_TAKES, answer, fixed_at, post
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Rhythm
from entregent.gatherings.holidays import Holidays
from entregent.gatherings.models import Gathering
from entregent.people.models import Person

SLUG = "le-choeur-du-mardi"
SINGERS = ("Armelle Quentin", "Bérénice Faucher", "Cyprien Obame", "Delphine Maury", "Étienne Roussel")
EVENING, TUESDAY = time(20, 0), 1
REHEARSALS, WEEKS_OFF = 3, 4


def tell(keeper: Person, days: Days, language: str) -> Circle:
    last = days.today - timedelta(days=(days.today.weekday() - TUESDAY) % 7 or 7)  # the last one that is over
    first = last - (REHEARSALS - 1) * WEEK
    circle, singers = _open(keeper, first, language)
    for week in range(REHEARSALS):
        rehearsal = circle.gatherings.get(day=first + week * WEEK)
        post(fixed_at(rehearsal) + MAIL_TAKES)
        if rehearsal.day == last:
            gatherings.declare_pause(
                circle=circle,
                by=singers[1],
                back_on=last + WEEKS_OFF * WEEK - timedelta(days=1),
                why=_("The hall is being repainted"),
                now=rehearsal.starts_at + timedelta(minutes=50),
            )
        _sung(rehearsal, singers, absent=week)
    return circle


def _open(keeper: Person, first: date, language: str) -> tuple[Circle, list[Person]]:
    begun = moment(first - timedelta(days=6), "18:10")
    circle = circles.open_circle(
        name=_("The Tuesday choir (fictional people)"),
        by=keeper,
        now=begun,
        language=language,
        zone=ZONE,
        slug=SLUG,
        setting=Setting.CLUB,
    )
    gatherings.start_series(circle, begun)
    circles.change_circle(
        circle=circle,
        by=keeper,
        now=begun,
        hue=Hue.ROSE,
        place="Viroflay",
        purpose=_("Four voices, no audition. The dates fix themselves: one only has to answer."),
    )
    singers = [keeper, *(come_in(name, address_of(name), begun, language) for name in SINGERS)]
    for minutes, person in enumerate(singers[1:], 1):
        now = begun + timedelta(minutes=minutes)
        member = circles.add_member(circle=circle, person=person, now=now, invited_by=keeper)
        circles.mark_welcomed(membership_id=member.pk, by=keeper, now=now + timedelta(minutes=30))
    gatherings.set_rhythm(
        circle=circle,
        by=keeper,
        now=begun + timedelta(hours=1),
        rhythm=Rhythm.WEEKLY,
        anchor=first,
        hour=EVENING,
        place=_("The parish hall, Viroflay"),
        minutes=120,
        automatic=True,
        holidays=Holidays.NONE,
    )
    return circle, singers


def _sung(rehearsal: Gathering, singers: list[Person], absent: int) -> None:
    """All but one; once it is over the rhythm goes on."""
    there = [person for place, person in enumerate(singers) if place != absent]
    for place, person in enumerate(singers):
        reply = Reply.YES if person in there else Reply.NO
        answer(rehearsal, person, reply, fixed_at(rehearsal) + timedelta(hours=2 * place + 1))
    over = rehearsal.ends_at + timedelta(minutes=10)
    gatherings.record_attendance(
        gathering=rehearsal, by=there[0], person_ids=[person.pk for person in there], names=[], now=over
    )
    gatherings.pencil_in(circle=rehearsal.circle, now=over)
