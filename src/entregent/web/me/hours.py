"""When mails reach one: quiet hours, the day of the monthly one, and breaks of one's own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles import queries as circle_queries
from entregent.core.walltime import local
from entregent.core.words_of_time import long_day
from entregent.gatherings import operations as gatherings
from entregent.notices.quiet import habits_of, set_habits
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.language import speak_as_all, spoken
from entregent.web.me.forms import HabitsForm, RestForm

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hours(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _show(request)
    before, form = habits_of(person(request)), HabitsForm(request.POST)
    if not form.is_valid():
        return _show(request, habits=form)
    set_habits(person=person(request), **form.cleaned_data)
    was = {"quiet_from": before.quiet_from, "quiet_until": before.quiet_until}
    typed = {name: f"{hour:%H:%M}" if hour else "" for name, hour in was.items()}
    undo = typed | {"digest_day": str(before.digest_day)}
    flash.undoable(request, _("Saved: from the next mail on."), reverse("me-hours"), undo)
    return redirect("me-hours")


@require_POST
@signed_in
def rest(request: HttpRequest) -> HttpResponse:
    form = _rest_form(request)
    if not form.is_valid():
        return _show(request, rest=form)
    slug, until = form.cleaned_data["circle"], form.cleaned_data["until"]
    circle = circle_or_404(request, slug) if slug else None
    gatherings.rest(person=person(request), until=until, circle=circle, now=moment(request))
    said = {"day": long_day(until, spoken(), form.today)}
    text = _("No mail from your circles until %(day)s.") % said
    if circle is not None:
        text = _("No mail from “%(circle)s” until %(day)s.") % (said | {"circle": circle.name})
    flash.undoable(request, text, reverse("me-rest-end"), {"circle": slug})
    return redirect("me-hours")


@require_POST
@signed_in
def end_rest(request: HttpRequest) -> HttpResponse:
    slug = request.POST.get("circle", "")
    circle = circle_or_404(request, slug) if slug else None
    gatherings.rest(person=person(request), until=None, circle=circle, now=moment(request))
    flash.say(request, _("Mails reach you again, as you chose."))
    return redirect("me-hours")


def _rest_form(request: HttpRequest) -> RestForm:
    zone = person(request).zone or settings.DEFAULT_ZONE
    today = local(moment(request), zone).date()
    rows = circle_queries.memberships_of(person(request))
    typed = request.POST if request.resolver_match and request.resolver_match.url_name == "me-rest" else None
    return RestForm(typed, memberships=rows, today=today, auto_id="rest_%s")


def _show(request: HttpRequest, habits: HabitsForm | None = None, rest: RestForm | None = None) -> HttpResponse:
    owner, now = person(request), moment(request)
    mine, own = circle_queries.memberships_of(owner), habits_of(owner)
    speak_as_all([row.circle for row in mine])
    initial = {name: getattr(own, name) for name in ("quiet_from", "quiet_until", "digest_day")}
    page = {
        "habits": habits or HabitsForm(initial=initial),
        "rest": rest or _rest_form(request),
        "resting": [row for row in mine if circle_queries.rests(row, now)],
        "in_a_circle": bool(mine),
        "today": local(now, owner.zone or settings.DEFAULT_ZONE).date(),
    }
    status = 200 if habits is None and rest is None else REFUSED
    return TemplateResponse(request, "me/hours.html", {"page": page}, status=status)
