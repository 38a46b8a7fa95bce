"""The mails of a circle: an invitation and its one reminder, somebody at the door and their answer; a word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles import rules
from entregent.circles.enums import MailLevel, Source
from entregent.circles.models import Care, Circle, Invitation, Knock, Suspension
from entregent.circles.queries import (
    caring,
    door,
    is_here,
    language_for,
    membership,
    names_in,
    open_invitation,
    suspending,
)
from entregent.core import walltime
from entregent.core.links import absolute
from entregent.core.words_of_time import long_day, on_day
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.people.enums import Purpose
from entregent.people.models import Person
from entregent.people.operations import ensure_link
from entregent.people.queries import blocked_pairs, token_of

MAILS_LINK_LIVES = timedelta(days=365)


def _wanted(notice: Notice, now: datetime) -> str:
    invitation = open_invitation(notice.object_id)
    if invitation is None or invitation.batch.cancelled_at:
        return "the invitation was taken back"
    if invitation.accepted_at or invitation.declined_at:
        return "already answered"
    if is_here(invitation.circle, invitation.person):
        return "already in the circle"
    if rules.is_suspended(invitation.circle, invitation.person):
        return "kept out for two weeks"
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
    if invitation.batch.source in (Source.FILE, Source.OWN_FILE):
        return _("You get this mail because %(inviter)s took your address from a file %(when)s.") % said
    return _("You get this mail because %(inviter)s typed your address here %(when)s.") % said


for name in ("invitation", "invitation-reminder"):
    register(Kind(name, _wanted, _write))


def _knock_wanted(notice: Notice, now: datetime) -> str:
    knock = door.knock(notice.object_id)
    if knock is None or knock.person.erased_at or knock.let_in_at or knock.declined_at or knock.withdrawn_at:
        return "answered already, or withdrawn"
    here = membership(knock.circle, notice.person) if notice.person else None
    return "" if here and here.mail == MailLevel.EVERY else "has left, or wants fewer mails"


def _answer_wanted(notice: Notice, now: datetime) -> str:
    knock = door.knock(notice.object_id)
    answered = knock and (knock.let_in_at if notice.kind == "knock-let-in" else knock.declined_at)
    return "" if answered else "the answer was taken back"


def mails_url(circle: Circle, person: Person, now: datetime) -> str:
    """Fewer mails of this circle, or none."""
    link = ensure_link(
        person=person, purpose=Purpose.MAILS, kind="circle", object_id=circle.pk, now=now, lives=MAILS_LINK_LIVES
    )
    return absolute(reverse("link", args=[token_of(link)]))


def _write_knock(notice: Notice, now: datetime) -> Letter:
    """To a few members: who stands at the door, and what they say."""
    knock, reader = Knock.objects.select_related("circle", "person").get(pk=notice.object_id), _reader(notice)
    circle, mails = knock.circle, mails_url(knock.circle, reader, now)
    language = language_for(circle, reader)
    with translation.override(language):
        name = knock.person.name or _("Somebody who has given no name yet")
        said = {
            "subject": _("%(name)s asks to come in: %(circle)s") % {"name": name, "circle": circle.name},
            "heading": _("%(name)s asks to come in") % {"name": name},
            "lines": [_("Any of you may answer; the first who does answers for all.")],
            "action": (_("See who asks, and answer"), absolute(reverse("door", args=[circle.slug]))),
            "why": _("You get this mail because you are in “%(circle)s” and read all its mails.")
            % {"circle": circle.name},
        }
    return _letter(notice, circle, language, said, quoted=knock.says, question=circle.question, mails_link=mails)


def _write_answer(notice: Notice, now: datetime) -> Letter:
    """To whoever asked. A refusal names nobody: it is the circle's."""
    knock, reader = Knock.objects.select_related("circle", "answered_by").get(pk=notice.object_id), _reader(notice)
    circle, language = knock.circle, language_for(knock.circle, reader)
    with translation.override(language):
        why = _("You get this mail because you asked to come into “%(circle)s”.") % {"circle": circle.name}
        said = _welcomed(knock, now) if notice.kind == "knock-let-in" else _declined(knock)
    return _letter(notice, circle, language, {**said, "why": why}, quoted=knock.word)


