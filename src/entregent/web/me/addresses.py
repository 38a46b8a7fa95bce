from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.notices.operations import queue_change, queue_code
from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.people.models import Address
from entregent.web import flash
from entregent.web.access import moment, person, signed_in
from entregent.web.me import page as pages
from entregent.web.me import same
from entregent.web.me.forms import NewAddressForm
from entregent.web.network import network_of
from entregent.web.signin.forms import CodeForm
from entregent.web.signin.limits import too_many, wrong_code
from entregent.web.signin.page import code_page

REFUSED = 422
NEW_ADDRESS = "new-address"
REMOVED = "removed-address"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def addresses(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, NewAddressForm())
    form = NewAddressForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, REFUSED)
    try:
        _send_code(request, form.cleaned_data["address"])
    except people.TooMany:
        form.add_error(None, too_many())
        return _ask(request, form, 429)
    return redirect("me-addresses-code")


def _ask(request: HttpRequest, form: NewAddressForm, status: int = 200) -> HttpResponse:
    page = {"addresses": pages.addresses(person(request)), "form": form}
    return TemplateResponse(request, "me/addresses.html", page, status=status)


def _send_code(request: HttpRequest, written: str) -> None:
    sign_in = people.ask_code(
        written=written, network=network_of(request), now=moment(request), strangers=True, deliver=queue_code
    )
    request.session[NEW_ADDRESS] = {"key": sign_in.key, "written": sign_in.written}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def code(request: HttpRequest) -> HttpResponse:
    waiting = request.session.get(NEW_ADDRESS)
    if waiting is None:
        return redirect("me-addresses")
    if request.method != "POST":
        alive = people_queries.open_sign_in(waiting["key"], moment(request)) is not None
        return _ask_code(request, CodeForm(asks_name=False) if alive else None)
    form = CodeForm(request.POST, asks_name=False)
    if not form.is_valid():
        return _ask_code(request, form, REFUSED)
    try:
        _add(request, waiting["key"], form.cleaned_data["code"])
    except people.WrongCode as wrong:
        form.add_error("code", wrong_code(wrong.tries_left))
        return _ask_code(request, form, REFUSED)
    except people.CodeGone:
        return _ask_code(request, None, REFUSED)
    except people.AddressTaken:
        same.note(request, waiting["written"])
        del request.session[NEW_ADDRESS]
        return redirect("me-same")
    else:
        flash.say(request, _("%(address)s is yours: it opens your account too.") % {"address": waiting["written"]})
    del request.session[NEW_ADDRESS]
    return redirect("me-addresses")


def _add(request: HttpRequest, key: str, code: str) -> None:
    me, now = person(request), moment(request)
    people.add_address(
        person=me, key=key, code=code, now=now, tell=lambda address: queue_change(me, "address", address.pk, now)
    )


def _ask_code(request: HttpRequest, form: CodeForm | None, status: int = 200) -> HttpResponse:
    written = request.session[NEW_ADDRESS]["written"]
    page = {"page": code_page(written, reverse("me-addresses-again"), reverse("me-addresses")), "form": form}
    return TemplateResponse(request, "me/address_code.html", page, status=status)


@require_POST
@signed_in
def again(request: HttpRequest) -> HttpResponse:
    waiting = request.session.get(NEW_ADDRESS)
    if waiting is None:
        return redirect("me-addresses")
    try:
        _send_code(request, waiting["written"])
    except people.TooMany:
        flash.warn(request, too_many())
    else:
        flash.say(request, _("A new code has left; the one before no longer matters."))
    return redirect("me-addresses-code")


@require_POST
@signed_in
def remove(request: HttpRequest, address_id: int) -> HttpResponse:
    me, now = person(request), moment(request)

    def tell(address: Address) -> None:
        queue_change(me, "address-gone", address.pk, now, to_written=address.written)

    try:
        gone = people.remove_address(person=me, address_id=address_id, tell=tell)
    except people.LastAddress:
        flash.warn(request, _("This is the only address you come in with: add another one first."))
        return redirect("me-addresses")
    if gone is None:
        return redirect("me-addresses")
    proved = gone.verified_at.isoformat() if gone.verified_at else ""
    way_back = signing.dumps([person(request).key, gone.written, proved], salt=REMOVED)
    text = _("%(address)s is no longer yours here.") % {"address": gone.written}
    flash.undoable(request, text, reverse("me-addresses-restore"), {"address": way_back})
    return redirect("me-addresses")


@require_POST
@signed_in
def choose(request: HttpRequest, address_id: int) -> HttpResponse:
    chosen = people.choose_address(person=person(request), address_id=address_id, now=moment(request))
    if chosen is None:
        raise Http404
    flash.say(request, _("Mails go to %(address)s from now on.") % {"address": chosen.written})
    return redirect("me-addresses")


@require_POST
@signed_in
def restore(request: HttpRequest) -> HttpResponse:
    """Signed when it was removed, so that it comes back proved only if it was."""
    try:
        key, written, proved = signing.loads(request.POST.get("address", ""), salt=REMOVED, max_age=24 * 3600)
    except signing.BadSignature as error:
        raise Http404 from error
    me = person(request)
    if key != me.key:
        raise Http404
    verified_at = datetime.fromisoformat(proved) if proved else None
    try:
        people.restore_address(person=me, written=written, verified_at=verified_at, now=moment(request))
    except people.AddressTaken:
        flash.warn(request, _("This address has become somebody else’s since."))
    return redirect("me-addresses")
