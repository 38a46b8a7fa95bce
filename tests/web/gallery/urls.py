"""Every component on a few pages, with fictional data; the places base.html links to lead nowhere here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import SimpleLazyObject

from entregent.web.flash import undoable
from tests.web.gallery import cast
from tests.web.gallery.forms import Everything, Wrong


class Somebody:
    is_authenticated = True
    name = "Anne-Lise Lefèvre"
    language = ""


def components(request: HttpRequest) -> HttpResponse:
    request.user = SimpleLazyObject(Somebody)  # type: ignore[assignment]
    undoable(request, "Nadia Benali est invitée.", "/today")
    form = Wrong({"wrong-name": "", "wrong-slots": "0"}, prefix="wrong")
    form.is_valid()
    page = {
        "day": cast.DAY,
        "hour": cast.HOUR,
        "today": cast.TODAY,
        "lunch": cast.lunch("jeudi", "12\u202fh\u202f30"),
        "tables": cast.tables(),
        "names": cast.NAMES,
        "form": Everything(),
        "wrong": form,
        "hues": ["sage", "lake", "heather", "brick", "honey", "rose", "moss", "slate"],
    }
    return TemplateResponse(request, f"gallery/{request.GET.get('page', 'all')}.html", {"page": page})


def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def refusal(request: HttpRequest, code: str) -> HttpResponse:
    return TemplateResponse(request, f"errors/{code}.html", {"kept": ["Deux lignes\nd’un mot.", "jeudi"]})


urlpatterns = [
    path("circles/gallery", components, name="gallery"),
    path("refusal/<str:code>", refusal, name="refusal"),
    *(path(name, nowhere, name=name) for name in ("today", "circles", "me", "sign-in", "sign-out", "language")),
    path("", nowhere, name="landing"),
]
