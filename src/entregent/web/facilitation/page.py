"""The page about who facilitates, assembled: for everybody, and for whoever does what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.core.words_of_time import capital, clock, long_day, small_number
from entregent.facilitation import queries
from entregent.facilitation.enums import How, Message
from entregent.facilitation.letters import until_in_words, what_it_is
from entregent.facilitation.models import Asking, Choice, Promise, Subject, Written
from entregent.facilitation.queries import helping
from entregent.facilitation.queries.helping import Help
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.web.circles.newcomers import nameless
from entregent.web.facilitation.forms import AwayForm
from entregent.web.facilitation.names import Names, Somebody
from entregent.web.facilitation.naming import Naming, naming_of
from entregent.web.facilitation.words import in_words
from entregent.web.gatherings.words import lang


@dataclass(frozen=True)
class Helped:
    """One thing that would help, and where it is done. "" where it is a button of its own."""

    words: str
    action: str
    url: str


@dataclass(frozen=True)
class Proposed:
    subject: Subject
    by: str
    is_mine: bool


@dataclass(frozen=True)
class Underway:
    """The choice under way, as this reader may know it."""

    choice: Choice
    length: str
    asked: list[str]  # by me
    hat: list[str]
    in_hat: bool
    draws: str
    naming: Naming | None  # of an election


@dataclass(frozen=True)
class FacilitationPage:
    circle: Circle
    today: date
    wanted: bool
    title: str
    then: str
    what_it_is: str
    asking: Asking | None
    asked_by: str
    asks: str  # what I am asked, in words
    underway: Underway | None
    people: list[Somebody]
    may: bool
    may_begin: bool
    is_mine: bool  # I facilitate
    is_away: bool
    acts: bool  # I do what whoever facilitates does
    helps: list[Helped]
    next: Gathering | None
    next_when: str
    subjects: list[Proposed]
    chosen: list[Proposed]
    promises: list[Promise]
    leaving: list[Written]
    messages: list[tuple[str, str]]
    messages_left: int
    rests: bool
    proof: str
    away_form: AwayForm


def facilitation_page(circle: Circle, reader: Person, now: datetime, form: AwayForm | None = None) -> FacilitationPage:
    today = local(now, circle.zone).date()
    stands = queries.standing(circle, reader, now)
    choice = queries.choice_of(circle)
    asking = queries.asking_of(choice, reader)
    acts = bool(stands.wanted) and queries.is_facilitating(circle, reader, now)
    is_mine = stands.person_id == reader.pk and not stands.is_gone
    ahead = gathering_queries.next_to_come(circle, now)
    names = Names(circle, reader)
    title, then = in_words(stands, reader, today)
    proof = queries.last_drawn(circle)
    may = circle_rules.may(circle, reader)
    return FacilitationPage(
        circle=circle,
        today=today,
        wanted=bool(stands.wanted),
        title=title,
        then=then,
        what_it_is=what_it_is(),
        asking=asking,
        asked_by=names.of(asking.by_id) if asking and asking.by_id else "",
        asks=until_in_words(choice.gatherings, choice.until, lang(), today) if choice else "",
        underway=_underway(choice, reader, names, now) if choice else None,
        people=names.others() if asking or (choice and choice.how == How.ASKED and may) else [],
        may=may,
        may_begin=choice is None and may and (acts or not stands.wanted) and in_use(circle),
        is_mine=is_mine,
        is_away=stands.away_until is not None,
        acts=acts and in_use(circle),
        helps=_helps(circle, reader, now, is_mine=is_mine) if acts and in_use(circle) else [],
        next=ahead,
        next_when=_inside(ahead, today) if ahead else "",
        subjects=_proposed(helping.subjects(circle), names, reader),
        chosen=_proposed(helping.subjects_of(ahead), names, reader) if ahead else [],
        promises=helping.promises(circle) if acts else [],
        leaving=helping.leaving(circle, now) if acts else [],
        messages=[(one.value, str(one.label)) for one in Message if ahead or one != Message.RELAUNCH],
        messages_left=helping.messages_left(circle, now) if acts else 0,
        rests=queries.rests(circle, reader),
        proof=proof.key if proof else "",
        away_form=form or AwayForm(today=today),
    )


def in_use(circle: Circle) -> bool:
    return circle.archived_at is None


def _underway(choice: Choice, reader: Person, names: Names, now: datetime) -> Underway:
    today = local(now, choice.circle.zone).date()
    hat = queries.hat_of(choice) if choice.how == How.DRAW else []
    mine = queries.asked_by(choice, reader)
    names.know([*(entry.person_id for entry in hat), *mine])
    draws = local(choice.draws_at, choice.circle.zone).date() if choice.draws_at else None
    return Underway(
        choice=choice,
        length=until_in_words(choice.gatherings, choice.until, lang(), today),
        asked=[names.of(one) or nameless() for one in mine],
        hat=[names.of(entry.person_id) or nameless() for entry in hat],
        in_hat=any(entry.person_id == reader.pk for entry in hat),
        draws=long_day(draws, lang(), today) if draws else "",
        naming=naming_of(choice, reader, names, now) if choice.how == How.ELECTION else None,
    )


def _proposed(rows: Sequence[Subject], names: Names, reader: Person) -> list[Proposed]:
    names.know(row.by_id for row in rows)
    return [Proposed(row, names.of(row.by_id), row.by_id == reader.pk) for row in rows]


def _helps(circle: Circle, reader: Person, now: datetime, *, is_mine: bool) -> list[Helped]:
    found = helping.helps(circle, reader, now, names_missing=is_mine)
    today = local(now, circle.zone).date()
    return [_helped(one, circle, today) for one in found]


def _inside(gathering: Gathering, today: date) -> str:
    """When, as inside a sentence."""
    return f"{long_day(gathering.day, lang(), today)}, {clock(gathering.hour, lang())}"


def _helped(one: Help, circle: Circle, today: date) -> Helped:
    key = one.gathering.key if one.gathering else ""
    when = _inside(one.gathering, today) if one.gathering else ""
    said = {"when": when, "count": small_number(one.count, lang(), feminine=True)}
    new = ngettext(
        "Somebody is new here and waits for a word.", "%(count)s people are new here and wait for a word.", one.count
    )
    table = {
        "date": (_("There is no next date."), _("Fix one"), reverse("fix-date", args=[circle.slug])),
        "place": (_("%(when)s has no place yet."), _("Say where"), _of("gathering-move", key)),
        "answers": (_("Nobody has answered yet for %(when)s."), _("Ask who comes"), _write(circle, Message.RELAUNCH)),
        "there": (_("Nobody has said who was there, %(when)s."), _("Say who was there"), _of("gathering-there", key)),
        "newcomers": (new, _("See who is new"), reverse("circle", args=[circle.slug])),
        "subject": (_("Subjects were proposed, and none is chosen for %(when)s."), _("Choose one"), "#subjects"),
        "stopped": (_("Somebody has not been seen for a while."), "", ""),
    }
    words, action, url = table[one.what]
    return Helped(capital(words % said), action, url)


def _of(name: str, key: str) -> str:
    return reverse(name, args=[key]) if key else ""


def _write(circle: Circle, message: Message) -> str:
    return reverse("facilitation-write", args=[circle.slug, message.value])
