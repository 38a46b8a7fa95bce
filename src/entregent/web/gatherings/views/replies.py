from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.core.idempotency import once
from entregent.gatherings.models import Gathering
from entregent.gatherings.queries import people_at
from entregent.threads import operations
from entregent.trust.enums import Naming, Reach
from entregent.web import flash
from entregent.web.access import gathering_or_404, moment, person, signed_in
from entregent.web.gatherings.forms import ReplyForm
from entregent.web.gatherings.page import gathering_page
from entregent.web.gatherings.replies import KIND
from entregent.web.sending import sending

REFUSED = 422


@require_POST
@signed_in
def write(request: HttpRequest, key: str) -> HttpResponse:
    gathering, now = gathering_or_404(request, key), moment(request)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        page = gathering_page(gathering, person(request), now, form)
        return TemplateResponse(request, "gatherings/gathering.html", {"page": page}, status=REFUSED)
    once(sending(request, "reply"), now, lambda: _write(request, gathering, form))
    return _to_replies(key)


def _write(request: HttpRequest, gathering: Gathering, form: ReplyForm) -> str:
    reply = operations.write_reply(
        author=person(request),
        kind=KIND,
        object_id=gathering.pk,
        circle_id=gathering.circle_id,
        text=form.cleaned_data["text"],
        reach=Reach(form.cleaned_data["reach"]),
        naming=Naming(form.cleaned_data["naming"]),
        table=people_at(gathering),
        now=moment(request),
    )
    return reply.key


@require_POST
@signed_in
def withdraw(request: HttpRequest, key: str, reply: str) -> HttpResponse:
    gathering_or_404(request, key)
    if operations.withdraw_reply(reply_key=reply, by=person(request), now=moment(request)):
        way_back = reverse("gathering-reply-restore", args=[key, reply])
        flash.undoable(request, _("Withdrawn: nobody reads it any more."), way_back)
    return redirect("gathering", key)


@require_POST
@signed_in
def restore(request: HttpRequest, key: str, reply: str) -> HttpResponse:
    gathering_or_404(request, key)
    operations.restore_reply(reply_key=reply, by=person(request))
    return _to_replies(key)


def _to_replies(key: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('gathering', args=[key])}#replies")
