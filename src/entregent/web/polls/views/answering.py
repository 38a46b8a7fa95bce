"""A poll's page, and answers given on it: one's own, or one noted for somebody who telephoned."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles import queries as circle_queries
from entregent.core.folding import clean_line
from entregent.gatherings.enums import Via
from entregent.gatherings.operations import NotByName, TooLate
from entregent.people.models import NAME_LENGTH
from entregent.polls import operations, rules
from entregent.polls.enums import Choice
from entregent.polls.models import Poll
from entregent.polls.operations import NothingSaid
from entregent.web import flash
from entregent.web.access import moment, person, poll_or_404, signed_in
from entregent.web.polls.forms import choices_of
from entregent.web.polls.page import poll_page
from entregent.web.polls.somebody import somebody_page

REFUSED = 422
NOTHING = "nothing"


@require_safe
@signed_in
def show(request: HttpRequest, poll: str) -> HttpResponse:
    return _show(request, poll_or_404(request, poll))


def _show(request: HttpRequest, poll: Poll, problem: str = "", status: int = 200) -> HttpResponse:
    after = request.GET.get("after", "")
    begins = int(after) if after.isdecimal() and len(after) <= 18 else 0
    page = poll_page(poll, person(request), moment(request), begins)
    return TemplateResponse(request, "polls/poll.html", {"page": page, "problem": problem}, status=status)


@require_POST
@signed_in
def answer(request: HttpRequest, poll: str) -> HttpResponse:
    found, reader, now = poll_or_404(request, poll), person(request), moment(request)
    try:
        if request.POST.get("answer") == NOTHING:
            operations.take_back(poll=found, person=reader, now=now)
            flash.say(request, _("Your answers are taken back."))
        else:
            choices = choices_of(request.POST)
            operations.vote(poll=found, person=reader, choices=choices, via=Via.PAGE, now=now)
            flash.say(request, _("Your answers are saved."))
    except NothingSaid:
        return _show(request, found, nothing_said(), REFUSED)
    except TooLate:
        flash.warn(request, _("The poll takes no more answers: nothing was changed."))
    return redirect("poll", poll)


def named_already() -> str:
    return _("Somebody of that name is in the list: choose them there, so that nobody answers for somebody else.")


def nothing_said() -> str:
    return _("Choose for one date at least. If none suits, choose no for one of them.")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def for_somebody(request: HttpRequest, poll: str) -> HttpResponse:
    found, now = poll_or_404(request, poll), moment(request)
    if not rules.is_open(found, now):
        flash.warn(request, _("The poll takes no more answers: nothing was changed."))
        return redirect("poll", poll)
    if request.method != "POST":
        return _ask(request, found)
    choices = choices_of(request.POST)
    try:
        if not choices:
            raise NothingSaid
        name = _note(request, found, choices)
    except NothingSaid:
        return _ask(request, found, nothing_said(), REFUSED)
    except NotByName:
        return _ask(request, found, named_already(), REFUSED)
    except TooLate:
        flash.warn(request, _("The poll takes no more answers: nothing was changed."))
    else:
        flash.say(request, _("Noted for %(name)s; the page says that you did it.") % {"name": name})
    return redirect("poll", poll)


def _note(request: HttpRequest, poll: Poll, choices: dict[int, Choice]) -> str:
    """For a member chosen from the list, or somebody known by name alone."""
    by, now, typed = person(request), moment(request), clean_line(request.POST.get("name", ""), NAME_LENGTH)
    key = request.POST.get("who", "")
    if not key and typed:
        operations.vote_by_name(poll=poll, name=typed, choices=choices, said_by=by, now=now)
        return typed
    member = circle_queries.members(circle=poll.circle, viewer=by).filter(person__key=key).first()
    if member is None:
        raise Http404
    operations.vote(poll=poll, person=member.person, choices=choices, via=Via.SOMEBODY, now=now, said_by=by)
    return member.shown_name


def _ask(request: HttpRequest, poll: Poll, problem: str = "", status: int = 200) -> HttpResponse:
    typed = request.GET if request.method != "POST" else request.POST
    page = somebody_page(
        poll, person(request), moment(request), typed.get("who", ""), typed.get("name", ""), typed.get("q", "")
    )
    context = {"page": page, "problem": problem}
    return TemplateResponse(request, "polls/somebody.html", context, status=status)
