"""The mails of a circle: an invitation, and its one reminder."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles import rules
from entregent.circles.enums import Source
from entregent.circles.models import Circle, Invitation
from entregent.circles.queries import is_here, language_for, open_invitation
from entregent.core import walltime
from entregent.core.links import absolute
from entregent.core.words_of_time import on_day
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
    inviter = (membership.shown_name if membership else invitation.by.name) or circle.name
    language = language_for(circle, invitation.person)
    url = invitation_url(invitation, now)
    with translation.override(language):
        subject = _("%(inviter)s invites you: %(circle)s") % {"inviter": inviter, "circle": circle.name}
        if notice.kind == "invitation-reminder":
            subject = _("Reminder: %(subject)s") % {"subject": subject}
        what, why = _what(circle), _why(invitation, inviter, language, now)
    return Letter(
        template="mail/invitation",
        language=language,
        subject=subject,
        sender_name=f"{inviter}, {circle.name}",
        list_name=circle.slug,
        thread=f"invitation-{invitation.pk}",
        context={
            "circle": circle,
            "inviter": inviter,
            "word": invitation.batch.word,
            "what": what,
            "why": why,
            "url": url,
            "reminder": notice.kind == "invitation-reminder",
            "never_url": f"{url}/never",
        },
        unsubscribe=f"{url}/never",
    )


def _what(circle: Circle) -> str:
    """What a circle is, to somebody who has never heard of one."""
    said = {"setting": circle.get_setting_display(), "place": circle.place}
    if circle.place:
        return _("A small group that meets regularly: %(setting)s, %(place)s. Nobody is its boss.") % said
    return _("A small group that meets regularly: %(setting)s. Nobody is its boss.") % said


def _why(invitation: Invitation, inviter: str, language: str, now: datetime) -> str:
    """Who gave this address, when, and where they had it from."""
    zone = invitation.circle.zone
    given, today = (walltime.local(moment, zone).date() for moment in (invitation.made_at, now))
    said = {"inviter": inviter, "when": on_day(given, today, language)}
    if invitation.batch.source == Source.FILE:
        return _("You get this mail because %(inviter)s took your address from a file %(when)s.") % said
    return _("You get this mail because %(inviter)s typed your address here %(when)s.") % said


for name in ("invitation", "invitation-reminder"):
    register(Kind(name, _wanted, _write))
