"""Where the lines of a journal lead: to the proposal, the poll, the draw that they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.activity.models import Event
from entregent.circles.models import Circle
from entregent.decisions.models import Proposal
from entregent.decisions.queries import by_ids as proposals_of
from entregent.decisions.queries.charter import versions
from entregent.decisions.registry import kind_of
from entregent.missions.queries import draws_by_ids
from entregent.people.models import Person
from entregent.people.queries import blocked_pairs
from entregent.polls.queries import by_ids as polls_of


@dataclass(frozen=True)
class Lead:
    url: str
    words: str


Leads = Mapping[int, Lead]


def leads(circle: Circle, reader: Person, events: Iterable[Event]) -> dict[tuple[str, int], Lead]:
    """By what a line is about; of each kind there is, all at once."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        wanted.setdefault(event.kind, set()).add(event.object_id)
    return {
        (kind, one): lead
        for kind, of_kind in KINDS.items()
        if kind in wanted
        for one, lead in of_kind(circle, reader, wanted[kind]).items()
    }


def _proposals(circle: Circle, reader: Person, ids: set[int]) -> Leads:
    rows, apart = proposals_of(circle, ids), blocked_pairs(reader)
    return {row.pk: Lead(reverse("decision", args=[row.key]), _title(row, apart)) for row in rows}


def _title(proposal: Proposal, apart: set[int]) -> str:
    """A title may name whom it is about, or who proposes: not across a block, as no line does."""
    if {proposal.about_id, proposal.by_id} & apart:
        return _("See the proposal")
    return kind_of(proposal).title(proposal)


def _charters(circle: Circle, reader: Person, ids: set[int]) -> Leads:
    page = reverse("charter", args=[circle.slug])
    return {row.pk: Lead(f"{page}?version={row.version}", _("Read the charter")) for row in versions(circle)}


def _polls(circle: Circle, reader: Person, ids: set[int]) -> Leads:
    return {
        row.pk: Lead(reverse("poll", args=[row.key]), row.title or _("See the poll")) for row in polls_of(circle, ids)
    }


def _draws(circle: Circle, reader: Person, ids: set[int]) -> Leads:
    return {
        row.pk: Lead(
            reverse("draw", args=[row.key]), _("See the draw") if row.by_hand else _("How do we know it is chance?")
        )
        for row in draws_by_ids(circle, ids)
    }


KINDS: Mapping[str, Callable[[Circle, Person, set[int]], Leads]] = {
    "proposal": _proposals,
    "charter": _charters,
    "poll": _polls,
    "draw": _draws,
}
