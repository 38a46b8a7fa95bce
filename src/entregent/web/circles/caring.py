"""A word to somebody who stopped coming: taken on with one tap, ready to be put in one's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.circles import operations
from entregent.circles import queries as circle_queries
from entregent.circles.models import Care, Circle
from entregent.circles.queries import caring
from entregent.circles.rules import LETTERS_CALLED_BACK, may
from entregent.core.words_of_time import clock, long_day
from entregent.facilitation.queries import facilitator
from entregent.gatherings import queries
from entregent.missions.queries import news_holder
from entregent.people.models import Person
from entregent.people.queries import addresses_of, has_verified_address
from entregent.web import flash
from entregent.web.access import circle_or_404, moment, person, signed_in
from entregent.web.circles.newcomers import nameless


@dataclass(frozen=True)
class Cared:
    """Somebody I took on to write to, and a few words to begin with."""

    id: int
    name: str
    circle: str
    words: str
    by_mail: bool  # their address can be written to from here

    @property
    def field_id(self) -> str:
        return f"care-{self.id}"


def cared(reader: Person, now: datetime) -> tuple[Cared, ...]:
    rows = caring.cares_of(reader)
    proved = bool(rows) and bool(settings.SMTP_URL or settings.DEMO) and has_verified_address(reader)
    return tuple(_cared(row, reader, proved, now) for row in rows)


def _cared(row: Care, reader: Person, proved: bool, now: datetime) -> Cared:
    name = circle_queries.names_in(row.circle_id, [row.person_id])[row.person_id] or nameless()
    return Cared(
        id=row.pk,
        name=name,
        circle=row.circle.name,
        words=first_words(row, name, reader, now),
        by_mail=proved and bool(addresses_of(row.person)),
    )


def first_words(row: Care, name: str, reader: Person, now: datetime) -> str:
    """In their language, as the circle speaks to its own; it asks how they are and counts nothing."""
    language = circle_queries.language_for(row.circle, row.person)
    ahead = queries.next_to_come(row.circle, now)
    with translation.override(language):
        lines = [
            _("Hello %(name)s,") % {"name": name.split(" ")[0]},
            "",
            _("how are you? It would be good to see you again at “%(circle)s”, whenever it suits you.")
            % {"circle": row.circle.name},
        ]
        if ahead is not None:
            when = f"{long_day(ahead.day, language)}, {clock(ahead.hour, language)}"
            where = ", ".join(filter(None, [when, ahead.place]))
            lines.append(_("Next time we meet: %(when)s.") % {"when": where})
        return "\n".join([*lines, "", reader.name])


def asks_after(circle: Circle, reader: Person, now: datetime) -> bool:
    """Who may learn whom nobody has seen: whoever facilitates or holds the card about news; else any of them."""
    there, holder = facilitator(circle, now), news_holder(circle)
    if there is None and holder is None:
        return may(circle, reader)
    return reader == there or reader.pk == holder


@require_POST
@signed_in
def take_on(request: HttpRequest, slug: str) -> HttpResponse:
    """The name is shown to whoever takes it on, and to nobody else."""
    circle, me, now = circle_or_404(request, slug), person(request), moment(request)
    if not asks_after(circle, me, now):
        flash.say(request, _("Whoever facilitates sees to it."))
        return redirect("circle", slug)
    taken = operations.take_on(circle=circle, candidates=queries.stopped_coming(circle, me, now), by=me, now=now)
    if taken is None:
        flash.say(request, _("Somebody else has taken it on meanwhile. Thank you."))
        return redirect("circle", slug)
    flash.undoable(
        request, _("Thank you. A few words to begin with are below."), reverse("care-leave", args=[taken.pk])
    )
    return redirect("today")


@require_POST
@signed_in
def leave(request: HttpRequest, care_id: int) -> HttpResponse:
    if operations.let_care_be(care_id=care_id, by=person(request)):
        flash.say(request, _("As you like: somebody else may take it on."))
    return redirect("today")


@require_POST
@signed_in
def done(request: HttpRequest, care_id: int) -> HttpResponse:
    if operations.mark_cared(care_id=care_id, by=person(request), now=moment(request)):
        flash.undoable(request, _("Noted: you wrote to them."), reverse("care-undo", args=[care_id]))
    return redirect("today")


@require_POST
@signed_in
def send(request: HttpRequest, care_id: int) -> HttpResponse:
    care = caring.care_of(care_id, person(request))
    if care is None:
        raise Http404
    now = moment(request)
    word = request.POST.get("word", "")
    try:
        operations.send_word(care_id=care_id, by=care.by, word=word, now=now, due_at=now + LETTERS_CALLED_BACK)
    except operations.Refused:
        flash.warn(request, _("Nothing was sent: there was nothing to read, or it has left already."))
    else:
        said = _("Your words leave in two minutes.")
        flash.undoable(request, said, reverse("care-undo", args=[care_id]))
    return redirect("today")


@require_POST
@signed_in
def undo(request: HttpRequest, care_id: int) -> HttpResponse:
    if operations.unmark_cared(care_id=care_id, by=person(request), now=moment(request)):
        flash.say(request, _("Taken back: nothing has left."))
    else:
        flash.warn(request, _("Too late to take it back: the mail has left."))
    return redirect("today")


@require_POST
@signed_in
def ask_after_me(request: HttpRequest, slug: str) -> HttpResponse:
    circle, wanted = circle_or_404(request, slug), request.POST.get("wanted") == "yes"
    operations.ask_after_me(circle=circle, person=person(request), wanted=wanted, now=moment(request))
    said = _("If you do not come for a while, somebody may send you a word.") if wanted else _("Nobody asks after you.")
    other = {"wanted": "no" if wanted else "yes"}
    flash.undoable(request, said, reverse("circle-ask-after", args=[slug]), other)
    return redirect("circle", slug)
