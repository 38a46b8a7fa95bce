"""Where the lines of a journal lead: to the proposal, the poll, the draw that they speak of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.activity.models import Event
from entregent.circles.models import Circle
from entregent.decisions.models import Charter, Proposal
from entregent.decisions.registry import kind_of
from entregent.missions.models import Draw
from entregent.polls.models import Poll


@dataclass(frozen=True)
class Lead:
    url: str
    words: str


Leads = Mapping[int, Lead]


def leads(circle: Circle, events: Iterable[Event]) -> dict[tuple[str, int], Lead]:
    """By what a line is about; of each kind there is, all at once."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        wanted.setdefault(event.kind, set()).add(event.object_id)
    return {
        (kind, one): lead
        for kind, of_kind in KINDS.items()
        if kind in wanted
        for one, lead in of_kind(circle, wanted[kind]).items()
    }


def _proposals(circle: Circle, ids: set[int]) -> Leads:
    rows = Proposal.objects.filter(circle=circle, pk__in=ids).select_related("circle", "about")
    return {row.pk: Lead(reverse("decision", args=[row.key]), kind_of(row).title(row)) for row in rows}


def _charters(circle: Circle, ids: set[int]) -> Leads:
    page = reverse("charter", args=[circle.slug])
    rows = Charter.objects.filter(circle=circle, pk__in=ids)
    return {row.pk: Lead(f"{page}?version={row.version}", _("Read the charter")) for row in rows}


def _polls(circle: Circle, ids: set[int]) -> Leads:
    rows = Poll.objects.filter(circle=circle, pk__in=ids)
    return {row.pk: Lead(reverse("poll", args=[row.key]), row.title or _("See the poll")) for row in rows}


def _draws(circle: Circle, ids: set[int]) -> Leads:
    rows = Draw.objects.filter(gathering__circle=circle, pk__in=ids)
    return {row.pk: Lead(reverse("draw", args=[row.key]), _("How do we know it is chance?")) for row in rows}


KINDS: Mapping[str, Callable[[Circle, set[int]], Leads]] = {
    "proposal": _proposals,
    "charter": _charters,
    "poll": _polls,
    "draw": _draws,
}
