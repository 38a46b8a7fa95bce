from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from entregent.activity.models import Event
from entregent.activity.operations import mark_undone, record
from entregent.circles import queries, rules
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, InviteLink, Knock, Membership, Place, Suspension
from entregent.circles.queries import undoing
from entregent.core import walltime
from entregent.core.folding import clean_line, fold
from entregent.core.ids import new_key
from entregent.people import privacy
from entregent.people.models import NAME_LENGTH, Person

CHANGEABLE = (
    "name", "purpose", "place", "setting", "hue", "language", "address_form", "zone", "way_in", "question",
)  # fmt: skip


class Refused(Exception):
    """The person may not do this, or may no longer."""


class NoName(ValueError):
    """A circle or a person needs a name."""


def new_slug(name: str) -> str:
    """Readable, and long enough that it cannot be guessed from the name alone."""
    return f"{slugify(fold(name))[:40].strip('-') or 'cercle'}-{new_key(6)}"


@transaction.atomic
def open_circle(
    *, name: str, by: Person, now: datetime, language: str, zone: str, slug: str = "", setting: str = "lunch"
) -> Circle:
    """A circle from its name alone: hidden, by invitation, its founder a member like the others to come."""
    walltime.zone_of(zone)
    circle = Circle(
        slug=slug or new_slug(name), opened_by=by, opened_at=now, language=language, zone=zone, setting=setting
    )
    circle.rename(name)
    if not circle.name:
        raise NoName
    circle.save()
    add_member(circle=circle, person=by, now=now, mail=MailLevel.EVERY)
    record(
        actor=by, verb="opened", kind="circle", object_id=circle.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )
    return circle


def add_member(
    *,
    circle: Circle,
    person: Person,
    now: datetime,
    mail: str = MailLevel.EVERY,
    name: str = "",
    invited_by: Person | None = None,
    trade: str = "",
) -> Membership:
    """In, or back in: who left keeps one membership. In a hidden circle everybody is settled at once.

    Where strangers come in, nobody is before they came twice or two members vouch: it matters once the circle is large.
    """
    if rules.is_kept_out(circle, person):
        raise Refused
    membership, made = Membership.objects.get_or_create(
        circle=circle,
        person=person,
        defaults={
            "joined_at": now,
            "settled_at": now if rules.settles_at_once(circle) else None,
            "mail": mail,
            "invited_by": invited_by,
            "trade": trade,
            **named(name),
        },
    )
    if not made and (membership.left_at or membership.imported_at):
        membership.joined_at = now if membership.left_at else membership.joined_at
        membership.left_at = membership.imported_at = membership.welcomed_at = None
        membership.mail, membership.invited_by = mail, invited_by
        membership.save(update_fields=["joined_at", "left_at", "imported_at", "welcomed_at", "mail", "invited_by"])
    return membership


def named(name: str) -> dict[str, str]:
    """What a membership keeps of the name somebody typed."""
    bare = Membership()
    bare.rename(name)
    return {"name": bare.name, "name_folded": bare.name_folded, "sort_name": bare.sort_name}


@transaction.atomic
def change_circle(*, circle: Circle, by: Person, now: datetime, **fields: str) -> Event | None:
    """Change what the circle says of itself; the journal keeps what it said before, for whoever wants to undo.

    How people come into a large circle is not one person's to change: `set_way_in`, once it was agreed on.
    """
    circle.refresh_from_db(from_queryset=Circle.objects.select_for_update(no_key=True))
    rules.allow(circle, by)
    before = {key: getattr(circle, key) for key in CHANGEABLE if key in fields and getattr(circle, key) != fields[key]}
    if not before:
        return None
    if not clean_line(fields.get("name", circle.name), NAME_LENGTH):
        raise NoName
    if "way_in" in before and rules.agrees_on_the_way_in(circle):
        raise rules.NeedsConsent
    walltime.zone_of(fields.get("zone", circle.zone))
    _apply(circle, {key: fields[key] for key in before})
    return record(
        actor=by,
        verb="changed",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
        before=before,
    )


