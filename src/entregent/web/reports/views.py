"""Report something to whoever runs the instance, in private."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entregent.circles.models import Circle
from entregent.circles.queries.naming import as_authors
from entregent.core.idempotency import once
from entregent.core.words_of_time import clock, long_day
from entregent.people.models import Person
from entregent.threads.queries import visible_replies
from entregent.trust import operations, queries
from entregent.trust.enums import Reported
from entregent.web import flash
from entregent.web.access import circle_or_404, gathering_or_404, moment, person, signed_in
from entregent.web.circles.member import member_or_404
from entregent.web.circles.newcomers import nameless
from entregent.web.gatherings.replies import KIND
from entregent.web.language import spoken
from entregent.web.sending import once_field, sending

EITHER_WAY = require_http_methods(["GET", "HEAD", "POST"])


class ReportForm(forms.Form):
    once = once_field()
    text = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("What happened, and what you would like to be done."),
        max_length=operations.LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


@dataclass(frozen=True)
class About:
    """What is reported, as its reporter sees it; `back` is where they came from."""

    kind: Reported
    object_id: int
    circle: Circle
    person: Person | None
    what: str
    quote: str
    back: str


@EITHER_WAY
@signed_in
def member(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    row = member_or_404(circle, person(request), key)
    name, back = row.shown_name or nameless(), reverse("member", args=[slug, key])
    return _report(request, About(Reported.PERSON, row.person_id, circle, row.person, name, "", back))


@EITHER_WAY
@signed_in
def gathering(request: HttpRequest, key: str) -> HttpResponse:
    found = gathering_or_404(request, key)
    when = f"{long_day(found.day, spoken())}, {clock(found.hour, spoken())}"
    quote = " · ".join(filter(None, [when, found.title, found.place, found.bring]))
    back = reverse("gathering", args=[key])
    return _report(request, About(Reported.GATHERING, found.pk, found.circle, found.fixed_by, when, quote, back))


@EITHER_WAY
@signed_in
def reply(request: HttpRequest, key: str, reply: str) -> HttpResponse:
    found = gathering_or_404(request, key)
    words = visible_replies(viewer=person(request), kind=KIND, object_id=found.pk).filter(key=reply).first()
    if words is None:
        raise Http404
    name = as_authors(found.circle_id, [words.author_id])[words.author_id].name or _("a former member")
    back = f"{reverse('gathering', args=[key])}#replies"
    what = _("what %(name)s wrote") % {"name": name}
    return _report(request, About(Reported.REPLY, words.pk, found.circle, words.author, what, words.text, back))


def _report(request: HttpRequest, about: About) -> HttpResponse:
    if about.person == person(request):
        raise Http404
    if request.method != "POST":
        return _ask(request, about, ReportForm())
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _ask(request, about, form, 422)
    try:
        once(sending(request, "report"), moment(request), partial(_send, request, about, form.cleaned_data))
    except operations.TooManyReports:
        form.add_error(None, _("Ten reports in a day: those will be read first. Come back tomorrow."))
        return _ask(request, about, form, 429)
    except operations.NobodyToRead:
        return _ask(request, about, form, 422)
    flash.say(request, _("Sent, in private. You will be told when it has been read."))
    return HttpResponseRedirect(about.back)


def _send(request: HttpRequest, about: About, typed: dict[str, Any]) -> str:
    made = operations.report(
        by=person(request),
        about=about.person,
        kind=about.kind,
        object_id=about.object_id,
        circle_id=about.circle.pk,
        circle_name=about.circle.name,
        quote=about.quote,
        text=typed["text"],
        now=moment(request),
    )
    return str(made.pk)


def _ask(request: HttpRequest, about: About, form: ReportForm, status: int = 200) -> HttpResponse:
    page = {"about": about, "form": form, "is_read": bool(queries.readers_of_reports(about.person))}
    return TemplateResponse(request, "reports/report.html", page, status=status)
