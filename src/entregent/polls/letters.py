"""What the mails of a poll say. Each is written in the words of the moment it leaves, to one reader."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.core.words_of_time import capital, small_number
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.letters import Action
from entregent.gatherings.occasion import occasion
from entregent.polls import queries
from entregent.polls.asking import Asking
from entregent.polls.reasons import Tally, best, question, ranked, sentence

MOST_OFFERED = 3


@dataclass(frozen=True)
class Said:
    """The words of one mail, and the name it comes from."""

    subject: str
    heading: str
    lines: list[str]
    slots: list[str] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    author: str = ""


def asked_said(about: Asking) -> Said:
    """Which of these dates suit you?"""
    asks = question(about.circle.setting)
    name = about.name(about.poll.asked_by_id)
    if about.poll.asked_by_id == about.person.pk:
        by = _("You ask the circle which of these dates suit.")
    elif name:
        by = _("%(name)s asks which of these dates suit you.") % {"name": name}
    else:
        by = _("Which of these dates suit you?")
    return Said(
        subject=_("%(question)s Answer by %(day)s") % {"question": asks, "day": about.last_day},
        heading=asks,
        lines=[*_about(about), by],
        slots=_slots(about),
        actions=[Action(_("Say which dates suit me"), about.answer_url, first=True)],
        notes=_how(about),
        author=name,
    )


def reminder_said(about: Asking) -> Said:
    asks = question(about.circle.setting)
    count = queries.answered_of(about.poll)
    said = ngettext("%(count)s person has answered.", "%(count)s people have answered.", count)
    return Said(
        subject=_("%(question)s The poll closes %(day)s") % {"question": asks, "day": about.when(about.poll.closes_at)},
        heading=asks,
        lines=[
            *_about(about),
            capital(said % {"count": small_number(count, about.language, feminine=True)}),
            _("If one of these dates suits you, it is time to say so; if none does, that helps too."),
        ],
        slots=_slots(about),
        actions=[Action(_("Say which dates suit me"), about.answer_url, first=True)],
        notes=[*_how(about), _("This is the only reminder.")],
    )


def changed_said(about: Asking) -> Said:
    asks = question(about.circle.setting)
    return Said(
        subject=_("%(question)s The dates have changed") % {"question": asks},
        heading=asks,
        lines=[*_about(about), _("The dates on offer have changed. What you said of those that stay still stands.")],
        slots=_slots(about),
        actions=[Action(_("Look at my answers"), about.answer_url, first=True)],
        notes=_how(about),
    )


def complete_said(about: Asking) -> Said:
    """Everybody has answered: whoever asked can fix the date."""
    return Said(
        subject=_("Everybody has answered: you can fix the date"),
        heading=_("Everybody has answered"),
        lines=[_("Nobody else is expected: no need to wait for the deadline.")],
        slots=_explained(about),
        actions=_to_fix(about),
        notes=[_("One tap on the page, and the whole circle is told.")],
    )


def over_said(about: Asking) -> Said:
    """The deadline has come and no date is fixed yet."""
    count = queries.answered_of(about.poll)
    if count:
        said = ngettext("%(count)s person has answered.", "%(count)s people have answered.", count)
        line = capital(said % {"count": small_number(count, about.language, feminine=True)})
    else:
        line = _("Nobody has answered. Perhaps other dates?")
    if about.poll.asked_by_id == about.person.pk:
        notes = [_("One tap on the page, and the whole circle is told.")]
    else:
        notes = [_("Whoever asked is not here to do it; anyone in the circle can. This is sent once.")]
    return Said(
        subject=_("The poll is over: which date?"),
        heading=_("Which date?"),
        lines=[line],
        slots=_explained(about),
        actions=_to_fix(about),
        notes=notes,
    )


def withdrawn_said(about: Asking) -> Said:
    asks = question(about.circle.setting)
    name = about.name(about.poll.withdrawn_by_id)
    by = _("%(name)s withdrew the poll %(when)s.") if name else _("The poll was withdrawn %(when)s.")
    when = about.when(about.poll.withdrawn_at or about.now)
    lines = [capital(by % {"name": name, "when": when}), _("Nothing is asked of you any more.")]
    following = gathering_queries.next_gathering(about.circle, about.now)
    if following and about.membership:
        lines.append(_("Next time: %(date)s.") % {"date": occasion(following, about.person, about.now).date})
    return Said(_("Withdrawn: %(question)s") % {"question": asks}, asks, lines, author=name)


def why(about: Asking) -> str:
    """Why this person gets this mail."""
    if about.membership is None:
        return _("You get this mail because you left your address to answer this poll.")
    member = about.membership
    said = {"when": about.when(member.joined_at), "name": about.name(member.invited_by_id)}
    if said["name"] and member.invited_by_id != about.person.pk:
        return _("You get this mail because %(name)s brought you into this circle %(when)s.") % said
    return _("You get this mail because you joined this circle %(when)s.") % said


def _about(about: Asking) -> list[str]:
    return [line for line in (about.poll.title, about.poll.place) if line]


def _slots(about: Asking) -> list[str]:
    """Numbered where a mail may answer by these numbers."""
    days = [about.date(slot) for slot in queries.slots_of(about.poll)]
    return [f"({place}) {day}" for place, day in enumerate(days, 1)] if about.reply_address else days


def _how(about: Asking) -> list[str]:
    by_mail = _("Or answer this mail with the numbers that suit: “1 3”, “2 if need be”, “all”, “none”.")
    return [
        _("All dates on one page, and no account needed."),
        *([by_mail] if about.reply_address else []),
        _("You can change your mind from this same mail until %(until)s.") % {"until": about.until},
        _("Members of the circle see your answers."),
    ]


def _best(about: Asking) -> list[Tally]:
    """The few worth fixing, those still ahead first of all."""
    tallies = queries.tallies(about.poll, queries.slots_of(about.poll))
    ahead = [one for one in tallies if one.slot.starts_at > about.now]
    return ranked(ahead)[:MOST_OFFERED] if best(ahead) else []


def _explained(about: Asking) -> list[str]:
    some = _best(about)
    cannot = queries.cannot(about.poll, some, about.person)
    return [sentence(one, cannot.get(one.slot.pk, []), about.date(one.slot)) for one in some]


def _to_fix(about: Asking) -> list[Action]:
    url = about.page_url()
    actions = [
        Action(_("Fix %(when)s") % {"when": about.inside(one.slot)}, url, first=not place)
        for place, one in enumerate(_best(about)[:1])
    ]
    return [*actions, Action(_("See the poll"), url, first=not actions)]
