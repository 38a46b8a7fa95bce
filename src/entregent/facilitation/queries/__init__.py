"""Who facilitates, and what is under way to find the next one. What somebody answered is only ever read as them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from entregent.circles.enums import Feature, WayIn
from entregent.circles.models import Circle, Membership
from entregent.circles.queries import live_memberships
from entregent.core.prepared import prepared
from entregent.core.walltime import local
from entregent.facilitation import rules
from entregent.facilitation.enums import How
from entregent.facilitation.models import Asking, Choice, Decline, InTheHat, Nomination, NotMe, Rota, Term
from entregent.facilitation.turns import Candidate, Served
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.people.models import Person


@dataclass(frozen=True)
class Standing:
    """What a circle's page says of who facilitates: `wanted` is None before anybody said yes or "no thanks"."""

    wanted: bool | None
    person_id: int | None
    name: str
    is_gone: bool  # left the circle, or was erased, since
    away_until: date | None
    until: date | None
    left: int  # gatherings, the next one included
    how: str  # of the choice under way, or ""
    asked: bool  # the reader is, and has not answered


def standing(circle: Circle, reader: Person, now: datetime) -> Standing:
    """In one query."""
    row = _stands(circle, reader, now).get()
    here = row["current__person"] is not None
    gone = here and (row["current__person__erased_at"] is not None or not row["is_here"])
    away = row["current__away_until"]
    return Standing(
        wanted=row["answered__wanted"],
        person_id=row["current__person"],
        name=row["shown"] or "",
        is_gone=gone,
        away_until=away if away and local(now, circle.zone).date() < away else None,
        until=row["current__until"],
        left=max(0, (row["current__gatherings"] or 0) - (row["held"] or 0)),
        how=row["open__how"] or "",
        asked=row["asked"],
    )


def _stands(circle: Circle, reader: Person, now: datetime) -> QuerySet[Circle, Any]:
    theirs = Membership.objects.filter(circle=circle, person=OuterRef("current__person"))
    own = theirs.exclude(person__name="")
    asked = Asking.objects.filter(choice=OuterRef("open"), person=reader, refused_at__isnull=True)
    held = Gathering.objects.filter(circle=circle, starts_at__gte=OuterRef("current__began_at"), starts_at__lte=now)
    counted = held.filter(gathering_queries.fixed()).order_by().values("circle").annotate(count=Count("pk"))
    return (
        Circle.objects.filter(pk=circle.pk)
        .annotate(
            answered=FilteredRelation("feature_answers", condition=Q(feature_answers__feature=Feature.FACILITATOR)),
            current=FilteredRelation("terms", condition=Q(terms__ended_at__isnull=True)),
            open=FilteredRelation("facilitator_choices", condition=Q(facilitator_choices__ended_at__isnull=True)),
        )
        .annotate(
            shown=Coalesce(Subquery(own.values("person__name")), Subquery(theirs.values("name"))),
            is_here=Exists(theirs.filter(left_at__isnull=True)),
            held=Subquery(counted.values("count"), output_field=IntegerField()),
            asked=Exists(asked),
        )
        .values(
            "answered__wanted", "current__person", "current__person__erased_at", "current__away_until",
            "current__until", "current__gatherings", "open__how", "shown", "is_here", "held", "asked",
        )
    )  # fmt: skip


def rota_of(circle: Circle) -> Rota | None:
    return Rota.objects.filter(circle=circle).first()


def term_of(circle: Circle) -> Term | None:
    """Who facilitates, if somebody does."""
    rows = Term.objects.filter(circle=circle, ended_at__isnull=True).select_related("circle", "person")
    term = rows.first()
    return term if term is not None and not is_gone(term) else None


def is_gone(term: Term) -> bool:
    """Left the circle, or was erased: anybody acts, and the next choice begins by itself."""
    here = Membership.objects.filter(circle=term.circle_id, person=term.person_id, left_at__isnull=True)
    return term.person.erased_at is not None or not here.exists()


def facilitator(circle: Circle, now: datetime) -> Person | None:
    """Whom to ask for the circle; None while nobody facilitates or they are away."""
    term = term_of(circle)
    if term is None or term.is_away(local(now, circle.zone).date()):
        return None
    return term.person


def is_facilitating(circle: Circle, person: Person, now: datetime) -> bool:
    """Whether this person does what whoever facilitates does: them, or anybody where nobody is there to."""
    return rules.acts_as(circle, term_of(circle), person, local(now, circle.zone).date())


def held_since(term: Term, now: datetime) -> int:
    """Gatherings that began and ended since this term did."""
    rows = Gathering.objects.filter(circle=term.circle_id, starts_at__gte=term.began_at, starts_at__lte=now)
    return sum(row.ends_at <= now for row in rows.filter(gathering_queries.fixed()))


def is_over(term: Term, now: datetime) -> bool:
    """Its day has come, or all its gatherings are behind."""
    if term.until is not None:
        return local(now, term.circle.zone).date() >= term.until
    return held_since(term, now) >= term.gatherings


def choice_of(circle: Circle) -> Choice | None:
    """The choice under way, if one is."""
    rows = Choice.objects.filter(circle=circle, ended_at__isnull=True)
    return rows.select_related("circle", "began_by", "proposal").first()


def choice_by_key(circle: Circle, key: str) -> Choice | None:
    """A lot that was drawn, for whoever would check it."""
    return Choice.objects.filter(circle=circle, key=key).exclude(drawn="").first()


def last_drawn(circle: Circle) -> Choice | None:
    return Choice.objects.filter(circle=circle).exclude(drawn="").order_by("-pk").first()


