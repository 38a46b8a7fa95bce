from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.utils.translation import get_language

from entregent.notices.models import Notice, Returned
from entregent.notices.queries import fingerprint
from entregent.notices.registry import urgent
from entregent.people.models import Person, SignIn

LEASE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=48)
KEPT = timedelta(days=60)
TRANSIENT = timedelta(hours=48)


def queue(
    *,
    kind: str,
    dedupe: str,
    now: datetime,
    person: Person | None = None,
    to_written: str = "",
    object_id: int = 0,
    circle_id: int | None = None,
    due_at: datetime | None = None,
    payload: dict[str, Any] | None = None,
) -> Notice:
    """Ask for one mail, in the caller's transaction. Asking twice for the same one is asking once."""
    due = due_at or now
    notice, _ = Notice.objects.get_or_create(
        dedupe=dedupe,
        defaults={
            "kind": kind,
            "person": person,
            "to_written": to_written,
            "object_id": object_id,
            "circle_id": circle_id,
            "payload": payload or {},
            "made_at": now,
            "first_due_at": due,
            "due_at": due,
        },
    )
    return notice


def queue_many(
    *, kind: str, people: Iterable[Person], object_id: int, circle_id: int, dedupe: str, now: datetime, due_at: datetime
) -> int:
    """The same mail to many people: one INSERT. `dedupe` names the mail; each person's id is added to it."""
    rows = [
        Notice(
            kind=kind,
            person=person,
            object_id=object_id,
            circle_id=circle_id,
            dedupe=f"{dedupe}:{person.pk}",
            made_at=now,
            first_due_at=due_at,
            due_at=due_at,
        )
        for person in people
    ]
    return len(Notice.objects.bulk_create(rows, ignore_conflicts=True))


def queue_code(sign_in: SignIn, code: str, wanted: bool) -> None:
    """The code's mail. For a stranger who may not come in it is written and dropped: same page, same time."""
    notice = queue(
        kind="sign-in-code",
        dedupe=f"code:{sign_in.key}",
        now=sign_in.made_at,
        person=sign_in.person,
        to_written=sign_in.written,
        object_id=sign_in.pk,
        payload={"code": code, "language": (get_language() or "")[:2]} if wanted else {},
    )
    if not wanted:
        drop(notice, sign_in.made_at, "nobody here has this address")


def queue_change(person: Person, what: str, number: int, now: datetime, to_written: str = "") -> None:
    """Tell somebody what has just changed in the way into their account: they may not be the one who changed it.

    `to_written` where it concerns an address that is no longer theirs.
    """
    queue(
        kind="account-changed",
        dedupe=f"account:{what}:{number}:{int(now.timestamp())}",
        now=now,
        person=person,
        to_written=to_written,
        payload={"what": what},
    )


def waiting() -> Q:
    return Q(sent_at__isnull=True, dropped_at__isnull=True)


def claim_due(now: datetime, most: int = 50) -> list[Notice]:
    """Take mails that are due, each by one conditional UPDATE: two workers never hold the same one."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    first = Case(When(kind__in=urgent(), then=Value(0)), default=Value(1))
    due = Notice.objects.filter(waiting() & free, due_at__lte=now).order_by(first, "due_at", "pk")
    taken = [
        pk
        for pk in list(due.values_list("pk", flat=True)[:most])
        if Notice.objects.filter(waiting() & free, pk=pk, due_at__lte=now).update(
            lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    ]
    return list(Notice.objects.filter(pk__in=taken).select_related("person").order_by(first, "due_at", "pk"))


def give_back(notices: Iterable[Notice]) -> None:
    """Claimed, then left for the next round: as if it had not been taken."""
    ids = [notice.pk for notice in notices]
    Notice.objects.filter(waiting(), pk__in=ids).update(lease_until=None, attempts=F("attempts") - 1)


def wait_until(notice: Notice, moment: datetime) -> None:
    """Not now: it leaves at that moment, as if it had been due then."""
    Notice.objects.filter(waiting(), pk=notice.pk).update(
        due_at=moment, first_due_at=moment, lease_until=None, attempts=F("attempts") - 1
    )


def mark_sent(notice: Notice, now: datetime, kept_in_outbox: bool) -> None:
    """Gone. Without SMTP it stays in the operator's outbox, where it is written anew from its references."""
    kept = notice.payload if kept_in_outbox else {}
    Notice.objects.filter(pk=notice.pk).update(
        sent_at=now,
        lease_until=None,
        kept_in_outbox=kept_in_outbox,
        payload=kept,
        to_written=notice.to_written if kept_in_outbox else "",
    )


def drop(notice: Notice, now: datetime, why: str) -> None:
    Notice.objects.filter(waiting(), pk=notice.pk).update(
        dropped_at=now, why=why[:200], payload={}, to_written="", lease_until=None
    )


def drop_about(*, kind: str, object_id: int, now: datetime, why: str) -> int:
    """Call back what has not left yet; answers how many mails were stopped."""
    return Notice.objects.filter(waiting(), kind=kind, object_id=object_id).update(
        dropped_at=now, why=why[:200], payload={}, to_written="", lease_until=None
    )


def pick_up_again(*, kind: str, object_id: int, dropped_at: datetime, due_at: datetime) -> int:
    """What `drop_about` had stopped at that moment leaves after all."""
    stopped = Notice.objects.filter(kind=kind, object_id=object_id, dropped_at=dropped_at, sent_at=None)
    return stopped.update(dropped_at=None, why="", attempts=0, due_at=due_at, first_due_at=due_at)


def put_off(notice: Notice, now: datetime, error: str) -> None:
    """Try again later, doubling from one minute to six hours, until 48 hours after it was first due."""
    if now - notice.first_due_at >= GIVE_UP_AFTER:
        drop(notice, now, f"given up after 48 hours: {error}")
        return
    pause = min(timedelta(minutes=2 ** min(notice.attempts - 1, 9)), timedelta(hours=6))
    Notice.objects.filter(waiting(), pk=notice.pk).update(due_at=now + pause, lease_until=None, why=error[:200])


def mark_returned(lookup: str, now: datetime) -> None:
    Returned.objects.get_or_create(fingerprint=fingerprint(lookup), defaults={"at": now})


def write_there_again(lookups: Iterable[str]) -> int:
    return Returned.objects.filter(fingerprint__in=[fingerprint(one) for one in lookups]).delete()[0]


def forget_old(now: datetime) -> int:
    Notice.objects.filter(kind="sign-in-code", made_at__lt=now - timedelta(minutes=15)).exclude(payload={}).update(
        payload={}
    )
    Notice.objects.filter(sent_at__lt=now - TRANSIENT).exclude(to_written="").update(to_written="", payload={})
    return Notice.objects.filter(Q(sent_at__lt=now - KEPT) | Q(dropped_at__lt=now - KEPT)).delete()[0]
