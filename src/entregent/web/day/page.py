"""The pages of the tables, assembled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle
from entregent.circles.queries import names_in
from entregent.core.folding import fold
from entregent.core.walltime import local
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Company
from entregent.gatherings.models import Answer, Gathering, Seat
from entregent.gatherings.queries.plans import Laid
from entregent.people.models import Person
from entregent.web.components.initials import initials
from entregent.web.components.table import RoundTable
from entregent.web.components.table import Seat as Drawn
from entregent.web.day.forms import RoomForm, as_typed, choices_of, usual_room
from entregent.web.day.words import change_in_words, seated_in_words, table_title, welcomed, whose_in_words, why

NONE = 0


@dataclass(frozen=True)
class Sitter:
    """Somebody at a table; a name the reader does not read is empty."""

    person_id: int
    name: str
    guests: int
    is_me: bool

    @property
    def shown(self) -> str:
        return self.name or _("somebody else")


@dataclass(frozen=True)
class OneTable:
    number: int
    title: str
    sitters: list[Sitter]
    drawing: RoundTable
    why: list[str]


@dataclass(frozen=True)
class Preview:
    """Two people who would change places, and what that would do."""

    one: int
    other: int
    names: dict[str, str]
    cost: list[str]


@dataclass(frozen=True)
class TablesPage:
    gathering: Gathering
    circle: Circle
    today: date
    tables: list[OneTable]
    summary: str
    mine: str
    seen: int
    version: int
    may_change: bool
    is_over: bool
    late: list[tuple[int, str]]
    people: list[tuple[int, str]]
    preview: Preview | None
    one_table: bool  # the two who would change places sit together already
    form: RoomForm


def names_at(gathering: Gathering, ids: list[int], reader: Person) -> dict[int, str]:
    """What each is called at this table; "" for somebody the reader does not read."""
    unseen = queries.plans.unseen(reader)
    typed = dict(Answer.objects.filter(gathering=gathering, person__in=ids).values_list("person_id", "name"))
    known = names_in(gathering.circle_id, ids)
    return {one: "" if one in unseen else known.get(one) or typed.get(one) or _("a former member") for one in ids}


def tables_page(
    gathering: Gathering,
    reader: Person,
    now: datetime,
    form: RoomForm | None = None,
    pair: tuple[int, int] | None = None,
) -> TablesPage:
    laid = queries.plans.plan_of(gathering)
    may = rules.may_arrange(gathering, now) and circle_rules.may(gathering.circle, reader)
    late = queries.plans.without_seat(gathering, laid.people) if laid and may else []
    names = names_at(gathering, [*(laid.people if laid else []), *late], reader)
    tables = tables_of(gathering, laid, names, reader) if laid else []
    preview = preview_of(gathering, laid, names, reader, pair) if laid and pair and may else None
    return TablesPage(
        gathering=gathering,
        circle=gathering.circle,
        today=local(now, gathering.zone).date(),
        tables=tables,
        summary=summary_of(tables),
        mine=next((one.title for one in tables for sitter in one.sitters if sitter.is_me), ""),
        seen=laid.plan.pk if laid else NONE,
        version=laid.plan.version if laid else NONE,
        may_change=may,
        is_over=now >= gathering.ends_at,
        late=sorted(((one, names[one]) for one in late if names[one]), key=lambda each: fold(each[1])),
        people=_choices(tables),
        preview=preview,
        one_table=pair is not None and preview is None,
        form=form or _form(gathering, laid),
    )


def summary_of(tables: list[OneTable]) -> str:
    people = sum(1 + sitter.guests for table in tables for sitter in table.sitters)
    return seated_in_words(people, sum(bool(table.sitters) for table in tables))


def _choices(tables: list[OneTable]) -> list[tuple[int, str]]:
    seated = [(sitter, table.title) for table in tables for sitter in table.sitters if sitter.name]
    rows = sorted(seated, key=lambda row: fold(row[0].name))
    return [(sitter.person_id, f"{sitter.name} — {title}") for sitter, title in rows]


def tables_of(gathering: Gathering, laid: Laid, names: dict[int, str], reader: Person) -> list[OneTable]:
    used = [(number, seats) for number, seats in enumerate(laid.seats, start=1) if seats]
    people = dict.fromkeys(laid.people, 0)
    company = queries.plans.company_of(gathering, people, reader)
    reasons = queries.plans.engine().reasons(company, [[seat.person_id for seat in seats] for _n, seats in used])
    called = [names[one] for one in company.people]
    return [
        _table(
            number, seats, laid.chairs[number - 1], names, reader, [*why(said, called), *_hosts(seats, company, names)]
        )
        for (number, seats), said in zip(used, reasons, strict=True)
    ]


def _hosts(seats: tuple[Seat, ...], company: Any, names: dict[int, str]) -> list[str]:
    """Who is here for the first time, next to whom."""
    ids = [seat.person_id for seat in seats]
    found = []
    for before, one in pairwise(ids):
        beside = one in company.first and before in company.welcomers.get(one, ())
        if beside and names[one] and names[before]:
            found.append(welcomed(names[one], names[before]))
    return found


def _table(
    number: int, seats: tuple[Seat, ...], chairs: int, names: dict[int, str], reader: Person, said: list[str]
) -> OneTable:
    sitters = [Sitter(one.person_id, names[one.person_id], one.guests, one.person_id == reader.pk) for one in seats]
    return OneTable(number, table_title(number), sitters, _drawing(number, sitters, chairs), said)


def _drawing(number: int, sitters: list[Sitter], chairs: int) -> RoundTable:
    seats: list[Drawn] = []
    for one in sitters:
        seats.append(Drawn(initials(one.name), one.name, "me" if one.is_me else "coming"))
        seats += [Drawn("+1", _("a guest of %(name)s") % {"name": one.name}, "coming")] * one.guests
    free = max(0, chairs - len(seats))
    names = ", ".join(one.shown for one in sitters)
    return RoundTable(str(number), "", (*seats, *[Drawn("", "", "free")] * free), names)


def preview_of(
    gathering: Gathering, laid: Laid, names: dict[int, str], reader: Person, pair: tuple[int, int]
) -> Preview | None:
    """What it would cost that these two change places; None for people of one table, or not seated."""
    one, other = pair
    tables = laid.table_of(one), laid.table_of(other)
    if None in tables or tables[0] == tables[1] or not names[one] or not names[other]:
        return None
    company = queries.plans.company_of(gathering, dict.fromkeys(laid.people, 0), reader)
    cost = queries.plans.engine().change(company, laid.board, one, other)
    return Preview(one, other, {"one": names[one], "other": names[other]}, change_in_words(cost, names))


def _form(gathering: Gathering, laid: Laid | None) -> RoomForm:
    choices, count = whom(gathering)
    room = laid.chairs if laid else usual_room(count)
    return RoomForm(choices=choices, initial={"whose": choices[0][0], **as_typed(room)})


def whom(gathering: Gathering) -> tuple[list[tuple[str, str]], int]:
    """Whom one may seat, in words; and how many there are at the most."""
    found = [queries.plans.to_seat(gathering, whose) for whose in (Company.HERE, Company.COMING)]
    here, coming = (sum(1 + guests for guests in people.values()) for people in found)
    return choices_of(here, coming, whose_in_words(here, coming)), max(here, coming)
