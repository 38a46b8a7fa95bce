"""Every page of the URLconf, as somebody of the cast reaches it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse

from entregent.circles import operations as circles
from entregent.circles import queries as circle_queries
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Brings, Takes, Via
from entregent.gatherings.operations import bringing
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.enums import Purpose
from entregent.people.models import Link, Person
from entregent.people.queries import token_of
from entregent.polls import operations as polls
from entregent.polls.enums import Choice
from entregent.polls.models import Poll
from entregent.polls.queries import slots_of, waiting_poll
from tests.browser.card_pages import CARD_PAGES
from tests.browser.day_pages import DAY_ITSELF
from tests.browser.decision_pages import DECISION_PAGES
from tests.browser.facilitation_pages import FACILITATION_PAGES
from tests.browser.post import empty_the_queue
from tests.browser.reached import Reached, Way, told_in
from tests.cast import DAY, HOUR, Story, a_circle, a_poll, seen, somebody
from tests.gatherings.files import FRENCH_EXCEL


def visited(name: str) -> Way:
    return lambda story: Reached(reverse(name))


def own(name: str) -> Way:
    return lambda story: Reached(reverse(name), story.founder)


def in_circle(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.circle.slug]), story.founder)


def of_gathering(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.gathering.key]), story.founder)


def of_the_venue(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.venue.key]), story.founder)


def of_the_past(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[story.past.key]), story.founder)


def from_the_mail(name: str) -> Way:
    return lambda story: Reached(reverse(name, args=[token_of(answer_link(story))]))


def answer_link(story: Story) -> Link:
    return gatherings.link_to(story.gathering, story.member, story.now)


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


def to_fix(story: Story) -> Reached:
    circle = a_circle(story.founder, story.member, name="Sans date", now=story.now - DAY)
    return told_in(a_link(story, story.member, Purpose.NEXT_DATE, "circle", circle.pk))


def to_rest(story: Story) -> Reached:
    circle = a_circle(story.founder, story.member, name="Sans date", now=story.now - DAY)
    link = a_link(story, story.member, Purpose.NEXT_DATE, "circle", circle.pk)
    return Reached(reverse("link-break", args=[token_of(link)]))


def resting(story: Story) -> Reached:
    circle = a_circle(story.founder, story.member, name="En pause", now=story.now - DAY)
    gatherings.declare_pause(
        circle=circle, by=story.founder, back_on=(story.now + 40 * DAY).date(), why="", now=story.now
    )
    return Reached(reverse("circle", args=[circle.slug]), story.founder)


def nobody_yet(story: Story) -> Person:
    return somebody("Zoé Nouvelle", "zoe@plateau.example", now=story.now, language="fr")


def brought(story: Story) -> Reached:
    upload = bringing.keep(
        circle=story.circle, by=story.founder, what=Brings.MEMBERS, file_name="amis.csv", content=FRENCH_EXCEL,
        now=story.now,
    )  # fmt: skip
    return Reached(reverse("bring-file", args=[story.circle.slug, upload.key]), story.founder)


def with_feed(story: Story) -> Reached:
    gatherings.open_feed(person=story.founder, takes=Takes.ALL, now=story.now)
    return Reached(reverse("me-calendar"), story.founder)


def outbox_mail(story: Story) -> Reached:
    empty_the_queue()
    last = Notice.objects.filter(kept_in_outbox=True).latest("pk")
    return Reached(reverse("outbox-mail", args=[last.pk]), story.founder)


def outbox(story: Story) -> Reached:
    empty_the_queue()
    return Reached(reverse("outbox"), story.founder)


def seen_from_outside(story: Story) -> Reached:
    circles.change_circle(circle=story.circle, by=story.founder, now=story.now, way_in="request")
    return Reached(reverse("public-circle", args=[story.circle.slug]))


def known_by_name(story: Story) -> Reached:
    content = "Nom;Métier\nRose Abadie;relieuse\nPaul Œuf;\n".encode()
    circles.import_members(circle=story.circle, content=content, file_name="noms.csv", now=story.now)
    return Reached(reverse("invite-by-name", args=[story.circle.slug]), story.founder)


def suspension(story: Story) -> Reached:
    suspended(story)
    held = story.circle.suspensions.get(ended_at=None)
    return Reached(reverse("suspension", args=[story.circle.slug, held.pk]), story.founder)


def suspended(story: Story) -> Reached:
    by, reason = (story.founder, story.newcomer, story.member), "Il vend à table."
    circles.suspend(circle=story.circle, person=story.blocked, by=by, reason=reason, now=story.now)
    return Reached(reverse("suspended", args=[story.circle.slug]), story.blocked)


def kept_out(story: Story) -> Reached:
    return Reached(reverse("today"), suspended(story).who)


def refused_for_now(story: Story) -> Reached:
    """A newcomer of a large open circle opens its settings."""
    people_here = [somebody(f"Membre {number}", now=story.now) for number in range(11)]
    circle = a_circle(story.founder, *people_here, name="Porte ouverte", now=story.now - DAY)
    circles.set_way_in(circle=circle, way_in="open", now=story.now)
    circles.walk_in(circle=circle, person=story.newcomer, now=story.now)
    return Reached(reverse("circle-settings", args=[circle.slug]), story.newcomer, 403)


def asked(story: Story) -> Poll:
    """A poll with answers, one of them noted for somebody who telephoned."""
    poll = waiting_poll(story.circle) or a_poll(story.circle, story.member, now=story.now - HOUR)
    first, second, third = slots_of(poll)
    for person, choices in ((story.member, ("yes", "maybe", "no")), (story.newcomer, ("yes", "no", "maybe"))):
        said = dict(zip((first.pk, second.pk, third.pk), map(Choice, choices), strict=True))
        polls.vote(poll=poll, person=person, choices=said, via=Via.PAGE, now=story.now - HOUR)
    polls.vote_by_name(
        poll=poll, name="Yvonne", choices={first.pk: Choice.NO}, said_by=story.founder, now=story.now - HOUR
    )
    return poll


def of_poll(name: str, more: str = "") -> Way:
    return lambda story: Reached(reverse(name, args=[asked(story).key]) + more, story.founder)


def poll_over(story: Story) -> Reached:
    poll = asked(story)
    polls.close(poll=poll, by=story.founder, now=story.now - HOUR)
    return Reached(reverse("poll", args=[poll.key]), story.founder)


def poll_from_the_mail(story: Story) -> Reached:
    return told_in(polls.link_to(asked(story), story.founder, story.now))


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
    "me-hours": own("me-hours"),
    "me-calendar": with_feed,
    "me-calendar-none": own("me-calendar"),
    "me-profile": lambda story: Reached(reverse("me-profile"), story.newcomer),
    "me-profile-field": lambda story: Reached(reverse("me-profile-field", args=["offers"]), story.founder),
    "me-profile-photo": lambda story: Reached(reverse("me-profile-field", args=["photo"]), story.newcomer),
    "member": lambda story: Reached(reverse("member", args=[story.circle.slug, story.newcomer.key]), story.founder),
    "member-report": lambda story: Reached(
        reverse("member-report", args=[story.circle.slug, story.newcomer.key]), story.founder
    ),
    "gathering-report": of_gathering("gathering-report"),
    "gathering-reply-report": lambda story: Reached(
        reverse("gathering-reply-report", args=[story.gathering.key, story.reply.key]), story.newcomer
    ),
    "me-reports": lambda story: Reached(reverse("me-reports"), story.newcomer),
    "reports": lambda story: Reached(reverse("reports"), story.operator),
    "member-same": lambda story: Reached(
        reverse("member-same", args=[story.circle.slug, story.newcomer.key]), story.founder
    ),
    "me-passkeys": own("me-passkeys"),
    "me-sessions": own("me-sessions"),
    "me-erase": own("me-erase"),
    "circles": own("circles"),
    "circles-empty": lambda story: Reached(reverse("circles"), nobody_yet(story)),
    "circle": in_circle("circle"),
    "circle-without-date": without_date,
    "circle-resting": resting,
    "circle-alone": alone,
    "circle-settings": in_circle("circle-settings"),
    "bring": in_circle("bring"),
    "bring-file": brought,
    "members": in_circle("members"),
    "journal": in_circle("journal"),
    "bring-in": own("bring-in"),
    "take-away": in_circle("take-away"),
    "invite-by-name": known_by_name,
    "door": in_circle("door"),
    "elsewhere": in_circle("elsewhere"),
    "suspension": suspension,
    "suspended": suspended,
    "today-kept-out": kept_out,
    "public-circle": seen_from_outside,
    "newcomer-refused": refused_for_now,
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
    "venues": in_circle("venues"),
    "venue-add": in_circle("venue-add"),
    "venue": of_the_venue("venue"),
    "venue-edit": of_the_venue("venue-edit"),
    "notes": in_circle("notes"),
    "note-write": of_the_past("note-write"),
    "note": lambda story: Reached(reverse("note", args=[story.note.key]), story.newcomer),
    "note-edit": lambda story: Reached(reverse("note-edit", args=[story.note.key]), story.newcomer),
    "gathering-move": of_gathering("gathering-move"),
    **DAY_ITSELF,
    "gathering-there": of_the_past("gathering-there"),
    "gathering-table": at_table,
    "ask-poll": in_circle("ask-poll"),
    "poll": of_poll("poll"),
    "poll-over": poll_over,
    "poll-change": of_poll("poll-change"),
    "poll-for": of_poll("poll-for"),
    "poll-for-somebody": of_poll("poll-for", "?name=Yvonne"),
    "link-poll": poll_from_the_mail,
    **CARD_PAGES,
    **FACILITATION_PAGES,
    **DECISION_PAGES,
    "link": from_the_mail("link"),
    "link-expired": expired,
    "link-invitation": invited,
    "link-to-fix": to_fix,
    "link-fewer-mails": fewer_mails,
    "link-not-me": from_the_mail("link-not-me"),
    "link-never": from_the_mail("link-never"),
    "link-break": to_rest,
    "outbox": outbox,
    "outbox-mail": outbox_mail,
}

# Not pages: files, signs of life, ways on to another page; and pages only a journey reaches.
OTHERS = {
    "me-same",
    "sign-in-who",
    "me-photo",
    "member-photo",
    "robots",
    "healthz",
    "new-circle",
    "resume",
    "sign-in-code",
    "me-addresses-code",
    "me-erased",
    "feed",
    "public-circle-feed",
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
    arguments = next(args for args in ([], ["1"], ["1", "1"], ["1", "1", "1"]) if _fits(name, args))
    return Client().get(reverse(name, args=arguments)).status_code != 405


def _fits(name: str, arguments: list[str]) -> bool:
    try:
        reverse(name, args=arguments)
    except NoReverseMatch:
        return False
    return True
