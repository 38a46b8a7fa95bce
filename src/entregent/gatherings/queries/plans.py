"""Table plans as they stand, and what a plan is made from: who comes, who sat with whom, who is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

from django.db.models import Count

from entregent.circles.models import Circle, FeatureAnswer, Membership
from entregent.circles.queries import live_memberships
from entregent.gatherings import rules
from entregent.gatherings.enums import Company as Whose
from entregent.gatherings.enums import Reply
from entregent.gatherings.models import Apart, Attendance, Gathering, Seat, TablePlan
from entregent.gatherings.queries.answers import current_answers
from entregent.people.models import Block, Person
from entregent.people.queries import blocked_pairs
from entregent.profiles.queries import trades

if TYPE_CHECKING:
    from entregent.gatherings.queries.arranging import Company

LOOKED_BACK = 60  # plans and gatherings: beyond, having sat together is long ago
REGULAR = 3  # times somebody came before they welcome others
HIDES_A_PAIR = 10


@dataclass(frozen=True)
class Laid:
    """A plan as one reads it: its tables in order, with their chairs and who sits there."""

    plan: TablePlan
    chairs: tuple[int, ...]
    seats: tuple[tuple[Seat, ...], ...]

    @property
    def people(self) -> list[int]:
        return [seat.person_id for table in self.seats for seat in table]

    @property
    def board(self) -> list[list[int]]:
        return [[seat.person_id for seat in table] for table in self.seats]

    @property
    def free(self) -> list[int]:
        taken = [sum(1 + seat.guests for seat in table) for table in self.seats]
        return [chairs - there for chairs, there in zip(self.chairs, taken, strict=True)]

    @property
    def guests(self) -> dict[int, int]:
        return {seat.person_id: seat.guests for table in self.seats for seat in table if seat.guests}

    def table_of(self, person_id: int) -> int | None:
        return next((place for place, table in enumerate(self.board) if person_id in table), None)


def engine() -> Any:
    """`arranging`, loaded where tables are planned: it brings along numbers that no other page needs."""
    return import_module("entregent.gatherings.queries.arranging")


def wants_plan(circle: Circle) -> bool | None:
    """Whether the circle wants table plans; None while it has not said."""
    said = FeatureAnswer.objects.filter(circle=circle, feature="table-plan").values_list("wanted", flat=True)
    return said.first()


def plan_of(gathering: Gathering) -> Laid | None:
    plan = TablePlan.objects.filter(gathering=gathering, replaced_at__isnull=True).first()
    return laid(plan) if plan else None


def laid(plan: TablePlan) -> Laid:
    tables = list(plan.tables.order_by("number"))
    seats = list(plan.seats.select_related("person").order_by("place", "pk"))
    by = {table.pk: tuple(seat for seat in seats if seat.table_id == table.pk) for table in tables}
    return Laid(plan, tuple(table.chairs for table in tables), tuple(by[table.pk] for table in tables))


def has_plan(gathering: Gathering) -> bool:
    return TablePlan.objects.filter(gathering=gathering, replaced_at__isnull=True).exists()


def plan_before(gathering: Gathering, plan: TablePlan) -> TablePlan | None:
    """The plan this one took the place of."""
    return TablePlan.objects.filter(gathering=gathering, replaced_at=plan.made_at).order_by("-pk").first()


def to_seat(gathering: Gathering, whose: str) -> dict[int, int]:
    """Ids of those to be seated, with how many each brings: those here now, or those who said they come."""
    yes = current_answers().filter(
        gathering=gathering, reply=Reply.YES, waiting_since__isnull=True, by_video=False, person__erased_at__isnull=True
    )
    coming = dict(yes.order_by("answered_at", "pk").values_list("person_id", "guests"))
    if whose == Whose.COMING:
        return coming
    here = gathering.attendances.filter(person__erased_at__isnull=True).order_by("pk")
    return {person: coming.get(person, 0) for person in here.values_list("person_id", flat=True)}


def here_now(gathering: Gathering, viewer: Person) -> list[int]:
    """Ids of those who are here, as far as this person sees them."""
    there = gathering.attendances.exclude(person__in=blocked_pairs(viewer)).order_by("pk")
    return list(there.values_list("person_id", flat=True))


def without_seat(gathering: Gathering, seated: Collection[int]) -> list[int]:
    """Who is here or said yes, and has no place in the plan."""
    both = [*to_seat(gathering, Whose.HERE), *to_seat(gathering, Whose.COMING)]
    return [one for one in dict.fromkeys(both) if one not in seated]


def company_of(gathering: Gathering, people: dict[int, int], viewer: Person) -> Company:
    """What the engine is told of these people; trades as this viewer reads them."""
    ids = list(people)
    met, times = sat_together(gathering, ids), _times_before(gathering, ids)
    company: Company = engine().Company(
        people=tuple(ids),
        guests=people,
        met=met,
        trades=_trades(gathering.circle, ids, viewer),
        welcomers=_welcomers(gathering, times, set().union(*met), ids),
        first=frozenset(one for one in ids if not times.get(one)),
    )
    return company


def _trades(circle: Circle, ids: list[int], viewer: Person) -> dict[int, str]:
    """As they say it themselves, else as the circle's list has it."""
    typed = circle.memberships.filter(person__in=ids).exclude(trade="").values_list("person_id", "trade")
    said = dict(typed) | trades(viewer=viewer, circle=circle, person_ids=ids)
    return {person: trade.casefold() for person, trade in said.items() if trade}


