"""Links and codes that let people in, and the text of one invitation to pass on by hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles import notices, operations, queries
from entregent.core.idempotency import once
from entregent.core.links import absolute
from entregent.people.queries import token_of
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.inviting.forms import LinkForm
from entregent.web.circles.inviting.page import called, invite_page, shared
from entregent.web.circles.inviting.words import messages
from entregent.web.sending import sending

REFUSED = 422


@require_POST
@signed_in
def make(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now, form = circle_or_404(request, slug), moment(request), LinkForm(request.POST)
    if not form.is_valid():
        page = invite_page(circle, person(request), now, link_form=form)
        return TemplateResponse(request, "circles/invite/invite.html", {"page": page}, status=REFUSED)

    def effect() -> str:
        uses, lives = form.cleaned_data["uses"], form.lives()
        made = operations.make_link(circle=circle, by=person(request), now=now, most_uses=uses, lives=lives)
        return str(made.pk)

    once(sending(request, "link"), now, effect)
    return redirect(f"{reverse('invite', args=[slug])}#links")


@require_POST
@signed_in
def revoke(request: HttpRequest, slug: str, link_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    revoked = operations.revoke_link(circle=circle, link_id=link_id, by=person(request), now=moment(request))
    if revoked is not None:
        undo = reverse("journal-undo", args=[slug, revoked.pk])
        said = _("Revoked: that link lets nobody in any more.")
        flash.undoable(request, said, undo, {"next": reverse("invite", args=[slug])})
    return redirect("invite", slug)


@require_safe
@signed_in
def poster(request: HttpRequest, slug: str, link_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    link = next((one for one in shared(circle, person(request), moment(request)) if one.id == link_id), None)
    if link is None:
        raise Http404
    return TemplateResponse(request, "circles/invite/poster.html", {"circle": circle, "link": link})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def text(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """The personal link is made when its sender asks for it; from then on the page can be read again."""
    circle, me, now = circle_or_404(request, slug), person(request), moment(request)
    invitation = queries.invitation_by(by=me, circle=circle, invitation_id=invitation_id)
    if invitation is None:
        raise Http404
    if request.method == "POST":
        notices.invitation_url(invitation, now)
        return redirect("invite-text", slug, invitation_id)
    link = queries.invitation_link(invitation, now)
    if link is None:
        return redirect("invite", slug)
    url = absolute(reverse("link", args=[token_of(link)]))
    page = {"circle": circle, "called": called(invitation), "texts": messages(circle, url, invitation.name)}
    return TemplateResponse(request, "circles/invite/text.html", {"page": page})
