"""A forwarded mail: its reader answers under their own name, and leaves its owner's answer alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entregent.gatherings import operations, rules
from entregent.gatherings.operations import TableFull, TooLate
from entregent.polls import operations as polls
from entregent.polls import rules as poll_rules
from entregent.web.access import moment
from entregent.web.links.forms import GuestForm
from entregent.web.links.held import Held, called, live_or_404

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    held = live_or_404(request, token)
    if held.gathering is None and held.poll is None:
        raise Http404
    if request.method != "POST":
        return _show(request, held, GuestForm())
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _show(request, held, form, status=REFUSED)
    written = form.cleaned_data["address"]
    try:
        _come(held, written, form.cleaned_data["name"], moment(request))
    except TooLate:
        form.add_error(None, _("Answers are closed for this date: no mail was sent."))
        return _show(request, held, form, status=REFUSED)
    except TableFull:
        full = _("This mail has already brought as many people as one mail may. Ask whoever sent it to you.")
        form.add_error(None, full)
        return _show(request, held, form, status=REFUSED)
    return _show(request, held, form, written=written)


def _come(held: Held, written: str, name: str, now: datetime) -> None:
    if held.poll is not None:
        polls.come_as_guest(poll=held.poll, written=written, name=name, brought_by=held.person, now=now)
    elif held.gathering is not None:
        operations.come_as_guest(gathering=held.gathering, written=written, name=name, brought_by=held.person, now=now)


def _is_open(held: Held, now: datetime) -> bool:
    if held.poll is not None:
        return poll_rules.is_open(held.poll, now)
    return held.gathering is not None and rules.is_open(held.gathering, now)


def _show(request: HttpRequest, held: Held, form: GuestForm, written: str = "", status: int = 200) -> HttpResponse:
    """The same words whether the address is known here or not."""
    page: dict[str, Any] = {
        "held": held,
        "circle": held.circle,
        "gathering": held.gathering,
        "name": called(held),
        "form": form,
        "written": written,
        "is_open": _is_open(held, moment(request)),
    }
    return TemplateResponse(request, "links/not_me.html", {"page": page}, status=status)
