"""A circle's places, as one member reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.circles.queries.naming import NOBODY, as_authors
from entregent.circles.rules import may
from entregent.core.walltime import local
from entregent.gatherings.models import Gathering, Venue
from entregent.gatherings.queries import fixed, venues
from entregent.people.models import Person
from entregent.web.venues.forms import WordForm

LAST_TIMES = 5


@dataclass(frozen=True)
class Place:
    venue: Venue
    last: date | None
    times: int
    words: list[tuple[str, str]]


@dataclass(frozen=True)
class Places:
    circle: Circle
    today: date
    may: bool
    places: list[Place]
    put_away: list[Venue]


@dataclass(frozen=True)
class PlacePage:
    circle: Circle
    today: date
    may: bool
    place: Place
    times: list[Gathering]
    word_form: WordForm


def places_page(circle: Circle, reader: Person, now: datetime) -> Places:
    return Places(
        circle=circle,
        today=local(now, circle.zone).date(),
        may=may(circle, reader),
        places=_places(list(venues.venues_of(circle, now)), circle, reader),
        put_away=list(venues.venues_of(circle, now, put_away=True)),
    )


def place_page(venue: Venue, reader: Person, now: datetime, word_form: WordForm | None = None) -> PlacePage:
    circle = venue.circle
    been = venue.gatherings.filter(fixed(), starts_at__lte=now).order_by("-starts_at")
    times = list(been[:LAST_TIMES])
    mine = venue.words.filter(person=reader).first()
    words = _words([venue], circle, reader)[venue.pk]
    return PlacePage(
        circle=circle,
        today=local(now, circle.zone).date(),
        may=may(circle, reader),
        place=Place(venue, times[0].day if times else None, been.count(), words),
        times=times,
        word_form=word_form or WordForm(initial={"text": mine.text if mine else ""}),
    )


def _places(rows: list[Venue], circle: Circle, reader: Person) -> list[Place]:
    words = _words(rows, circle, reader)
    return [Place(row, row.last, row.times, words[row.pk]) for row in rows]  # type: ignore[attr-defined]


def _words(rows: list[Venue], circle: Circle, reader: Person) -> dict[int, list[tuple[str, str]]]:
    about = venues.words_about(rows, reader)
    authors = as_authors(circle.pk, [word.person_id for words in about.values() for word in words])
    return {
        pk: [(authors.get(word.person_id, NOBODY).name or _("a former member"), word.text) for word in words]
        for pk, words in about.items()
    }
