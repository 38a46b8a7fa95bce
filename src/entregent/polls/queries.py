from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Membership
from entregent.circles.queries.naming import known_to
from entregent.core import walltime
from entregent.core.prepared import among, prepared
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.dates import Slot as Offered
from entregent.gatherings.enums import Via
from entregent.gatherings.models import Answer, Gathering, Series
from entregent.people.models import Address, Block, Person
from entregent.polls import rules
from entregent.polls.enums import Choice
from entregent.polls.models import Ballot, Poll, Slot, Vote
from entregent.polls.reasons import MOST_NAMED, Tally

LAST_QUESTIONS = 3
ANSWERED = (Via.PAGE, Via.MAIL, Via.STANDING, Via.POLL)
PROPOSED = 6


def waiting() -> Q:
    return Q(fixed_at__isnull=True, withdrawn_at__isnull=True)


def visible_poll(*, viewer: Person, key: str) -> Poll | None:
    """A poll as a member of its circle; None for everybody else, whether it exists or not."""
    return _visible.first(viewer=viewer, key=key)


@prepared
def _visible(viewer: Person, key: str) -> QuerySet[Poll]:
    rows = Poll.objects.filter(key=key, circle__deleted_at__isnull=True)
    mine = rows.filter(circle__memberships__person=viewer, circle__memberships__left_at__isnull=True)
    return mine.select_related("circle")[:1]


def by_ids(circle: Circle, ids: Collection[int]) -> QuerySet[Poll]:
    return circle.polls.filter(pk__in=ids)


def poll_of_link(poll_id: int) -> Poll | None:
    rows = Poll.objects.select_related("circle", "gathering")
    return rows.filter(pk=poll_id, circle__deleted_at__isnull=True).first()


def poll_to_answer(person: Person, poll_id: int) -> Poll | None:
    """A poll as whoever a mail's link stands for: a member of its circle, or a guest who was brought to it."""
    poll = poll_of_link(poll_id)
    if poll is None:
        return None
    here = Membership.objects.filter(circle=poll.circle, person=person, left_at__isnull=True)
    brought = poll.ballots.filter(person=person, brought_by__isnull=False)
    return poll if here.exists() or brought.exists() else None


def waiting_poll(circle: Circle) -> Poll | None:
    """The question the circle was asked and has not settled yet."""
    return Poll.objects.filter(waiting(), circle=circle).select_related("circle").first()


def asked_about(circle: Circle, day: date, hour: time) -> tuple[Poll | None, Slot | None]:
    """The waiting poll, and its slot of just that day and hour."""
    poll = waiting_poll(circle)
    slots = slots_of(poll) if poll is not None else []
    return poll, next((slot for slot in slots if (slot.day, slot.hour) == (day, hour)), None)


def waiting_for(person: Person, circle_ids: Sequence[int]) -> dict[int, Poll]:
    """The waiting polls of several circles, by circle, each with whether this person has `answered` it."""
    rows = _waiting_for(person=person, circle_ids=circle_ids) if circle_ids else []
    return {row.circle_id: row for row in rows}


@prepared
def _waiting_for(person: Person, circle_ids: Sequence[int]) -> QuerySet[Poll]:
    mine = Ballot.objects.filter(poll=OuterRef("pk"), person=person, answered_at__isnull=False)
    rows = Poll.objects.filter(waiting(), among("circle", circle_ids)).annotate(answered=Exists(mine))
    return rows.select_related("circle").order_by("closes_at")


def last_poll(circle: Circle) -> Poll | None:
    """The last one a date was fixed from, or that ran its course: what can be asked again."""
    return circle.polls.exclude(waiting()).order_by("-asked_at", "-pk").first()


def slots_of(poll: Poll) -> list[Slot]:
    rows = _slots(poll=poll)
    for row in rows:
        row.poll = poll
    return rows


@prepared
def _slots(poll: Poll) -> QuerySet[Slot]:
    return Slot.objects.filter(poll=poll, dropped_at__isnull=True).order_by("starts_at", "pk")


def proposed_slots(circle: Circle, series: Series, now: datetime) -> list[Offered]:
    """What to ask about, to be ticked: what would be offered for one tap, and the same days of the weeks after."""
    likely = gathering_queries.offered_slots(circle, series, now)
    later = [Offered(slot.day + timedelta(weeks=weeks), slot.hour) for weeks in (1, 2) for slot in likely]
    ahead = circle.gatherings.filter(gathering_queries.fixed(), starts_at__gt=now)
    taken = {Offered(row.day, row.hour) for row in ahead}
    distinct = [slot for slot in dict.fromkeys([*likely, *later]) if slot not in taken]
    return sorted(distinct[:PROPOSED])


def slots_again(poll: Poll, now: datetime) -> list[Offered]:
    """Last time's slots, as many whole weeks later as it takes."""
    slots = slots_of(poll)
    today = walltime.local(now, poll.zone).date()
    shift = rules.weeks_on([slot.day for slot in slots], poll.again_weeks or 1, today)
    return [Offered(slot.day + shift, slot.hour) for slot in slots]


