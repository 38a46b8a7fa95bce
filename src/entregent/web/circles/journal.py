"""The circle's journal: what changed rights or left the circle, by whom, and the way back while there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.activity.models import Event
from entregent.circles import operations, queries
from entregent.circles.models import Circle
from entregent.circles.queries import naming, undoing
from entregent.core.walltime import local
from entregent.core.words_of_time import clock, long_day, small_number
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.web import flash, where
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.leading import Lead, leads
from entregent.web.circles.sentences import fields_of, sentence, somebody_gone
from entregent.web.gatherings.words import lang


@dataclass(frozen=True)
class Line:
    id: int
    words: SafeString
    lead: Lead | None  # to what it speaks of
    at: datetime  # by the circle's clock
    undone: bool
    undoable: bool


@dataclass(frozen=True)
class Journal:
    circle: Circle
    today: date
    lines: list[Line]
    older: int | None  # the line after which the next page starts


@require_safe
@signed_in
def journal(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    before = request.GET.get("before", "")
    page = journal_page(circle, person(request), moment(request), int(before) if is_number(before) else None)
    return TemplateResponse(request, "circles/journal.html", {"page": page})


def is_number(written: str) -> bool:
    """Whether it can be a row's number: longer ones are none that a database holds."""
    return written.isdecimal() and len(written) <= 18


def journal_page(circle: Circle, reader: Person, now: datetime, before: int | None) -> Journal:
    events = queries.journal(circle, before)
    shown = events[: queries.PAGE]
    told = Told(circle, reader, shown, local(now, circle.zone).date())
    lines = [
        Line(
            id=event.pk,
            words=told.words(event),
            lead=told.leads.get((event.kind, event.object_id)),
            at=local(event.at, circle.zone),
            undone=event.undone_by_id is not None,
            undoable=undoing.undoable(event, reader, now),
        )
        for event in shown
    ]
    return Journal(circle, told.today, lines, shown[-1].pk if len(events) > len(shown) else None)


class Told:
    """The words of a page of events, whatever they speak of fetched once for all of them."""

    def __init__(self, circle: Circle, reader: Person, events: list[Event], today: date) -> None:
        self.today = today
        people = {one for event in events for one in (event.actor_id, event.about_id) if one}
        self.names = naming.known_to(reader, circle.pk, people)
        self.gatherings = gathering_queries.by_id(circle, _ids(events, "gathering"))
        self.leads = leads(circle, reader, events)
        self.batches = queries.batches_sent(circle, _ids(events, "batch"))

    def words(self, event: Event) -> SafeString:
        sent = self.batches.get(event.object_id) if event.kind == "batch" else None
        said = {
            "who": conditional_escape(self._name(event.actor_id)),
            "whom": conditional_escape(self._name(event.about_id)),
            "what": conditional_escape(fields_of(event)),
            "when": self._when(self.gatherings.get(event.object_id)),
            "count": sent.size if sent else 0,
            "said": small_number(sent.size, lang(), feminine=True) if sent else "",
        }
        return mark_safe(sentence(event, sent) % said)  # noqa: S308

    def _name(self, person_id: int | None) -> str:
        """Somebody the reader does not see is "a member": what they did stands all the same."""
        return self.names.get(person_id, _("A member")) or somebody_gone() if person_id else somebody_gone()

    def _when(self, gathering: Gathering | None) -> str:
        if gathering is None:
            return conditional_escape(_("only pencilled in, and erased since"))
        words = f"{long_day(gathering.day, lang(), self.today)}, {clock(gathering.hour, lang())}"
        return format_html('<a href="{}">{}</a>', reverse("gathering", args=[gathering.key]), words)


def _ids(events: list[Event], kind: str) -> list[int]:
    return [event.object_id for event in events if event.kind == kind]


@require_POST
@signed_in
def undo(request: HttpRequest, slug: str, event_id: int) -> HttpResponse:
    """Also for somebody who has just left: their own leaving is the one line they may still take back."""
    event = undoing.event_to_undo(viewer=person(request), slug=slug, event_id=event_id)
    if event is None:
        raise Http404
    try:
        operations.undo(event=event, by=person(request), now=moment(request))
    except operations.Refused:
        flash.warn(request, _("Somebody took this back already, or more than thirty days have passed."))
    else:
        flash.say(request, _("Taken back: all is as before."))
    target = where.safe(request, request.POST.get("next", ""))
    if queries.visible_circle(viewer=person(request), slug=slug) is None:
        return redirect("circles")
    return HttpResponseRedirect(target) if target else redirect("circle", slug)
