from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf

from entregent.activity.models import Event
from entregent.activity.queries import journal_of
from entregent.circles.enums import AddressForm, MailLevel, Source
from entregent.circles.models import Batch, Circle, Import, Invitation, InviteLink, Membership
from entregent.core import links, walltime
from entregent.core.addresses import BadAddress, as_pasted, lookup_key, split_pasted
from entregent.core.folding import clean_line, fold
from entregent.core.prepared import among, prepared
from entregent.people.enums import Purpose
from entregent.people.models import NAME_LENGTH, Link, Person
from entregent.people.queries import apart_from, blocked_pairs

WELCOME_FOR = timedelta(days=30)
PAGE = 30


def circles_of(person: Person) -> QuerySet[Circle]:
    size = Count("memberships", filter=Q(memberships__left_at__isnull=True), distinct=True)
    return bare_circles_of(person).annotate(size=size)


def bare_circles_of(person: Person) -> QuerySet[Circle]:
    """Without their sizes."""
    mine = Membership.objects.filter(person=person, left_at__isnull=True).values("circle")
    return Circle.objects.filter(pk__in=mine, deleted_at__isnull=True).order_by("archived_at", "name_folded")


def visible_circle(*, viewer: Person, slug: str) -> Circle | None:
    """The circle as one of its members; None for everybody else, whether it exists or not."""
    return _visible_circle.first(viewer=viewer, slug=slug)


@prepared
def _visible_circle(viewer: Person, slug: str) -> QuerySet[Circle]:
    rows = Circle.objects.filter(slug=slug, deleted_at__isnull=True)
    return rows.filter(memberships__person=viewer, memberships__left_at__isnull=True)[:1]


def circle_of_member(person: Person, circle_id: int) -> Circle | None:
    """A circle as one of its members whom only a link names."""
    mine = Circle.objects.filter(memberships__person=person, memberships__left_at__isnull=True)
    return mine.filter(pk=circle_id, deleted_at__isnull=True).first()


def deleted_circle(*, founder: Person, slug: str) -> Circle | None:
    return Circle.objects.filter(slug=slug, opened_by=founder, deleted_at__isnull=False).first()


def live_memberships(circle: Circle) -> QuerySet[Membership]:
    return circle.memberships.filter(_alive()).select_related("person")


def live_in(circle: Circle) -> QuerySet[Membership]:
    """The same for a prepared query."""
    return Membership.objects.filter(_alive(), circle=circle).select_related("person")


def _alive() -> Q:
    return Q(left_at__isnull=True, person__erased_at__isnull=True)


def is_here(circle: Circle, person: Person) -> bool:
    """In, and not merely named by a file: nothing is left to invite them to."""
    return circle.memberships.filter(person=person, left_at__isnull=True, imported_at__isnull=True).exists()


def membership(circle: Circle, person: Person) -> Membership | None:
    row = _membership.first(circle=circle, person=person)
    if row is not None:
        row.circle = circle
    return row


@prepared
def _membership(circle: Circle, person: Person) -> QuerySet[Membership]:
    return live_in(circle).filter(person=person)


def members(
    *, circle: Circle, viewer: Person, search: str = "", among: Q | None = None, found: Q | None = None
) -> QuerySet[Membership]:
    """The circle's people as one member sees them, in French order, without those they are blocked from.

    `found` is who answers a search by something else than their name.
    """
    rows = live_memberships(circle).exclude(person__in=blocked_pairs(viewer))
    if fold(search):
        own = Q(person__name_folded__contains=fold(search), imported_at__isnull=True)
        rows = rows.filter(own | Q(name_folded__contains=fold(search)) | (found or Q(pk__in=())))
    if among is not None:
        rows = rows.filter(among)
    own_place = Coalesce(NullIf("person__sort_name", Value("")), "sort_name")
    place = Case(When(imported_at__isnull=False, then="sort_name"), default=own_place)
    return rows.annotate(sorted_by=place).order_by("sorted_by", "pk")