def asking_of(choice: Choice | None, person: Person) -> Asking | None:
    """What this person is asked, while they have not answered."""
    if choice is None:
        return None
    rows = Asking.objects.filter(choice=choice, person=person, refused_at__isnull=True)
    return rows.select_related("choice__circle", "by").first()


def asked_of(person: Person) -> list[Asking]:
    """What this person is asked, in all their circles."""
    return _asked_of(person=person)


@prepared
def _asked_of(person: Person) -> QuerySet[Asking]:
    rows = Asking.objects.filter(person=person, refused_at__isnull=True, choice__ended_at__isnull=True)
    here = rows.filter(choice__circle__memberships__person=person, choice__circle__memberships__left_at__isnull=True)
    kept = here.filter(choice__circle__deleted_at__isnull=True, choice__circle__archived_at__isnull=True)
    return kept.select_related("choice__circle", "by").order_by("asked_at", "pk")


def choice_of_link(person: Person, choice_id: int) -> Choice | None:
    """What a mail asked about, as a member of its circle; over or not."""
    rows = Choice.objects.filter(pk=choice_id, circle__deleted_at__isnull=True).select_related("circle", "proposal")
    here = rows.filter(circle__memberships__person=person, circle__memberships__left_at__isnull=True)
    return here.first()


def asking(choice: Choice, person: Person) -> Asking | None:
    """Whether this person was asked, whatever they answered: they may think again while the choice is under way."""
    rows = Asking.objects.filter(choice=choice, person=person, choice__ended_at__isnull=True)
    return rows.select_related("choice__circle", "by").first()


def asked_by(choice: Choice, person: Person) -> list[int]:
    """Whom this person has asked, whatever they answered: the asker is not told either."""
    return list(Asking.objects.filter(choice=choice, by=person).order_by("pk").values_list("person_id", flat=True))


def hat_of(choice: Choice) -> list[InTheHat]:
    """Names in the hat, of those still here, in the order the lot is drawn in."""
    here = Membership.objects.filter(circle=choice.circle_id, person=OuterRef("person"), left_at__isnull=True)
    rows = choice.hat.filter(Exists(here), person__erased_at__isnull=True)
    return list(rows.select_related("person").order_by("pk"))


def rests(circle: Circle, person: Person) -> bool:
    """Whether they would rather not be asked: for their own page, and for nobody else's."""
    return NotMe.objects.filter(circle=circle, person=person, ended_at__isnull=True).exists()


def may_be_asked(circle: Circle) -> QuerySet[Membership]:
    """Members who came in themselves; in a circle with strangers, the settled ones."""
    rows = live_memberships(circle).filter(imported_at__isnull=True)
    if circle.way_in == WayIn.HIDDEN:
        return rows.order_by("pk")
    return rows.filter(settled_at__isnull=False).order_by("pk")


def served(circle: Circle) -> list[Served]:
    rows = Term.objects.filter(circle=circle).order_by("began_at", "pk")
    return [Served(row.person_id, row.began_at) for row in rows]


def candidates(circle: Circle, now: datetime) -> list[Candidate]:
    """Everybody who can be asked, with whether they are there and willing."""
    pauses = list(NotMe.objects.filter(circle=circle))
    rests_now = {pause.person_id for pause in pauses if pause.ended_at is None}
    back = {pause.person_id: pause.ended_at for pause in pauses if pause.ended_at is not None}
    today = local(now, circle.zone).date()
    found = []
    for row in may_be_asked(circle):
        since = max(filter(None, (row.joined_at, row.settled_at, back.get(row.person_id))))
        away = row.rests_until is not None and today < row.rests_until
        found.append(Candidate(row.person_id, since, willing=not away and row.person_id not in rests_now))
    return found


def turns_taken(circle: Circle) -> dict[int, int]:
    """How many terms each had: for the lot, never for a page."""
    rows = Term.objects.filter(circle=circle).values_list("person_id").annotate(count=Count("pk"))
    return dict(rows)


# An election


@dataclass(frozen=True)
class Mine:
    """What one person has said in an election: for their own page."""

    nomination: Nomination | None
    declined: bool


def said_by(choice: Choice, person: Person) -> Mine:
    given = (
        Nomination.objects.filter(choice=choice, person=person)
        .select_related("named", "otherwise", "changed_to")
        .first()
    )
    return Mine(given, Decline.objects.filter(choice=choice, person=person).exists())


def nominations(choice: Choice) -> list[Nomination]:
    """All of them, once they are shown; nothing before."""
    if choice.shown_at is None:
        return []
    here = may_be_asked(choice.circle).values("person")
    rows = choice.nominations.annotate(effective=Coalesce("changed_to", "named")).filter(effective__in=here)
    return list(rows.select_related("person", "named", "changed_to").order_by("at", "pk"))


def may_elect(circle: Circle) -> bool:
    """Of two there is nothing to elect."""
    return may_be_asked(circle).count() >= rules.FEWEST_TO_NAME


def last_criteria(circle: Circle) -> str:
    """What the circle last said it takes, for the election that begins by itself."""
    rows = Choice.objects.filter(circle=circle, how=How.ELECTION).order_by("-began_at")
    return rows.values_list("criteria", flat=True).first() or ""


def as_named(choice: Choice, order: Sequence[int]) -> list[int]:
    """Of those in `order`, whoever was named most first; not whom the circle has not agreed on since it began."""
    rows = choice.nominations.annotate(effective=Coalesce("changed_to", "named"))
    named = rows.order_by().values_list("effective").annotate(count=Count("pk"))
    counts: dict[int, int] = dict(named)
    proposed = choice.circle.proposals.filter(kind="facilitate", opened_at__gte=choice.began_at)
    over = set(proposed.values_list("by_id", flat=True))
    return sorted((one for one in order if one in counts and one not in over), key=lambda one: -counts[one])
