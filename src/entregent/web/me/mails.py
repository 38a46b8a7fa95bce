"""What reaches one by mail, and what is answered in one's place."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.circles.enums import MailLevel
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.notices.operations import write_there_again
from entregent.people import operations as people
from entregent.people import queries as people_queries
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.me.forms import MailsForm

WEEKDAYS = ("0", "1", "2", "3", "4", "5", "6")


@require_POST
@signed_in
def mails(request: HttpRequest) -> HttpResponse:
    owner = person(request)
    form = MailsForm(request.POST, memberships=circle_queries.memberships_of(owner))
    if not form.is_valid():
        raise Http404
    levels = {slug: MailLevel(level) for slug, level in form.cleaned_data.items()}
    circles.set_mails(person=owner, levels=levels)
    flash.say(request, _("Saved: you will get these mails and no others."))
    return redirect("me")


@require_POST
@signed_in
def accept(request: HttpRequest) -> HttpResponse:
    """Takes back "never write to me again"."""
    people.accept_all_mail(person=person(request))
    flash.undoable(request, _("Mails reach you again, as chosen below."), reverse("me-mails-refuse"))
    return redirect("me")


@require_POST
@signed_in
def refuse(request: HttpRequest) -> HttpResponse:
    people.refuse_all_mail(person=person(request), now=moment(request))
    flash.undoable(request, _("No mail reaches you any more, from any circle."), reverse("me-mails-accept"))
    return redirect("me")


@require_POST
@signed_in
def retry(request: HttpRequest) -> HttpResponse:
    """The mailbox was full, or gone for a while: write there again. If mail comes back once more, we stop again."""
    write_there_again([row.lookup for row in people_queries.addresses_of(person(request))])
    flash.say(request, _("The next mails will be tried."))
    return redirect("me")


@require_POST
@signed_in
def stop_standing(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    standing = gathering_queries.standing_answer(circle, person(request))
    if standing and gatherings.stop_standing(circle=circle, person=person(request), now=moment(request)):
        text = _("From now on you answer each date of “%(circle)s” yourself.") % {"circle": circle.name}
        weekday = "" if standing.weekday is None else str(standing.weekday)
        flash.undoable(request, text, reverse("me-standing-again", args=[slug]), {"weekday": weekday})
    return redirect("me")


@require_POST
@signed_in
def stand_again(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    typed = request.POST.get("weekday", "")
    weekday = int(typed) if typed in WEEKDAYS else None
    gatherings.stand(circle=circle, person=person(request), weekday=weekday, now=moment(request))
    return redirect("me")
