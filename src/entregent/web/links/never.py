"""Never write to me again: from the page, or from a mail program's own button (RFC 8058)."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from entregent.circles import operations as circles
from entregent.people import operations as people
from entregent.people.queries import refuses_all_mail
from entregent.web.access import moment
from entregent.web.links.held import Held, address_of, held_or_404

SALT = "never"
TAKEN_BACK_WITHIN = timedelta(hours=1)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def never(request: HttpRequest, token: str) -> HttpResponse:
    """The token is the proof: a mail program sends neither cookie nor form token. An expired link still refuses."""
    held = held_or_404(request, token)
    if request.method != "POST":
        return _show(request, held, refused=held.invitation is None and refuses_all_mail(held.person))
    if request.POST.get("act") == "write":
        took_back = _take_back(held, request.POST.get("proof", ""))
        return _show(request, held, refused=not took_back, took_back=took_back)
    return _show(request, held, refused=True, proof=_refuse(request, held))


def _refuse(request: HttpRequest, held: Held) -> str:
    """For an invitation, answers what takes it back: its link may be in its inviter's hands, who must not undo a no."""
    if held.invitation is None:
        people.refuse_all_mail(person=held.person, now=moment(request))
        return ""
    fresh = circles.refuse_mail(invitation=held.invitation, now=moment(request))
    return signing.dumps(held.invitation.pk, salt=SALT) if fresh else ""


def _take_back(held: Held, proof: str) -> bool:
    if held.invitation is None:
        people.accept_all_mail(person=held.person)
        return True
    try:
        proved = signing.loads(proof, salt=SALT, max_age=TAKEN_BACK_WITHIN)
    except signing.BadSignature:
        return False
    if proved != held.invitation.pk:
        return False
    circles.take_mail_again(invitation=held.invitation)
    return True


def _show(request: HttpRequest, held: Held, refused: bool, proof: str = "", took_back: bool = False) -> HttpResponse:
    page = {
        "held": held,
        "circle": held.circle,
        "refused": refused,
        "address": address_of(held),
        "proof": proof,
        "may_take_back": refused and (held.invitation is None or bool(proof)),
        "took_back": took_back,
    }
    return TemplateResponse(request, "links/never.html", {"page": page})
