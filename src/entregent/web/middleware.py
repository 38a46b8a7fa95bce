from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from entregent.circles.rules import AtRest, NotSettled
from entregent.web.errors import storage, typed
from entregent.web.language import browser_language

GetResponse = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)


class Headers:
    """The content policy on every answer, and no cache for what is somebody's own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()"
        )
        response.headers.setdefault("X-Frame-Options", "DENY")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers.setdefault("X-Robots-Tag", "noindex")
        return response


class Language:
    """The person's language, else the visitor's choice, else their browser's, else the instance's.

    A page about one circle switches to that circle's form of address itself (`web.language.speak`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = visitor_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language[:2])
            response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("Vary"), "Accept-Language"]))
            return response


def visitor_language(request: HttpRequest) -> str:
    chosen = getattr(request.user, "language", "")
    return str(chosen) if chosen in ("fr", "en") else browser_language(request)


class Refusals:
    """A disk that is full or a database that stays locked: nothing was saved, and the page says so.

    An address that only takes what a form sends, opened by itself: the page says so, and leads on.

    What a newcomer of a large open circle may not do yet, and what nobody does in a circle at rest: the page says why,
    and what they can.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "errors/405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, AtRest):
            page = {"circle": exception.circle, "kept": typed(request)}
            return render(request, "errors/at_rest.html", page, status=409)
        if isinstance(exception, NotSettled):
            page = {"circle": exception.circle, "kept": typed(request)}
            return render(request, "errors/newcomer.html", page, status=403)
        if not isinstance(exception, OperationalError):
            return None
        return storage(request)