def members_page(
    *, circle: Circle, viewer: Person, search: str = "", after: str = "", among: Q | None = None, found: Q | None = None
) -> list[Membership]:
    """Thirty of them, and one more where there are more; `after` is the key of the last person read."""
    rows = members(circle=circle, viewer=viewer, search=search, among=among, found=found)
    last = rows.filter(person__key=after).first() if after else None
    if last is not None:
        place = (last.imported_at is None and last.person.sort_name) or last.sort_name
        rows = rows.filter(Q(sorted_by__gt=place) | Q(sorted_by=place, pk__gt=last.pk))
    return list(rows.prefetch_related("person__addresses")[: PAGE + 1])


def names_in(circle_id: int, person_ids: list[int]) -> dict[int, str]:
    """What each person is called in this circle; "" for somebody erased."""
    return or_own(person_ids, {person: name for (_in, person), name in names_at([circle_id], person_ids).items()})


def or_own(person_ids: list[int], shown: dict[int, str]) -> dict[int, str]:
    """Their own name where no row of theirs gives one."""
    others = set(person_ids) - set(shown)
    return shown | (dict(Person.objects.filter(pk__in=others).values_list("pk", "name")) if others else {})


def names_at(circle_ids: Iterable[int], person_ids: Iterable[int]) -> dict[tuple[int, int], str]:
    """By circle and person, what `Membership.shown_name` says, read without the rest of their rows."""
    people = set(person_ids)
    rows = _names(circle_ids=set(circle_ids), person_ids=people) if people else []
    return {(circle, person): name for circle, person, name in rows}


@prepared
def _names(circle_ids: set[int], person_ids: set[int]) -> QuerySet[Membership, tuple[int, int, str]]:
    own = Case(When(person__name="", then="name"), default="person__name")
    shown = Case(When(Q(imported_at__isnull=False) & ~Q(name=""), then="name"), default=own)
    rows = Membership.objects.filter(among("circle", circle_ids), among("person", person_ids))
    return rows.values_list("circle", "person", shown)


def memberships_of(person: Person) -> list[Membership]:
    rows = Membership.objects.filter(person=person, left_at__isnull=True, circle__deleted_at__isnull=True)
    return list(rows.select_related("circle").order_by("circle__archived_at", "circle__name_folded", "pk"))


def language_for(circle: Circle, person: Person | None) -> str:
    """The reader's language, in the form of address the circle chose."""
    language = (person.language if person else "") or circle.language
    return "fr-tu" if language == "fr" and circle.address_form == AddressForm.TU else language


def imported_with_address(circle: Circle) -> QuerySet[Membership]:
    """People a file brought with an address, whom nobody has written to: they may be invited."""
    asked = Invitation.objects.filter(circle=circle, person=OuterRef("person"), batch__cancelled_at__isnull=True)
    return (
        live_memberships(circle)
        .filter(imported_at__isnull=False, person__addresses__isnull=False)
        .exclude(Exists(asked))
        .prefetch_related("person__addresses")
        .order_by("sort_name", "pk")
        .distinct()
    )


def circle_of_slug(slug: str) -> Circle | None:
    """A circle as the operator's commands reach it; pages obtain one as somebody."""
    return Circle.objects.filter(slug=slug, deleted_at__isnull=True).first()


def imports(slug: str = "") -> QuerySet[Import]:
    """Files brought in, newest first: for the operator, of every circle or of one."""
    rows = Import.objects.select_related("circle").order_by("-at", "-pk")
    return rows.filter(circle__slug=slug) if slug else rows


def to_welcome(person: Person, now: datetime, most: int) -> list[Membership]:
    """Newcomers this person invited and has not yet welcomed."""
    return _to_welcome(most, person=person, now=now)


@prepared
def _to_welcome(most: int, person: Person, now: datetime) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(
            invited_by=person, welcomed_at__isnull=True, left_at__isnull=True, imported_at__isnull=True
        )
        .filter(joined_at__gt=now - WELCOME_FOR, person__erased_at__isnull=True, circle__deleted_at__isnull=True)
        .exclude(Q(person=person) | apart_from(person))
        .select_related("person", "circle")
        .order_by("joined_at")[:most]
    )


