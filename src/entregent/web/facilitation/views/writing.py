"""What whoever facilitates writes to the circle: words to begin with, their own in the end."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle
from entregent.circles.operations import Refused
from entregent.core.idempotency import once
from entregent.core.words_of_time import clock, long_day
from entregent.facilitation import operations, queries
from entregent.facilitation.enums import Message
from entregent.facilitation.queries import helping
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.facilitation.forms import MessageForm
from entregent.web.sending import new_sending, sending

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, slug: str, message: str) -> HttpResponse:
    circle, me, now = circle_or_404(request, slug), person(request), moment(request)
    if message not in Message.values or not queries.is_facilitating(circle, me, now):
        raise Http404
    kind = Message(message)
    if request.method != "POST":
        return _ask(request, circle, kind, MessageForm(initial={"text": first_words(circle, kind, request)}))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _ask(request, circle, kind, form, REFUSED)
    try:
        once(sending(request, "facilitator"), now, lambda: _send(request, circle, kind, form.cleaned_data["text"]))
    except operations.TooManyMessages:
        form.add_error(
            "text", _("The circle was written to twice this week: that is enough. Your words are kept here.")
        )
        return _ask(request, circle, kind, form, REFUSED)
    except Refused:
        raise Http404 from None
    return redirect("facilitation", slug)


def _send(request: HttpRequest, circle: Circle, kind: Message, text: str) -> str:
    written = operations.write_to_circle(circle=circle, kind=kind, text=text, by=person(request), now=moment(request))
    url = reverse("facilitation-back", args=[circle.slug, written.pk])
    flash.undoable(request, _("Your words leave in two minutes."), url)
    return str(written.pk)


def _ask(request: HttpRequest, circle: Circle, kind: Message, form: MessageForm, status: int = 200) -> HttpResponse:
    now = moment(request)
    ahead = gathering_queries.next_to_come(circle, now)
    page = {
        "circle": circle,
        "kind": kind,
        "form": form,
        "reaches": len([one for one in helping.reached(circle, kind, ahead, now) if one != person(request)]),
        "left": helping.messages_left(circle, now),
        "once": new_sending(),
    }
    return TemplateResponse(request, "facilitation/write.html", {"page": page}, status=status)


def first_words(circle: Circle, kind: Message, request: HttpRequest) -> str:
    """In the circle's own language and tone; it asks, and reproaches nobody anything."""
    language = circle_queries.language_for(circle, None)
    ahead = gathering_queries.next_to_come(circle, moment(request))
    with translation.override(language):
        lines = {
            Message.RELAUNCH: [
                _relaunch(ahead, language),
                _("A no helps as much as a yes: we then know how many we are."),
            ],
            Message.DATE: [_("We have no next date. When would suit you? Whoever sees one fixes it.")],
            Message.SUBJECT: [_("What would you like to talk about next time? A question you carry around is enough.")],
            Message.WORD: [],
        }[kind]
        return "\n\n".join([_("Hello,"), *lines, person(request).name])


def _relaunch(ahead: Gathering | None, language: str) -> str:
    if ahead is None:
        return _("Who comes next time?")
    when = ", ".join(filter(None, [long_day(ahead.day, language), clock(ahead.hour, language), ahead.place]))
    return _("We meet %(when)s. Do you come?") % {"when": when}


@require_POST
@signed_in
def call_back(request: HttpRequest, slug: str, written_id: int) -> HttpResponse:
    circle = circle_or_404(request, slug)
    found = helping.written(circle, written_id)
    if found is None or found.by_id != person(request).pk:
        raise Http404
    if operations.call_back(written=found, by=person(request), now=moment(request)):
        flash.say(request, _("Taken back: nothing has left."))
    else:
        flash.warn(request, _("Too late to take it back: the mail has left."))
    return redirect("facilitation", slug)
