"""What the mails of a gathering say. Each is written in the words of the moment it leaves, to one reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from entregent.activity.queries import last_event
from entregent.core.words_of_time import capital, small_number
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.occasion import Occasion, Reader, occasion

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Act = tuple[_StrPromise, _StrPromise, _StrPromise]  # somebody did it; the reader did; nobody to be named did

FIXED: Act = (
    gettext_lazy("%(name)s fixed the date %(when)s."),
    gettext_lazy("You fixed the date %(when)s."),
    gettext_lazy("The date was fixed %(when)s."),
)
MOVED: Act = (
    gettext_lazy("%(name)s changed the date %(when)s."),
    gettext_lazy("You changed the date %(when)s."),
    gettext_lazy("The date was changed %(when)s."),
)
CHANGED: Act = (
    gettext_lazy("%(name)s changed the place or the details %(when)s."),
    gettext_lazy("You changed the place or the details %(when)s."),
    gettext_lazy("The place or the details were changed %(when)s."),
)
CANCELLED: Act = (
    gettext_lazy("%(name)s cancelled it %(when)s."),
    gettext_lazy("You cancelled it %(when)s."),
    gettext_lazy("It was cancelled %(when)s."),
)
POLLED = {
    Reply.YES: gettext_lazy("You said that this date suits you: your place is kept. If that has changed, say so here."),
    Reply.MAYBE: gettext_lazy("You said “if need be” to this date: it counts as a maybe until you say more."),
    Reply.NO: gettext_lazy("You said that this date does not suit you. If that has changed, say so here."),
}


@dataclass(frozen=True)
class Action:
    words: str
    url: str
    first: bool = False

    @property
    def line(self) -> str:
        """The words before the address, where nothing can be tapped."""
        return _("%(action)s:") % {"action": self.words}


@dataclass(frozen=True)
class Said:
    """The words of one mail, and the name it comes from."""

    subject: str
    heading: str
    lines: list[str]
    actions: list[Action] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    author: str = ""


def date_said(about: Occasion, back_on: bool) -> Said:
    """A date was fixed: do you come? `back_on`: the reader had been told that it was cancelled."""
    lines = [*_where(about), _fixed(about)]
    if back_on:
        subject = _("Back on: %(date)s") % {"date": about.date}
        lines.insert(0, _("It takes place after all."))
    elif about.kept:
        subject = _("%(date)s: your place is kept") % {"date": about.heading}
    else:
        subject = _("%(date)s: are you coming?") % {"date": about.heading}
    author = about.name(about.gathering.fixed_by_id)
    return Said(subject, about.heading, [*lines, *_stands(about)], *_asked(about), author)


def for_calendar_said(about: Occasion) -> Said:
    """They are expected, and asked for the date in a form their calendar takes in by itself."""
    lines = [*_where(about), *_stands(about)]
    actions, notes = _asked(about)
    subject = _("%(date)s: for your calendar") % {"date": about.heading}
    return Said(subject, about.heading, lines, actions, notes)


def _fixed(about: Occasion) -> str:
    if about.gathering.fixed_by_id is None:
        return _("The circle’s rhythm fixed this date by itself, as the circle chose.")
    return _by(about, about.gathering.fixed_by_id, about.gathering.fixed_at, FIXED)


def moved_said(about: Occasion, since: datetime) -> Said:
    """The day or hour changed and everybody is asked again; or only the rest did, and their answers stand."""
    move = last_event("gathering", about.gathering.pk, "moved")
    who = move.actor_id if move else None
    if about.gathering.moved_at and about.gathering.moved_at >= since:
        subject = _("New date: %(date)s") % {"date": about.date}
        stands = _stands(about) or [_("What you may have answered was for the old date.")]
        lines = [*_where(about), _by(about, who, since, MOVED), *stands]
    else:
        subject = _("%(date)s: something has changed") % {"date": about.heading}
        lines = [*_where(about), _by(about, who, since, CHANGED), *_stands(about)]
    return Said(subject, about.heading, lines, *_asked(about), about.name(who))


def cancelled_said(about: Occasion) -> Said:
    gathering = about.gathering
    lines = [
        _("This gathering will not take place."),
        _by(about, gathering.cancelled_by_id, gathering.cancelled_at, CANCELLED),
    ]
    following = queries.next_gathering(about.circle, about.now)
    if following:
        lines.append(_("Next time: %(date)s.") % {"date": occasion(following, about.person, about.now).date})
    elif about.membership:
        lines.append(_("No other date is fixed yet: whoever is in the circle can fix one."))
    actions = [Action(_("See the circle"), about.circle_url())] if about.membership else []
    subject = _("Cancelled: %(date)s") % {"date": about.date}
    return Said(subject, about.heading, lines, actions, author=about.name(gathering.cancelled_by_id))


def place_free_said(about: Occasion) -> Said:
    """Somebody who waited has a place. Told once; they can still give it to the next one."""
    subject = _("A place for you: %(date)s") % {"date": about.date}
    lines = [_("Somebody cannot come, and you were next: your place is kept."), *_where(about)]
    if not rules.is_open(about.gathering, about.now):
        return Said(subject, about.heading, lines, [Action(_("I can’t after all"), about.answer_url)])
    give = Action(_("Give it to the next one"), f"{about.answer_url}?answer=no")
    return Said(subject, about.heading, lines, [give], [_("Nothing to do if you come."), about.until()])


def late_no_said(about: Occasion, who: str, word: str) -> Said:
    """To whoever booked: one person fewer, and how many that makes."""
    count = queries.seats.taken(about.gathering)
    lines = [_("%(name)s can’t come after all.") % {"name": who or _("Somebody")}]
    if word:
        lines.append(_("“%(word)s”") % {"word": word})
    lines.append(_count(count))
    subject = _("%(date)s: one person fewer") % {"date": about.heading}
    actions = [Action(_("See who comes"), about.gathering_url(), first=True)]
    return Said(subject, about.heading, lines, actions, [_("You get this because you book the table.")], who)


def headcount_said(about: Occasion) -> Said:
    """Answers are closed: how many, who, and what they do not eat, for whoever booked and nobody else."""
    comers = queries.seats.comers(about.gathering)
    there = [one for one in comers if one.reply == Reply.YES and not one.by_video]
    lines = [_count(queries.seats.taken(about.gathering)), ", ".join(_guest(one.name, one.guests) for one in there)]
    lines += [_("%(name)s: %(diet)s") % {"name": one.name, "diet": one.diet} for one in there if one.diet]
    for words, some in (
        (_("Maybe: %(names)s"), [one for one in comers if one.reply == Reply.MAYBE]),
        (_("By video: %(names)s"), [one for one in comers if one.reply == Reply.YES and one.by_video]),
    ):
        if some:
            lines.append(words % {"names": ", ".join(one.name for one in some)})
    subject = _("%(date)s: how many you are") % {"date": about.heading}
    actions = [Action(_("See who comes"), about.gathering_url(), first=True)]
    notes = [_("You get this because you book the table."), _("Whoever can’t come after all is told to you.")]
    return Said(subject, about.heading, [line for line in lines if line], actions, notes)


def _count(count: int) -> str:
    said = small_number(count, get_language() or "fr", feminine=True)
    return ngettext("%(said)s person at the table.", "%(said)s people at the table.", count) % {"said": capital(said)}


def _guest(name: str, guests: int) -> str:
    return f"{name} (+ {guests})" if guests else name


def why(about: Reader) -> str:
    """Why this person gets this mail."""
    if about.membership is None:
        return _why_guest(about) if isinstance(about, Occasion) else ""
    member = about.membership
    said = {"when": about.when(member.joined_at), "name": about.name(member.invited_by_id)}
    if said["name"] and member.invited_by_id != about.person.pk:
        return _("You get this mail because %(name)s brought you into this circle %(when)s.") % said
    return _("You get this mail because you joined this circle %(when)s.") % said


def _why_guest(about: Occasion) -> str:
    given = about.brought
    name = about.name(given.brought_by_id) if given else ""
    if given is None or not name:
        return _("You get this mail because you left your address for this gathering.")
    said = {"name": name, "when": about.when(given.answered_at)}
    return _("You get this mail because you left your address for this gathering %(when)s, thanks to %(name)s.") % said


def _where(about: Occasion) -> list[str]:
    gathering = about.gathering
    bring = _("To bring: %(what)s") % {"what": gathering.bring} if gathering.bring else ""
    video = _("By video: %(link)s") % {"link": gathering.video} if gathering.video and about.has_place else ""
    return [line for line in (gathering.title, gathering.place, bring, video) if line]


def _stands(about: Occasion) -> list[str]:
    """What the reader has answered so far."""
    if about.standing:
        return [_("You said yes in advance, so your place is kept. If you cannot come this time, say so here.")]
    if about.waits:
        return [_("You are on the waiting list; a mail tells you when a place comes free.")]
    if about.polled:
        return [str(POLLED[Reply(about.polled)])]
    if about.own_answer:
        return [_("Your answer still stands: “%(answer)s”.") % {"answer": Reply(about.own_answer).label}]
    return []


def _asked(about: Occasion) -> tuple[list[Action], list[str]]:
    """The answers, and what whoever gives one should know; nothing to tap once answers are closed."""
    if not rules.is_open(about.gathering, about.now):
        return [], [_("Answers are closed by now.")]
    url = about.answer_url
    yes = Action(str(Reply.YES.label), f"{url}?answer=yes", first=True)
    no = _("Not this time") if about.kept else str(Reply.NO.label)
    others = [Action(str(Reply.MAYBE.label), f"{url}?answer=maybe"), Action(no, f"{url}?answer=no")]
    notes = [_("No account needed."), about.until(), _("Members of the circle see your answer.")]
    return others if about.kept else [yes, *others], notes


def _by(about: Occasion, person_id: int | None, moment: datetime | None, act: Act) -> str:
    """Who did it and when, as far as the reader may know."""
    said = {"when": about.when(moment or about.now), "name": about.name(person_id)}
    by_somebody, by_reader, by_nobody = act
    if person_id == about.person.pk:
        return capital(by_reader % said)
    return capital((by_somebody if said["name"] else by_nobody) % said)