def newcomers(circle: Circle, now: datetime) -> QuerySet[Membership]:
    return _newcomers(circle, circle.opened_by_id or 0, now)


def _newcomers(circle: Circle, founder: int, now: datetime) -> QuerySet[Membership]:
    recent = Q(joined_at__gt=now - WELCOME_FOR, imported_at__isnull=True)
    return live_in(circle).filter(recent).exclude(person_id=founder).order_by("-joined_at", "pk")


def new_to(*, circle: Circle, viewer: Person, now: datetime, most: int) -> tuple[list[Membership], int]:
    """The newest of the people new to one member, and how many there are in all."""
    first = _new_to(most + 1, circle=circle, founder=circle.opened_by_id or 0, viewer=viewer, now=now)
    if len(first) <= most:
        return first, len(first)
    return first[:most], _seen_by(viewer, newcomers(circle, now)).count()


@prepared
def _new_to(most: int, circle: Circle, founder: int, viewer: Person, now: datetime) -> QuerySet[Membership]:
    return _seen_by(viewer, _newcomers(circle, founder, now))[:most]


def _seen_by(viewer: Person, rows: QuerySet[Membership]) -> QuerySet[Membership]:
    return rows.exclude(apart_from(viewer)).exclude(person=viewer)


def wants_mail(circle: Circle, levels: tuple[MailLevel, ...], now: datetime) -> list[Person]:
    return [row.person for row in reading(circle, levels, now)]


def how_many_want_mail(circle: Circle, levels: tuple[MailLevel, ...], now: datetime) -> int:
    return reading(circle, levels, now).count()


def reading(circle: Circle, levels: tuple[MailLevel, ...], now: datetime) -> QuerySet[Membership]:
    """Who gets mails of these levels: reachable, and not taking a break of their own."""
    rows = live_memberships(circle).filter(mail__in=levels, person__addresses__isnull=False)
    return rows.exclude(rests_until__gt=walltime.local(now, circle.zone).date()).distinct()


def rests(membership: Membership, now: datetime) -> bool:
    """Whether this member takes a break from the circle's mails."""
    until = membership.rests_until
    return until is not None and walltime.local(now, membership.circle.zone).date() < until


@dataclass(frozen=True)
class Preview:
    """What sending would do, shown before anything leaves."""

    goes_to: tuple[tuple[str, str], ...]  # (name as typed, address as typed)
    not_addresses: tuple[str, ...]
    twice: int
    left_today: int

    @property
    def over_limit(self) -> int:
        return max(0, len(self.goes_to) - self.left_today)


def preview_invitations(*, by: Person, pasted: str, now: datetime) -> Preview:
    """Sort what was pasted. It never looks at who is known here: that would tell the inviter."""
    seen: set[str] = set()
    good, bad, twice = [], [], 0
    for name, written in split_pasted(pasted):
        try:
            lookup = lookup_key(written)
        except BadAddress:
            bad.append(f"{name} {written}".strip()[:80])
            continue
        twice += lookup in seen
        if lookup not in seen:
            good.append((clean_line(name, NAME_LENGTH), written.strip()))
        seen.add(lookup)
    return Preview(tuple(good), tuple(bad), twice, invitations_left(by, now))


def invitations_left(by: Person, now: datetime) -> int:
    """Withdrawing one that has left gives nothing back: only what was called back never left."""
    sent = Invitation.objects.filter(
        by=by, made_at__gt=now - timedelta(days=1), batch__cancelled_at__isnull=True
    ).count()
    return max(0, settings.INVITATIONS_PER_DAY - sent)


def batches_to_call_back(*, by: Person, circle: Circle, now: datetime) -> QuerySet[Batch]:
    return (
        Batch.objects.filter(by=by, circle=circle, leaves_at__gt=now, cancelled_at__isnull=True)
        .annotate(size=Count("invitations"))
        .order_by("leaves_at")
    )


@dataclass(frozen=True)
class Typed:
    """A sending as it was typed, to be put right and sent again."""

    pasted: str
    word: str


