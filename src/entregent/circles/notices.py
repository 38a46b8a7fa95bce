"""The mails of a circle: an invitation, and its one reminder."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles import rules
from entregent.circles.models import Invitation
from entregent.circles.queries import is_here, language_for, open_invitation
from entregent.core.links import absolute
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.people.enums import Purpose
from entregent.people.operations import ensure_link
from entregent.people.queries import token_of


def _wanted(notice: Notice, now: datetime) -> str:
    invitation = open_invitation(notice.object_id)
    if invitation is None or invitation.batch.cancelled_at:
        return "the invitation was taken back"
    if invitation.accepted_at or invitation.declined_at:
        return "already answered"
    if is_here(invitation.circle, invitation.person):
        return "already in the circle"
    inviter_in = invitation.circle.memberships.filter(person=invitation.by, left_at__isnull=True).exists()
    return "" if inviter_in else "whoever invited has left"


def invitation_url(invitation: Invitation, now: datetime) -> str:
    link = ensure_link(
        person=invitation.person,
        purpose=Purpose.INVITATION,
        kind="invitation",
        object_id=invitation.pk,
        now=now,
        lives=rules.INVITATION_LIVES,
    )
    return absolute(reverse("link", args=[token_of(link)]))


def _write(notice: Notice, now: datetime) -> Letter:
    invitation = Invitation.objects.select_related("circle", "by", "person", "batch").get(pk=notice.object_id)
    circle = invitation.circle
    membership = circle.memberships.filter(person=invitation.by).first()
    inviter = membership.shown_name if membership else invitation.by.name
    language = language_for(circle, invitation.person)
    url = invitation_url(invitation, now)
    with translation.override(language):
        subject = _("%(inviter)s invites you: %(circle)s") % {"inviter": inviter, "circle": circle.name}
        if notice.kind == "invitation-reminder":
            subject = _("Reminder: %(subject)s") % {"subject": subject}
    return Letter(
        template="mail/invitation",
        language=language,
        subject=subject,
        sender_name=inviter,
        list_name=circle.slug,
        thread=f"invitation-{invitation.pk}",
        context={
            "circle": circle,
            "inviter": inviter,
            "invitation": invitation,
            "word": invitation.batch.word,
            "url": url,
            "reminder": notice.kind == "invitation-reminder",
            "source": invitation.batch.source,
            "invited_on": invitation.made_at,
            "never_url": f"{url}/never",
        },
        unsubscribe=f"{url}/never",
    )


for name in ("invitation", "invitation-reminder"):
    register(Kind(name, _wanted, _write))
