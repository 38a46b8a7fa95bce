"""Proposals as somebody, who has a voice in them, and where they stand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, When

from entregent.circles import queries as circle_queries
from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle, Membership
from entregent.core.prepared import among, prepared
from entregent.decisions import rules
from entregent.decisions.enums import Outcome, Said
from entregent.decisions.models import Elector, Finding, Proposal, Question, Voice
from entregent.decisions.registry import kind_of, names_that_may_lapse, names_unseen
from entregent.gatherings import queries as gathering_queries
from entregent.people.models import Person

PAGE = 20
LAST_DAY = timedelta(days=1)


def waiting() -> Q:
    return Q(settled_at__isnull=True)


def shown_to(viewer: Person) -> Q:
    """Whom it is about sees nothing of some kinds before they have passed, and nobody once they have not."""
    return listed(viewer) | Q(outcome=Outcome.PASSED)


def listed(viewer: Person) -> Q:
    """What a circle's list of decisions shows: of what is decided unseen, only what waits."""
    return ~Q(kind__in=names_unseen()) | (waiting() & ~Q(about=viewer))


def visible_proposal(*, viewer: Person, key: str) -> Proposal | None:
    """A proposal as a member of its circle; None for everybody else, whether it exists or not."""
    return (
        Proposal.objects.filter(key=key, circle__deleted_at__isnull=True)
        .filter(shown_to(viewer) | Q(by=viewer, outcome=Outcome.WITHDRAWN))
        .filter(circle__memberships__person=viewer, circle__memberships__left_at__isnull=True)
        .select_related("circle", "by", "about")
        .first()
    )


def proposal_to_answer(person: Person, proposal_id: int) -> Proposal | None:
    """As whoever a mail's link stands for: a member of its circle; or whom it is about, even while kept out."""
    found = by_id(proposal_id)
    if found is None:
        return None
    if found.about_id == person.pk:
        return None if kind_of(found).unseen else found
    here = Membership.objects.filter(circle=found.circle, person=person, left_at__isnull=True)
    return found if here.exists() else None


def by_id(proposal_id: int) -> Proposal | None:
    rows = Proposal.objects.filter(pk=proposal_id, circle__deleted_at__isnull=True)
    return rows.select_related("circle", "by", "about").first()


def by_ids(circle: Circle, ids: Collection[int]) -> QuerySet[Proposal]:
    return circle.proposals.filter(pk__in=ids).select_related("circle", "by", "about")


def open_in(circle: Circle) -> QuerySet[Proposal]:
    return circle.proposals.filter(waiting()).select_related("circle", "by", "about").order_by("closes_at", "pk")


def settled_in(circle: Circle, after: int = 0) -> list[Proposal]:
    """A page of what was settled, newest first, and one row more where there is more. What whom it was about did not
    see being decided is told by what came of it.
    """
    rows = circle.proposals.filter(settled_at__isnull=False).exclude(kind__in=names_unseen())
    rows = rows.select_related("circle", "by", "about")
    last = rows.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(Q(settled_at__lt=last.settled_at) | Q(settled_at=last.settled_at, pk__lt=last.pk))
    return list(rows.order_by("-settled_at", "-pk")[: PAGE + 1])


def open_one(circle: Circle, kind: str, about: Person | None = None) -> Proposal | None:
    return open_in(circle).filter(kind=kind, about=about).first()


def came_lately(circle: Circle, now: datetime) -> set[int]:
    """Ids of those present at one of the last gatherings, as far as anybody said who was there."""
    held = gathering_queries.past_gatherings(circle, now)[: rules.LAST_GATHERINGS]
    return {person.pk for gathering in held for person in gathering_queries.people_at(gathering)}


def electorate(circle: Circle, now: datetime, apart: set[int]) -> list[Person]:
    """Whose consent would count, were it opened now: members who came lately; all where nobody noted who came."""
    members = everybody(circle, now, apart)
    came = came_lately(circle, now)
    lately = [person for person in members if person.pk in came]
    return lately if len(lately) >= rules.FEWEST else members


def everybody(circle: Circle, now: datetime, apart: set[int]) -> list[Person]:
    """Whoever decides anything here. In a large open circle those who are settled.

    Whoever a file merely names has said nothing yet; whoever came in this week decides nothing either, unless all did:
    nobody brings in a majority the day they propose something, least of all against one of the few who were there.
    """
    here = circle_queries.live_memberships(circle).filter(imported_at__isnull=True)
    if circle_rules.limits_newcomers(circle):
        here = here.filter(settled_at__isnull=False)
    rows = list(here.order_by("pk"))
    known = [row for row in rows if row.joined_at <= now - circle_rules.KNOWN_FOR]
    deciding = known if len(known) >= rules.FEWEST else rows
    return [row.person for row in deciding if row.person_id not in apart]


def is_elector(proposal: Proposal, person: Person) -> bool:
    return proposal.electors.filter(person=person).exists()


