"""Reports as those who run the instance read them, and as their writers follow them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.trust import operations, queries
from entregent.web import flash
from entregent.web.access import moment, person, signed_in

MOST = 60


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    reports = queries.reports_by(person(request))[:MOST]
    return TemplateResponse(request, "reports/mine.html", {"reports": reports})


@require_safe
@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    if not person(request).is_operator:
        raise Http404
    reports = queries.reports_for(person(request))[:MOST]
    return TemplateResponse(request, "reports/waiting.html", {"reports": reports})


@require_POST
@signed_in
def read(request: HttpRequest, report_id: int) -> HttpResponse:
    if not operations.mark_read(report_id=report_id, by=person(request), now=moment(request)):
        raise Http404
    text = _("Noted. Whoever wrote it is told in two minutes that it was read.")
    flash.undoable(request, text, reverse("report-unread", args=[report_id]))
    return redirect("reports")


@require_POST
@signed_in
def unread(request: HttpRequest, report_id: int) -> HttpResponse:
    if not operations.unmark_read(report_id=report_id, by=person(request), now=moment(request)):
        raise Http404
    return redirect("reports")
