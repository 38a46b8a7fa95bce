"""A date, answered from its mail: no account, no session, no JavaScript."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entregent.circles.models import Circle
from entregent.core.walltime import local
from entregent.gatherings import operations, queries, rules
from entregent.gatherings.calendar import ics_of
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Answer, Gathering, StandingAnswer
from entregent.gatherings.operations import TooLate
from entregent.web import flash
from entregent.web.access import moment
from entregent.web.components.seating import table_of
from entregent.web.components.table import RoundTable
from entregent.web.gatherings.forms import MoreForm
from entregent.web.gatherings.page import phase_of
from entregent.web.gatherings.views.answering import asked, say_more, take, too_many
from entregent.web.gatherings.views.gathering import download
from entregent.web.gatherings.words import lang, line_in_words, on_another_clock, places_in_words
from entregent.web.links.held import Held, called, live_or_404
from entregent.web.links.next_date import NextDate, next_date

REFUSED, CONFLICT = 422, 409


@dataclass(frozen=True)
class AnswerPage:
    held: Held
    circle: Circle
    gathering: Gathering
    phase: str
    is_open: bool
    today: date
    elsewhere: bool
    table: RoundTable
    name: str
    chosen: str
    answer: Answer | None
    closes: datetime
    standing: StandingAnswer | None
    by_weekday: bool
    next: NextDate | None
    places: str
    line: str  # where the reader is on the waiting list
    may_give_up: bool
    may_come_back: bool
    checks_in: bool
    more_form: MoreForm
    guest_choices: range = range(rules.MOST_GUESTS + 1)

    @property
    def face(self) -> str:
        """What the page is for: to ask, to thank, or to say why it does not ask."""
        if not self.is_open:
            return "closed"
        return "thanks" if self.answer and not self.chosen else "ask"


def page(request: HttpRequest, held: Held) -> HttpResponse:
    if request.method == "POST":
        return _take(request, held)
    chosen = request.GET.get("answer", "")
    return _show(request, held, chosen if chosen in Reply.values else "")


def _take(request: HttpRequest, held: Held) -> HttpResponse:
    said = request.POST.get("answer", "")
    if said not in Reply.values:
        return _show(request, held, "", _("Choose one of the three, then confirm."), REFUSED)
    try:
        given = take(request, _gathering(held), held.person, Reply(said), Via.MAIL)
    except TooLate:
        return _show(request, held, said, _("Too late for this answer: nothing was changed."), CONFLICT)
    short = too_many(given, asked(request))
    return _show(request, held, "", short) if short else redirect("link", held.token)


@require_POST
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    """ "I can't after all", and back, once answers are closed."""
    held = live_or_404(request, token)
    gathering, now = _gathering(held), moment(request)
    try:
        if request.POST.get("act") == "back":
            operations.come_back(gathering=gathering, person=held.person, now=now)
        else:
            operations.give_up(gathering=gathering, person=held.person, via=Via.MAIL, now=now)
    except TooLate:
        return _show(request, held, "", _("Too late for this answer: nothing was changed."), CONFLICT)
    return redirect("link", token)


@require_POST
def here(request: HttpRequest, token: str) -> HttpResponse:
    """ "I'm here", from the mail, once the code lies on the table."""
    held = live_or_404(request, token)
    gathering = _gathering(held)
    try:
        operations.check_in(gathering=gathering, person=held.person, now=moment(request))
    except operations.NotYet:
        return _show(
            request, held, "", _("Nobody checks in here now: one person says for all who was there."), CONFLICT
        )
    return _show(request, held, "", told=_("You are here. Have a good time."))


@require_POST
def more(request: HttpRequest, token: str) -> HttpResponse:
    """A word and what one does not eat, from the mail."""
    held = live_or_404(request, token)
    said = say_more(request, _gathering(held), held.person)
    return _show(request, held, "", told=said)


def _show(
    request: HttpRequest, held: Held, chosen: str, problem: str = "", status: int = 200, told: str = ""
) -> HttpResponse:
    context = {"page": answer_page(held, chosen, moment(request)), "problem": problem, "told": told}
    return TemplateResponse(request, "links/answer.html", context, status=status)


def answer_page(held: Held, chosen: str, now: datetime) -> AnswerPage:
    gathering = _gathering(held)
    seated = queries.seated([gathering], held.person)[gathering.pk]
    series = queries.series_of(gathering.circle)
    given = queries.answer_of(gathering, held.person)
    gives_up = rules.may_give_up(gathering, now)
    return AnswerPage(
        held=held,
        circle=gathering.circle,
        gathering=gathering,
        phase=phase_of(gathering, now),
        is_open=rules.is_open(gathering, now),
        today=local(now, gathering.zone).date(),
        elsewhere=on_another_clock(gathering, held.person),
        table=table_of(gathering, seated, held.person.pk),
        name=called(held),
        chosen=chosen,
        answer=given,
        closes=local(gathering.answer_until, gathering.zone),
        standing=queries.standing_answer(gathering.circle, held.person) if held.is_member else None,
        by_weekday=queries.standing_weekday(series, gathering) is not None,
        next=next_date(held, now),
        places=places_in_words(gathering) if rules.is_open(gathering, now) else "",
        line=line_in_words(queries.seats.line_of(gathering, held.person) if given and given.waiting_since else 0),
        may_give_up=gives_up and given is not None and given.reply != Reply.NO,
        may_come_back=gives_up and given is not None and given.answered_at >= gathering.answer_until,
        checks_in=_checks_in(held, gathering, now),
        more_form=MoreForm(initial={"word": given.word if given else "", "diet": queries.seats.diet_of(held.person)}),
    )


@require_POST
def standing(request: HttpRequest, token: str) -> HttpResponse:
    held = live_or_404(request, token)
    gathering = _gathering(held)
    if not held.is_member:
        raise Http404
    circle, person, now = gathering.circle, held.person, moment(request)
    if request.POST.get("stand") == "on":
        weekday = queries.standing_weekday(queries.series_of(circle), gathering)
        operations.stand(circle=circle, person=person, weekday=weekday, now=now)
    else:
        operations.stop_standing(circle=circle, person=person, now=now)
    return redirect("link", token)


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    return download(ics_of(_gathering(live_or_404(request, token)), lang()))


@require_POST
def calendar_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    held = live_or_404(request, token)
    operations.mail_for_calendar(gathering=_gathering(held), person=held.person, now=moment(request))
    flash.say(request, _("A mail is on its way: your calendar takes the date in from there."))
    return redirect("link", token)


def _checks_in(held: Held, gathering: Gathering, now: datetime) -> bool:
    here = gathering.attendances.filter(person=held.person)
    return queries.takes_check_in(gathering, now) and not here.exists()


def _gathering(held: Held) -> Gathering:
    if held.gathering is None:
        raise Http404
    return held.gathering
