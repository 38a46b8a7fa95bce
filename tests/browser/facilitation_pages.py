"""The pages about who facilitates, as somebody of the cast reaches them."""

from __future__ import annotations

from django.urls import reverse

from entregent.facilitation import operations as facilitation
from entregent.facilitation.enums import How
from entregent.facilitation.models import Choice
from entregent.facilitation.operations.electing import go_on
from tests.browser.reached import Reached, Way, told_in
from tests.cast import DAY, HOUR, Story


def a_choice(story: Story, how: How) -> Choice:
    return facilitation.begin(circle=story.circle, how=how, by=story.founder, secret=bytes(16), now=story.now - HOUR)


def in_the_hat(story: Story) -> Choice:
    choice = a_choice(story, How.DRAW)
    facilitation.put_in_hat(choice=choice, person=story.founder, now=story.now - HOUR)
    return choice


def fallen(story: Story) -> Choice:
    """The lot fell on the founder, who has things in hand."""
    choice = in_the_hat(story)
    facilitation.draw(choice=choice, by=None, said="pain perdu", now=story.now)
    facilitation.propose_subject(circle=story.circle, text="Fixer un prix", by=story.founder, now=story.now)
    facilitation.promise(circle=story.circle, text="Réserver la salle", by=story.founder, now=story.now)
    return choice


def in_hand(name: str, *more: str) -> Way:
    def reached(story: Story) -> Reached:
        fallen(story)
        return Reached(reverse(name, args=[story.circle.slug, *more]), story.founder)

    return reached


def hat(story: Story) -> Reached:
    in_the_hat(story)
    return Reached(reverse("facilitation", args=[story.circle.slug]), story.founder)


def proof(story: Story) -> Reached:
    return Reached(reverse("facilitation-proof", args=[story.circle.slug, fallen(story).key]), story.founder)


def would_you(story: Story) -> Reached:
    choice = a_choice(story, How.ASKED)
    facilitation.ask(choice=choice, person=story.member, by=story.founder, now=story.now - HOUR)
    return told_in(facilitation.link_to(choice, story.member, story.now))


def named(story: Story) -> Choice:
    choice = a_choice(story, How.ELECTION)
    for person, named, reason in (
        (story.founder, story.member, "Elle écoute, et sait conclure."),
        (story.member, story.founder, ""),
    ):
        facilitation.nominate(choice=choice, person=person, named=named, reason=reason, now=story.now - HOUR)
    return choice


def election(story: Story) -> Reached:
    named(story)
    return Reached(reverse("facilitation", args=[story.circle.slug]), story.founder)


def whom(story: Story) -> Reached:
    return told_in(facilitation.link_to(a_choice(story, How.ELECTION), story.member, story.now))


def names_shown(story: Story) -> Reached:
    choice = named(story)
    go_on(choice, story.now + 5 * DAY)
    Choice.objects.filter(pk=choice.pk).update(changes_until=story.now + 2 * DAY)
    return told_in(facilitation.link_to(choice, story.member, story.now))


FACILITATION_PAGES: dict[str, Way] = {
    "facilitation": in_hand("facilitation"),
    "facilitation-begin": in_hand("facilitation-begin"),
    "facilitation-write": in_hand("facilitation-write", "relaunch"),
    "facilitation-proof": proof,
    "facilitation-in-the-hat": hat,
    "link-would-you": would_you,
    "facilitation-election": election,
    "link-naming": whom,
    "link-names-shown": names_shown,
}
