"""What the mails of a gathering say. Each is written in the words of the moment it leaves, to one reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entregent.activity.queries import last_event
from entregent.core.words_of_time import capital, day_and_hour
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply
from entregent.gatherings.occasion import Occasion, occasion

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
    lines = [*_where(about), _by(about, about.gathering.fixed_by_id, about.gathering.fixed_at, FIXED)]
    if back_on:
        subject = _("Back on: %(date)s") % {"date": about.date}
        lines.insert(0, _("It takes place after all."))
    elif about.standing:
        subject = _("%(date)s: your place is kept") % {"date": about.heading}
    else:
        subject = _("%(date)s: are you coming?") % {"date": about.heading}
    author = about.name(about.gathering.fixed_by_id)
    return Said(subject, about.heading, [*lines, *_stands(about)], *_asked(about), author)


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


def next_missing_said(about: Occasion) -> Said:
    """A day after the last gathering and no next date: three slots, to whoever was there."""
    slots = queries.offered_slots(about.circle, queries.series_of(about.circle), about.now)
    last = about.when(about.gathering.ends_at)
    return Said(
        subject=_("%(circle)s: when next?") % {"circle": about.circle.name},
        heading=_("When next?"),
        lines=[
            _("The last gathering was %(when)s, and nobody has fixed the next one yet.") % {"when": last},
            _("One of these? One tap, and the whole circle is told."),
        ],
        actions=[
            Action(day_and_hour(slot.day, slot.hour, about.language, about.today), about.circle_url()) for slot in slots
        ],
        notes=[_("This is sent once. If the circle is taking a break, leave it be.")],
    )


def why(about: Occasion) -> str:
    """Why this person gets this mail."""
    if about.membership is None:
        return _why_guest(about)
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
    return [line for line in (gathering.title, gathering.place, bring) if line]


def _stands(about: Occasion) -> list[str]:
    """What the reader has answered so far."""
    if about.standing:
        return [_("You said yes in advance, so your place is kept. If you cannot come this time, say so here.")]
    if about.own_answer:
        return [_("Your answer still stands: “%(answer)s”.") % {"answer": Reply(about.own_answer).label}]
    return []


def _asked(about: Occasion) -> tuple[list[Action], list[str]]:
    """The answers, and what whoever gives one should know; nothing to tap once answers are closed."""
    if not rules.is_open(about.gathering, about.now):
        return [], [_("Answers are closed by now.")]
    url = about.answer_url()
    yes = Action(str(Reply.YES.label), f"{url}?answer=yes", first=True)
    no = _("Not this time") if about.standing else str(Reply.NO.label)
    others = [Action(str(Reply.MAYBE.label), f"{url}?answer=maybe"), Action(no, f"{url}?answer=no")]
    notes = [_("No account needed."), about.until(), _("Members of the circle see your answer.")]
    return others if about.standing else [yes, *others], notes


def _by(about: Occasion, person_id: int | None, moment: datetime | None, act: Act) -> str:
    """Who did it and when, as far as the reader may know."""
    said = {"when": about.when(moment or about.now), "name": about.name(person_id)}
    by_somebody, by_reader, by_nobody = act
    if person_id == about.person.pk:
        return capital(by_reader % said)
    return capital((by_somebody if said["name"] else by_nobody) % said)