def _apply(circle: Circle, fields: dict[str, Any]) -> None:
    for key, value in fields.items():
        setattr(circle, key, value)
    circle.rename(circle.name)
    circle.save(update_fields=[*fields, "name_folded"])


@transaction.atomic
def delete_circle(*, circle: Circle, by: Person, now: datetime) -> None:
    """The founder changes their mind before anybody answered. It can be brought back for thirty days."""
    if not rules.may_delete(Circle.objects.select_for_update(no_key=True).get(pk=circle.pk), by):
        raise Refused
    Circle.objects.filter(pk=circle.pk).update(deleted_at=now)
    record(
        actor=by, verb="deleted", kind="circle", object_id=circle.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )


@transaction.atomic
def restore_circle(*, circle: Circle, by: Person, now: datetime) -> None:
    mine = Circle.objects.filter(pk=circle.pk, opened_by=by, deleted_at__gte=now - rules.UNDO_WINDOW)
    if not mine.update(deleted_at=None):
        raise Refused
    record(
        actor=by, verb="restored", kind="circle", object_id=circle.pk, circle_id=circle.pk, now=now, open_to_circle=True
    )


@transaction.atomic
def make_link(
    *,
    circle: Circle,
    by: Person,
    now: datetime,
    most_uses: int = 30,
    gathering_id: int | None = None,
    lives: timedelta = rules.LINK_LIVES,
) -> InviteLink:
    rules.allow(circle, by)
    link = InviteLink.objects.create(
        circle=circle, by=by, gathering_id=gathering_id, most_uses=most_uses, made_at=now, expires_at=now + lives
    )
    record(
        actor=by,
        verb="made-link",
        kind="invite-link",
        object_id=link.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    return link


@transaction.atomic
def revoke_link(*, circle: Circle, link_id: int, by: Person, now: datetime) -> Event | None:
    """None when it was revoked already, or is another circle's."""
    rules.allow(circle, by, at_rest=True)
    if not InviteLink.objects.filter(pk=link_id, circle=circle, revoked_at__isnull=True).update(revoked_at=now):
        return None
    return record(
        actor=by,
        verb="revoked-link",
        kind="invite-link",
        object_id=link_id,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def join_by_link(*, link: InviteLink, person: Person, now: datetime) -> Membership:
    """Join with a link or code. The use is counted by a conditional UPDATE: the last place goes to one person."""
    InviteLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    membership = queries.membership(link.circle, person)
    if membership and membership.imported_at is None:
        return membership
    counted = InviteLink.objects.filter(
        pk=link.pk,
        uses__lt=F("most_uses"),
        revoked_at__isnull=True,
        expires_at__gt=now,
        circle__deleted_at__isnull=True,
        circle__archived_at__isnull=True,
    ).update(uses=F("uses") + 1)
    if not counted:
        raise Refused
    record(
        actor=person,
        about=person,
        verb="joined",
        kind="circle",
        object_id=link.circle_id,
        circle_id=link.circle_id,
        now=now,
        open_to_circle=True,
    )
    return add_member(circle=link.circle, person=person, now=now, invited_by=link.by)


@transaction.atomic
def leave(*, circle: Circle, person: Person, now: datetime) -> Event | None:
    """Out, at once and without a word to anybody. What they wrote stays; they can come back for thirty days by undo."""
    mine = Membership.objects.filter(circle=circle, person=person)
    kept_out = circle.suspensions.filter(person=person, ended_at__isnull=True).first()
    here = mine.filter(left_at=kept_out.in_force_at) if kept_out else mine.filter(left_at__isnull=True)
    if not here.update(left_at=now):
        return None
    return record(
        actor=person,
        about=person,
        verb="left",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )


@transaction.atomic
def undo(*, event: Event, by: Person, now: datetime) -> Event:
    """Take back one line of the journal; the taking back is itself a line."""
    circle = Circle.objects.select_for_update(no_key=True).filter(pk=event.circle_id or 0, deleted_at=None).first()
    if circle is None or not undoing.undoable(event, by, now):
        raise Refused
    if event.verb != "left" and queries.membership(circle, by) is None:
        raise Refused
    if event.verb != "left":
        rules.allow(circle, by)
    elif rules.is_kept_out(circle, by):
        raise Refused
    if "way_in" in event.before and rules.agrees_on_the_way_in(circle):
        raise Refused
    undone = record(
        actor=by,
        about=event.about,
        verb="undid",
        kind=event.kind,
        object_id=event.object_id,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    if not mark_undone(event, undone):
        raise Refused
    _put_right(circle, event, now)
    return undone


def _put_right(circle: Circle, event: Event, now: datetime) -> None:
    if event.verb == "changed":
        _apply(circle, event.before)
    elif event.verb == "revoked-link":
        InviteLink.objects.filter(pk=event.object_id).update(revoked_at=None)
    elif event.verb in ("added-place", "removed-place"):
        removed = now if event.verb == "added-place" else None
        Place.objects.filter(pk=event.object_id).update(removed_at=removed)
    elif event.verb == "suspended":
        end_suspension(event.object_id, now)
    elif event.verb == "merged":
        _take_apart(event, now)
    elif event.verb == "left":
        Membership.objects.filter(circle=circle, person=event.about).update(left_at=None)


def end_suspension(suspension_id: int, now: datetime) -> Suspension | None:
    """Over, or ended before: the person is back where they were. None when it was already."""
    rows = Suspension.objects.filter(pk=suspension_id, ended_at__isnull=True)
    if not rows.update(ended_at=now):
        return None
    ended = Suspension.objects.select_related("circle", "person").get(pk=suspension_id)
    if ended.person.erased_at is None:
        here = Membership.objects.filter(circle=ended.circle, person=ended.person, removed_at__isnull=True)
        back = here.filter(left_at=ended.in_force_at).update(left_at=None)
        if back and ended.circle.became is not None:
            come_along(here.get(), ended.circle.became, now)
    return ended


def come_along(row: Membership, into: Circle, now: datetime) -> Person | None:
    """From a circle into the one it has become part of, as they were: under their name, with the mails they had chosen,
    at rest until the same day, settled if they were for a week. None for whoever is there already, has been and left,
    or is kept out.
    """
    if Membership.objects.filter(circle=into, person=row.person, imported_at__isnull=True).exists():
        return None
    if rules.is_kept_out(into, row.person):
        return None
    there = add_member(circle=into, person=row.person, now=now, name=row.name, mail=row.mail, trade=row.trade)
    settled = row.settled_at if row.joined_at <= now - rules.KNOWN_FOR else None
    there.settled_at = there.settled_at or (now if settled else None)
    there.rests_until, there.no_word_at, there.welcomed_at = row.rests_until, row.no_word_at, now
    there.save(update_fields=["settled_at", "rests_until", "no_word_at", "welcomed_at"])
    Knock.objects.filter(circle=into, person=row.person, let_in_at__isnull=True).update(let_in_at=now)
    return row.person


def _take_apart(event: Event, now: datetime) -> None:
    try:
        privacy.undo_merge(merge_id=event.object_id, now=now)
    except privacy.CannotMerge as error:
        raise Refused from error


def set_mail(*, circle: Circle, person: Person, level: MailLevel) -> None:
    Membership.objects.filter(circle=circle, person=person).update(mail=level)


@transaction.atomic
def set_mails(*, person: Person, levels: dict[str, MailLevel]) -> None:
    """The mails one person gets, circle by circle: `levels` by slug."""
    for slug, level in levels.items():
        Membership.objects.filter(circle__slug=slug, person=person).update(mail=level)


def name_in_circle(*, circle: Circle, person: Person, name: str) -> None:
    Membership.objects.filter(circle=circle, person=person).update(**named(name))


def mark_welcomed(*, membership_id: int, by: Person, now: datetime) -> bool:
    return bool(
        Membership.objects.filter(pk=membership_id, invited_by=by, welcomed_at__isnull=True).update(welcomed_at=now)
    )


def unmark_welcomed(*, membership_id: int, by: Person) -> bool:
    return bool(Membership.objects.filter(pk=membership_id, invited_by=by).update(welcomed_at=None))
