"""The mails of a circle's rhythm: that the next date is missing, that its break is over."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation

from entregent.circles.enums import MailLevel
from entregent.circles.models import Membership
from entregent.circles.queries import rests
from entregent.gatherings import circle_letters, letters, queries
from entregent.gatherings.letters import Said
from entregent.gatherings.models import Gathering, Pause
from entregent.gatherings.occasion import Reader, reader
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register


def letter(about: Reader, said: Said, thread: str) -> Letter:
    """A mail about the circle rather than one of its dates."""
    mails = about.mails_url
    return Letter(
        template="mail/gathering",
        language=about.language,
        subject=said.subject,
        sender_name=", ".join(filter(None, [said.author, about.circle.name])),
        list_name=about.circle.slug,
        thread=thread,
        unsubscribe=f"{mails}/mails",
        mails_link=mails,
        context={
            "circle": about.circle,
            "heading": said.heading,
            "lines": said.lines,
            "actions": said.actions,
            "notes": said.notes,
            "why": letters.why(about),
            "never_url": f"{mails}/never",
        },
    )


def unwanted_question(about: Reader) -> str:
    """Why a member should not be asked for the circle's next date, or ""."""
    if about.circle.deleted_at or about.circle.archived_at:
        return "the circle was deleted or archived"
    if about.membership is None:
        return "left the circle"
    if rests(about.membership, about.now):
        return "takes a break from this circle"
    if about.membership.mail != MailLevel.EVERY:
        return "wants no such mail from this circle"
    if queries.pause_of(about.circle) is not None:
        return "the circle takes a break"
    return "the next date is fixed" if queries.next_gathering(about.circle, about.now) else ""


def _last(notice: Notice) -> Gathering:
    return Gathering.objects.select_related("circle").get(pk=notice.object_id)


def _next_missing_wanted(notice: Notice, now: datetime) -> str:
    gathering = queries.gathering_of_link(notice.object_id)
    if gathering is None or notice.person is None:
        return "the circle was deleted or archived"
    return unwanted_question(reader(gathering.circle, notice.person, now))


def _write_next_missing(notice: Notice, now: datetime) -> Letter:
    last = _last(notice)
    about = reader(last.circle, notice.reader, now)
    with translation.override(about.language):
        return letter(about, circle_letters.next_missing_said(about, last), f"gathering-{last.key}")


def _pause(notice: Notice) -> Pause:
    return Pause.objects.select_related("circle").get(pk=notice.object_id)


def _reader(notice: Notice, now: datetime) -> Reader:
    return reader(_pause(notice).circle, notice.reader, now)


def _pause_over_wanted(notice: Notice, now: datetime) -> str:
    return unwanted_question(_reader(notice, now))


def _write_pause_over(notice: Notice, now: datetime) -> Letter:
    about, pause = _reader(notice, now), _pause(notice)
    with translation.override(about.language):
        return letter(about, circle_letters.pause_over_said(about, pause), f"pause-{pause.pk}")


def _lowered(notice: Notice) -> Membership:
    return Membership.objects.select_related("circle", "person").get(pk=notice.object_id)


def _fewer_wanted(notice: Notice, now: datetime) -> str:
    row = _lowered(notice)
    gone = row.left_at or row.circle.deleted_at or row.circle.archived_at
    return "" if row.mail == MailLevel.MONTHLY and not gone else "has left, or chosen otherwise since"


def _write_fewer(notice: Notice, now: datetime) -> Letter:
    row = _lowered(notice)
    about = reader(row.circle, row.person, now)
    with translation.override(about.language):
        return letter(about, circle_letters.fewer_said(about), f"mails-{row.pk}")


register(Kind("fewer-mails", _fewer_wanted, _write_fewer))
register(Kind("next-missing", _next_missing_wanted, _write_next_missing))
register(Kind("pause-over", _pause_over_wanted, _write_pause_over))
