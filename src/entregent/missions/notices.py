"""One mail about a card, to whoever holds it and nobody else, before the next gathering."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from entregent.circles.queries import is_here, rests
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.circle_notices import letter
from entregent.gatherings.letters import Action, Said
from entregent.gatherings.occasion import Reader, occasion, reader, url_of
from entregent.missions import queries, rules
from entregent.missions.models import Card
from entregent.notices.models import Notice
from entregent.notices.registry import Kind, Letter, register
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.operations import ensure_link


def link_to(card: Card, person: Person, now: datetime) -> Link:
    """Where a card's holder says that it is done, or passes it on, without signing in."""
    return ensure_link(
        person=person, purpose=Purpose.ANSWER, kind="card", object_id=card.pk, now=now, lives=rules.LINK_LIVES
    )


def _wanted(notice: Notice, now: datetime) -> str:
    card = queries.card_of_link(notice.person, notice.object_id) if notice.person else None
    if card is None or notice.person is None:
        return "has left, or the circle is no more"
    if card.holder_id != notice.person.pk:
        return "the card is in other hands, or in the deck"
    about = reader(card.deck.circle, notice.person, now)
    if card.deck.circle.archived_at or not queries.deck_of(card.deck.circle):
        return "the circle plays no more"
    if about.membership is None or not is_here(card.deck.circle, notice.person):
        return "left the circle"
    return "takes a break from this circle" if rests(about.membership, now) else ""


def _write(notice: Notice, now: datetime) -> Letter:
    card = Card.objects.select_related("deck__circle").get(pk=notice.object_id)
    about = reader(card.deck.circle, notice.reader, now)
    with translation.override(about.language):
        return letter(about, said(card, about), f"card-{card.key}")


def said(card: Card, about: Reader) -> Said:
    """What the card asks, what it looks like once it is done, and that nothing happens if it is not."""
    url = url_of(link_to(card, about.person, about.now))
    done = _("Done when: %(done)s") % {"done": card.done} if card.done else ""
    return Said(
        subject=_("Your card: %(verb)s") % {"verb": card.verb},
        heading=_("You hold a card: %(verb)s") % {"verb": card.verb},
        lines=[line for line in (card.line, done, _next(about)) if line],
        actions=[Action(_("It is done"), url, first=True), Action(_("Pass it on"), f"{url}?pass=1")],
        notes=[
            _("Not the right moment? Pass it on in one tap, without a reason: somebody else takes it up."),
            _("This is the only reminder, and nobody but you gets it."),
        ],
    )


def _next(about: Reader) -> str:
    upcoming = gathering_queries.next_to_come(about.circle, about.now)
    if upcoming is None:
        return ""
    return _("Next time: %(date)s.") % {"date": occasion(upcoming, about.person, about.now).date}


register(Kind("card", _wanted, _write))
