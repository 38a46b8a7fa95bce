"""A list, who was there, or a calendar, brought to a circle: looked at first, corrected, brought in, taken back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from entregent.core.spreadsheets import Unreadable, read_table
from entregent.core.written_dates import Order
from entregent.gatherings.enums import Brings
from entregent.gatherings.models import Upload
from entregent.gatherings.operations import bringing
from entregent.gatherings.operations.importing import NoSuchImport
from entregent.gatherings.queries.uploads import upload_of
from entregent.web import flash
from entregent.web.access import circle_to_change, moment, person, signed_in
from entregent.web.bringing.forms import ColumnsForm, FileForm
from entregent.web.bringing.page import bring_page, file_page

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            upload = bringing.keep(
                circle=circle,
                by=person(request),
                what=Brings(form.cleaned_data["what"]),
                file_name=given.name,
                content=given.read(),
                now=moment(request),
            )
        except Unreadable as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("bring-file", slug, upload.key)
    page = {"page": bring_page(circle), "form": form}
    return TemplateResponse(request, "bringing/bring.html", page, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def file(request: HttpRequest, slug: str, file_key: str) -> HttpResponse:
    upload = _own_or_404(request, slug, file_key)
    form = _columns_form(request, upload)
    if request.method != "POST":
        return _show(request, upload, form)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _show(request, upload, form, REFUSED)
    order = form.cleaned_data.get("order")
    bringing.correct(
        upload=upload,
        columns=form.chosen(),
        hour=form.cleaned_data.get("hour"),
        order=Order(order) if order else None,
        now=moment(request),
    )
    return redirect("bring-file", slug, file_key)


def _show(request: HttpRequest, upload: Upload, form: ColumnsForm | None, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "bringing/file.html", {"page": file_page(upload, form)}, status=status)


def _columns_form(request: HttpRequest, upload: Upload) -> ColumnsForm | None:
    """A calendar has no columns, and what was brought in nothing left to correct."""
    if upload.what == Brings.CALENDAR or not upload.content:
        return None
    data = request.POST if request.method == "POST" else None
    return ColumnsForm(data, upload=upload, table=read_table(bytes(upload.content)))


@require_POST
@signed_in
def go(request: HttpRequest, slug: str, file_key: str) -> HttpResponse:
    upload = _own_or_404(request, slug, file_key)
    try:
        bringing.bring_in(upload=upload, by=person(request), now=moment(request))
    except Unreadable as problem:
        flash.warn(request, str(problem))
    return redirect("bring-file", slug, file_key)


@require_POST
@signed_in
def drop(request: HttpRequest, slug: str, file_key: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    upload = upload_of(circle, person(request), file_key, moment(request))
    if upload is None:
        return redirect("bring", slug)
    bringing.drop(upload=upload)
    flash.say(request, _("Nothing was brought in, and the file is gone from here."))
    return redirect("bring", slug)


@require_POST
@signed_in
def undo(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    number = request.POST.get("import", "")
    import_id = int(number) if number.isdecimal() and len(number) <= 18 else 0
    try:
        undone = bringing.take_back(circle=circle, import_id=import_id, by=person(request), now=moment(request))
    except NoSuchImport as error:
        if circle.imports.filter(pk=import_id).exists():
            return redirect("bring", slug)
        raise Http404 from error
    gone = undone.gone["memberships"] + undone.gone["gatherings"]
    said = ngettext("%(count)d person or date is gone again.", "%(count)d people and dates are gone again.", gone)
    flash.say(request, said % {"count": gone})
    if undone.kept:
        kept = ", ".join(undone.kept[:10])
        flash.warn(request, _("Left, because somebody has touched them since: %(kept)s.") % {"kept": kept})
    return redirect("bring", slug)


def _own_or_404(request: HttpRequest, slug: str, file_key: str) -> Upload:
    circle = circle_to_change(request, slug)
    upload = upload_of(circle, person(request), file_key, moment(request))
    if upload is None:
        raise Http404
    return upload
