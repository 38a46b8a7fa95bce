"""Every address of the instance, as the story fills it in.

`own` is the story's own circle, `other` the one its people may never read, `ABSENT` what nobody ever made.
A name of the URLconf whose parameters are not here fails the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from entregent.activity.models import Event
from entregent.circles.models import Circle, Invitation, InviteLink
from entregent.circles.queries import token_of as join_token_of
from entregent.gatherings.models import Gathering
from entregent.people.enums import Purpose
from entregent.people.models import Person
from entregent.people.operations import ensure_link
from entregent.people.queries import token_of
from entregent.threads.models import Reply
from tests.cast import DAY, Story, answer_link

Kwargs = dict[str, Any]

# What an address names, by the parameters of its path.
NAMED: dict[tuple[str, ...], str] = {
    ("slug",): "circle",
    ("slug", "event_id"): "event",
    ("slug", "invitation_id"): "invitation",
    ("slug", "batch_key"): "batch",
    ("slug", "link_id"): "invite link",
    ("key",): "gathering",
    ("key", "reply"): "reply",
    ("token",): "token",
    ("address_id",): "address",
    ("membership_id",): "membership",
    ("number",): "mail",
    (): "",
}


@dataclass(frozen=True)
class Things:
    """What an address may name, of one circle."""

    circle: Circle
    gathering: Gathering
    reply: Reply
    invitation: Invitation
    link: InviteLink
    event: Event
    member: Person

    def named(self, what: str) -> Kwargs:
        slug, key = self.circle.slug, self.gathering.key
        things: dict[str, Kwargs] = {
            "": {},
            "circle": {"slug": slug},
            "event": {"slug": slug, "event_id": self.event.pk},
            "invitation": {"slug": slug, "invitation_id": self.invitation.pk},
            "batch": {"slug": slug, "batch_key": self.invitation.batch.key},
            "invite link": {"slug": slug, "link_id": self.link.pk},
            "gathering": {"key": key},
            "reply": {"key": key, "reply": self.reply.key},
            "address": {"address_id": self.member.addresses.get().pk},
            "membership": {"membership_id": self.circle.memberships.get(person=self.member).pk},
            "mail": {"number": 1},
        }
        return things[what]


def own(story: Story) -> Things:
    return Things(
        story.circle, story.gathering, story.reply, story.invitation, story.link, _event(story.circle), story.newcomer
    )


def other(story: Story) -> Things:
    there = story.other
    return Things(
        there.circle, there.gathering, there.reply, there.invitation, there.link, _event(there.circle), there.member
    )


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
    "gathering": {"key": "absent234567"},
    "reply": {"key": "absent234567", "reply": "absent765432"},
    "address": {"address_id": 999_999},
    "membership": {"membership_id": 999_999},
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
        "answer of who left": token_of(answer_link(story.former, story.gathering, now)),
        "answer past its time": link(founder, Purpose.ANSWER, "gathering", story.past.pk, -DAY),
        "answer of a stranger": token_of(answer_link(guest, story.other.gathering, now)),
        "invitation": link(invited.person, Purpose.INVITATION, "invitation", invited.pk),
        "mails": link(founder, Purpose.MAILS, "circle", story.circle.pk),
        "mails of who left": link(story.former, Purpose.MAILS, "circle", story.circle.pk),
        "sign-in": link(founder, Purpose.SIGN_IN, "person", founder.pk),
        "join": join_token_of(story.link),
        "forged": "A" * 32,
        "no token": "x",
    }


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
