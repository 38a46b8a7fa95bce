"""What the mails about a circle's rhythm say, each to one of its members."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entregent.core.words_of_time import capital, clock, day_and_hour, long_day
from entregent.gatherings import queries
from entregent.gatherings.letters import Action, Said
from entregent.gatherings.models import Gathering, Pause
from entregent.gatherings.occasion import Reader


def pause_over_said(about: Reader, pause: Pause) -> Said:
    """The day the circle said it would come back has come: what the rhythm pencilled in, else three slots."""
    return Said(
        subject=_("%(circle)s: we start again") % {"circle": about.circle.name},
        heading=_("The break is over"),
        lines=_proposed(about),
        actions=slots_to_fix(about),
        notes=[_("One tap, then one button: no account needed. The whole circle is told in two minutes.")],
        author=about.name(pause.declared_by_id),
    )


def fewer_said(about: Reader) -> Said:
    """Four dates went by in silence: fewer mails from now on, said once, with the way back."""
    return Said(
        subject=_("%(circle)s: one mail a month from now on") % {"circle": about.circle.name},
        heading=_("One mail a month from now on"),
        lines=[
            _("Four dates went by without a word from you, and that is quite all right."),
            _("So you get less mail: once a month, what is ahead. Your place in the circle stays as it is."),
        ],
        actions=[Action(_("Every date, as before"), f"{about.mails_url}?level=every", first=True)],
        notes=[_("This is said once.")],
    )


def next_missing_said(about: Reader, last: Gathering) -> Said:
    """A day after the last gathering and no next date: three slots, to whoever was there."""
    when = {"when": about.when(last.ends_at)}
    lines = [_("The last gathering was %(when)s, and nobody has fixed the next one yet.") % when]
    pencil = queries.pencilled(about.circle, about.now)
    asked, name = queries.why_asked(pencil, queries.series_of(about.circle)) if pencil else ("", "")
    if pencil and asked == "off":
        lines.append(off_in_words(about, pencil, name))
    return Said(
        subject=_("%(circle)s: when next?") % {"circle": about.circle.name},
        heading=_("When next?"),
        lines=[*lines, _("One of these? One tap, and the whole circle is told.")],
        actions=[*slots_to_fix(about), Action(_("We are taking a break"), break_url(about))],
        notes=[_("This is sent once. If the circle is taking a break, say until when: it is asked again that day.")],
    )


def _proposed(about: Reader) -> list[str]:
    pencil = queries.pencilled(about.circle, about.now)
    if pencil is None:
        return [_("No date is fixed yet. One of these?")]
    words = {"date": date_in_words(about, pencil)}
    asked, name = queries.why_asked(pencil, queries.series_of(about.circle))
    if asked == "off":
        return [off_in_words(about, pencil, name), _("No date is fixed yet. One of these?")]
    return [capital(_("the rhythm has pencilled in %(date)s.") % words), _("It counts once somebody confirms it.")]


def off_in_words(about: Reader, pencil: Gathering, name: str) -> str:
    """ "Thursday 14 May is Ascension Day." """
    day = capital(long_day(pencil.day, about.language, about.today))
    if not name:
        return _("%(day)s is one of the circle’s days off.") % {"day": day}
    return _("%(day)s is a day off: %(name)s.") % {"day": day, "name": name}


def slots_to_fix(about: Reader) -> list[Action]:
    """Each leads to one page with that slot on its one button."""
    url = about.next_date_url()
    slots = queries.offered_slots(about.circle, queries.series_of(about.circle), about.now)
    return [
        Action(
            day_and_hour(slot.day, slot.hour, about.language, about.today),
            f"{url}?day={slot.day:%Y-%m-%d}&hour={slot.hour:%H:%M}",
            first=place == 0,
        )
        for place, slot in enumerate(slots)
    ]


def break_url(about: Reader) -> str:
    return f"{about.next_date_url()}/break"


def date_in_words(about: Reader, gathering: Gathering) -> str:
    """ "jeudi 3 décembre, 12 h 30": inside a sentence."""
    day = long_day(gathering.day, about.language, about.today)
    return f"{day}, {clock(gathering.hour, about.language)}"
