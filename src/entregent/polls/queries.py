from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Membership
from entregent.core import walltime
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.dates import Slot as Offered
from entregent.gatherings.enums import Via
from entregent.gatherings.models import Answer, Series
from entregent.people.models import Block, Person
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
    return (
        Poll.objects.filter(key=key, circle__deleted_at__isnull=True)
        .filter(circle__memberships__person=viewer, circle__memberships__left_at__isnull=True)
        .select_related("circle", "gathering")
        .first()
    )


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


def waiting_for(person: Person, circle_ids: Sequence[int]) -> dict[int, Poll]:
    """The waiting polls of several circles, by circle, each with whether this person has `answered` it."""
    mine = Ballot.objects.filter(poll=OuterRef("pk"), person=person, answered_at__isnull=False)
    rows = Poll.objects.filter(waiting(), circle__in=circle_ids).annotate(answered=Exists(mine))
    return {row.circle_id: row for row in rows.select_related("circle").order_by("closes_at")}


def last_poll(circle: Circle) -> Poll | None:
    """The last one a date was fixed from, or that ran its course: what can be asked again."""
    return circle.polls.exclude(waiting()).order_by("-asked_at", "-pk").first()


def slots_of(poll: Poll) -> list[Slot]:
    return list(poll.slots.filter(dropped_at__isnull=True).order_by("starts_at", "pk"))


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
    here = Membership.objects.filter(circle=poll.circle_id, person=OuterRef("person"), left_at__isnull=True)
    rows = Ballot.objects.filter(poll=poll, answered_at__isnull=False, person__erased_at__isnull=True)
    rows = rows.filter(Q(brought_by__isnull=False) | Exists(here))
    if viewer is None:
        return rows
    between = Q(by=viewer, person=OuterRef("person")) | Q(by=OuterRef("person"), person=viewer)
    return rows.exclude(Exists(Block.objects.filter(between)))


def tallies(poll: Poll, slots: Sequence[Slot], viewer: Person | None = None) -> list[Tally]:
    votes = Vote.objects.filter(slot__in=slots, ballot__in=counted(poll, viewer))
    numbers: dict[int, dict[str, int]] = {slot.pk: {} for slot in slots}
    for slot_id, choice, count in votes.values_list("slot", "choice").annotate(Count("pk")):
        numbers[slot_id][choice] = count
    return [Tally(slot, **numbers[slot.pk]) for slot in slots]


def cannot(poll: Poll, tallies: Sequence[Tally], viewer: Person) -> dict[int, list[str]]:
    """Who said no to each slot, where they are few enough to be named."""
    found = _noes(poll, tallies, viewer)
    names = circle_queries.names_in(poll.circle_id, [vote.ballot.person_id for vote in found])
    return _by_slot(found, names)


def _noes(poll: Poll, tallies: Sequence[Tally], viewer: Person) -> list[Vote]:
    slots = [one.slot for one in tallies if 0 < one.no <= MOST_NAMED]
    votes = Vote.objects.filter(slot__in=slots, choice=Choice.NO, ballot__in=counted(poll, viewer))
    return list(votes.select_related("ballot").order_by("ballot")) if slots else []


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
    mine = poll.ballots.filter(person=viewer, answered_at__isnull=False)
    others = counted(poll, viewer).exclude(person=viewer).filter(pk__gt=after).order_by("pk")[: most + 1]
    ballots = [*mine, *(others if most else [])]
    prefetch_related_objects(ballots, "votes")
    noes = _noes(poll, tallies, viewer)
    ids = [poll.asked_by_id, *(vote.ballot.person_id for vote in noes)]
    names = circle_queries.names_in(poll.circle_id, [*ids, *_people(ballots)])
    rows = [_row(ballot, names) for ballot in ballots]
    own = next((row for row in rows if row.person_id == viewer.pk), None)
    rest = [row for row in rows if row.person_id != viewer.pk]
    return Sheet(own, rest, _by_slot(noes, names), names.get(poll.asked_by_id, ""))


def row_of(poll: Poll, person: Person) -> Row | None:
    """A person's own answers; None before they gave any."""
    ballot = poll.ballots.filter(person=person, answered_at__isnull=False).prefetch_related("votes").first()
    return None if ballot is None else _row(ballot, circle_queries.names_in(poll.circle_id, _people([ballot])))


def _people(ballots: Sequence[Ballot]) -> list[int]:
    noting = [ballot.said_by_id for ballot in ballots if ballot.said_by_id]
    return [*noting, *(ballot.person_id for ballot in ballots)]


def _row(ballot: Ballot, names: dict[int, str]) -> Row:
    return Row(
        number=ballot.pk,
        person_id=ballot.person_id,
        name=names.get(ballot.person_id) or ballot.name,
        choices={vote.slot_id: vote.choice for vote in ballot.votes.all()},
        said_by=names.get(ballot.said_by_id, "") if ballot.said_by_id else "",
    )


def asked(poll: Poll) -> QuerySet[Membership]:
    """Whom the mail of a poll goes to."""
    members = circle_queries.live_memberships(poll.circle).filter(mail__in=rules.ASKED_BY_MAIL)
    return members.filter(person__addresses__isnull=False).distinct()


def silent(poll: Poll) -> QuerySet[Membership]:
    """Who was asked and has said nothing."""
    answered = Ballot.objects.filter(poll=poll, person=OuterRef("person"), answered_at__isnull=False)
    return asked(poll).exclude(Exists(answered))


def to_remind(poll: Poll) -> QuerySet[Membership]:
    """Those who answered one of the last three dates and have not answered this; nobody else."""
    return silent(poll).filter(person__in=answered_lately(poll.circle, poll.asked_at))


def answered_lately(circle: Circle, before: datetime, last: int = LAST_QUESTIONS) -> QuerySet[Answer, Any]:
    """Ids of those who answered one of the last dates the circle was asked about."""
    dates = circle.gatherings.filter(gathering_queries.fixed(), fixed_at__lt=before).order_by("-starts_at")[:last]
    return Answer.objects.filter(gathering__in=dates.values("pk"), via__in=ANSWERED).values("person")


def is_complete(poll: Poll, slots: Sequence[Slot]) -> bool:
    """Whether everybody who was asked has said yes, if need be or no to every slot."""
    whole = (
        Ballot.objects.filter(poll=poll, person=OuterRef("person"), answered_at__isnull=False)
        .annotate(said=Count("votes", filter=Q(votes__slot__in=slots)))
        .filter(said=len(slots))
    )
    said = asked(poll).annotate(whole=Exists(whole)).order_by("whole").values_list("whole", flat=True)
    return bool(said.first())


def answered_of(poll: Poll) -> int:
    return counted(poll).count()


def last_comers(poll: Poll) -> list[Person]:
    """Whom to ask when whoever asked is gone: those of the last gathering, still here and reading mails."""
    last = gathering_queries.last_gathering(poll.circle, poll.closes_at)
    there = gathering_queries.people_at(last) if last else []
    return [row.person for row in asked(poll) if row.person in there] or [row.person for row in asked(poll)[:3]]
