"""The mail itself is lost: its owner has it again, and nobody learns which addresses are known here."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from entregent.decisions import operations
from entregent.web.access import moment
from entregent.web.fields import AddressField

REFUSED = 422


class LostForm(forms.Form):
    address = AddressField()


@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """Once a day for each next date, however often it is asked."""
    form = LostForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        operations.write_again_to(written=form.cleaned_data["address"], now=moment(request))
        return TemplateResponse(request, "links/lost.html", {"address": form.cleaned_data["address"]})
    status = REFUSED if form.is_bound else 200
    return TemplateResponse(request, "links/lost.html", {"form": form}, status=status)
