"""The mails of a poll: the question, one reminder, a change, everybody has answered, it is over, it is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import translation

from entregent.circles.enums import MailLevel
from entregent.gatherings import queries as gathering_queries
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.polls import letters, queries, rules
from entregent.polls.asking import Asking, asking
from entregent.polls.letters import Said
from entregent.polls.models import Poll


def _about(notice: Notice, now: datetime) -> Asking | None:
    poll = queries.poll_of_link(notice.object_id)
    if poll is None or notice.person is None or poll.circle.archived_at:
        return None
    return asking(poll, notice.person, now)


def _unless(notice: Notice, now: datetime, *reasons: Callable[[Asking], str]) -> str:
    """The first reason why this mail should not leave, or ""."""
    about = _about(notice, now)
    if about is None:
        return "the circle was deleted or archived"
    return next(filter(None, (reason(about) for reason in reasons)), "")


def _not_theirs(about: Asking) -> str:
    """A member who is asked by mail; a guest, for the one poll they were brought to."""
    if about.membership is None:
        return "" if about.is_guest else "left the circle"
    return "" if about.membership.mail in rules.ASKED_BY_MAIL else "wants no such mail from this circle"


def _no_mail(about: Asking) -> str:
    """Somebody whom it concerns by what they did, unless they left or want nothing at all."""
    if about.membership is None:
        return "" if about.is_guest else "left the circle"
    return "wants no mail from this circle" if about.membership.mail == MailLevel.NONE else ""


def _not_here(about: Asking) -> str:
    return "" if about.membership else "left the circle"


def _closed(about: Asking) -> str:
    return "" if rules.is_open(about.poll, about.now) else "the poll takes no more answers"


def _answered(about: Asking) -> str:
    return "already answered" if about.answered else ""


def _settled(about: Asking) -> str:
    if not rules.is_waiting(about.poll):
        return "the poll is settled"
    ahead = gathering_queries.next_gathering(about.circle, about.now)
    later = ahead is not None and ahead.fixed_at is not None and ahead.fixed_at > about.poll.asked_at
    return "a date is fixed" if later else ""


def _incomplete(about: Asking) -> str:
    return "" if queries.is_complete(about.poll, queries.slots_of(about.poll)) else "somebody has still to answer"


def _taken_up(about: Asking) -> str:
    return "" if about.poll.withdrawn_at else "the poll was taken up again"


def _kind(name: str, say: Callable[[Asking], Said], *reasons: Callable[[Asking], str]) -> None:
    def wanted(notice: Notice, now: datetime) -> str:
        return _unless(notice, now, *reasons)

    def write(notice: Notice, now: datetime) -> Letter:
        poll = Poll.objects.select_related("circle").get(pk=notice.object_id)
        about = asking(poll, notice.reader, now)
        with translation.override(about.language):
            return _letter(about, say(about))

    register(Kind(name, wanted, write))


def _letter(about: Asking, said: Said) -> Letter:
    mails = about.mails_url
    return Letter(
        template="mail/poll",
        language=about.language,
        subject=said.subject,
        sender_name=", ".join(filter(None, [said.author, about.circle.name])),
        list_name=about.circle.slug,
        thread=f"poll-{about.poll.key}",
        unsubscribe=f"{mails}/mails" if about.membership else f"{mails}/never",
        mails_link=mails if about.membership else "",
        reply_to=about.reply_address,
        context={
            "circle": about.circle,
            "heading": said.heading,
            "zone": about.zone,
            "lines": said.lines,
            "slots": said.slots,
            "actions": said.actions,
            "notes": said.notes,
            "why": letters.why(about),
            "never_url": f"{mails}/never",
        },
    )


_kind("poll", letters.asked_said, _not_theirs, _closed, _answered)
_kind("poll-again", letters.asked_said, _not_here, _closed)
_kind("poll-changed", letters.changed_said, _no_mail, _closed)
_kind("poll-reminder", letters.reminder_said, _not_theirs, _closed, _answered)
_kind("poll-complete", letters.complete_said, _not_here, _settled, _incomplete)
_kind("poll-over", letters.over_said, _not_here, _settled)
_kind("poll-withdrawn", letters.withdrawn_said, _no_mail, _taken_up)