def typed_in(*, batch_key: str, by: Person, circle: Circle) -> Typed | None:
    batch = Batch.objects.filter(key=batch_key, by=by, circle=circle).first()
    if batch is None:
        return None
    rows = [] if batch.source == Source.FILE else batch.invitations.order_by("pk")
    lines = [as_pasted(row.name, row.written) for row in rows if row.written]
    return Typed("\n".join(lines), batch.word)


def invitations_of(*, by: Person, circle: Circle, now: datetime) -> QuerySet[Invitation]:
    """What I sent and nobody has taken up, to me alone. A "no" and a silence look the same."""
    return (
        Invitation.objects.filter(by=by, circle=circle, cancelled_at__isnull=True, accepted_at__isnull=True)
        .filter(batch__leaves_at__lte=now, person__erased_at__isnull=True)
        .select_related("batch", "circle")
        .order_by("-made_at", "pk")
    )


def invitation_by(*, by: Person, circle: Circle, invitation_id: int) -> Invitation | None:
    """One that this person sent and may still act on; None for anything else."""
    rows = Invitation.objects.filter(pk=invitation_id, by=by, circle=circle, cancelled_at__isnull=True)
    return (
        rows.filter(accepted_at__isnull=True, person__erased_at__isnull=True).select_related("person", "batch").first()
    )


def invitation_link(invitation: Invitation, now: datetime) -> Link | None:
    """The personal link of an invitation, once somebody asked to pass it on by hand."""
    return Link.objects.filter(
        person=invitation.person,
        purpose=Purpose.INVITATION,
        kind="invitation",
        object_id=invitation.pk,
        revoked_at__isnull=True,
        expires_at__gt=now,
    ).first()


def open_invitation(invitation_id: int) -> Invitation | None:
    return (
        Invitation.objects.filter(pk=invitation_id, cancelled_at__isnull=True, circle__deleted_at__isnull=True)
        .select_related("circle", "by", "person", "batch")
        .first()
    )


def has_brought(invitation: Invitation) -> bool:
    """Whether this very invitation made its person a member, and they still are one.

    Its link can be copied by whoever invited, also for somebody who was here before: it then speaks for nobody.
    """
    if invitation.accepted_at is None or not is_here(invitation.circle, invitation.person):
        return False
    joined = Event.objects.filter(verb="joined", actor=invitation.person, circle_id=invitation.circle_id)
    return joined.filter(at__gte=invitation.accepted_at).exists()


def invite_links_of(circle: Circle, now: datetime) -> QuerySet[InviteLink]:
    return (
        circle.invite_links.filter(revoked_at__isnull=True, expires_at__gt=now)
        .select_related("by")
        .order_by("-made_at")
    )


def token_of(link: InviteLink) -> str:
    return links.derive(link.pk, f"join:{link.circle_id}", link.generation)


def invite_link_of(token: str, now: datetime) -> InviteLink | None:
    """The link of a join token while it may be used; forged, revoked, used up and expired look the same."""
    number = links.number_of(token)
    if number is None:
        return None
    live = InviteLink.objects.filter(circle__deleted_at__isnull=True, circle__archived_at__isnull=True)
    link = live.select_related("circle", "by").filter(pk=number).first()
    if link is None or not links.holds(token, link.pk, f"join:{link.circle_id}", link.generation):
        return None
    return link if link.revoked_at is None and link.expires_at > now and link.uses < link.most_uses else None


def journal(circle: Circle, before: int | None = None) -> list[Event]:
    """A page of the journal, newest first, and one line more where there is more: `before` is the last line read."""
    rows = journal_of(circle.pk)
    last = rows.filter(pk=before).first() if before else None
    if last is not None:
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
    return list(rows[: PAGE + 1])


@dataclass(frozen=True)
class Sent:
    """One sending of invitations, as the circle may know it: a number."""

    size: int
    called_back: bool


def batches_sent(circle: Circle, batch_ids: list[int]) -> dict[int, Sent]:
    rows = Batch.objects.filter(circle=circle, pk__in=batch_ids).annotate(size=Count("invitations"))
    return {pk: Sent(size, bool(called)) for pk, size, called in rows.values_list("pk", "size", "cancelled_at")}
