from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from entregent.circles.models import Circle


def spoken() -> str:
    """The language of this page, without its form of address: what a new person or circle starts with."""
    return (translation.get_language() or str(settings.VISITOR_LANGUAGE))[:2]


def speak_as_all(circles: list[Circle]) -> None:
    """A page about several circles says *tu* where all of them do."""
    if spoken() == "fr" and circles and all(circle.address_form == "tu" for circle in circles):
        translation.activate("fr-tu")


def browser_language(request: HttpRequest) -> str:
    """What this browser chose, else what it prefers, else the instance's; whose session it is is not asked."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in ("fr", "en"):
        return chosen
    if "HTTP_ACCEPT_LANGUAGE" not in request.META:
        return str(settings.VISITOR_LANGUAGE)
    wanted = [part.split(";")[0].strip()[:2].lower() for part in str(request.META["HTTP_ACCEPT_LANGUAGE"]).split(",")]
    return next((code for code in wanted if code in ("fr", "en")), str(settings.VISITOR_LANGUAGE))
