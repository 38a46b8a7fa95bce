"""Every address of the instance, as the story fills it in.

`own` is the story's own circle, `other` the one its people may never read, `ABSENT` what nobody ever made.
A name of the URLconf whose parameters are not here fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from entregent.activity.models import Event
from entregent.circles.models import Circle, Invitation, InviteLink, Knock, Place, Suspension
from entregent.circles.queries import token_of as join_token_of
from entregent.decisions import operations as decisions
from entregent.decisions.models import Proposal, Question, Voice
from entregent.facilitation import operations as facilitation
from entregent.facilitation.enums import How, Message
from entregent.gatherings import feeds, operations
from entregent.gatherings.enums import Brings, Takes
from entregent.gatherings.models import Apart, Gathering, Note, Upload, Venue
from entregent.gatherings.operations import bringing
from entregent.missions import operations as missions
from entregent.missions.models import Card, Draw, Offer
from entregent.missions.notices import link_to as link_to_card
from entregent.people.enums import Purpose
from entregent.people.models import Person
from entregent.people.operations import ensure_link
from entregent.people.queries import token_of
from entregent.polls import operations as polls
from entregent.polls.models import Poll
from entregent.polls.queries import waiting_poll
from entregent.threads.models import Reply
from entregent.trust.models import Report
from tests.cast import DAY, HOUR, Story, a_poll, answer_link

Kwargs = dict[str, Any]

# What an address names, by the parameters of its path.
NAMED: dict[tuple[str, ...], str] = {
    ("slug",): "circle",
    ("slug", "event_id"): "event",
    ("slug", "invitation_id"): "invitation",
    ("slug", "batch_key"): "batch",
    ("slug", "link_id"): "invite link",
    ("slug", "file_key"): "file",
    ("slug", "knock_id"): "knock",
    ("slug", "choice"): "lot",
    ("slug", "subject_id"): "subject",
    ("slug", "promise_id"): "promise",
    ("slug", "written_id"): "message",
    ("slug", "message"): "kind of message",
    ("slug", "suspension_id"): "suspension",
    ("slug", "place_id"): "place",
    ("slug", "feature"): "feature",
    ("care_id",): "care",
    ("slug", "membership_id"): "row",
    ("slug", "key"): "member",
    ("field",): "field",
    ("slug", "day_id"): "day off",
    ("slug", "wish_id"): "wish",
    ("report_id",): "report",
    ("key",): "gathering",
    ("key", "reply"): "reply",
    ("poll",): "poll",
    ("card",): "card",
    ("draw",): "draw",
    ("offer_id",): "offer",
    ("slug", "gathering"): "table",
    ("proposal",): "proposal",
    ("proposal", "question_id"): "question",
    ("proposal", "voice_id"): "objection",
    ("slug", "kind"): "kind",
    ("slug", "kind", "key"): "about",
    ("place",): "venue",
    ("note",): "note",
    ("note", "reply"): "note reply",
    ("token",): "token",
    ("address_id",): "address",
    ("membership_id",): "membership",
    ("passkey_id",): "passkey",
    ("number",): "mail",
    (): "",
}


@dataclass(frozen=True)
class Things:
    """What an address may name, of one circle."""

    circle: Circle
    gathering: Gathering
    reply: Reply
    venue: Venue
    note: Note
    note_reply: Reply
    invitation: Invitation
    link: InviteLink
    event: Event
    member: Person
    knock: Knock
    poll: Poll
    question: Question
    objection: Voice
    suspension: Suspension
    place: Place
    upload: Upload
    card: Card
    draw: Draw
    offer: Offer
    wish: Apart

    @property
    def proposal(self) -> Proposal:
        return self.question.proposal

    def named(self, what: str) -> Kwargs:
        slug, key = self.circle.slug, self.gathering.key
        things: dict[str, Kwargs] = {
            "": {},
            "circle": {"slug": slug},
            "event": {"slug": slug, "event_id": self.event.pk},
            "invitation": {"slug": slug, "invitation_id": self.invitation.pk},
            "batch": {"slug": slug, "batch_key": self.invitation.batch.key},
            "invite link": {"slug": slug, "link_id": self.link.pk},
            "knock": {"slug": slug, "knock_id": self.knock.pk},
            "lot": {"slug": slug, "choice": self.circle.facilitator_choices.get().key},
            "subject": {"slug": slug, "subject_id": self.circle.subjects.get().pk},
            "promise": {"slug": slug, "promise_id": self.circle.promises.get().pk},
            "message": {"slug": slug, "written_id": self.circle.facilitator_messages.get().pk},
            "kind of message": {"slug": slug, "message": "word"},
            "suspension": {"slug": slug, "suspension_id": self.suspension.pk},
            "place": {"slug": slug, "place_id": self.place.pk},
            "feature": {"slug": slug, "feature": "cards"},
            "care": {"care_id": 1},
            "row": {"slug": slug, "membership_id": self.circle.memberships.get(person=self.member).pk},
            "day off": {"slug": slug, "day_id": self.circle.days_off.get().pk},
            "file": {"slug": slug, "file_key": self.upload.key},
            "wish": {"slug": slug, "wish_id": self.wish.pk},
            "gathering": {"key": key},
            "reply": {"key": key, "reply": self.reply.key},
            "poll": {"poll": self.poll.key},
            "card": {"card": self.card.key},
            "draw": {"draw": self.draw.key},
            "offer": {"offer_id": self.offer.pk},
            "table": {"slug": slug, "gathering": key},
            "proposal": {"proposal": self.proposal.key},
            "question": {"proposal": self.proposal.key, "question_id": self.question.pk},
            "objection": {"proposal": self.proposal.key, "voice_id": self.objection.pk},
            "kind": {"slug": slug, "kind": "agreement"},
            "about": {"slug": slug, "kind": "remove", "key": self.member.key},
            "venue": {"place": self.venue.key},
            "note": {"note": self.note.key},
            "note reply": {"note": self.note.key, "reply": self.note_reply.key},
            "address": {"address_id": self.member.addresses.get().pk},
            "membership": {"membership_id": self.circle.memberships.get(person=self.member).pk},
            "member": {"slug": slug, "key": self.member.key},
            "field": {"field": "trade"},
            "report": {"report_id": Report.objects.latest("pk").pk},
            "passkey": {"passkey_id": self.member.passkeys.get().pk},
            "mail": {"number": 1},
        }
        return things[what]


def own(story: Story) -> Things:
    _takes_turns(story.circle, story.founder, "Fixer un prix", story.now)
    return Things(
        story.circle,
        story.gathering,
        story.reply,
        story.venue,
        story.note,
        story.note_reply,
        story.invitation,
        story.link,
        _event(story.circle),
        story.newcomer,
        story.knock,
        _poll(story.circle, story.newcomer),
        _question(story.circle, story.newcomer, story.founder, story.now),
        _objection(story.circle),
        story.suspension,
        story.place,
        _upload(story.circle, story.founder, story.now),
        *_cards(story.circle, story.founder, story.member, story.past, story.now),
        operations.keep_apart(circle=story.circle, by=story.newcomer, person_id=story.member.pk, now=story.now),
    )


def other(story: Story) -> Things:
    there = story.other
    _takes_turns(there.circle, there.member, "canarysubject", story.now)
    return Things(
        there.circle,
        there.gathering,
        there.reply,
        there.venue,
        there.note,
        there.note_reply,
        there.invitation,
        there.link,
        _event(there.circle),
        there.member,
        there.knock,
        _poll(there.circle, there.member),
        _question(there.circle, there.member, there.singer, story.now),
        _objection(there.circle),
        there.suspension,
        there.place,
        _upload(there.circle, there.member, story.now),
        *_cards(there.circle, there.member, there.singer, there.past, story.now),
        operations.keep_apart(circle=there.circle, by=there.member, person_id=there.singer.pk, now=story.now),
    )


def _takes_turns(circle: Circle, by: Person, words: str, now: datetime) -> None:
    """A circle where the lot fell on somebody, who has things in hand."""
    if circle.facilitator_choices.exists():
        return
    choice = facilitation.begin(circle=circle, how=How.DRAW, by=by, secret=bytes(16), now=now)
    facilitation.put_in_hat(choice=choice, person=by, now=now)
    facilitation.draw(choice=choice, by=None, now=now)
    facilitation.propose_subject(circle=circle, text=words, by=by, now=now)
    facilitation.promise(circle=circle, text=words, by=by, now=now)
    facilitation.write_to_circle(circle=circle, kind=Message.WORD, text=words, by=by, now=now)


def _upload(circle: Circle, by: Person, now: datetime) -> Upload:
    """A file that waits for whoever brought it."""
    return bringing.keep(
        circle=circle, by=by, what=Brings.MEMBERS, file_name="list.csv", content=b"Name\nSomebody New\n", now=now
    )


def _cards(
    circle: Circle, holder: Person, asked: Person, gathering: Gathering, now: datetime
) -> tuple[Card, Draw, Offer]:
    """A card that lies in the deck, one that is offered to somebody, and a draw about to be made."""
    deck = missions.open_deck(circle=circle, by=holder, now=now)
    free, held = deck.cards.order_by("number")[:2]
    missions.change_card(card=free, by=holder, verb="canarycard" if holder.name.endswith("Canarymember") else "Sing")
    missions.take(card=held, person=holder, now=now - DAY)
    held.refresh_from_db()
    offer = missions.offer(card=held, by=holder, to=asked, now=now)
    made = {"opened_by": holder, "opened_at": now, "commitment": "c0ffee"}
    draw, _made = Draw.objects.get_or_create(gathering=gathering, defaults=made)
    return free, draw, offer


def _poll(circle: Circle, by: Person) -> Poll:
    return waiting_poll(circle) or a_poll(circle, by, title="canarytitle" if by.name.endswith("Canarymember") else "")


def _question(circle: Circle, by: Person, other: Person, now: datetime) -> Question:
    """Something proposed, a question about it, and an objection to it."""
    there = Question.objects.filter(proposal__circle=circle).first()
    if there is not None:
        return there
    words = "canaryproposal" if by.name.endswith("Canarymember") else "A round of names"
    titled = {"title": words}
    made = decisions.propose(circle=circle, kind="agreement", by=by, words=words, payload=titled, now=now - HOUR)
    decisions.object_to(proposal=made, person=other, reason=words, now=now - HOUR)
    return decisions.ask(proposal=made, by=by, words=words, now=now - HOUR)


def _objection(circle: Circle) -> Voice:
    return Voice.objects.exclude(reason="").get(proposal__circle=circle)


def _event(circle: Circle) -> Event:
    event = Event.objects.filter(circle_id=circle.pk, open_to_circle=True).order_by("pk").first()
    assert event is not None
    return event


ABSENT: dict[str, Kwargs] = {
    "circle": {"slug": "absent-circle-234567"},
    "event": {"slug": "absent-circle-234567", "event_id": 999_999},
    "invitation": {"slug": "absent-circle-234567", "invitation_id": 999_999},
    "batch": {"slug": "absent-circle-234567", "batch_key": "absent234567"},
    "invite link": {"slug": "absent-circle-234567", "link_id": 999_999},
    "knock": {"slug": "absent-circle-234567", "knock_id": 999_999},
    "lot": {"slug": "absent-circle-234567", "choice": "absent234567"},
    "subject": {"slug": "absent-circle-234567", "subject_id": 999_999},
    "promise": {"slug": "absent-circle-234567", "promise_id": 999_999},
    "message": {"slug": "absent-circle-234567", "written_id": 999_999},
    "kind of message": {"slug": "absent-circle-234567", "message": "absent"},
    "suspension": {"slug": "absent-circle-234567", "suspension_id": 999_999},
    "place": {"slug": "absent-circle-234567", "place_id": 999_999},
    "feature": {"slug": "absent-circle-234567", "feature": "cards"},
    "care": {"care_id": 999_999},
    "row": {"slug": "absent-circle-234567", "membership_id": 999_999},
    "member": {"slug": "absent-circle-234567", "key": "absent765432"},
    "field": {"field": "absent"},
    "day off": {"slug": "absent-circle-234567", "day_id": 999_999},
    "file": {"slug": "absent-circle-234567", "file_key": "absent234567"},
    "wish": {"slug": "absent-circle-234567", "wish_id": 999_999},
    "report": {"report_id": 999_999},
    "gathering": {"key": "absent234567"},
    "reply": {"key": "absent234567", "reply": "absent765432"},
    "poll": {"poll": "absent234567"},
    "card": {"card": "absent234567"},
    "draw": {"draw": "absent234567"},
    "offer": {"offer_id": 999_999},
    "table": {"slug": "absent-circle-234567", "gathering": "absent234567"},
    "proposal": {"proposal": "absent234567"},
    "question": {"proposal": "absent234567", "question_id": 999_999},
    "objection": {"proposal": "absent234567", "voice_id": 999_999},
    "kind": {"slug": "absent-circle-234567", "kind": "agreement"},
    "about": {"slug": "absent-circle-234567", "kind": "remove", "key": "absent765432"},
    "venue": {"place": "absent234567"},
    "note": {"note": "absent234567"},
    "note reply": {"note": "absent234567", "reply": "absent765432"},
    "address": {"address_id": 999_999},
    "membership": {"membership_id": 999_999},
    "passkey": {"passkey_id": 999_999},
    "mail": {"number": 999_999},
    "token": {"token": "A" * 32},
}


def tokens(story: Story) -> dict[str, str]:
    """A token of each kind, alive; one whose time has passed; and one nobody made."""
    guest, founder, now = story.guest, story.founder, story.now
    invited = story.invitation

    def link(person: Person, purpose: Purpose, kind: str, number: int, lives: Any = 40 * DAY) -> str:
        return token_of(ensure_link(person=person, purpose=purpose, kind=kind, object_id=number, now=now, lives=lives))

    return {
        "answer of a guest": token_of(story.answer_link),
        "answer of a member": token_of(answer_link(founder, story.gathering, now)),
        "poll of a member": token_of(polls.link_to(own(story).poll, founder, now)),
        "card of a member": token_of(link_to_card(own(story).offer.card, founder, now)),
        "proposal of a member": token_of(decisions.link_to(own(story).proposal, founder, now)),
        "facilitate": link(founder, Purpose.ANSWER, "facilitator-choice", _choice_of(story)),
        "answer of who left": token_of(answer_link(story.former, story.gathering, now)),
        "answer past its time": link(founder, Purpose.ANSWER, "gathering", story.past.pk, -DAY),
        "answer of a stranger": token_of(answer_link(guest, story.other.gathering, now)),
        "invitation": link(invited.person, Purpose.INVITATION, "invitation", invited.pk),
        "mails": link(founder, Purpose.MAILS, "circle", story.circle.pk),
        "next date": link(founder, Purpose.NEXT_DATE, "circle", story.circle.pk),
        "mails of who left": link(story.former, Purpose.MAILS, "circle", story.circle.pk),
        "sign-in": link(founder, Purpose.SIGN_IN, "person", founder.pk),
        "join": join_token_of(story.link),
        "feed": feeds.token_of(operations.open_feed(person=founder, takes=Takes.ALL, now=now)),
        "forged": "A" * 32,
        "no token": "x",
    }


def _choice_of(story: Story) -> int:
    return own(story).circle.facilitator_choices.get().pk


def names() -> dict[str, tuple[str, ...]]:
    """Every name of the URLconf, with the parameters of its path."""
    return dict(_walk(get_resolver()))


def _walk(resolver: URLResolver) -> Iterator[tuple[str, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name, tuple(pattern.pattern.converters)


def path_of(name: str, kwargs: Kwargs) -> str:
    return reverse(name, kwargs=kwargs)
