"""The mails of a gathering: its date, a change, that it is off, and that the next one is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import translation

from entregent.circles.enums import MailLevel
from entregent.circles.queries import membership
from entregent.gatherings import letters, queries, rules
from entregent.gatherings.calendar import Attendee, ics_of
from entregent.gatherings.enums import BY_THEMSELVES
from entregent.gatherings.letters import Said
from entregent.gatherings.models import Gathering
from entregent.gatherings.occasion import Occasion, occasion
from entregent.notices.models import Notice
from entregent.notices.operations import KEPT
from entregent.notices.queries import last_sent
from entregent.notices.registry import Kind, Letter, Part, register
from entregent.people.models import Person
from entregent.people.queries import address_of


def _date_wanted(notice: Notice, now: datetime) -> str:
    return _unwanted(notice, now, _done)


def _date_again_wanted(notice: Notice, now: datetime) -> str:
    """They asked for it: it goes, answered or not, and to those who get no other mail."""
    return _unwanted(notice, now, lambda about: "" if about.membership else "left the circle")


def _moved_wanted(notice: Notice, now: datetime) -> str:
    return _unwanted(notice, now, _not_theirs)


def _cancelled_wanted(notice: Notice, now: datetime) -> str:
    gathering = queries.gathering_of_link(notice.object_id)
    if gathering is None or notice.person is None:
        return "the circle was deleted"
    if gathering.cancelled_at is None:
        return "the cancellation was taken back"
    if gathering.starts_at <= now:
        return "the gathering would be over"
    return _not_theirs(occasion(gathering, notice.person, now)) or _never_told(gathering, notice.person, now)


def _next_missing_wanted(notice: Notice, now: datetime) -> str:
    gathering = queries.gathering_of_link(notice.object_id)
    if gathering is None or notice.person is None or gathering.circle.archived_at:
        return "the circle was deleted or archived"
    member = membership(gathering.circle, notice.person)
    if member is None:
        return "left the circle"
    if member.mail != MailLevel.EVERY:
        return "wants no such mail from this circle"
    return "the next date is fixed" if queries.next_gathering(gathering.circle, now) else ""


def _unwanted(notice: Notice, now: datetime, by_reader: Callable[[Occasion], str]) -> str:
    """Why a mail about a date to come should not leave, or ""."""
    gathering = queries.gathering_of_link(notice.object_id)
    if gathering is None or notice.person is None:
        return "the circle was deleted"
    if gathering.cancelled_at:
        return "the gathering is cancelled"
    if gathering.fixed_at is None:
        return "the date was called back"
    if gathering.starts_at <= now:
        return "the gathering has begun"
    return by_reader(occasion(gathering, notice.person, now))


def _not_theirs(about: Occasion) -> str:
    """A member who wants dates by mail gets them; so does a guest, for the one gathering they were brought to."""
    if about.membership is None:
        return "" if about.brought else "left the circle"
    return "" if about.membership.mail in rules.TOLD_OF_DATES else "wants no mail from this circle"


def _done(about: Occasion) -> str:
    """Whoever answered by themselves needs no question, unless they read since that it was cancelled."""
    answered = about.answer is not None and about.answer.via in BY_THEMSELVES
    return _not_theirs(about) or ("already answered" if answered and not _back_on(about) else "")


def _back_on(about: Occasion) -> bool:
    """Whether the last thing this person read is that it was cancelled."""
    off = last_sent(("date-cancelled",), about.gathering.pk, about.person, about.now)
    on = last_sent(rules.TELLS_OF_A_DATE, about.gathering.pk, about.person, about.now)
    return off is not None and (on is None or on < off)


def _never_told(gathering: Gathering, person: Person, now: datetime) -> str:
    """Nobody reads that a date is off who never read of it; mails sent too long ago to be remembered count as read."""
    told: object = last_sent(rules.TELLS_OF_A_DATE, gathering.pk, person, now)
    told = told or gathering.answers.filter(person=person).exists()
    long_ago = gathering.fixed_at is not None and gathering.fixed_at < now - KEPT + timedelta(days=1)
    return "" if told or long_ago else "was never told of the date"


def _say_date(about: Occasion, notice: Notice) -> Said:
    return letters.date_said(about, _back_on(about))


def _say_moved(about: Occasion, notice: Notice) -> Said:
    """To whoever never read of the old date, the new one is simply the date."""
    if _never_told(about.gathering, about.person, about.now):
        return letters.date_said(about, back_on=False)
    return letters.moved_said(about, notice.made_at)


def _say_cancelled(about: Occasion, notice: Notice) -> Said:
    return letters.cancelled_said(about)


def _say_next_missing(about: Occasion, notice: Notice) -> Said:
    return letters.next_missing_said(about)


def _writer(say: Callable[[Occasion, Notice], Said], method: str = "") -> Callable[[Notice, datetime], Letter]:
    def write(notice: Notice, now: datetime) -> Letter:
        gathering = Gathering.objects.select_related("circle").get(pk=notice.object_id)
        reader = Person.objects.get(notices=notice)
        about = occasion(gathering, reader, now)
        with translation.override(about.language):
            return _letter(about, say(about, notice), _calendar(about, method))

    return write


def _letter(about: Occasion, said: Said, parts: tuple[Part, ...]) -> Letter:
    mails = about.mails_url()
    return Letter(
        template="mail/gathering",
        language=about.language,
        subject=said.subject,
        sender_name=", ".join(filter(None, [said.author, about.circle.name])),
        list_name=about.circle.slug,
        thread=f"gathering-{about.gathering.key}",
        unsubscribe=f"{mails}/mails" if about.membership else f"{mails}/never",
        mails_link=mails if about.membership else "",
        context={
            "circle": about.circle,
            "heading": said.heading,
            "zone": about.zone,
            "lines": said.lines,
            "actions": said.actions,
            "notes": said.notes,
            "why": letters.why(about),
            "never_url": f"{mails}/never",
        },
        parts=parts,
    )


def _calendar(about: Occasion, method: str) -> tuple[Part, ...]:
    """For calendars twice: as one more form of the mail, which some read, and as a file, which the others do."""
    address = address_of(about.person)
    if not method or address is None:
        return ()
    attendee = Attendee(address.written, about.answer.reply if about.answer else "")
    content = ics_of(about.gathering, about.language, method, attendee)
    return (
        Part(f"text/calendar; method={method}", content, ""),
        Part("application/ics", content, "invite.ics" if about.language == "en" else "rendez-vous.ics"),
    )


register(Kind("date", _date_wanted, _writer(_say_date, "REQUEST")))
register(Kind("date-again", _date_again_wanted, _writer(_say_date, "REQUEST")))
register(Kind("date-moved", _moved_wanted, _writer(_say_moved, "REQUEST")))
register(Kind("date-cancelled", _cancelled_wanted, _writer(_say_cancelled, "CANCEL")))
register(Kind("next-missing", _next_missing_wanted, _writer(_say_next_missing)))