def counted(poll: Poll, viewer: Person | None = None) -> QuerySet[Ballot]:
    """Ballots of people still in the circle, or brought to this poll; without those a block keeps from the viewer."""
    here = Membership.objects.filter(circle=OuterRef("poll__circle"), person=OuterRef("person"), left_at__isnull=True)
    rows = Ballot.objects.filter(poll=poll, answered_at__isnull=False, person__erased_at__isnull=True)
    rows = rows.filter(Q(brought_by__isnull=False) | Exists(here))
    if viewer is None:
        return rows
    between = Q(by=viewer, person=OuterRef("person")) | Q(by=OuterRef("person"), person=viewer)
    return rows.exclude(Exists(Block.objects.filter(between)))


def tallies(poll: Poll, slots: Sequence[Slot]) -> list[Tally]:
    """The same numbers for everybody: whom a block hides from the reader still counts, without a name."""
    numbers: dict[int, dict[str, int]] = {slot.pk: {} for slot in slots}
    for slot_id, choice, count in _numbers(poll=poll):
        if slot_id in numbers:
            numbers[slot_id][choice] = count
    return [Tally(slot, **numbers[slot.pk]) for slot in slots]


@prepared
def _numbers(poll: Poll) -> QuerySet[Vote, tuple[int, str, int]]:
    votes = Vote.objects.filter(ballot__in=counted(poll))
    return votes.values_list("slot", "choice").annotate(Count("pk"))


def cannot(poll: Poll, tallies: Sequence[Tally], viewer: Person) -> dict[int, list[str]]:
    """Who said no to each slot, where they are few enough to be named."""
    found = _noes(poll, tallies, viewer)
    names = circle_queries.names_in(poll.circle_id, [vote.ballot.person_id for vote in found])
    return _by_slot(found, names)


def _noes(poll: Poll, tallies: Sequence[Tally], viewer: Person) -> list[Vote]:
    slots = [one.slot.pk for one in tallies if 0 < one.no <= MOST_NAMED]
    return _said_no(poll=poll, slots=slots, viewer=viewer) if slots else []


@prepared
def _said_no(poll: Poll, slots: list[int], viewer: Person) -> QuerySet[Vote]:
    votes = Vote.objects.filter(among("slot", slots), choice=Choice.NO, ballot__in=counted(poll, viewer))
    return votes.select_related("ballot").order_by("ballot")


def _by_slot(noes: Sequence[Vote], names: dict[int, str]) -> dict[int, list[str]]:
    by_slot: dict[int, list[str]] = {}
    for vote in noes:
        name = names.get(vote.ballot.person_id) or vote.ballot.name
        by_slot.setdefault(vote.slot_id, []).extend([name] if name else [])
    return by_slot


@dataclass(frozen=True)
class Row:
    """One person's answers, as the poll's page shows them."""

    number: int
    person_id: int
    name: str
    choices: dict[int, str] = field(default_factory=dict)  # by slot
    said_by: str = ""  # who noted it for them


@dataclass(frozen=True)
class Sheet:
    """What one reader sees of a poll: their own row, a page of the others', who cannot when, who asked."""

    mine: Row | None
    others: list[Row]
    cannot: dict[int, list[str]]
    asked_by: str


def sheet(poll: Poll, viewer: Person, tallies: Sequence[Tally], *, after: int = 0, most: int = 0) -> Sheet:
    """In as many queries for twenty people as for one. `others` has one row more than `most` where there is more."""
    others = _others(most + 1, poll=poll, viewer=viewer, after=after) if most else []
    ballots = [*_mine(poll=poll, viewer=viewer), *others]
    choices = _choices(ballots)
    noes = _noes(poll, tallies, viewer)
    ids = [poll.asked_by_id, *(vote.ballot.person_id for vote in noes)]
    names = known_to(viewer, poll.circle_id, [*ids, *_people(ballots)])
    rows = [_row(ballot, names, choices) for ballot in ballots]
    own = next((row for row in rows if row.person_id == viewer.pk), None)
    rest = [row for row in rows if row.person_id != viewer.pk]
    return Sheet(own, rest, _by_slot(noes, names), names.get(poll.asked_by_id, ""))


@prepared
def _mine(poll: Poll, viewer: Person) -> QuerySet[Ballot]:
    return Ballot.objects.filter(poll=poll, person=viewer, answered_at__isnull=False)


@prepared
def _others(most: int, poll: Poll, viewer: Person, after: int) -> QuerySet[Ballot]:
    return counted(poll, viewer).exclude(person=viewer).filter(pk__gt=after).order_by("pk")[:most]


def _choices(ballots: Sequence[Ballot]) -> dict[int, dict[int, str]]:
    """By ballot, what was said of each slot."""
    found: dict[int, dict[int, str]] = {ballot.pk: {} for ballot in ballots}
    for ballot, slot, choice in _votes(ballots=list(found)) if found else []:
        found[ballot][slot] = choice
    return found