def sat_together(gathering: Gathering, ids: Iterable[int]) -> dict[frozenset[int], int]:
    """How often each two sat at one table of this circle before: by its plans, or all together where one table did."""
    who, times = set(ids), Counter[frozenset[int]]()
    for table in [*_planned(gathering, who), *_at_one_table(gathering, who)]:
        times.update(frozenset(pair) for pair in combinations(sorted(table), 2))
    return dict(times)


def _planned(gathering: Gathering, who: set[int]) -> list[set[int]]:
    """The tables of earlier plans, without those who did not come in the end."""
    plans = TablePlan.objects.filter(
        gathering__circle=gathering.circle_id, gathering__starts_at__lt=gathering.starts_at, replaced_at__isnull=True
    ).exclude(gathering__cancelled_at__isnull=False)
    recent = list(plans.order_by("-gathering__starts_at").values_list("pk", "gathering")[:LOOKED_BACK])
    there = _there([event for _plan, event in recent])
    event_of = dict(recent)
    tables: dict[int, set[int]] = {}
    seats = Seat.objects.filter(plan__in=event_of, person__in=who).values_list("table", "plan", "person")
    for table, plan, person in seats:
        came = there.get(event_of[plan])
        if came is None or person in came:
            tables.setdefault(table, set()).add(person)
    return list(tables.values())


def _at_one_table(gathering: Gathering, who: set[int]) -> list[set[int]]:
    """Gatherings without a plan whose people were few enough for one table."""
    held = Gathering.objects.filter(
        circle=gathering.circle_id, starts_at__lt=gathering.starts_at, fixed_at__isnull=False, cancelled_at__isnull=True
    ).exclude(plans__replaced_at__isnull=True, plans__isnull=False)
    few = held.annotate(there=Count("attendances")).filter(there__gte=2, there__lte=rules.ONE_TABLE)
    recent = few.order_by("-starts_at").values_list("pk", flat=True)[:LOOKED_BACK]
    return [people & who for people in _there(list(recent)).values()]


def _there(gathering_ids: list[int]) -> dict[int, set[int]]:
    came: dict[int, set[int]] = {}
    rows = Attendance.objects.filter(gathering__in=gathering_ids).values_list("gathering", "person")
    for gathering, person in rows:
        came.setdefault(gathering, set()).add(person)
    return came


def _welcomers(
    gathering: Gathering, times: dict[int, int], tied: set[int], ids: list[int]
) -> dict[int, frozenset[int]]:
    """For each who was never here, whoever invited them, if they come; else those who come often.

    The same for whoever came and yet sat with nobody of today, where the others have.
    """
    new = [one for one in ids if not times.get(one) or (tied and one not in tied)]
    regular = frozenset(one for one in ids if times.get(one, 0) >= REGULAR and one not in new)
    if not regular and len(new) == len(ids):
        return {}
    rows = Membership.objects.filter(circle=gathering.circle_id, person__in=new, invited_by__in=ids)
    inviter = dict(rows.values_list("person_id", "invited_by_id"))
    return {one: frozenset({inviter[one]}) if one in inviter else regular for one in new}


def _times_before(gathering: Gathering, ids: list[int]) -> dict[int, int]:
    there = Attendance.objects.filter(
        gathering__circle=gathering.circle_id, gathering__starts_at__lt=gathering.starts_at, person__in=ids
    )
    return dict(there.values_list("person").annotate(times=Count("pk")))


def kept_apart(circle: Circle) -> tuple[list[int], list[tuple[int, int]]]:
    """Every member, and the pairs that share no table: by a wish, or because one blocked the other. For no page."""
    members = list(live_memberships(circle).order_by("person_id").values_list("person_id", flat=True))
    here = set(members)
    wishes = Apart.objects.filter(circle=circle).values_list("by_id", "other_id")
    blocks = Block.objects.filter(by__in=here, person__in=here).values_list("by_id", "person_id")
    pairs = {(min(pair), max(pair)) for pair in [*wishes, *blocks] if here.issuperset(pair)}
    return members, sorted(pairs)


def wishes_of(circle: Circle, by: Person) -> list[Apart]:
    """What this person asked, for them alone."""
    return list(Apart.objects.filter(circle=circle, by=by).select_related("other").order_by("asked_at", "pk"))


def unseen(viewer: Person) -> set[int]:
    """Whose names this reader does not read."""
    return blocked_pairs(viewer)


def can_hide(circle: Circle) -> bool:
    """Whether there are people enough for a pair and its four decoys to have nobody in common."""
    return live_memberships(circle).count() >= HIDES_A_PAIR
