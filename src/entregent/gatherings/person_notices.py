"""Mails that gather what several circles have for one person: tomorrow, and the month ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles.models import Circle
from entregent.core.words_of_time import capital, clock, day_and_hour, small_number
from entregent.gatherings import letters
from entregent.gatherings.letters import Action
from entregent.gatherings.models import Gathering
from entregent.gatherings.occasion import Occasion, occasion, reader
from entregent.gatherings.queries import mailing
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.people.models import Person


@dataclass(frozen=True)
class Section:
    """One circle of the mail: its name, its lines, each with what can be tapped, and its own way to fewer mails."""

    circle: str
    lines: list[tuple[str, list[Action]]]
    fewer: str


def _tomorrow(notice: Notice, now: datetime) -> list[Gathering]:
    return mailing.coming_on(notice.reader, date.fromordinal(notice.object_id), now)


def _day_before_wanted(notice: Notice, now: datetime) -> str:
    return "" if _tomorrow(notice, now) else "nothing of it takes place, or they come to none"


def _write_day_before(notice: Notice, now: datetime) -> Letter:
    person, found = notice.reader, _tomorrow(notice, now)
    about = [occasion(row, person, now) for row in found]
    with translation.override(about[0].language):
        first = found[0]
        names = ", ".join(row.circle.name for row in found)
        when = {"hour": clock(first.hour, about[0].language), "circle": names}
        subject = _("Tomorrow, %(hour)s: %(circle)s") % when
        several = {"count": small_number(len(found), about[0].language)}
        heading = ngettext("Tomorrow", "Tomorrow, %(count)s gatherings", len(found)) % several
        sections = [_tomorrow_section(each) for each in about]
        notes = [_("Nothing to do if you come.")]
        return _letter(about[0], subject, heading, sections, notes)


def _tomorrow_section(about: Occasion) -> Section:
    gathering = about.gathering
    bring = _("To bring: %(what)s") % {"what": gathering.bring} if gathering.bring else ""
    said = ", ".join(filter(None, [clock(gathering.hour, about.language), gathering.title, gathering.place, bring]))
    give_up = [Action(_("I can’t after all"), f"{about.answer_url}?answer=no")]
    fewer = about.mails_url if about.membership else ""
    return Section(gathering.circle.name, [(capital(said), give_up)], fewer)


def _digest_wanted(notice: Notice, now: datetime) -> str:
    circles = mailing.monthly_of(notice.reader, now)
    return "" if any(mailing.month_ahead(circle, now) for circle in circles) else "nothing is ahead"


def _write_digest(notice: Notice, now: datetime) -> Letter:
    person = notice.reader
    found = [(circle, mailing.month_ahead(circle, now)) for circle in mailing.monthly_of(person, now)]
    told = [(circle, rows) for circle, rows in found if rows]
    first = occasion(told[0][1][0], person, now)
    with translation.override(first.language):
        subject = _("What is ahead: %(circles)s") % {"circles": ", ".join(circle.name for circle, _rows in told)}
        sections = [_month_section(circle, rows, person, now) for circle, rows in told]
        return _letter(
            first, subject, _("What is ahead"), sections, [_once_a_month(person, [circle for circle, _rows in told])]
        )


def _once_a_month(person: Person, circles: list[Circle]) -> str:
    """Chosen; or where it came to after four silences, which was told once."""
    if mailing.was_lowered(person, circles):
        return _("You get this once a month. The link for fewer mails also brings every date back.")
    return _("You get this once a month, as you chose.")


def _month_section(circle: Circle, rows: list[Gathering], person: Person, now: datetime) -> Section:
    lines = [_month_line(occasion(row, person, now)) for row in rows]
    return Section(circle.name, lines, reader(circle, person, now).mails_url)


def _month_line(about: Occasion) -> tuple[str, list[Action]]:
    gathering = about.gathering
    when = day_and_hour(gathering.day, gathering.hour, about.language, about.today)
    said = ", ".join(filter(None, [when, gathering.title, gathering.place]))
    if gathering.fixed_at is None:
        return _("In pencil: %(when)s") % {"when": said}, []
    return said, [Action(_("Answer"), about.answer_url)]


def _letter(about: Occasion, subject: str, heading: str, sections: list[Section], notes: list[str]) -> Letter:
    """Fewer mails of one circle is one tap where it speaks of one; the mail program's own button stops them all."""
    only = sections[0].fewer if len(sections) == 1 else ""
    never = f"{about.answer_url}/never" if not about.membership else f"{about.mails_url}/never"
    return Letter(
        template="mail/several",
        language=about.language,
        subject=subject,
        sender_name=sections[0].circle if len(sections) == 1 else "",
        unsubscribe=f"{only}/mails" if only else never,
        mails_link=only,
        context={
            "circle": about.circle if len(sections) == 1 else None,
            "heading": heading,
            "sections": sections,
            "several": len(sections) > 1,
            "notes": notes,
            "why": letters.why(about)
            if len(sections) == 1
            else _("You get this mail because you are in each of them."),
            "never_url": never,
        },
    )


def _can_wait(notice: Notice, until: datetime) -> bool:
    """A reminder of the day before is no use on the day: it left at ten, and waits only where night came first."""
    return all(row.starts_at > until for row in _tomorrow(notice, until))


register(Kind("day-before", _day_before_wanted, _write_day_before, waits=_can_wait))
register(Kind("digest", _digest_wanted, _write_digest))
