"""Several people read the mails of one address: after the code, each says who they are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.web.access import moment
from entregent.web.language import spoken
from entregent.web.signin import door
from entregent.web.signin.inside import inside


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    waiting = door.waiting(request)
    if waiting is None or request.user.is_authenticated:
        return redirect("sign-in")
    sharing = people_queries.sharing_after_code(waiting.key, moment(request))
    if not sharing:
        return redirect("sign-in")
    if request.method != "POST":
        return TemplateResponse(request, "signin/who.html", {"people": sharing, "written": waiting.written})
    try:
        chosen = people.enter_as(
            key=waiting.key, person_key=request.POST.get("person", ""), now=moment(request), language=spoken()
        )
    except people.CodeGone:
        return redirect("sign-in-who")
    return inside(request, waiting, chosen)