def _welcomed(knock: Knock, now: datetime) -> dict[str, object]:
    circle, host = knock.circle, ""
    if knock.answered_by_id:
        host = names_in(circle.pk, [knock.answered_by_id])[knock.answered_by_id]
    return {
        "subject": _("You are in: %(circle)s") % {"circle": circle.name},
        "heading": _("You are in"),
        "lines": [_("%(name)s let you in, and is there to welcome you.") % {"name": host}] if host else [],
        "action": (_("See the circle"), absolute(reverse("circle", args=[circle.slug]))),
    }


def _declined(knock: Knock) -> dict[str, object]:
    return {
        "subject": _("%(circle)s: not this time") % {"circle": knock.circle.name},
        "heading": _("Not this time"),
        "lines": [
            _("The circle has read what you wrote, and does not take anybody in for now. It says nothing about you.")
        ],
    }


def _reader(notice: Notice) -> Person:
    return cast(Person, notice.person)


def _letter(notice: Notice, circle: Circle, language: str, said: Mapping[str, object], **more: str) -> Letter:
    mails_link = more.pop("mails_link", "")
    return Letter(
        template="mail/word",
        language=language,
        subject=str(said["subject"]),
        sender_name=circle.name,
        list_name=circle.slug,
        thread=f"{notice.kind}-{notice.object_id}",
        context={"circle": circle, **said, **more},
        mails_link=mails_link,
        unsubscribe=mails_link and f"{mails_link}/mails",
    )


def _suspended_wanted(notice: Notice, now: datetime) -> str:
    held = suspending.by_id(notice.object_id)
    return "" if held and not held.ended_at else "over, or ended before"


def _write_suspended(notice: Notice, now: datetime) -> Letter:
    """To the person concerned: why, until when, and where to say their side."""
    held, reader = Suspension.objects.select_related("circle").get(pk=notice.object_id), _reader(notice)
    circle, language = held.circle, language_for(held.circle, reader)
    today, ends = (walltime.local(at, circle.zone).date() for at in (now, held.ends_at))
    with translation.override(language):
        until = long_day(ends, language, today)
        said = {
            "subject": _("%(circle)s: out for two weeks") % {"circle": circle.name},
            "heading": _("Three members keep you out for two weeks"),
            "lines": [
                _("It ends by itself on %(day)s, and you are back as before. The reason they give stands above.")
                % {"day": until},
                _("You can say your side: every member will read it. Any of the three may end it sooner."),
            ],
            "action": (_("Say my side"), absolute(reverse("suspended", args=[circle.slug]))),
            "why": _("You get this mail because it concerns your place in “%(circle)s”.") % {"circle": circle.name},
        }
    return _letter(notice, circle, language, said, quoted=held.reason)


def _care_wanted(notice: Notice, now: datetime) -> str:
    care = caring.care(notice.object_id)
    if care is None or not care.word or not care.done_at:
        return "taken back"
    here = membership(care.circle, care.person)
    if here is None or here.no_word_at or here.mail == MailLevel.NONE:
        return "has left, or wants no such word"
    apart = care.by_id in blocked_pairs(care.person) or membership(care.circle, care.by) is None
    return "whoever wrote it has left, or may not write to them" if apart else ""


def _write_care(notice: Notice, now: datetime) -> Letter:
    """One member's own words to another who has not come for a while; nothing in it counts anything."""
    care, reader = Care.objects.select_related("circle", "by").get(pk=notice.object_id), _reader(notice)
    circle, language, mails = care.circle, language_for(care.circle, reader), mails_url(care.circle, reader, now)
    with translation.override(language):
        name = names_in(circle.pk, [care.by_id])[care.by_id] or circle.name
        said = {
            "subject": _("A word from %(name)s: %(circle)s") % {"name": name, "circle": circle.name},
            "heading": _("A word from %(name)s") % {"name": name},
            "lines": [],
            "action": (_("See the circle"), absolute(reverse("circle", args=[circle.slug]))),
            "why": _("%(name)s, of “%(circle)s”, wrote this to you, and nobody else reads it.")
            % {"name": name, "circle": circle.name},
        }
    return _letter(notice, circle, language, said, quoted=care.word, mails_link=mails)


register(Kind("suspended", _suspended_wanted, _write_suspended))
register(Kind("care", _care_wanted, _write_care))
register(Kind("knock", _knock_wanted, _write_knock))
for name in ("knock-let-in", "knock-declined"):
    register(Kind(name, _answer_wanted, _write_answer))
