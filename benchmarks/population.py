"""A large instance made of rows: 10 000 people in 200 circles, and one circle that holds them all. Seeded."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from entregent.circles.models import Circle, Membership
from entregent.core import walltime
from entregent.gatherings.models import Answer, Attendance, Gathering, Series
from entregent.people.models import Address, Person
from entregent.polls.models import Ballot, Poll, Vote
from entregent.polls.models import Slot as Offered

ZONE = "Europe/Paris"
SLOTS, BALLOTS, ANSWERS = 5, 30, 40


@dataclass(frozen=True)
class Size:
    people: int = 10_000
    circles: int = 200
    history: int = 12


@dataclass(frozen=True)
class Population:
    people: list[Person]
    everybody: Circle
    upcoming: list[Gathering]
    poll: Poll


def fill(size: Size, now: datetime, seed: int = 1) -> Population:
    chance, long_ago = random.Random(seed), now - timedelta(days=400)
    people = _people(size.people, now)
    everybody = _circle("everybody", people[0], now)
    circles = [everybody] + [_circle(f"circle-{number}", people[number], now) for number in range(size.circles)]
    members = {everybody.pk: people}
    for circle in circles[1:]:
        members[circle.pk] = chance.sample(people, 50)
    Membership.objects.bulk_create(
        (
            Membership(circle=circle, person=person, joined_at=long_ago, settled_at=long_ago)
            for circle in circles
            for person in members[circle.pk]
        ),
        batch_size=2000,
    )
    Series.objects.bulk_create(Series(circle=circle, changed_at=now) for circle in circles)
    upcoming = [_gatherings(circle, members[circle.pk], size.history, now, chance) for circle in circles]
    asking = _circle("asking", people[0], now)
    joined = [Membership(circle=asking, person=person, joined_at=long_ago, settled_at=long_ago) for person in people]
    Membership.objects.bulk_create(joined, batch_size=2000)
    Series.objects.create(circle=asking, changed_at=now)
    return Population(people, everybody, upcoming, _poll(asking, people, now, chance))


def _people(count: int, now: datetime) -> list[Person]:
    people = []
    for number in range(count):
        person = Person(made_at=now, language="fr" if number % 2 else "en", password="!")
        person.rename(f"Personne Numéro {number:05d}")
        people.append(person)
    Person.objects.bulk_create(people, batch_size=2000)
    Address.objects.bulk_create(
        (
            Address(
                person=person, written=f"p{n}@example.org", lookup=f"p{n}@example.org", verified_at=now, made_at=now
            )
            for n, person in enumerate(people)
        ),
        batch_size=2000,
    )
    return people


def _circle(slug: str, founder: Person, now: datetime) -> Circle:
    circle = Circle(slug=slug, opened_by=founder, opened_at=now, zone=ZONE)
    circle.rename(slug.replace("-", " ").capitalize())
    circle.save()
    return circle


def _gatherings(circle: Circle, people: list[Person], history: int, now: datetime, chance: random.Random) -> Gathering:
    today = walltime.local(now, ZONE).date()
    made = []
    for week in range(-history, 1):
        day = today + timedelta(weeks=week, days=3)
        starts_at = walltime.instant(day, time(12, 30), ZONE)
        made.append(
            Gathering(
                circle=circle,
                day=day,
                hour=time(12, 30),
                zone=ZONE,
                starts_at=starts_at,
                place="Le Petit Marché",
                answer_until=starts_at - timedelta(hours=2),
                made_at=now,
                fixed_at=now,
                fixed_by=circle.opened_by,
                recorded_at=now if week < 0 else None,
            )
        )
    Gathering.objects.bulk_create(made)
    there = [Attendance(gathering=row, person=one, at=now) for row in made[:-1] for one in chance.sample(people, 12)]
    Attendance.objects.bulk_create(there)
    some = [people[0], *chance.sample(people[1:], min(len(people), ANSWERS) - 1)]  # whatever the size, as many of each
    answers = [
        Answer(gathering=made[-1], person=one, reply=("yes", "maybe", "no")[place % 3], answered_at=now)
        for place, one in enumerate(some)
    ]
    Answer.objects.bulk_create(answers)
    return made[-1]


def _poll(circle: Circle, people: list[Person], now: datetime, chance: random.Random) -> Poll:
    """Five dates and thirty people's answers; the first person, who looks at it, has not answered."""
    closes_at = now + timedelta(days=3)
    poll = Poll.objects.create(
        circle=circle, zone=ZONE, asked_by=people[1], asked_at=now, mail_leaves_at=now, closes_at=closes_at
    )
    slots = [_slot(poll, walltime.local(now, ZONE).date() + timedelta(days=4 + n), now) for n in range(SLOTS)]
    Offered.objects.bulk_create(slots)
    ballots = [Ballot(poll=poll, person=person, answered_at=now) for person in people[1 : BALLOTS + 1]]
    Ballot.objects.bulk_create(ballots)
    votes = [
        Vote(ballot=ballot, slot=slot, choice=chance.choice(("yes", "maybe", "no")))
        for ballot in ballots
        for slot in slots
    ]
    Vote.objects.bulk_create(votes)
    return poll


def _slot(poll: Poll, day: date, now: datetime) -> Offered:
    noon = time(12, 30)
    return Offered(poll=poll, day=day, hour=noon, zone=ZONE, starts_at=walltime.instant(day, noon, ZONE), added_at=now)
