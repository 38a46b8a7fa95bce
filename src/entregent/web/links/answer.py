"""A date, answered from its mail: no account, no session, no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings import operations, queries, rules
from entregent.gatherings.calendar import ics_of
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Answer, Gathering, StandingAnswer
from entregent.gatherings.operations import TooLate
from entregent.web.access import moment
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.gatherings.page import phase_of
from entregent.web.gatherings.views.answering import guests_of
from entregent.web.gatherings.views.gathering import download
from entregent.web.gatherings.words import lang, on_another_clock
from entregent.web.links.held import Held, called, live_or_404
from entregent.web.links.next_date import NextDate, next_date

REFUSED, CONFLICT = 422, 409


@dataclass(frozen=True)
class AnswerPage:
    held: Held
    circle: Circle
    gathering: Gathering
    phase: str
    is_open: bool
    today: date
    elsewhere: bool
    table: RoundTable
    name: str
    chosen: str
    answer: Answer | None
    closes: datetime
    standing: StandingAnswer | None
    by_weekday: bool
    next: NextDate | None
    guest_choices: range = range(rules.MOST_GUESTS + 1)

    @property
    def face(self) -> str:
        """What the page is for: to ask, to thank, or to say why it does not ask."""
        if not self.is_open:
            return "closed"
        return "thanks" if self.answer and not self.chosen else "ask"


def page(request: HttpRequest, held: Held) -> HttpResponse:
    if request.method == "POST":
        return _take(request, held)
    chosen = request.GET.get("answer", "")
    return _show(request, held, chosen if chosen in Reply.values else "")


def _take(request: HttpRequest, held: Held) -> HttpResponse:
    said = request.POST.get("answer", "")
    if said not in Reply.values:
        return _show(request, held, "", _("Choose one of the three, then confirm."), REFUSED)
    try:
        operations.answer(
            gathering=_gathering(held),
            person=held.person,
            reply=Reply(said),
            via=Via.MAIL,
            now=moment(request),
            guests=guests_of(request.POST.get("guests", "")),
        )
    except TooLate:
        return _show(request, held, said, _("Too late for this answer: nothing was changed."), CONFLICT)
    return redirect("link", held.token)


def _show(request: HttpRequest, held: Held, chosen: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"page": answer_page(held, chosen, moment(request)), "problem": problem}
    return TemplateResponse(request, "links/answer.html", context, status=status)


def answer_page(held: Held, chosen: str, now: datetime) -> AnswerPage:
    gathering = _gathering(held)
    seated = queries.seated([gathering], held.person)[gathering.pk]
    series = queries.series_of(gathering.circle)
    return AnswerPage(
        held=held,
        circle=gathering.circle,
        gathering=gathering,
        phase=phase_of(gathering, now),
        is_open=rules.is_open(gathering, now),
        today=local(now, gathering.zone).date(),
        elsewhere=on_another_clock(gathering, held.person),
        table=table_of(gathering, seated, held.person.pk),
        name=called(held),
        chosen=chosen,
        answer=queries.answer_of(gathering, held.person),
        closes=local(gathering.answer_until, gathering.zone),
        standing=queries.standing_answer(gathering.circle, held.person) if held.is_member else None,
        by_weekday=queries.standing_weekday(series, gathering) is not None,
        next=next_date(held, now),
    )


@require_POST
def standing(request: HttpRequest, token: str) -> HttpResponse:
    held = live_or_404(request, token)
    gathering = _gathering(held)
    if not held.is_member:
        raise Http404
    circle, person, now = gathering.circle, held.person, moment(request)
    if request.POST.get("stand") == "on":
        weekday = queries.standing_weekday(queries.series_of(circle), gathering)
        operations.stand(circle=circle, person=person, weekday=weekday, now=now)
    else:
        operations.stop_standing(circle=circle, person=person, now=now)
    return redirect("link", token)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    return download(ics_of(_gathering(live_or_404(request, token)), lang()))


def _gathering(held: Held) -> Gathering:
    if held.gathering is None:
        raise Http404
    return held.gathering
