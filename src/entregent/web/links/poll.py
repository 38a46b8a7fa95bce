"""A date poll, answered from its mail: all dates, one button; no account, no session, no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings.enums import Via
from entregent.gatherings.operations import TooLate
from entregent.polls import operations, queries
from entregent.polls.models import Poll
from entregent.polls.operations import NothingSaid
from entregent.polls.reasons import question
from entregent.web.access import moment
from entregent.web.links.held import Held, called
from entregent.web.links.next_date import NextDate, next_date
from entregent.web.polls.forms import choices_of
from entregent.web.polls.page import Fixing, Grid, fixing_of, grid, on_another_clock, phase_of
from entregent.web.polls.views.answering import nothing_said

REFUSED, CONFLICT = 422, 409


@dataclass(frozen=True)
class PollLinkPage:
    held: Held
    circle: Circle
    poll: Poll
    question: str
    phase: str
    today: date
    closes: datetime
    elsewhere: bool
    name: str
    grid: Grid
    noted_by: str
    has_answered: bool
    best: list[Fixing]
    next: NextDate | None

    @property
    def face(self) -> str:
        """What the page is for: to ask, to thank and let change, or to say why it does not ask."""
        if self.phase != "open":
            return "closed"
        return "thanks" if self.has_answered and not self.noted_by else "ask"


def page(request: HttpRequest, held: Held, poll: Poll) -> HttpResponse:
    if request.method != "POST":
        return _show(request, held, poll)
    choices = choices_of(request.POST)
    try:
        operations.vote(poll=poll, person=held.person, choices=choices, via=Via.MAIL, now=moment(request))
    except NothingSaid:
        return _show(request, held, poll, nothing_said(), REFUSED)
    except TooLate:
        return _show(request, held, poll, _("Too late for this answer: nothing was changed."), CONFLICT)
    return redirect("link", held.token)


def _show(request: HttpRequest, held: Held, poll: Poll, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"page": poll_link_page(held, poll, moment(request)), "problem": problem}
    return TemplateResponse(request, "links/poll.html", context, status=status)


def poll_link_page(held: Held, poll: Poll, now: datetime) -> PollLinkPage:
    tallies = queries.tallies(poll, queries.slots_of(poll))
    sheet = queries.sheet(poll, held.person, tallies)
    mine = sheet.mine
    return PollLinkPage(
        held=held,
        circle=poll.circle,
        poll=poll,
        question=question(poll.circle.setting),
        phase=phase_of(poll, now),
        today=local(now, poll.zone).date(),
        closes=local(poll.closes_at, poll.zone),
        elsewhere=on_another_clock(poll, held.person),
        name=called(held),
        grid=grid(tallies, mine),
        noted_by=mine.said_by if mine else "",
        has_answered=mine is not None,
        best=fixing_of(tallies, sheet.cannot, now)[:1] if mine else [],
        next=next_date(held, now),
    )
