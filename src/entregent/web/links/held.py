"""Whoever holds a link from a mail: whose it is, what it is about, and whether it still opens its page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation

from entregent.circles import queries as circle_queries
from entregent.circles.models import Circle, Invitation, Suspension
from entregent.circles.queries import suspending
from entregent.core.addresses import hide
from entregent.decisions import queries as decision_queries
from entregent.decisions.models import Proposal
from entregent.facilitation import queries as facilitation_queries
from entregent.facilitation.models import Choice
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.models import Gathering
from entregent.missions import queries as mission_queries
from entregent.missions.models import Card
from entregent.people import queries as people_queries
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.polls import queries as poll_queries
from entregent.polls.models import Poll
from entregent.web.access import moment, speak

PURPOSES = (Purpose.ANSWER, Purpose.INVITATION, Purpose.MAILS, Purpose.NEXT_DATE)


@dataclass(frozen=True)
class Held:
    """`circle` is the one the mail spoke of, if its person may still know it; `is_member` whether they are in it."""

    token: str
    link: Link
    is_live: bool
    is_revoked: bool
    circle: Circle | None
    is_member: bool
    somebody_else: str
    gathering: Gathering | None = None
    invitation: Invitation | None = None
    poll: Poll | None = None
    card: Card | None = None
    kept_out: Suspension | None = None  # what keeps its person out of that circle for now
    proposal: Proposal | None = None
    choice: Choice | None = None  # who facilitates next

    @property
    def person(self) -> Person:
        return self.link.person


def held_or_404(request: HttpRequest, token: str) -> Held:
    """What a token stands for. Forged and unknown look the same; an expired one still says whose it was."""
    link = people_queries.any_link(token)
    if link is None or link.purpose not in PURPOSES:
        raise Http404
    gathering = invitation = poll = card = proposal = choice = None
    if link.purpose == Purpose.ANSWER and link.kind == "proposal":
        proposal = decision_queries.proposal_to_answer(link.person, link.object_id)
        circle = proposal.circle if proposal else None
    elif link.purpose == Purpose.ANSWER and link.kind == "poll":
        poll = poll_queries.poll_to_answer(link.person, link.object_id)
        circle = poll.circle if poll else None
    elif link.purpose == Purpose.ANSWER and link.kind == "card":
        card = mission_queries.card_of_link(link.person, link.object_id)
        circle = card.deck.circle if card else None
    elif link.purpose == Purpose.ANSWER and link.kind == "facilitator-choice":
        choice = facilitation_queries.choice_of_link(link.person, link.object_id)
        circle = choice.circle if choice else None
    elif link.purpose == Purpose.ANSWER:
        gathering = gathering_queries.gathering_to_answer(link.person, link.object_id)
        circle = gathering.circle if gathering else None
    elif link.purpose == Purpose.INVITATION:
        invitation = circle_queries.open_invitation(link.object_id)
        circle = invitation.circle if invitation else None
    else:
        circle = circle_queries.circle_of_member(link.person, link.object_id)
    kept_out = _kept_out(link) if circle is None and link.purpose != Purpose.INVITATION else None
    heard = kept_out.circle if kept_out else circle
    _speak(request, heard, link.person if invitation is None else None)
    return Held(
        token=token,
        link=link,
        is_live=people_queries.is_live(link, moment(request)),
        is_revoked=link.revoked_at is not None,
        circle=circle,
        is_member=_is_member(circle, link.person, invitation),
        somebody_else=_somebody_else(request, link.person),
        gathering=gathering,
        invitation=invitation,
        poll=poll,
        card=card,
        kept_out=kept_out,
        proposal=proposal,
        choice=choice,
    )


def _kept_out(link: Link) -> Suspension | None:
    about: Gathering | Poll | None = None
    if link.kind == "circle":
        return suspending.keeping_out(link.person, link.object_id)
    if link.kind == "poll":
        about = poll_queries.poll_of_link(link.object_id)
    elif link.kind == "gathering":
        about = gathering_queries.gathering_of_link(link.object_id)
    return suspending.keeping_out(link.person, about.circle_id) if about else None


def live_or_404(request: HttpRequest, token: str) -> Held:
    held = held_or_404(request, token)
    if not held.is_live:
        raise Http404
    return held


def _is_member(circle: Circle | None, person: Person, invitation: Invitation | None) -> bool:
    """An invitation speaks for a member only where it made them one."""
    if invitation is not None:
        return circle_queries.has_brought(invitation)
    return circle is not None and circle_queries.membership(circle, person) is not None


def _speak(request: HttpRequest, circle: Circle | None, reader: Person | None) -> None:
    """As the circle does, in the language of whoever got the mail, unless this browser chose one on purpose.

    An invitation is read in the browser's: whoever invited may open it, and learns nothing of its person.
    """
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if circle is not None:
        speak(circle, None if chosen else reader)
    elif reader is not None and reader.language and not chosen:
        translation.activate(reader.language)


def _somebody_else(request: HttpRequest, reader: Person) -> str:
    """The name of whoever this browser is signed in as, when it is not whom the mail was for."""
    user = request.user
    if not isinstance(user, Person) or user.pk == reader.pk:
        return ""
    return user.name or "…"


def called(held: Held) -> str:
    """What the circle calls this person; failing a name, enough of their address for them to know it is theirs."""
    circle_id = held.circle.pk if held.circle else 0
    name = circle_queries.names_in(circle_id, [held.person.pk]).get(held.person.pk, "")
    if not name and held.gathering is not None:
        answer = gathering_queries.answer_of(held.gathering, held.person)
        name = answer.name if answer else ""
    if not name and held.poll is not None:
        ballot = held.poll.ballots.filter(person=held.person).first()
        name = ballot.name if ballot else ""
    return name or address_of(held)


def address_of(held: Held) -> str:
    """Enough of the address the mail went to; of an invitation, the one it was written to and no other."""
    if held.invitation is not None:
        return hide(held.invitation.written) if held.invitation.written else ""
    address = people_queries.address_of(held.person)
    return hide(address.written) if address else ""
