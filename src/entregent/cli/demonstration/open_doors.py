"""A circle with an open door, and one that may be asked, with somebody waiting there."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils.translation import gettext as _

from entregent.circles import operations as circles
from entregent.circles.enums import Hue, Setting, WayIn
from entregent.circles.models import Circle
from entregent.cli.demonstration import charter
from entregent.cli.demonstration.days import WEEK, ZONE, Days, moment
from entregent.cli.demonstration.people import address_of, come_in
from entregent.cli.demonstration.telling import answer, fix, post
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Rhythm
from entregent.people.models import Person

WALKS, READERS = "les-marches-du-dimanche", "le-club-de-lecture"
WALKERS = (
    "Agathe Lorrain", "Basile Monnier", "Clément Aubry", "Dora Sellier", "Élie Charpin", "Fanny Rochas", "Gaël Tissot",
    "Honorine Blum", "Idris Kaplan", "Joséphine Arnal", "Karim Oussedik", "Loïc Garrec", "Lila Verdun",
)  # fmt: skip
READER = "Solène Vautrin"
MORNING, EVENING = time(9, 30), time(19, 0)


def tell(keeper: Person, days: Days, language: str) -> None:
    _walks(keeper, days, language)
    _readers(keeper, days, language)


def _walks(keeper: Person, days: Days, language: str) -> Circle:
    """Thirteen who walk on Sundays: its door is open, so that the last to come is a newcomer for a while."""
    begun = moment(days.today - timedelta(days=66), "10:00")
    circle = circles.open_circle(
        name=_("Sunday walks (fictional people)"),
        by=keeper,
        now=begun,
        language=language,
        zone=ZONE,
        slug=WALKS,
        setting=Setting.SPORT,
    )
    gatherings.start_series(circle, begun)
    link = circles.make_link(circle=circle, by=keeper, now=begun)
    walkers = [come_in(name, address_of(name), begun, language) for name in WALKERS]
    for minutes, person in enumerate(walkers, 1):
        circles.join_by_link(link=link, person=person, now=begun + timedelta(minutes=11 * minutes))
    circles.change_circle(
        circle=circle,
        by=keeper,
        now=begun + timedelta(hours=5),
        hue=Hue.MOSS,
        place=_("The forest of Meudon"),
        purpose=_("Ten kilometres and a coffee, on Sunday mornings. Whoever likes to walk is welcome."),
    )
    circles.set_way_in(circle=circle, way_in=WayIn.OPEN, now=begun + timedelta(hours=5))
    for name, url in (
        (_("The photos"), "https://photos.example/marches"),
        (_("The messages"), "https://chat.example/marches"),
    ):
        circles.add_place(circle=circle, name=name, url=url, by=walkers[2], now=begun + timedelta(days=3))
    sunday = days.today - timedelta(days=(days.today.weekday() + 1) % 7 or 7)  # the last one that is over
    gatherings.set_rhythm(
        circle=circle,
        by=keeper,
        now=begun + timedelta(hours=6),
        rhythm=Rhythm.WEEKLY,
        anchor=sunday - 8 * WEEK,
        hour=MORNING,
        place=_("Meudon station"),
        minutes=180,
    )
    for back in (3, 2, 1, 0):
        _walked(circle, walkers, sunday - back * WEEK)
        if back == 2:
            charter.holds(circle, walkers[4], moment(sunday - back * WEEK + timedelta(days=1), "12:10"))
    _comes_in(circle, walkers, days, language)
    post(days.now)
    return circle


def _walked(circle: Circle, walkers: list[Person], sunday: date) -> None:
    """Fixed on the Monday before; about half of them came."""
    now = moment(sunday - timedelta(days=6), "08:10")
    walk = fix(circle, walkers[sunday.day % 5], sunday, MORNING, now)
    there = [person for place, person in enumerate(walkers) if (place + sunday.day) % 2]
    for place, person in enumerate(there, 1):
        answer(walk, person, Reply.YES, now + timedelta(hours=7 * place))
    gatherings.record_attendance(
        gathering=walk,
        by=there[0],
        person_ids=[person.pk for person in there],
        names=[],
        now=walk.ends_at + timedelta(minutes=20),
    )


def _comes_in(circle: Circle, walkers: list[Person], days: Days, language: str) -> None:
    """By the open door, on the evening the next walk was fixed; one member vouches for her already."""
    now = min(moment(days.today, "08:05"), days.now - timedelta(hours=2))
    newcomer = come_in("Maud Estève", address_of("Maud Estève"), now, language)
    circles.walk_in(circle=circle, person=newcomer, now=now)
    circles.vouch(circle=circle, person=newcomer, by=walkers[1], now=now + timedelta(minutes=40))
    ahead = days.today + timedelta(days=6 - days.today.weekday() or 7)
    walk = fix(circle, walkers[3], ahead, MORNING, now + timedelta(minutes=50))
    for person in walkers[1:7]:
        answer(walk, person, Reply.YES, now + timedelta(minutes=70))


def _readers(keeper: Person, days: Days, language: str) -> Circle:
    """On request: somebody asked this morning, and waits for an answer."""
    begun = moment(days.today - timedelta(days=50), "18:00")
    circle = circles.open_circle(
        name=_("The reading circle (fictional people)"),
        by=keeper,
        now=begun,
        language=language,
        zone=ZONE,
        slug=READERS,
        setting=Setting.CLUB,
    )
    gatherings.start_series(circle, begun)
    reader = come_in(READER, address_of(READER), begun, language)
    circles.add_member(circle=circle, person=reader, now=begun + timedelta(hours=1), invited_by=keeper)
    circles.change_circle(
        circle=circle,
        by=keeper,
        now=begun + timedelta(hours=2),
        way_in=WayIn.REQUEST,
        hue=Hue.LAKE,
        place="Chaville",
        question=_("Which book did you last give to somebody, and why?"),
        purpose=_("One book a month, read by all, spoken of without notes."),
    )
    now = days.now - timedelta(hours=3)
    fix(
        circle,
        reader,
        days.today + timedelta(days=12),
        EVENING,
        now - timedelta(days=1),
        place=_("The Chaville library"),
    )
    asker = come_in("Violette Anselme", address_of("Violette Anselme"), now, language)
    says = _("“The Waves”, to my sister: she says she hears the sea in it. I live next door to the library.")
    circles.knock(circle=circle, person=asker, says=says, now=now)
    return circle
