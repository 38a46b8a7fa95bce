"""The whole circle as files, for any settled member; and a circle brought in from such a file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entregent.circles import rules
from entregent.core.circle_files import MOST_BYTES, Unreadable, archive, read_archive
from entregent.core.idempotency import once
from entregent.gatherings import operations as gatherings
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_to_change, moment, person, signed_in
from entregent.web.sending import once_field, sending

REFUSED, FORBIDDEN = 422, 403


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def take_away(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug, at_rest=True), moment(request)
    if request.method != "POST":
        return TemplateResponse(request, "circles/take_away.html", {"circle": circle})
    content = archive(gatherings.take_away(circle=circle, by=person(request), now=now), now)
    name = f"{circle.slug}-{now:%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


class CircleFileForm(forms.Form):
    once = once_field()
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("The .zip a circle was taken away as, or the circle.json in it."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,.json,application/zip,application/json"}),
        error_messages={"required": gettext_lazy("Choose a file, of 10 MB at most: what is larger does not arrive.")},
    )

    def clean_file(self) -> Any:
        given: UploadedFile[Any] = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise ValidationError(_("This file is too large to be a circle taken away from here."))
        try:
            return read_archive(given.read())
        except Unreadable as error:
            raise ValidationError(_("This is no circle taken away from an instance like this one.")) from error


def _bring_in(form: CircleFileForm, founder: Person, now: datetime) -> str:
    return gatherings.bring_in(whole=form.cleaned_data["file"], by=founder, now=now).slug


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring_in(request: HttpRequest) -> HttpResponse:
    me = person(request)
    if not rules.may_open(me):
        return TemplateResponse(request, "landing/not_here.html", {"who": settings.WHO_MAY_OPEN}, status=FORBIDDEN)
    form = CircleFileForm(request.POST, request.FILES) if request.method == "POST" else CircleFileForm()
    if form.is_bound and form.is_valid():
        try:
            slug = once(sending(request, "bring-in"), moment(request), lambda: _bring_in(form, me, moment(request)))
        except gatherings.NotACircle:
            form.add_error("file", _("This is no circle taken away from an instance like this one."))
        else:
            flash.say(request, _("The circle is here. Nobody was written to: invite each of them again."))
            return redirect("circle", slug)
    return TemplateResponse(request, "circles/bring_in.html", {"form": form}, status=REFUSED if form.is_bound else 200)
