"""A circle's places: added, corrected, put away, and what people thought of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.circles.models import Circle
from entregent.circles.rules import allow
from entregent.core.folding import clean_line
from entregent.gatherings.models import Venue, VenueWord
from entregent.people.models import Person

WORD_LENGTH = 200
LENGTHS = {"name": 80, "address": 110, "way": 400, "price": 80, "step_free": 8, "noise": 8}
FIELDS = tuple(LENGTHS)


@transaction.atomic
def add_venue(*, circle: Circle, by: Person, now: datetime, **facts: str) -> Venue:
    """A place everybody of the circle can pick from now on."""
    allow(circle, by)
    venue = Venue.objects.create(circle=circle, made_by=by, made_at=now, changed_at=now, **_clean(facts))
    _recognise(venue)
    return venue


@transaction.atomic
def change_venue(*, venue: Venue, by: Person, now: datetime, **facts: str) -> dict[str, str]:
    """Correct what is known of a place; answers what it said before, to take it back."""
    allow(venue.circle, by)
    before = {field: getattr(venue, field) for field in FIELDS}
    for field, said in _clean(facts).items():
        setattr(venue, field, said)
    venue.changed_at = now
    venue.save()
    _recognise(venue)
    return before


def _recognise(venue: Venue) -> None:
    """The gatherings that already said this place, in words: the circle remembers when it was last there."""
    said = venue.circle.gatherings.filter(venue__isnull=True).exclude(place="").only("pk", "place")
    here = [row.pk for row in said if venue.is_called(row.place)]
    venue.circle.gatherings.filter(pk__in=here).update(venue=venue)


def _clean(facts: dict[str, str]) -> dict[str, str]:
    return {field: clean_line(facts[field], LENGTHS[field]) for field in FIELDS if field in facts}


def put_venue_away(*, venue: Venue, by: Person, now: datetime) -> bool:
    """Closed, or not for us any more: it is not offered again; what was there stays in memory."""
    allow(venue.circle, by)
    away = Venue.objects.filter(pk=venue.pk, put_away_at__isnull=True)
    return bool(away.update(put_away_at=now, put_away_by=by))


def take_venue_out(*, venue: Venue, by: Person) -> bool:
    allow(venue.circle, by)
    away = Venue.objects.filter(pk=venue.pk, put_away_at__isnull=False)
    return bool(away.update(put_away_at=None, put_away_by=None))


def say_of_venue(*, venue: Venue, person: Person, text: str, now: datetime) -> None:
    """One line a person; an empty one takes theirs away."""
    text = clean_line(text, WORD_LENGTH)
    if not text:
        VenueWord.objects.filter(venue=venue, person=person).delete()
        return
    VenueWord.objects.update_or_create(venue=venue, person=person, defaults={"text": text, "at": now})
