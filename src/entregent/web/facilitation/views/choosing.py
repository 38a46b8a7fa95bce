"""Finding who facilitates next: begun, asked, answered, drawn, called off."""

from __future__ import annotations

from datetime import date, datetime
from json import loads

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.circles.models import Circle
from entregent.circles.operations import Refused
from entregent.circles.queries.met import person_met
from entregent.core.walltime import local
from entregent.facilitation import operations, queries
from entregent.facilitation.enums import How
from entregent.facilitation.models import Choice, Term
from entregent.people.models import Person
from entregent.web import flash
from entregent.web.access import circle_or_404, circle_to_change, moment, person, signed_in
from entregent.web.facilitation import naming
from entregent.web.facilitation.forms import BeginForm
from entregent.web.facilitation.names import Names
from entregent.web.facilitation.views.serving import told_off

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    circle, now = circle_to_change(request, slug), moment(request)
    today, may_elect = local(now, circle.zone).date(), queries.may_elect(circle)
    if request.method != "POST":
        return _ask_how(request, circle, BeginForm(initial=_usual(circle), today=today, may_elect=may_elect))
    form = BeginForm(request.POST, today=today, may_elect=may_elect)
    if not form.is_valid():
        return _ask_how(request, circle, form, REFUSED)
    try:
        _begin(request, circle, form)
    except Refused:
        flash.warn(request, _("Somebody facilitates: the next choice begins when their turn is over."))
    except operations.UnderWay:
        flash.warn(request, _("Somebody began just before you: here is how it stands."))
    except operations.TooLate:
        told_off(request)
    return redirect("facilitation", slug)


def _begin(request: HttpRequest, circle: Circle, form: BeginForm) -> None:
    typed, how = form.cleaned_data, How(form.cleaned_data["how"])
    operations.begin(
        circle=circle,
        how=how,
        by=person(request),
        secret=operations.new_secret(),
        now=moment(request),
        gatherings=typed["gatherings"],
        until=typed["until"],
        criteria=typed["criteria"],
    )
    said = {
        How.ASKED: _("Whom would you ask? Choose below."),
        How.TURN: _("The first in turn is asked."),
        How.DRAW: _("The hat is out: whoever likes puts their name in it."),
        How.ELECTION: _("Each of you is asked for a name. Whom would you name?"),
    }[how]
    flash.undoable(request, said, reverse("facilitation-stop", args=[circle.slug]))


def _usual(circle: Circle) -> dict[str, object]:
    rota = queries.rota_of(circle)
    if rota is None:
        return {}
    return {"how": rota.how, "gatherings": rota.gatherings, "criteria": queries.last_criteria(circle)}


def _ask_how(request: HttpRequest, circle: Circle, form: BeginForm, status: int = 200) -> HttpResponse:
    return TemplateResponse(request, "facilitation/begin.html", {"circle": circle, "form": form}, status=status)


def _choice(circle: Circle) -> Choice:
    choice = queries.choice_of(circle)
    if choice is None:
        raise operations.TooLate
    return choice


def _member(request: HttpRequest, name: str = "person") -> Person:
    found = person_met(viewer=person(request), key=request.POST.get(name, ""))
    if found is None:
        raise Http404
    return found


@require_POST
@signed_in
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Would you?"; with `back`, as if nobody had asked, until the mail leaves."""
    circle, me, now = circle_to_change(request, slug), person(request), moment(request)
    whom = _member(request)
    try:
        choice = _choice(circle)
        if "back" in request.POST:
            taken = operations.unask(choice=choice, person=whom, by=me, now=now)
            flash.say(request, _("Taken back: nobody was asked.") if taken else _("The mail has left already."))
        else:
            operations.ask(choice=choice, person=whom, by=me, now=now)
            name = Names(circle, me).of(whom.pk)
            said = _("%(name)s is asked. A yes is shown here; a no is nobody’s business.") % {"name": name}
            url = reverse("facilitation-ask", args=[slug])
            flash.undoable(request, said, url, {"person": whom.key, "back": "yes"})
    except Refused:
        raise Http404 from None
    except operations.TooLate:
        told_off(request)
    return redirect("facilitation", slug)


