"""Whom would you name? Given, changed or declined from the mail: one page, no account, no session, no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.circles.operations import Refused
from entregent.circles.rules import AtRest, NotSettled
from entregent.facilitation import operations, queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Choice
from entregent.web.access import moment
from entregent.web.facilitation import naming
from entregent.web.facilitation.names import Names
from entregent.web.links.held import Held, called
from entregent.web.links.next_date import NextDate, next_date

REFUSED = 422


@dataclass(frozen=True)
class NamingLinkPage:
    held: Held
    circle: Circle
    name: str
    action: str
    naming: naming.Naming
    next: NextDate | None


def is_asked(choice: Choice, held: Held) -> bool:
    """Whether the link is about names: until its person is asked whether they would, or it is over."""
    return choice.ended_at is None and choice.how == How.ELECTION and queries.asking(choice, held.person) is None


def page(request: HttpRequest, held: Held, choice: Choice) -> HttpResponse:
    if request.method != "POST":
        return _show(request, held, choice)
    try:
        naming.act(choice, held.person, request.POST, moment(request))
    except naming.NobodyNamed:
        return _show(request, held, choice, _("Choose whom you name."), REFUSED)
    except (Refused, NotSettled, AtRest):
        raise Http404 from None
    except operations.TooLate:
        pass  # the page says how it stands
    return redirect("link", held.token)


def _show(request: HttpRequest, held: Held, choice: Choice, problem: str = "", status: int = 200) -> HttpResponse:
    now = moment(request)
    shown = NamingLinkPage(
        held=held,
        circle=choice.circle,
        name=called(held),
        action=reverse("link", args=[held.token]),
        naming=naming.naming_of(choice, held.person, Names(choice.circle, held.person), now),
        next=next_date(held, now),
    )
    return TemplateResponse(request, "links/naming.html", {"page": shown, "problem": problem}, status=status)