@prepared
def _votes(ballots: list[int]) -> QuerySet[Vote, tuple[int, int, str]]:
    return Vote.objects.filter(among("ballot", ballots)).values_list("ballot", "slot", "choice").order_by("pk")


def row_of(poll: Poll, person: Person) -> Row | None:
    """A person's own answers; None before they gave any."""
    ballot = _mine.first(poll=poll, viewer=person)
    if ballot is None:
        return None
    return _row(ballot, circle_queries.names_in(poll.circle_id, _people([ballot])), _choices([ballot]))


def _people(ballots: Sequence[Ballot]) -> list[int]:
    noting = [ballot.said_by_id for ballot in ballots if ballot.said_by_id]
    return [*noting, *(ballot.person_id for ballot in ballots)]


def _row(ballot: Ballot, names: dict[int, str], choices: dict[int, dict[int, str]]) -> Row:
    return Row(
        number=ballot.pk,
        person_id=ballot.person_id,
        name=names.get(ballot.person_id) or ballot.name,
        choices=choices[ballot.pk],
        said_by=names.get(ballot.said_by_id, "") if ballot.said_by_id else "",
    )


def asked(poll: Poll) -> QuerySet[Membership]:
    """Whom the mail of a poll goes to."""
    return _asked(poll.circle)


def _asked(circle: Circle) -> QuerySet[Membership]:
    members = circle_queries.live_in(circle).filter(mail__in=rules.ASKED_BY_MAIL)
    return members.filter(Exists(Address.objects.filter(person=OuterRef("person"))))


def silent(poll: Poll) -> QuerySet[Membership]:
    """Who was asked and has said nothing."""
    return _silent(poll, poll.circle)


def _silent(poll: Poll, circle: Circle) -> QuerySet[Membership]:
    answered = Ballot.objects.filter(poll=poll, person=OuterRef("person"), answered_at__isnull=False)
    return _asked(circle).exclude(Exists(answered))


def to_remind(poll: Poll) -> QuerySet[Membership]:
    """Those who answered one of the last three dates and have not answered this; nobody else."""
    return _to_remind(poll, poll.circle, poll.asked_at)


def _to_remind(poll: Poll, circle: Circle, asked_at: datetime) -> QuerySet[Membership]:
    return _silent(poll, circle).filter(person__in=answered_lately(circle, asked_at))


def how_many_to_remind(poll: Poll) -> int:
    return _how_many_to_remind.first(poll=poll, circle=poll.circle_id, asked_at=poll.asked_at) or 0


@prepared
def _how_many_to_remind(poll: Poll, circle: Circle, asked_at: datetime) -> QuerySet[Membership, int]:
    found = _to_remind(poll, circle, asked_at).values("pk")
    counted = Membership.objects.filter(pk__in=found).order_by().values("circle").annotate(count=Count("pk"))
    return counted.values_list("count", flat=True)


def answered_lately(circle: Circle, before: datetime, last: int = LAST_QUESTIONS) -> QuerySet[Answer, Any]:
    """Ids of those who answered one of the last dates the circle was asked about."""
    fixed = Gathering.objects.filter(gathering_queries.fixed(), circle=circle, fixed_at__lt=before)
    dates = fixed.order_by("-starts_at")[:last]
    return Answer.objects.filter(gathering__in=dates.values("pk"), via__in=ANSWERED).values("person")


def is_complete(poll: Poll, slots: Sequence[Slot]) -> bool:
    """Whether everybody who was asked has said yes, if need be or no to every slot."""
    ids = [slot.pk for slot in slots]
    return bool(_is_whole.first(poll=poll, circle=poll.circle_id, slots=ids, count=len(ids)))


@prepared
def _is_whole(poll: Poll, circle: Circle, slots: Sequence[int], count: int) -> QuerySet[Circle, int]:
    """The circle, where somebody is asked and nobody is found who has not said it all: the search ends at the first."""
    whole = (
        Ballot.objects.filter(poll=poll, person=OuterRef("person"), answered_at__isnull=False)
        .annotate(said=Count("votes", filter=Q(among("votes__slot", slots))))
        .filter(said=count)
    )
    found = Circle.objects.filter(Exists(_asked(circle)), ~Exists(_asked(circle).exclude(Exists(whole))), pk=circle.pk)
    return found.values_list("pk", flat=True)


def answered_of(poll: Poll) -> int:
    return counted(poll).count()


def last_comers(poll: Poll) -> list[Person]:
    """Whom to ask when whoever asked is gone: those of the last gathering, still here and reading mails."""
    last = gathering_queries.last_gathering(poll.circle, poll.closes_at)
    there = gathering_queries.people_at(last) if last else []
    return [row.person for row in asked(poll) if row.person in there] or [row.person for row in asked(poll)[:3]]
