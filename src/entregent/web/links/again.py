"""A link past its time: nothing private any more, but a new one can go to the address it was made for."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from entregent.decisions import operations
from entregent.web.access import moment
from entregent.web.circles import kept_out
from entregent.web.links.held import Held, address_of, held_or_404
from entregent.web.links.next_date import next_date, open_poll

GONE = 410


def gone(request: HttpRequest, held: Held, sent: bool = False) -> HttpResponse:
    now = moment(request)
    if held.kept_out is not None:
        return kept_out.said(request, held.kept_out, now)
    page = {
        "held": held,
        "circle": held.circle if held.is_member and not held.is_revoked else None,
        "next": next_date(held, now),
        "poll": open_poll(held, now),
        "can_send": held.is_member and not held.is_live and held.invitation is None,
        "sent": sent,
        "address": address_of(held),
        "sends_mail": bool(settings.SMTP_URL),
    }
    return TemplateResponse(request, "links/gone.html", {"page": page}, status=200 if sent else GONE)


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """Asking twice sends one mail, and only ever to the address the lost one went to."""
    held = held_or_404(request, token)
    if held.circle is None or held.invitation is not None:
        return gone(request, held)
    sent = operations.write_again(circle=held.circle, person=held.person, now=moment(request))
    return gone(request, held, sent=sent)
