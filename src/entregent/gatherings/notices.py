"""The mails of a gathering: its date, a change, that it is off, and that the next one is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import translation

from entregent.circles.enums import MailLevel
from entregent.circles.queries import rests
from entregent.gatherings import letters, queries, rules
from entregent.gatherings.calendar import Attendee, ics_of
from entregent.gatherings.enums import BY_THEMSELVES, Reply
from entregent.gatherings.letters import Said
from entregent.gatherings.models import Answer, Gathering
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
    return _unwanted(notice, now, lambda about: "" if about.membership or about.brought else "left the circle")


def _date_calendar_wanted(notice: Notice, now: datetime) -> str:
    """They asked for it from the page that thanked them."""
    return _unwanted(notice, now, lambda about: "" if about.expected else "no longer coming")


def _moved_wanted(notice: Notice, now: datetime) -> str:
    return _unwanted(notice, now, _change_not_theirs)


def _cancelled_wanted(notice: Notice, now: datetime) -> str:
    gathering = queries.gathering_of_link(notice.object_id)
    if gathering is None or notice.person is None:
        return "the circle was deleted"
    if gathering.cancelled_at is None:
        return "the cancellation was taken back"
    if gathering.starts_at <= now:
        return "the gathering would be over"
    return _change_not_theirs(occasion(gathering, notice.person, now)) or _never_told(gathering, notice.person, now)


def _place_free_wanted(notice: Notice, now: datetime) -> str:
    return _unwanted(notice, now, _still_seated)


def _headcount_wanted(notice: Notice, now: datetime) -> str:
    return _unwanted(notice, now, lambda about: "" if about.books else "they do not book any more")


def _late_no_wanted(notice: Notice, now: datetime) -> str:
    """Nobody is told that somebody is missing who has come back since."""
    gave_up = Answer.objects.filter(pk=notice.payload.get("answer"), reply=Reply.NO, person__erased_at__isnull=True)
    return _headcount_wanted(notice, now) if gave_up.exists() else "they come after all"


def _still_seated(about: Occasion) -> str:
    """Whoever was next is told whatever mails they want: they asked for that place."""
    if about.membership is None and not about.brought:
        return "left the circle"
    return "" if about.has_place else "gave the place up"


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
    if rests(about.membership, about.now):
        return "takes a break from this circle"
    return "" if about.membership.mail in rules.TOLD_OF_DATES else "wants no mail from this circle"


def _change_not_theirs(about: Occasion) -> str:
    """Of a change, whoever said they come is told too, though they want one mail a month."""
    monthly = about.membership is not None and about.membership.mail == MailLevel.MONTHLY
    return "" if monthly and about.expected else _not_theirs(about)


def _can_wait(notice: Notice, until: datetime) -> bool:
    """Not when it would then be about to begin."""
    gathering = queries.gathering_of_link(notice.object_id)
    return gathering is None or gathering.starts_at > until + timedelta(hours=2)


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


def _say_for_calendar(about: Occasion, notice: Notice) -> Said:
    return letters.for_calendar_said(about)


def _say_moved(about: Occasion, notice: Notice) -> Said:
    """To whoever never read of the old date, the new one is simply the date."""
    if _never_told(about.gathering, about.person, about.now):
        return letters.date_said(about, back_on=False)
    return letters.moved_said(about, notice.made_at)


def _say_cancelled(about: Occasion, notice: Notice) -> Said:
    return letters.cancelled_said(about)


def _say_place_free(about: Occasion, notice: Notice) -> Said:
    return letters.place_free_said(about)


def _say_headcount(about: Occasion, notice: Notice) -> Said:
    return letters.headcount_said(about)


def _say_late_no(about: Occasion, notice: Notice) -> Said:
    gave_up = Answer.objects.get(pk=notice.payload["answer"])
    return letters.late_no_said(about, about.name(gave_up.person_id) or gave_up.name, gave_up.word)


def _writer(say: Callable[[Occasion, Notice], Said], method: str = "") -> Callable[[Notice, datetime], Letter]:
    def write(notice: Notice, now: datetime) -> Letter:
        gathering = Gathering.objects.select_related("circle").get(pk=notice.object_id)
        about = occasion(gathering, notice.reader, now)
        with translation.override(about.language):
            return _letter(about, say(about, notice), _calendar(about, method))

    return write


def _letter(about: Occasion, said: Said, parts: tuple[Part, ...]) -> Letter:
    mails = about.mails_url
    return Letter(
        template="mail/gathering",
        language=about.language,
        subject=said.subject,
        sender_name=", ".join(filter(None, [said.author, about.circle.name])),
        list_name=about.circle.slug,
        thread=f"gathering-{about.gathering.key}",
        unsubscribe=f"{mails}/mails" if about.membership else f"{mails}/never",
        reply_to=about.reply_address,
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
    """For calendars twice: as one more form of the mail, which some read, and as a file, which the others do.

    Only to whoever said yes or maybe, even to the date it was moved from: nobody's calendar fills by itself.
    """
    address = address_of(about.person)
    if not method or address is None or not about.expected:
        return ()
    open_url = about.answer_url if rules.is_open(about.gathering, about.now) else ""
    attendee = Attendee(address.written, about.answer.reply if about.answer else "", open_url, about.reply_address)
    content = ics_of(about.gathering, about.language, method, attendee, about.now)
    return (
        Part(f"text/calendar; method={method}", content, ""),
        Part("application/ics", content, "invite.ics" if about.language == "en" else "rendez-vous.ics"),
    )


register(Kind("date", _date_wanted, _writer(_say_date, "REQUEST"), waits=_can_wait))
register(Kind("date-again", _date_again_wanted, _writer(_say_date, "REQUEST"), waits=_can_wait))
register(Kind("date-calendar", _date_calendar_wanted, _writer(_say_for_calendar, "REQUEST")))
register(Kind("date-moved", _moved_wanted, _writer(_say_moved, "REQUEST"), waits=_can_wait))
register(Kind("date-cancelled", _cancelled_wanted, _writer(_say_cancelled, "CANCEL"), waits=_can_wait))
register(Kind("place-free", _place_free_wanted, _writer(_say_place_free, "REQUEST"), urgent=True))
register(Kind("headcount", _headcount_wanted, _writer(_say_headcount)))
register(Kind("late-no", _late_no_wanted, _writer(_say_late_no), urgent=True))
