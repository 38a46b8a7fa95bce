from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from entregent.core import links
from entregent.notices.models import Notice, Returned
from entregent.people.models import Person


def fingerprint(lookup: str) -> str:
    return links.digest(lookup, "returned")


def comes_back(lookup: str) -> bool:
    """Whether mail to this address was returned for good."""
    return Returned.objects.filter(fingerprint=fingerprint(lookup)).exists()


def returned_among(lookups: Sequence[str]) -> set[str]:
    prints = {fingerprint(lookup): lookup for lookup in lookups}
    found = Returned.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
    return {prints[one] for one in found}


def addresses_that_came_back() -> int:
    return Returned.objects.count()


def overdue(now: datetime, by: timedelta = timedelta(minutes=15)) -> int:
    """Mails that should have left a while ago and are not merely being retried."""
    return Notice.objects.filter(sent_at=None, dropped_at=None, first_due_at__lt=now - by, attempts=0).count()


def outbox() -> QuerySet[Notice]:
    """What an instance without SMTP would have sent, newest first: for the operator's eyes."""
    return Notice.objects.filter(kept_in_outbox=True).select_related("person").order_by("-sent_at", "-pk")


def kept(number: int) -> Notice | None:
    return outbox().filter(pk=number).first()


def last_sent(kinds: Sequence[str], object_id: int, person: Person, before: datetime) -> datetime | None:
    """When this person was last written to about that, as far as it is remembered."""
    sent = Notice.objects.filter(kind__in=kinds, object_id=object_id, person=person, sent_at__lt=before)
    return sent.order_by("-sent_at").values_list("sent_at", flat=True).first()


def waiting_for(kinds: Sequence[str], object_id: int) -> set[int]:
    """Ids of the people whose mail about that has not left yet."""
    rows = Notice.objects.filter(kind__in=kinds, object_id=object_id, sent_at=None, dropped_at=None)
    return set(rows.exclude(person=None).values_list("person_id", flat=True))


def written_to(kinds: Sequence[str], object_id: int) -> set[int]:
    """Ids of the people whose mail about that has left, as far as it is remembered."""
    rows = Notice.objects.filter(kind__in=kinds, object_id=object_id, sent_at__isnull=False)
    return set(rows.exclude(person=None).values_list("person_id", flat=True))


def failing() -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at=None, dropped_at=None, attempts__gt=0).order_by("due_at")


def trouble(now: datetime, lately: timedelta = timedelta(hours=1)) -> str:
    """What is wrong with sending, in words for the operator, or "". One dead address among mails that leave is none."""
    late = overdue(now)
    if late:
        return _("overdue: %(late)d") % {"late": late}
    refused = failing().filter(first_due_at__lt=now - lately).count()
    if refused and not Notice.objects.filter(sent_at__gt=now - lately).exists():
        return _("none sent for an hour, refused: %(refused)d") % {"refused": refused}
    return ""
