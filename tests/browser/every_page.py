"""Every page of the URLconf, as somebody of the cast reaches it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from entregent.circles import queries as circle_queries
from entregent.gatherings import operations as gatherings
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.queries import token_of
from tests.browser.post import empty_the_queue
from tests.cast import DAY, HOUR, Story, a_circle, seen, somebody


@dataclass(frozen=True)
class Reached:
    """A page: its address, who looks at it ("" for a visitor), the status it answers with."""

    path: str
    who: Person | None = None
    status: int = 200


Way = Callable[[Story], Reached]


def visited(name: str) -> Way:
    return lambda story: Reached(reverse(name))


def own(name: str) -> Way:
    return lambda story: Reached(reverse(name), story.founder)


def in_circle(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.circle.slug]), story.founder)


def of_gathering(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.gathering.key]), story.founder)


def of_the_past(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.past.key]), story.founder)


def from_the_mail(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[token_of(answer_link(story))]))


def answer_link(story: Story) -> Link:
    return gatherings.link_to(story.gathering, story.member, story.now)


def told_in(link: Link) -> Reached:
    return Reached(reverse("link", args=[token_of(link)]))


def a_link(story: Story, person: Person, purpose: Purpose, kind: str, number: int, lives: timedelta = DAY) -> Link:
    return people.ensure_link(
        person=person, purpose=purpose, kind=kind, object_id=number, now=story.now - HOUR, lives=lives
    )


def signing_in(story: Story) -> Reached:
    link = a_link(story, story.member, Purpose.SIGN_IN, "person", story.member.pk)
    return Reached(reverse("sign-in-link", args=[token_of(link)]))


def by_code(story: Story) -> Reached:
    return Reached(reverse("join", args=[circle_queries.token_of(story.link)]))


def poster(story: Story) -> Reached:
    return Reached(reverse("poster", args=[story.circle.slug, story.link.pk]), story.founder)


def in_words(story: Story) -> Reached:
    return Reached(reverse("invite-text", args=[story.circle.slug, story.invitation.pk]), story.founder)


def without_date(story: Story) -> Reached:
    circle = a_circle(story.founder, story.member, name="Sans date", now=story.now - DAY)
    return Reached(reverse("circle", args=[circle.slug]), story.founder)


def alone(story: Story) -> Reached:
    circle = a_circle(story.founder, name="Toute seule", now=story.now - DAY)
    return Reached(reverse("circle", args=[circle.slug]), story.founder)


def at_table(story: Story) -> Reached:
    gathering, _link = gatherings.open_at_table(
        name="À table", by=story.founder, now=story.now - HOUR, language="fr", zone="Europe/Paris"
    )
    return Reached(reverse("gathering-table", args=[gathering.key]), story.founder)


def cancelled(story: Story) -> Reached:
    gatherings.cancel(gathering=story.gathering, by=story.founder, seen=seen(story.circle), now=story.now)
    return of_gathering("gathering")(story)


def invited(story: Story) -> Reached:
    return told_in(
        a_link(story, story.invitation.person, Purpose.INVITATION, "invitation", story.invitation.pk, 60 * DAY)
    )


def expired(story: Story) -> Reached:
    link = a_link(story, story.member, Purpose.ANSWER, "gathering", story.past.pk, timedelta(minutes=1))
    return Reached(told_in(link).path, status=410)


def fewer_mails(story: Story) -> Reached:
    return told_in(a_link(story, story.member, Purpose.MAILS, "circle", story.circle.pk))


def nobody_yet(story: Story) -> Person:
    return somebody("Zoé Nouvelle", "zoe@plateau.example", now=story.now, language="fr")


def outbox_mail(story: Story) -> Reached:
    empty_the_queue()
    last = Notice.objects.filter(kept_in_outbox=True).latest("pk")
    return Reached(reverse("outbox-mail", args=[last.pk]), story.founder)


def outbox(story: Story) -> Reached:
    empty_the_queue()
    return Reached(reverse("outbox"), story.founder)


PAGES: dict[str, Way] = {
    "landing": visited("landing"),
    "table": visited("table"),
    "sign-in": visited("sign-in"),
    "sign-in-link": signing_in,
    "lost": visited("lost"),
    "join": by_code,
    "join-gone": lambda story: Reached("/j/nothing", status=404),
    "not-found": lambda story: Reached("/nowhere", status=404),
    "open-circle": own("open-circle"),
    "today": own("today"),
    "today-empty": lambda story: Reached(reverse("today"), nobody_yet(story)),
    "me": own("me"),
    "me-addresses": own("me-addresses"),
    "me-blocks": own("me-blocks"),
    "me-erase": own("me-erase"),
    "circles": own("circles"),
    "circles-empty": lambda story: Reached(reverse("circles"), nobody_yet(story)),
    "circle": in_circle("circle"),
    "circle-without-date": without_date,
    "circle-alone": alone,
    "circle-settings": in_circle("circle-settings"),
    "members": in_circle("members"),
    "journal": in_circle("journal"),
    "invite": in_circle("invite"),
    "invite-list": in_circle("invite-list"),
    "invite-text": in_words,
    "poster": poster,
    "fix-date": in_circle("fix-date"),
    "rhythm": in_circle("rhythm"),
    "past": in_circle("past"),
    "gathering": of_gathering("gathering"),
    "gathering-past": of_the_past("gathering"),
    "gathering-cancelled": cancelled,
    "gathering-move": of_gathering("gathering-move"),
    "gathering-there": of_the_past("gathering-there"),
    "gathering-table": at_table,
    "link": from_the_mail("link"),
    "link-expired": expired,
    "link-invitation": invited,
    "link-fewer-mails": fewer_mails,
    "link-not-me": from_the_mail("link-not-me"),
    "link-never": from_the_mail("link-never"),
    "outbox": outbox,
    "outbox-mail": outbox_mail,
}

# Not pages: files, signs of life, ways on to another page; and pages only a journey reaches.
OTHERS = {
    "robots",
    "healthz",
    "new-circle",
    "resume",
    "sign-in-code",
    "me-addresses-code",
    "me-erased",
    "gathering-calendar",
    "link-calendar",
    "link-mails",
    "outbox-body",
}


def names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def answers_a_get(name: str) -> bool:
    """What only takes a POST refuses before it asks who it is."""
    arguments = next(args for args in ([], ["1"], ["1", "1"]) if _fits(name, args))
    return Client().get(reverse(name, args=arguments)).status_code != 405


def _fits(name: str, arguments: list[str]) -> bool:
    try:
        reverse(name, args=arguments)
    except NoReverseMatch:
        return False
    return True
