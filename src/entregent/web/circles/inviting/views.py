"""Inviting by mail: paste, look, send, call back; remind once, take back."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles import operations, queries
from entregent.circles.enums import Source
from entregent.circles.models import Batch, Circle, Invitation
from entregent.circles.queries import Preview
from entregent.core.idempotency import once
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in
from entregent.web.circles.inviting.forms import AddressesForm, FileForm, ListForm
from entregent.web.circles.inviting.page import invite_page
from entregent.web.circles.newcomers import nameless
from entregent.web.sending import sending

REFUSED = 422
KEPT = "called-back"


@require_safe
@signed_in
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    kept = request.session.pop(KEPT, None)
    return show(request, circle, AddressesForm(initial=kept) if kept else None)


def show(
    request: HttpRequest,
    circle: Circle,
    form: AddressesForm | None = None,
    preview: Preview | None = None,
    status: int = 200,
    file_form: FileForm | None = None,
) -> HttpResponse:
    page = invite_page(circle, person(request), moment(request), form, preview, file_form=file_form)
    return TemplateResponse(request, "circles/invite/invite.html", {"page": page}, status=status)


@require_POST
@signed_in
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """What sending would do. Nothing is written: what was pasted travels on in the page."""
    circle, form = circle_or_404(request, slug), AddressesForm(request.POST)
    if not form.is_valid():
        return show(request, circle, form, status=REFUSED)
    seen = _sorted_out(request, form)
    if not seen.goes_to:
        form.add_error("pasted", _("There is no e-mail address in this. Is a letter missing?"))
        return show(request, circle, form, status=REFUSED)
    return show(request, circle, form, seen)


def _sorted_out(request: HttpRequest, form: AddressesForm) -> Preview:
    pasted = form.cleaned_data["pasted"]
    return queries.preview_invitations(by=person(request), pasted=pasted, now=moment(request))


@require_POST
@signed_in
def send(request: HttpRequest, slug: str) -> HttpResponse:
    circle, form = circle_or_404(request, slug), AddressesForm(request.POST)
    if not form.is_valid():
        return show(request, circle, form, status=REFUSED)
    addresses, word, me, now = (
        list(_sorted_out(request, form).goes_to),
        form.cleaned_data["word"],
        person(request),
        moment(request),
    )

    source = Source.OWN_FILE if form.cleaned_data["from_file"] else Source.TYPED

    def effect() -> str:
        batch = operations.invite(circle=circle, by=me, addresses=addresses, word=word, now=now, source=source)
        return called_back_later(request, batch)

    refusal = sent(request, effect)
    if refusal:
        form.add_error(None, refusal)
        return show(request, circle, form, status=REFUSED)
    return redirect("invite", slug)


def sent(request: HttpRequest, effect: Callable[[], str]) -> str:
    """Once for one sending; what stands in the way, if anything does."""
    try:
        once(sending(request, "invite"), moment(request), effect)
    except operations.NotVerified:
        return _("Nothing was sent: prove your own address first, on your account’s page. What you typed is kept here.")
    except operations.OverLimit:
        left = queries.invitations_left(person(request), moment(request))
        return ngettext(
            "Nothing was sent: you may write to one more person today.",
            "Nothing was sent: you may write to %(count)s more people today.",
            left,
        ) % {"count": left}
    except operations.NobodyToWrite:
        return _("There is no e-mail address in this. Is a letter missing?")
    return ""


def called_back_later(request: HttpRequest, batch: Batch) -> str:
    if not settings.SMTP_URL:
        flash.say(request, _("Written. This instance sends no mail: in two minutes each has a text to copy, below."))
    return batch.key


@require_POST
@signed_in
def call_back(request: HttpRequest, slug: str, batch_key: str) -> HttpResponse:
    """What was typed comes back with it, once, to be put right and sent again."""
    circle, me, now = circle_or_404(request, slug), person(request), moment(request)
    kept = queries.typed_in(batch_key=batch_key, by=me, circle=circle)
    if kept is None:
        raise Http404
    if operations.call_back(batch_key=batch_key, by=me, now=now):
        request.session[KEPT] = {"pasted": kept.pasted, "word": kept.word}
        again = _("Called back: nothing has left. What you had typed is here again.")
        flash.say(request, again if kept.pasted else _("Called back: nothing has left."))
    else:
        flash.warn(
            request, _("The two minutes are over: the mails have left. You can still take each invitation back.")
        )
    return redirect("invite", slug)


@require_POST
@signed_in
def remind(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    _mine_or_404(request, slug, invitation_id)
    if operations.remind(invitation_id=invitation_id, by=person(request), now=moment(request)):
        way_back = reverse("invite-remind-back", args=[slug, invitation_id])
        flash.undoable(request, _("The one reminder leaves in two minutes."), way_back)
    return redirect("invite", slug)


@require_POST
@signed_in
def call_reminder_back(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    circle, me = circle_or_404(request, slug), person(request)
    mine = Invitation.objects.filter(pk=invitation_id, by=me, circle=circle).first()
    if mine is None:
        raise Http404
    called = operations.call_reminder_back(invitation_id=invitation_id, by=me, now=moment(request))
    if called or mine.reminded_at is None:  # now, or by the first of two taps
        flash.say(request, _("Called back: nothing has left."))
    else:
        flash.warn(request, _("The two minutes are over: the reminder has left."))
    return redirect("invite", slug)


@require_POST
@signed_in
def withdraw(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    mine = Invitation.objects.filter(pk=invitation_id, by=person(request), circle=circle)
    if mine.filter(cancelled_at__isnull=False, batch__cancelled_at__isnull=True).exists():
        return redirect("invite", slug)
    _mine_or_404(request, slug, invitation_id)
    if operations.withdraw(invitation_id=invitation_id, by=person(request), now=moment(request)):
        way_back = reverse("invite-restore", args=[slug, invitation_id])
        flash.undoable(request, _("Taken back: the link in that mail opens nothing any more."), way_back)
    return redirect("invite", slug)


def _mine_or_404(request: HttpRequest, slug: str, invitation_id: int) -> None:
    circle = circle_or_404(request, slug)
    if queries.invitation_by(by=person(request), circle=circle, invitation_id=invitation_id) is None:
        raise Http404


@require_POST
@signed_in
def restore(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    if queries.invitation_by(by=person(request), circle=circle, invitation_id=invitation_id):
        return redirect("invite", slug)
    if not operations.restore_invitation(invitation_id=invitation_id, by=person(request)):
        raise Http404
    flash.say(request, _("The invitation stands again; its first link works."))
    return redirect("invite", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def from_the_list(request: HttpRequest, slug: str) -> HttpResponse:
    """People a file brought in get no mail until a member decides so, here."""
    circle, me = circle_to_change(request, slug), person(request)
    left = queries.invitations_left(me, moment(request))
    choices = _choices(circle, left)
    form = ListForm(request.POST if request.method == "POST" else None, choices=choices)
    if not form.is_valid():
        return _ask_whom(request, circle, form, REFUSED if form.is_bound else 200)

    def effect() -> str:
        ticked, word = form.cleaned_data["people"], form.cleaned_data["word"]
        batch = operations.invite_imported(circle=circle, by=me, person_ids=ticked, word=word, now=moment(request))
        return called_back_later(request, batch)

    refusal = sent(request, effect)
    if refusal:
        form.add_error(None, refusal)
        return _ask_whom(request, circle, form, REFUSED)
    return redirect("invite", slug)


def _choices(circle: Circle, most: int) -> list[tuple[int, str]]:
    return [(row.person_id, row.shown_name or nameless()) for row in queries.imported_with_address(circle)[:most]]


def _ask_whom(request: HttpRequest, circle: Circle, form: ListForm, status: int) -> HttpResponse:
    me: Person = person(request)
    page = {"circle": circle, "form": form, "left_today": queries.invitations_left(me, moment(request))}
    return TemplateResponse(request, "circles/invite/list.html", {"page": page}, status=status)
