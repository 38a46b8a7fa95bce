from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.notices.operations import queue_change
from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.people import rules
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.me.forms import PasskeyForm
from entregent.web.signin.passkey import CHALLENGE, as_json, ask, credential_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def passkeys(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, PasskeyForm())
    form = PasskeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    me, now = person(request), moment(request)
    try:
        made = people.add_passkey(
            person=me,
            challenge_key=request.session.pop(CHALLENGE, ""),
            credential=credential_in(request),
            name=form.cleaned_data["name"],
            now=now,
            tell=lambda passkey: queue_change(me, "passkey", passkey.pk, now),
        )
    except people.NotRecognised:
        form.add_error(None, _("Your device made no passkey this time. Nothing was changed: try again when you like."))
        return _page(request, form, 422)
    flash.say(request, _("“%(name)s” opens your account from now on.") % {"name": made.name})
    return redirect("me-passkeys")


def _page(request: HttpRequest, form: PasskeyForm, status: int = 200) -> HttpResponse:
    mine = list(people_queries.passkeys_of(person(request)))
    page = {"passkeys": mine, "form": form, "possible": rules.passkeys_possible()}
    return TemplateResponse(request, "me/passkeys.html", page, status=status)


@require_POST
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    asked = ask(request, person(request))
    return HttpResponse(status=429) if asked is None else as_json(people.to_make(asked, person(request)))


@require_POST
@signed_in
def remove(request: HttpRequest, passkey_id: int) -> HttpResponse:
    _own_or_404(request, passkey_id)
    gone = people.remove_passkey(person=person(request), passkey_id=passkey_id, now=moment(request))
    if gone is None:
        return redirect("me-passkeys")
    text = _("“%(name)s” opens nothing here any more.") % {"name": gone.name}
    flash.undoable(request, text, reverse("me-passkeys-restore", args=[gone.pk]))
    return redirect("me-passkeys")


@require_POST
@signed_in
def restore(request: HttpRequest, passkey_id: int) -> HttpResponse:
    _own_or_404(request, passkey_id)
    people.restore_passkey(person=person(request), passkey_id=passkey_id, now=moment(request))
    return redirect("me-passkeys")


def _own_or_404(request: HttpRequest, passkey_id: int) -> None:
    """Mine, removed or not: pressed twice, the second press finds the work done."""
    if not person(request).passkeys.filter(pk=passkey_id).exists():
        raise Http404
