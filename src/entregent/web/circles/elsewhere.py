"""The circle's other places: a list of links that any settled member keeps."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles import operations, rules
from entregent.circles.models import Circle
from entregent.circles.operations.places import URL_LENGTH, https_address
from entregent.circles.queries import places
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.views import undo_url
from entregent.web.fields import LineField

REFUSED = 422


class PlaceForm(forms.Form):
    url = forms.CharField(
        label=gettext_lazy("Its address"),
        max_length=URL_LENGTH,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false", "placeholder": "https://"}
        ),
    )
    name = LineField(
        label=gettext_lazy("What you call it"),
        required=False,
        help_text=gettext_lazy("“Our messages”, “The photos”… Left empty, the address says it."),
    )

    def clean_url(self) -> Any:
        try:
            return https_address(self.cleaned_data["url"])
        except operations.BadPlace as error:
            raise ValidationError(_("Only an address that starts with https:// leads anywhere from here.")) from error


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    if request.method != "POST":
        return _show(request, circle, PlaceForm())
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _show(request, circle, form, REFUSED)
    try:
        added = operations.add_place(circle=circle, by=person(request), now=moment(request), **form.cleaned_data)
    except operations.Refused:
        form.add_error(None, _("Twelve places are enough for a circle: take one away first."))
        return _show(request, circle, form, REFUSED)
    flash.undoable(request, _("Added; the circle’s journal says so."), undo_url(circle, added))
    return redirect("elsewhere", slug)


def _show(request: HttpRequest, circle: Circle, form: PlaceForm, status: int = 200) -> HttpResponse:
    may = rules.may(circle, person(request))
    page = {"circle": circle, "places": places.of(circle), "form": form if may else None}
    return TemplateResponse(request, "circles/elsewhere.html", {"page": page}, status=status)


@require_POST
@signed_in
def remove(request: HttpRequest, slug: str, place_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    removed = operations.remove_place(circle=circle, place_id=place_id, by=person(request), now=moment(request))
    if removed is not None:
        flash.undoable(request, _("Taken away; the circle’s journal says so."), undo_url(circle, removed))
    return redirect("elsewhere", slug)