def may_object(proposal: Proposal, person: Person) -> bool:
    """An elector; or a member since before it was opened, who may decide there at all. Never whom it is about."""
    kind = kind_of(proposal)
    if person.pk == proposal.about_id or not kind.objections or person.pk in kind.apart(proposal):
        return False
    member = circle_queries.membership(proposal.circle, person)
    if member is None:
        return False
    before = member.joined_at <= proposal.opened_at and circle_rules.may(proposal.circle, person)
    return before or is_elector(proposal, person)


def voice_of(proposal: Proposal, person: Person) -> Voice | None:
    return proposal.voices.filter(person=person, revision=proposal.revision).first()


def here() -> Exists:
    """Whose voice it is, is still in the circle."""
    return Exists(
        Membership.objects.filter(circle=OuterRef("proposal__circle"), person=OuterRef("person"), left_at__isnull=True)
    )


def current(proposal: Proposal) -> QuerySet[Voice]:
    """What is said of the proposal as it is now, by those still in the circle."""
    return proposal.voices.filter(here(), revision=proposal.revision)


def consents(proposal: Proposal) -> QuerySet[Voice]:
    counts = Elector.objects.filter(proposal=proposal, person=OuterRef("person"))
    return current(proposal).filter(Exists(counts), said=Said.CONSENT)


def objections(proposal: Proposal) -> QuerySet[Voice]:
    return current(proposal).filter(said=Said.OBJECTION).order_by("at", "pk")


@dataclass(frozen=True)
class Weighed:
    """An objection, and what others than the two at odds found: one that nobody examined holds nothing up."""

    voice: Voice
    stands: int
    falls: int
    here: bool = True

    @property
    def holds(self) -> bool:
        return 0 < self.stands >= self.falls


def weighed(proposal: Proposal) -> list[Weighed]:
    stands, falls = (Count("findings", filter=Q(findings__stands=found)) for found in (True, False))
    rows = objections(proposal).select_related("person").annotate(stands=stands, falls=falls)
    return [Weighed(row, row.stands, row.falls) for row in rows]


def decides_at(proposal: Proposal) -> datetime:
    """The deadline, or the date by which the last objection is examined, where that is later."""
    latest = objections(proposal).aggregate(latest=Max("examined_until"))["latest"]
    return max(proposal.closes_at, latest or proposal.closes_at)


def verdict(proposal: Proposal) -> Outcome:
    """What it would come to, were it settled now."""
    if any(one.holds for one in weighed(proposal)):
        return Outcome.OBJECTION
    return Outcome.PASSED if enough_consent(proposal) else Outcome.FEW


def everybody_consents(proposal: Proposal) -> bool:
    """Everybody whose consent counts and who is still here, enough of them, and nobody else objects."""
    electors = proposal.electors.filter(here())
    agreed = consents(proposal).count()
    return agreed >= proposal.needed and agreed == electors.count() and not objections(proposal).exists()


def enough_consent(proposal: Proposal) -> bool:
    return consents(proposal).count() >= proposal.needed


def may_examine(objection: Voice, person: Person) -> bool:
    """Other electors than the two at odds, while they are here; not whom it is about."""
    proposal = objection.proposal
    if person.pk in {proposal.by_id, objection.person_id, proposal.about_id}:
        return False
    return is_elector(proposal, person) and circle_queries.membership(proposal.circle, person) is not None


def objection_in(proposal: Proposal, voice_id: int) -> Voice | None:
    return objections(proposal).filter(pk=voice_id).select_related("proposal__circle").first()


def question_in(proposal: Proposal, question_id: int) -> Question | None:
    return proposal.questions.filter(pk=question_id).first()


def findings_by(proposal: Proposal, person: Person) -> dict[int, bool]:
    """What this person found of each objection."""
    rows = Finding.objects.filter(voice__proposal=proposal, voice__revision=proposal.revision, by=person)
    return dict(rows.values_list("voice", "stands"))


@dataclass(frozen=True)
class Awaiting:
    """A proposal that waits for this person: to say what they think, or to examine an objection."""

    proposal: Proposal
    examine: bool


def _with_what_waits(rows: QuerySet[Proposal], person: Person, now: datetime) -> QuerySet[Any]:
    """Each with whether it `awaits` this person, and whether that is to `examine` an objection."""
    mine = Elector.objects.filter(proposal=OuterRef("pk"), person=person)
    spoken = Voice.objects.filter(proposal=OuterRef("pk"), revision=OuterRef("revision"), person=person)
    found = Finding.objects.filter(voice=OuterRef("pk"), by=person)
    others = Voice.objects.filter(proposal=OuterRef("pk"), revision=OuterRef("revision"), said=Said.OBJECTION)
    unexamined = others.filter(examined_until__gt=now).exclude(person=person).exclude(Exists(found))
    to_say = Q(spoken=False, closes_at__gt=now)
    to_examine = Q(unexamined=True) & ~Q(by=person)
    return rows.annotate(elector=Exists(mine), spoken=Exists(spoken), unexamined=Exists(unexamined)).annotate(
        awaits=Case(When(waiting() & Q(elector=True) & (to_say | to_examine), then=True), default=False),
        examine=Case(When(to_examine & Q(spoken=True), then=True), default=False),
    )


