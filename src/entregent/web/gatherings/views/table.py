"""The day itself: the code people scan at the table, and who was there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles.queries import token_of
from entregent.core.links import absolute
from entregent.core.walltime import local
from entregent.gatherings import operations, queries, rules
from entregent.gatherings.models import Gathering
from entregent.web import flash
from entregent.web.access import gathering_or_404, moment, person, signed_in
from entregent.web.gatherings.forms import ThereForm, ticked
from entregent.web.gatherings.page import in_a_list, phase_of
from entregent.web.gatherings.roll import roll_of

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def code(request: HttpRequest, key: str) -> HttpResponse:
    """Making the code is a button: a page that is only looked at opens no door."""
    gathering, now = gathering_or_404(request, key), moment(request)
    if not rules.table_is_open(gathering, now):
        flash.warn(request, _not_begun())
        return redirect("gathering", key)
    if request.method == "POST":
        operations.table_link(gathering=gathering, by=person(request), now=now)
        return redirect("gathering-table", key)
    shown = queries.table_link_of(gathering, now)
    were = queries.were_there(gathering, person(request))
    page = {
        "gathering": gathering,
        "circle": gathering.circle,
        "url": absolute(reverse("join", args=[token_of(shown)])) if shown else "",
        "until": local(shown.expires_at, gathering.zone) if shown else None,
        "names": in_a_list(were, person(request).pk),
        "count": len(were),
        "today": local(now, gathering.zone).date(),
    }
    return TemplateResponse(request, "gatherings/table.html", {"page": page})


@require_POST
@signed_in
def here(request: HttpRequest, key: str) -> HttpResponse:
    """ "I'm here", and back."""
    gathering, reader = gathering_or_404(request, key), person(request)
    url = reverse("gathering-here", args=[key])
    if request.POST.get("act") == "back":
        operations.check_out(gathering=gathering, person=reader)
        return redirect("gathering", key)
    try:
        operations.check_in(gathering=gathering, person=reader, now=moment(request))
    except operations.NotYet:
        flash.warn(request, _("Nobody checks in here now: one person says for all who was there."))
    else:
        flash.undoable(request, _("You are here. Have a good time."), url, {"act": "back"})
    return redirect("gathering", key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def there(request: HttpRequest, key: str) -> HttpResponse:
    gathering, now = gathering_or_404(request, key), moment(request)
    if phase_of(gathering, now) not in ("during", "after"):
        flash.warn(request, _not_begun())
        return redirect("gathering", key)
    if request.method != "POST":
        return _ask(request, gathering, ThereForm(), None)
    form = ThereForm(request.POST)
    chosen = ticked(request.POST)
    if not form.is_valid():
        return _ask(request, gathering, form, chosen, REFUSED)
    were = operations.record_attendance(
        gathering=gathering, by=person(request), person_ids=chosen, names=form.typed_names(), now=now
    )
    text = ngettext("One person was there. Thank you.", "%(count)s were there. Thank you.", len(were))
    flash.say(request, text % {"count": len(were)})
    return redirect("gathering", key)


def _not_begun() -> str:
    return _("It has not begun: who was there is for later.")


def _ask(
    request: HttpRequest, gathering: Gathering, form: ThereForm, chosen: list[int] | None, status: int = 200
) -> HttpResponse:
    page = {
        "gathering": gathering,
        "circle": gathering.circle,
        "today": local(moment(request), gathering.zone).date(),
        "roll": roll_of(gathering, person(request), chosen),
        "form": form,
    }
    return TemplateResponse(request, "gatherings/there.html", {"page": page}, status=status)
