from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from entregent.web.access import TYPED, signed_in
from entregent.web.errors import written


@require_GET
@signed_in
def resume(request: HttpRequest) -> HttpResponse:
    """After an expired session: what was typed, and one button that sends it where it was going."""
    typed = request.session.get(TYPED)
    if not typed:
        return redirect("today")
    fields = [(name, value) for name, values in typed["fields"].items() for value in values]
    page = {"path": typed["path"], "fields": fields, "seen": written(fields)}
    return TemplateResponse(request, "errors/resume.html", page)
