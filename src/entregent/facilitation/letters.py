"""What the mails about who facilitates say, each to one person, in the words of the moment it leaves."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.core.words_of_time import clock, day_and_hour, long_day, small_number
from entregent.facilitation import operations, queries
from entregent.facilitation.enums import How, Message
from entregent.facilitation.models import Choice, Term, Written
from entregent.facilitation.queries import helping
from entregent.gatherings.letters import Action, Said
from entregent.gatherings.models import Gathering
from entregent.gatherings.occasion import Reader, url_of
from entregent.gatherings.operations import link_to


def would_you_said(about: Reader, choice: Choice) -> Said:
    """ "Would you?": a no costs nothing and nobody reads it."""
    asking = queries.asking(choice, about.person)
    name = about.name(asking.by_id) if asking and asking.by_id else ""
    length = until_in_words(choice.gatherings, choice.until, about.language, about.today)
    if name:
        first = _("%(name)s asks whether you would facilitate %(length)s.") % {"name": name, "length": length}
    elif choice.how == How.ELECTION:
        first = _("You were named to facilitate %(length)s. Would you? The circle is then asked whether it consents.")
        first %= {"length": length}
    else:
        first = _("It would be your turn to facilitate, %(length)s. Would you?") % {"length": length}
    return Said(
        subject=_("%(circle)s: would you facilitate?") % {"circle": about.circle.name},
        heading=_("Would you?"),
        lines=[first, what_it_is(), _("If now is not the time, say so in one tap: nobody else reads it.")],
        actions=[Action(_("Answer"), url_of(operations.link_to(choice, about.person, about.now)), first=True)],
        notes=[_("One page, no account needed.")],
        author=name,
    )


def name_somebody_said(about: Reader, choice: Choice) -> Said:
    """Whom would you name? And a way not to be named, which nobody reads."""
    length = until_in_words(choice.gatherings, choice.until, about.language, about.today)
    shown = _until(about, choice.names_until, _("The names are shown %(when)s."))
    lines = [_("The circle looks for somebody to facilitate %(length)s. Whom would you name, and why?")]
    lines = [lines[0] % {"length": length}, what_it_is()]
    if choice.criteria:
        lines.append(_("What it takes: %(criteria)s") % {"criteria": choice.criteria})
    lines.append(_("If you would rather not be named yourself, say so on the same page: nobody else reads it."))
    return Said(
        subject=_("%(circle)s: whom would you name to facilitate?") % {"circle": about.circle.name},
        heading=_("Whom would you name?"),
        lines=lines,
        actions=[Action(_("Name somebody"), url_of(operations.link_to(choice, about.person, about.now)), first=True)],
        notes=[shown, _("One page, no account needed.")],
    )


def names_shown_said(about: Reader, choice: Choice) -> Said:
    """The names and the reasons are there: one may change, to a name that was given."""
    return Said(
        subject=_("%(circle)s: who was named to facilitate, and why") % {"circle": about.circle.name},
        heading=_("The names are shown"),
        lines=[
            _("Read the reasons. If one of them convinces you, you may change to a name already given."),
            _("Whoever is named most is then asked; if they say yes, the circle consents or objects."),
        ],
        actions=[Action(_("Read the names"), url_of(operations.link_to(choice, about.person, about.now)), first=True)],
        notes=[_until(about, choice.changes_until, _("You may change until %(when)s."))],
    )


def _until(about: Reader, moment: datetime | None, said: str) -> str:
    return said % {"when": evening_in_words(moment, about.circle.zone, about.language, about.today)} if moment else ""


def evening_in_words(moment: datetime, zone: str, language: str, today: date) -> str:
    """As inside a sentence: "lundi 30 novembre, 20 h"."""
    there = local(moment, zone)
    return f"{long_day(there.date(), language, today)}, {clock(there.time(), language)}"


def what_it_is() -> str:
    return _("Whoever facilitates sees to it that there is a next date and that newcomers are welcomed. Nothing more.")


def until_in_words(gatherings: int, until: date | None, language: str, today: date) -> str:
    """ "until 24 December", "for six gatherings"."""
    if until is not None:
        return _("until %(day)s") % {"day": long_day(until, language, today)}
    said = ngettext("for one gathering", "for %(count)s gatherings", gatherings)
    return said % {"count": small_number(gatherings, language)}


def your_turn_said(about: Reader, term: Term) -> Said:
    """You facilitate: what there is in hand, so that nothing is lost from one to the next."""
    length = until_in_words(term.gatherings, term.until, about.language, about.today)
    lines = [_("You facilitate %(length)s. Thank you.") % {"length": length}]
    if term.how == How.DRAW:
        lines = [_("The lot has fallen on you: you facilitate %(length)s. Thank you.") % {"length": length}]
    return Said(
        subject=_("%(circle)s: you facilitate") % {"circle": about.circle.name},
        heading=_("You facilitate"),
        lines=[*lines, *_in_hand(about)],
        actions=[Action(_("What would help this week"), page_url(about), first=True)],
        notes=[_("You may stop, hand over or be away whenever you like; any member may act at any time.")],
    )


def _in_hand(about: Reader) -> list[str]:
    found = helping.hand_over(about.circle, about.now)
    lines = []
    if found.dates:
        days = "; ".join(day_and_hour(row.day, row.hour, about.language, about.today) for row in found.dates)
        lines.append(_("Dates fixed: %(dates)s.") % {"dates": days})
    elif found.asking:
        lines.append(_("A date poll is under way."))
    else:
        lines.append(_("No next date is fixed yet."))
    if found.subjects:
        lines.append(
            _("Subjects proposed: %(subjects)s.") % {"subjects": "; ".join(one.text for one in found.subjects)}
        )
    if found.chores:
        cards = "; ".join(_carried(about, person_id, what) for person_id, what in found.chores)
        lines.append(_("Cards in play: %(cards)s.") % {"cards": cards})
    if found.promises:
        lines.append(_("In hand: %(promises)s.") % {"promises": "; ".join(one.text for one in found.promises)})
    if found.leaving:
        lines.append(_("A message to the circle is about to leave."))
    return lines


def _carried(about: Reader, person_id: int, what: str) -> str:
    name = about.name(person_id)
    return f"{what} ({name})" if name else what


def turn_over_said(about: Reader, term: Term) -> Said:
    return Said(
        subject=_("%(circle)s: your turn is over, thank you") % {"circle": about.circle.name},
        heading=_("Your turn is over. Thank you."),
        lines=[_next_in_words(about), _("What you had in hand goes to the next one by itself.")],
        actions=[Action(_("See who comes next"), page_url(about), first=True)],
    )


def _next_in_words(about: Reader) -> str:
    choice = Choice.objects.filter(circle=about.circle, ended_at__isnull=True).first()
    if choice is not None and choice.how == How.TURN:
        return _("The next in turn is being asked.")
    if choice is not None and choice.how == How.ELECTION:
        return _("Each of you may name somebody, and say why.")
    if choice is not None and choice.how == How.DRAW:
        return _("The lot decides who comes next: whoever likes puts their name in the hat.")
    return _("Nobody facilitates for now. Whom would you ask?")


def from_facilitator_said(about: Reader, written: Written) -> Said:
    """Their own words, under their name."""
    name = about.name(written.by_id)
    subject = {
        Message.RELAUNCH: _("%(circle)s: who comes?"),
        Message.DATE: _("%(circle)s: when do we meet next?"),
        Message.SUBJECT: _("%(circle)s: what shall we talk about?"),
        Message.WORD: _("%(circle)s: a word from %(name)s") if name else _("%(circle)s: a word from one of you"),
    }[Message(written.kind)]
    actions = [Action(_("Open the circle’s page"), about.circle_url())]
    if written.kind == Message.RELAUNCH and written.gathering is not None and written.gathering.starts_at > about.now:
        actions = [Action(_("Say whether I come"), _answer_url(about, written.gathering), first=True)]
    if written.kind == Message.SUBJECT:
        actions = [Action(_("Propose a subject"), page_url(about), first=True)]
    return Said(
        subject=subject % {"circle": about.circle.name, "name": name},
        heading=_("A word from %(name)s") % {"name": name} if name else _("A word from one of you"),
        lines=[line for line in written.text.splitlines() if line.strip()],
        actions=actions,
        author=name,
    )


def _answer_url(about: Reader, gathering: Gathering) -> str:
    """Their own page of the date, answered in one tap."""
    return url_of(link_to(gathering, about.person, about.now))


def page_url(about: Reader) -> str:
    return absolute(reverse("facilitation", args=[about.circle.slug]))
