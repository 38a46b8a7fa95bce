"""Mail refused from an invitation: for the address it was written to, since its link can be passed on by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from entregent.circles import queries
from entregent.circles.models import Invitation
from entregent.core.addresses import lookup_key
from entregent.people import operations as people


@transaction.atomic
def refuse_mail(*, invitation: Invitation, now: datetime) -> bool:
    """Never write to the invited address again. False when it had said so before."""
    if invitation.written:
        return people.refuse_mail(lookup=lookup_key(invitation.written), now=now)
    if queries.has_brought(invitation):
        people.refuse_all_mail(person=invitation.person, now=now)
    return False


def take_mail_again(*, invitation: Invitation) -> None:
    if invitation.written:
        people.accept_mail(lookup=lookup_key(invitation.written))
