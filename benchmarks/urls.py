"""The product's addresses, and one page of one query: what any page of this server costs before it says anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from entregent.config.urls import handler400, handler403, handler404, handler500
from entregent.config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def floor(request: HttpRequest) -> HttpResponse:
    """Signed in, the base layout, and the one query that finds out who it is."""
    return TemplateResponse(request, "base.html", {"name": request.user.get_username()})


urlpatterns = [path("bench/floor", floor), *product]
