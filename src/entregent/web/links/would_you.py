""" "Would you facilitate?", answered from its mail: one page, no account, no session, no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.circles.operations import Refused
from entregent.circles.queries import names_in
from entregent.core.walltime import local
from entregent.facilitation import operations, queries
from entregent.facilitation.enums import How
from entregent.facilitation.letters import until_in_words, what_it_is
from entregent.facilitation.models import Choice
from entregent.web.access import moment
from entregent.web.gatherings.words import lang
from entregent.web.links.held import Held, called
from entregent.web.links.next_date import NextDate, next_date

REFUSED = 422


@dataclass(frozen=True)
class WouldYouPage:
    """`face`: ask, no (they said so, and may think again), yes (they facilitate), closed."""

    held: Held
    circle: Circle
    face: str
    name: str
    asked_by: str
    is_election: bool
    length: str
    what_it_is: str
    next: NextDate | None


def page(request: HttpRequest, held: Held, choice: Choice) -> HttpResponse:
    if request.method != "POST":
        return _show(request, held, choice)
    said = request.POST.get("answer", "")
    if said not in ("yes", "no"):
        return _show(request, held, choice, _("Say yes or no."), REFUSED)
    is_election = choice.how == How.ELECTION
    try:
        act = operations.refuse if said == "no" else operations.stand if is_election else operations.accept
        act(choice=choice, person=held.person, now=moment(request))
    except operations.NotNow:
        said = _("The circle is asked about something else just now: say yes again once that is settled.")
        return _show(request, held, choice, said, REFUSED)
    except (operations.TooLate, Refused):
        pass  # the page says how it stands
    return redirect("link", held.token)


def _show(request: HttpRequest, held: Held, choice: Choice, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"page": would_you_page(held, choice, moment(request)), "problem": problem}
    return TemplateResponse(request, "links/would_you.html", context, status=status)


def would_you_page(held: Held, choice: Choice, now: datetime) -> WouldYouPage:
    asking = queries.asking(choice, held.person)
    by = asking.by_id if asking else None
    return WouldYouPage(
        held=held,
        circle=choice.circle,
        face=_face(choice, held),
        name=called(held),
        asked_by=names_in(choice.circle_id, [by]).get(by, "") if by else "",
        is_election=choice.how == How.ELECTION,
        length=until_in_words(choice.gatherings, choice.until, lang(), local(now, choice.circle.zone).date()),
        what_it_is=what_it_is(),
        next=next_date(held, now),
    )


def _face(choice: Choice, held: Held) -> str:
    asking = queries.asking(choice, held.person)
    if asking is not None:
        return "no" if asking.refused_at else "ask"
    term = queries.term_of(choice.circle)
    return "yes" if term is not None and term.person_id == held.person.pk else "closed"