def awaiting(person: Person, circle_ids: Sequence[int], now: datetime) -> list[Awaiting]:
    """What waits for somebody in these circles, in one query."""
    rows = _awaiting(person=person, circle_ids=circle_ids, now=now) if circle_ids else []
    return [Awaiting(row, row.examine) for row in rows]


@prepared
def _awaiting(person: Person, circle_ids: Sequence[int], now: datetime) -> QuerySet[Any]:
    asked = Proposal.objects.filter(waiting(), among("circle", circle_ids), electors__person=person)
    seen = asked.exclude(kind__in=names_unseen())  # it waits on its circle's page: nobody is called for it
    rows = _with_what_waits(seen, person, now).filter(awaits=True).select_related("circle", "by", "about")
    return rows.order_by("closes_at", "pk")


def awaiting_here(circle: Circle, person: Person, now: datetime, most: int = 3) -> list[Awaiting]:
    """What waits for somebody in one circle, for its page."""
    return [Awaiting(row, row.examine) for row in _awaiting_here(most, circle=circle, person=person, now=now)]


@prepared
def _awaiting_here(most: int, circle: Circle, person: Person, now: datetime) -> QuerySet[Any]:
    rows = _with_what_waits(Proposal.objects.filter(waiting(), circle=circle), person, now).filter(awaits=True)
    first: QuerySet[Any] = rows.select_related("circle", "by", "about").order_by("closes_at", "pk")[:most]
    return first


def silent(proposal: Proposal) -> list[Person]:
    """Electors still here who have said nothing of it as it is now."""
    spoken = Voice.objects.filter(proposal=proposal, revision=proposal.revision, person=OuterRef("person"))
    rows = proposal.electors.filter(here(), person__erased_at__isnull=True).exclude(Exists(spoken))
    return [row.person for row in rows.select_related("person").order_by("pk")]


def electors_here(proposal: Proposal) -> list[Person]:
    rows = proposal.electors.filter(here(), person__erased_at__isnull=True)
    return [row.person for row in rows.select_related("person").order_by("pk")]


def spoke(proposal: Proposal) -> list[Person]:
    """Whoever said something of it in any of its revisions, once each, and is still here."""
    ids = proposal.voices.filter(here()).values("person")
    return list(Person.objects.filter(pk__in=ids, erased_at__isnull=True).order_by("pk"))


def has_spoken(proposal: Proposal, person: Person) -> bool:
    return proposal.voices.filter(person=person).exists()


def examiners(objection: Voice) -> list[Person]:
    """Who may examine it."""
    proposal = objection.proposal
    apart = {proposal.by_id, objection.person_id, proposal.about_id}
    rows = proposal.electors.filter(here(), person__erased_at__isnull=True).exclude(person__in=apart - {None})
    return [row.person for row in rows.select_related("person").order_by("pk")]


def may_end(now: datetime) -> list[Proposal]:
    """What may have to be settled: its deadline has come, or it may have lost its object."""
    over = Q(closes_at__lte=now) | Q(about__isnull=False) | Q(circle__archived_at__isnull=False)
    over |= Q(kind__in=names_that_may_lapse())
    rows = Proposal.objects.filter(waiting(), over, circle__deleted_at__isnull=True)
    return list(rows.select_related("circle", "by", "about").order_by("closes_at", "pk"))


def withdrawn_unseen(now: datetime) -> QuerySet[Proposal]:
    """What nobody may take up again, and whom it was about never saw."""
    return Proposal.objects.filter(kind__in=names_unseen(), outcome=Outcome.WITHDRAWN, closes_at__lte=now)


def to_remind(now: datetime) -> list[Proposal]:
    """What ends within a day, its silent ones not yet reminded."""
    rows = Proposal.objects.filter(waiting(), reminded_at=None, closes_at__gt=now, closes_at__lte=now + LAST_DAY)
    rows = rows.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True)
    return list(rows.select_related("circle", "by", "about").order_by("closes_at", "pk"))


def said_of(proposal: Proposal) -> list[Weighed]:
    """Everything said of it in any revision, oldest first, whoever has left since included."""
    stands, falls = (Count("findings", filter=Q(findings__stands=found)) for found in (True, False))
    rows = proposal.voices.select_related("person").annotate(stands=stands, falls=falls, here=here())
    return [Weighed(row, row.stands, row.falls, row.here) for row in rows.order_by("at", "pk")]


def questions_of(proposal: Proposal) -> list[Question]:
    return list(proposal.questions.order_by("at", "pk"))


def circles_to_join(circle: Circle, person: Person) -> list[Circle]:
    """The other circles in use where this person decides with others: those theirs may become one with."""
    others = circle_queries.circles_of(person).filter(archived_at__isnull=True).exclude(pk=circle.pk)
    return [one for one in others if circle_rules.may(one, person)]


def somebody_of(circle: Circle, key: str) -> Person | None:
    """Somebody who is or was in this circle, whom a proposal may be about."""
    known = circle.memberships.filter(person__key=key, person__erased_at__isnull=True).select_related("person")
    row = known.first()
    return row.person if row else None
