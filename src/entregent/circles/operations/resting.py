"""A member's own break from a circle's mails, and how a silent one comes to get fewer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, Membership
from entregent.people.models import Person


@transaction.atomic
def rest(*, person: Person, until: date | None, circle: Circle | None = None) -> list[Circle]:
    """No mail of this circle, or of any they are in, before that day; None ends the break. Answers where it applies."""
    rows = Membership.objects.filter(person=person, left_at__isnull=True, circle__deleted_at__isnull=True)
    if circle is not None:
        rows = rows.filter(circle=circle)
    found = list(rows.select_related("circle").order_by("pk"))
    Membership.objects.filter(pk__in=[row.pk for row in found]).update(rests_until=until)
    return [row.circle for row in found]


def lower_mail(*, memberships: Collection[int], now: datetime) -> int:
    """To one mail a month, once in a membership: whoever goes back to more has said what they want."""
    rows = Membership.objects.filter(pk__in=memberships, mail_lowered_at__isnull=True)
    return rows.update(mail=MailLevel.MONTHLY, mail_lowered_at=now)
