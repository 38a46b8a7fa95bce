"""What a person reads when something refuses: what happened, what is safe, what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from entregent.web.language import browser_language

RETRY_AFTER = "30"  # seconds
# Keys, and what is chosen rather than typed: sent along, and of no use to read.
NOT_WORDS = frozenset(
    [
        "csrfmiddlewaretoken",
        "once",
        "seen",
        "next",
        "person",
        "people",
        "act",
        "answer",
        "guests",
        "stand",
        "stands",
        "said",
        "objection",
        "revision",
        "which",
        "reach",
        "naming",
        "level",
        "minutes",
        "rhythm",
        "setting",
        "hue",
        "address_form",
        "language",
        "zone",
        "uses",
        "days",
        "later",
    ]
)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", {"kept": typed(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """A database that does not answer may fail before any view is called: where the session is read."""
    if isinstance(sys.exc_info()[1], OperationalError):
        with translation.override(browser_language(request)):
            return storage(request)
    return render(request, "errors/500.html", status=500)


def storage(request: HttpRequest) -> HttpResponse:
    page = {"kept": typed(request), "only_read": request.method in ("GET", "HEAD")}
    response = render(request, "errors/storage.html", page, status=503)
    response["Retry-After"] = RETRY_AFTER
    return response


def typed(request: HttpRequest) -> list[str]:
    """What the person had written, to be shown back so that nothing is lost."""
    return written((name, value) for name, values in request.POST.lists() for value in values)


def written(fields: Iterable[tuple[str, str]]) -> list[str]:
    """Of what a form sent, the words somebody typed."""
    return [value for name, value in fields if value and name not in NOT_WORDS]
