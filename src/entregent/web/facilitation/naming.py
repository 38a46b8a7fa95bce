"""An election, as one person may know it: whom they name, the reasons, and what the circle is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.circles import rules as circle_rules
from entregent.circles.queries.met import person_met
from entregent.core.walltime import local
from entregent.facilitation import operations, queries, rules
from entregent.facilitation.enums import Stage
from entregent.facilitation.letters import evening_in_words, until_in_words, what_it_is
from entregent.facilitation.models import Choice, Nomination
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs
from entregent.web.circles.newcomers import nameless
from entregent.web.facilitation.names import Names, Somebody
from entregent.web.gatherings.words import lang


class NobodyNamed(ValueError):
    """A name is missing."""


@dataclass(frozen=True)
class Reason:
    by: str
    words: str


@dataclass(frozen=True)
class Named:
    """Somebody who was named: by how many, why, and whether the reader is among them."""

    key: str
    name: str
    times: int
    reasons: list[Reason]
    is_mine: bool


@dataclass(frozen=True)
class Naming:
    choice: Choice
    stage: str
    what_it_is: str
    length: str
    until: str  # the names are shown, or may change, then
    may: bool
    people: list[Somebody]
    mine: Nomination | None
    my_name: str  # of whom I named
    declined: bool
    named: list[Named]
    agreed_on: str  # where the circle says whether it consents


def naming_of(choice: Choice, reader: Person, names: Names, now: datetime) -> Naming:
    stage, today = rules.stage(choice, now), local(now, choice.circle.zone).date()
    mine = queries.said_by(choice, reader)
    rows = queries.nominations(choice)
    given, until = mine.nomination, choice.names_until if stage == Stage.NAMING else choice.changes_until
    names.know([row.person_id for row in rows] + [_now(row).pk for row in rows] + ([given.named_id] if given else []))
    return Naming(
        choice=choice,
        stage=stage,
        what_it_is=what_it_is(),
        length=until_in_words(choice.gatherings, choice.until, lang(), today),
        until=evening_in_words(until, choice.circle.zone, lang(), today) if until else "",
        may=circle_rules.may(choice.circle, reader),
        people=_people(names, reader) if stage == Stage.NAMING else [],
        mine=given,
        my_name=(names.of(given.named_id) or nameless()) if given else "",
        declined=mine.declined,
        named=_named(rows, reader, names) if stage == Stage.CHANGING else _proposed(choice, rows, reader, names),
        agreed_on=_agreed_on(choice) if stage == Stage.AGREEING else "",
    )


def _agreed_on(choice: Choice) -> str:
    return reverse("decision", args=[choice.proposal.key]) if choice.proposal else ""


def _people(names: Names, reader: Person) -> list[Somebody]:
    """Oneself last."""
    return [*names.others(), Somebody(reader.key, _("myself"))]


def _named(rows: list[Nomination], reader: Person, names: Names) -> list[Named]:
    """Most named first; a reason stays hidden between two who have blocked each other."""
    apart = blocked_pairs(reader) - {reader.pk} if rows else set()
    by_person: dict[int, list[Nomination]] = {}
    for row in rows:
        by_person.setdefault(_now(row).pk, []).append(row)
    found = [
        Named(
            key=_now(each[0]).key,
            name=names.of(named_id) or nameless(),
            times=len(each),
            reasons=[
                Reason(names.of(row.person_id) or nameless(), row.reason)
                for row in each
                if row.reason and row.changed_to is None and row.person_id not in apart
            ],
            is_mine=any(row.person_id == reader.pk for row in each),
        )
        for named_id, each in by_person.items()
    ]
    return sorted(found, key=lambda one: (-one.times, one.name))


def _now(row: Nomination) -> Person:
    return row.changed_to or row.named


def _proposed(choice: Choice, rows: list[Nomination], reader: Person, names: Names) -> list[Named]:
    """Why they were named whom the circle is asked about; how often anybody was is not shown any more."""
    if choice.proposal is None:
        return []
    found = _named([row for row in rows if _now(row).pk == choice.proposal.by_id], reader, names)
    return [replace(one, times=0) for one in found]


@dataclass(frozen=True)
class Done:
    """What is said of it, and what takes it back: the fields of a form."""

    words: str
    back: dict[str, str]


def act(choice: Choice, me: Person, typed: Mapping[str, str], now: datetime) -> Done:
    """What was tapped, done."""
    do, before = typed.get("do", ""), queries.said_by(choice, me).nomination
    if do == "name":
        named, otherwise = _somebody(me, typed.get("person", "")), typed.get("otherwise", "")
        operations.nominate(
            choice=choice,
            person=me,
            named=named,
            reason=typed.get("reason", ""),
            otherwise=_somebody(me, otherwise) if otherwise else None,
            now=now,
        )
        return Done(_("Noted. Nobody reads it until all the names are shown."), _as_before(before))
    if do == "change":
        named = _somebody(me, typed.get("person", ""))
        operations.change_name(choice=choice, person=me, named=named, now=now)
        return Done(_("Changed."), {"do": "change", "person": _now(before).key} if before else {})
    if do == "back":
        operations.take_back_name(choice=choice, person=me, now=now)
        return Done(_("Taken back: you name nobody."), _as_before(before))
    if do == "decline":
        operations.decline(choice=choice, person=me, now=now)
        return Done(_("You will not be among the names."), {"do": "may"})
    if do == "may":
        operations.decline(choice=choice, person=me, wanted=False, now=now)
        return Done(_("You may be named."), {"do": "decline"})
    raise Http404


def _as_before(given: Nomination | None) -> dict[str, str]:
    if given is None:
        return {"do": "back"}
    otherwise = given.otherwise.key if given.otherwise else ""
    return {"do": "name", "person": given.named.key, "reason": given.reason, "otherwise": otherwise}


def _somebody(me: Person, key: str) -> Person:
    if not key:
        raise NobodyNamed
    found = me if key == me.key else person_met(viewer=me, key=key)
    if found is None:
        raise Http404
    return found
