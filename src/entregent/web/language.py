from __future__ import annotations

from django.conf import settings
from django.utils import translation

from entregent.circles.models import Circle


def spoken() -> str:
    """The language of this page, without its form of address: what a new person or circle starts with."""
    return (translation.get_language() or str(settings.VISITOR_LANGUAGE))[:2]


def speak_as_all(circles: list[Circle]) -> None:
    """A page about several circles says *tu* where all of them do."""
    if spoken() == "fr" and circles and all(circle.address_form == "tu" for circle in circles):
        translation.activate("fr-tu")
