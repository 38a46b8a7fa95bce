"""Sentences about a gathering that several pages say."""

from __future__ import annotations

from datetime import date, time

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entregent.core.walltime import local
from entregent.core.words_of_time import NARROW, capital, clock, day_and_hour, long_day, ordinal, small_number
from entregent.gatherings import queries
from entregent.gatherings.models import Gathering, Series
from entregent.gatherings.queries import Seated, seats
from entregent.people.models import Person


def lang() -> str:
    return get_language() or "fr"


def when_in_words(day: date, hour: time, today: date | None = None) -> str:
    return day_and_hour(day, hour, lang(), today)


def length_in_words(minutes: int) -> str:
    """ "1 h 30", "45 min"; in English "1 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}{NARROW}min"
    if not rest:
        return f"{hours}{NARROW}h"
    tail = f"{NARROW}min" if lang() == "en" else ""
    return f"{hours}{NARROW}h{NARROW}{rest:02d}{tail}"


def around_in_words(seated: list[Seated], me: int) -> str:
    """Who is expected, guests included: the headline of a gathering's page."""
    coming = [one for one in seated if one.reply == "yes" and not one.by_video]
    count = sum(1 + one.guests for one in coming)
    if not count:
        return _("Nobody has said yes yet.")
    mine = any(one.person_id == me for one in coming)
    if count == 1:
        return _("You are the first at the table.") if mine else _("One person around the table.")
    words = {"count": capital(small_number(count, lang()))}
    if mine:
        return _("%(count)s around the table, and you are one of them.") % words
    return _("%(count)s around the table.") % words


def places_in_words(gathering: Gathering) -> str:
    """How many places are left, "" where a table takes as many as come."""
    left = seats.free(gathering)
    if left is None:
        return ""
    if not left:
        return _("The table is full: a yes waits its turn.")
    words = ngettext("One place left.", "%(count)s places left.", left)
    return words % {"count": capital(small_number(left, lang(), feminine=True))}


def line_in_words(place: int) -> str:
    """Where somebody is on the waiting list, "" when they are not."""
    if not place:
        return ""
    return _("You are %(place)s on the waiting list.") % {"place": ordinal(place, lang(), feminine=True)}


def words_to_share(gathering: Gathering, url: str, *, asks: bool) -> str:
    """A message ready for any messenger: its link opens for members alone. It asks while answers are taken."""
    when = when_in_words(gathering.day, gathering.hour)
    where = ", ".join(filter(None, [when, gathering.place]))
    lines = [_("%(circle)s: %(when)s.") % {"circle": gathering.circle.name, "when": where}]
    if gathering.title:
        lines.append(gathering.title)
    if gathering.bring:
        lines.append(_("To bring: %(what)s") % {"what": gathering.bring})
    lines.append((_("Are you coming? Answer here: %(url)s") if asks else _("All about it: %(url)s")) % {"url": url})
    return "\n".join(lines)


def on_another_clock(gathering: Gathering, reader: Person) -> bool:
    """Whether the reader's own clock shows another hour then: the zone is named to them alone."""
    if not reader.zone:
        return False
    mine, theirs = (local(gathering.starts_at, zone).utcoffset() for zone in (reader.zone, gathering.zone))
    return mine != theirs


def odd_in_words(pencil: Gathering, series: Series, today: date) -> str:
    """What is odd about the rhythm's date, so that somebody must say; "" when nothing is."""
    asked, name = queries.why_asked(pencil, series)
    day = capital(long_day(pencil.day, lang(), today))
    if asked == "off" and name:
        said = {"day": day, "name": name}
        return _("%(day)s is a day off (%(name)s): one of its neighbours, or that day all the same?") % said
    if asked == "off":
        return _("%(day)s is one of your days off: one of its neighbours, or that day all the same?") % {"day": day}
    if asked == "moved" and series.hour is not None:
        hours = {"day": day, "usual": clock(series.hour, lang()), "hour": clock(pencil.hour, lang())}
        return _("%(day)s, the clocks jump over %(usual)s: %(hour)s is pencilled in instead.") % hours
    if asked == "double":
        return _("%(day)s, that hour comes twice: confirm it, and say which one you mean.") % {"day": day}
    return ""
