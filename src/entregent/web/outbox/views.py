"""The mailbox of a demonstration: what would have been sent, with links that work. Nowhere else does it exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from entregent.web.access import moment
from entregent.web.outbox.page import html_of, mail_page, outbox_page

P = ParamSpec("P")
MAY = "allow-top-navigation-by-user-activation"
POLICY = f"sandbox {MAY}; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def demonstration(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@demonstration
def outbox(request: HttpRequest) -> HttpResponse:
    skip = request.GET.get("skip", "")
    skipped = int(skip) if skip.isdecimal() and len(skip) < 9 else 0
    return TemplateResponse(request, "outbox/outbox.html", {"page": outbox_page(skipped, moment(request))})


@require_safe
@demonstration
def mail(request: HttpRequest, number: int) -> HttpResponse:
    page = mail_page(number, moment(request))
    if page is None:
        raise Http404
    return TemplateResponse(request, "outbox/mail.html", {"page": page, "may": MAY})


@require_safe
@demonstration
def body(request: HttpRequest, number: int) -> HttpResponse:
    """The mail itself, in a frame of its own: it carries its style, runs nothing, and its links leave the frame."""
    html = html_of(number)
    if html is None:
        raise Http404
    response = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