@require_POST
@signed_in
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Yes, no, or somebody else in my place."""
    circle, me, now = circle_or_404(request, slug), person(request), moment(request)
    said = request.POST.get("answer", "")
    if said not in ("yes", "no", "swap"):
        raise Http404
    try:
        choice = _choice(circle)
        if said == "yes":
            _say_yes(request, choice, me, now)
        elif said == "no":
            operations.refuse(choice=choice, person=me, now=now)
            flash.say(request, _("Noted, and nobody else reads it."))
        else:
            operations.swap(choice=choice, person=me, other=_member(request), now=now)
            flash.say(request, _("They are asked in your place."))
    except Refused:
        raise Http404 from None
    except operations.TooLate:
        told_off(request)
    return redirect("facilitation" if said == "yes" else "circle", slug)


def _say_yes(request: HttpRequest, choice: Choice, me: Person, now: datetime) -> None:
    if choice.how != How.ELECTION:
        operations.accept(choice=choice, person=me, now=now)
        flash.say(request, _("Thank you: you facilitate from now on."))
        return
    try:
        begun = operations.stand(choice=choice, person=me, now=now)
    except operations.NotNow:
        flash.warn(request, _("The circle is asked about something else just now: say yes again once that is settled."))
    else:
        asked = _("Thank you: the circle is asked whether it consents.")
        flash.say(request, _("Thank you: you facilitate from now on.") if isinstance(begun, Term) else asked)


@require_POST
@signed_in
def name(request: HttpRequest, slug: str) -> HttpResponse:
    """In an election: whom I name, or that I would rather not be named."""
    circle, me = circle_to_change(request, slug), person(request)
    try:
        done = naming.act(_choice(circle), me, request.POST, moment(request))
    except Refused:
        raise Http404 from None
    except naming.NobodyNamed:
        flash.warn(request, _("Choose whom you name."))
    except operations.TooLate:
        told_off(request)
    else:
        if done.back:
            flash.undoable(request, done.words, reverse("facilitation-name", args=[slug]), done.back)
        else:
            flash.say(request, done.words)
    return redirect("facilitation", slug)


@require_POST
@signed_in
def hat(request: HttpRequest, slug: str) -> HttpResponse:
    circle, me = circle_to_change(request, slug), person(request)
    try:
        choice = _choice(circle)
        if request.POST.get("in") == "no":
            operations.take_out_of_hat(choice=choice, person=me)
            flash.say(request, _("Your name is out of the hat."))
        else:
            operations.put_in_hat(choice=choice, person=me, now=moment(request))
            url = reverse("facilitation-hat", args=[slug])
            flash.undoable(request, _("Your name is in the hat."), url, {"in": "no"})
    except operations.TooLate:
        told_off(request)
    return redirect("facilitation", slug)


@require_POST
@signed_in
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    circle, me = circle_to_change(request, slug), person(request)
    try:
        said = request.POST.get("said", "")
        term = operations.draw(choice=_choice(circle), by=me, said=said, now=moment(request))
    except operations.NobodyInTheHat:
        flash.warn(request, _("It takes two names to draw. On its day the lot is drawn by itself, even of one."))
    except operations.TooLate:
        told_off(request)
    else:
        name = Names(circle, me).of(term.person_id)
        flash.say(request, _("The lot has fallen on %(name)s.") % {"name": name})
    return redirect("facilitation", slug)


@require_POST
@signed_in
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_to_change(request, slug)
    try:
        operations.stop_choosing(choice=_choice(circle), by=person(request), now=moment(request))
    except operations.TooLate:
        told_off(request)
    else:
        flash.say(request, _("Called off: nobody is looked for any more."))
    return redirect("facilitation", slug)


@require_safe
@signed_in
def proof(request: HttpRequest, slug: str, choice: str) -> HttpResponse:
    """How do we know it was chance? All that decided it, to be drawn again by anyone."""
    circle = circle_or_404(request, slug)
    found = queries.choice_by_key(circle, choice)
    if found is None:
        raise Http404
    names = Names(circle, person(request))
    drawn = loads(found.drawn)
    hat = [names.of(entry.person_id) or _("a former member") for entry in found.hat.order_by("pk")]
    page = {
        "circle": circle,
        "choice": found,
        "day": _day(found, circle),
        "secret": bytes(found.secret).hex(),
        "hat": list(zip(hat, drawn["load"], strict=False)),
        "fell_on": hat[drawn["holder"][0]] if drawn["holder"][0] < len(hat) else _("a former member"),
    }
    return TemplateResponse(request, "facilitation/proof.html", {"page": page})


def _day(choice: Choice, circle: Circle) -> date | None:
    return local(choice.ended_at, circle.zone).date() if choice.ended_at else None
