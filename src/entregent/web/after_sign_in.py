"""What a visitor was about to do when asked who they are: remembered in their session, done once they are inside."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from entregent.people.models import Person

KEY = "after_sign_in"
Wish = dict[str, str]
Handler = Callable[[HttpRequest, Person, Wish], HttpResponse | None]

_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """`handler` answers where to go next, or None when the wish no longer makes sense."""
    _handlers[kind] = handler


def remember(request: HttpRequest, kind: str, **wish: str) -> None:
    request.session[KEY] = {"kind": kind, **wish}


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def handle(request: HttpRequest, person: Person) -> HttpResponse | None:
    """Do it, once, for whoever just came in."""
    wish = request.session.pop(KEY, None)
    handler = _handlers.get(wish["kind"]) if wish else None
    return handler(request, person, wish) if handler else None
