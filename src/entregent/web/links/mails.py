"""Fewer mails of a circle, or none: from the page, or from a mail program's own button (RFC 8058)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from entregent.circles import operations
from entregent.circles.enums import MailLevel
from entregent.circles.queries import membership
from entregent.web import flash
from entregent.web.links import again
from entregent.web.links.forms import MailsForm
from entregent.web.links.held import Held, called, held_or_404

REFUSED = 422


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest, token: str) -> HttpResponse:
    """The token is the proof: a mail program sends neither cookie nor form token, and may keep a mail past its link."""
    held = held_or_404(request, token)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        return _one_click(request, held)
    return page(request, held) if held.is_live else again.gone(request, held)


def page(request: HttpRequest, held: Held) -> HttpResponse:
    here = membership(held.circle, held.person) if held.circle and held.is_member else None
    if held.circle is None or here is None:
        return again.gone(request, held)
    if request.method != "POST":
        chosen = request.GET.get("level", "")
        return _show(request, held, MailsForm(initial={"level": chosen if chosen in MailLevel.values else here.mail}))
    form = MailsForm(request.POST)
    if not form.is_valid():
        return _show(request, held, form, status=REFUSED)
    operations.set_mail(circle=held.circle, person=held.person, level=MailLevel(form.cleaned_data["level"]))
    flash.say(request, _("Saved: from the next mail on."))
    return redirect("link-mails", held.token)


def _one_click(request: HttpRequest, held: Held) -> HttpResponse:
    """No redirect: a mail program follows none."""
    if held.circle is None or not held.is_member:
        return again.gone(request, held)
    operations.set_mail(circle=held.circle, person=held.person, level=MailLevel.NONE)
    return _show(request, held, MailsForm(initial={"level": MailLevel.NONE}))


def _show(request: HttpRequest, held: Held, form: MailsForm, status: int = 200) -> HttpResponse:
    page = {"held": held, "circle": held.circle, "name": called(held), "form": form}
    return TemplateResponse(request, "links/mails.html", {"page": page}, status=status)
