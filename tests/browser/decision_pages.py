"""The pages about what a circle decides, as somebody of the cast reaches them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.decisions import operations as decisions
from entregent.decisions.models import Proposal
from entregent.people.models import Person
from tests.browser.reached import Reached, Way, told_in
from tests.cast import DAY, HOUR, Story, a_circle, somebody


def proposed(story: Story, kind: str = "agreement", **more: Any) -> Proposal:
    """Something to decide, with a question, an objection to examine, and one who consents."""
    payload = {"title": "Un tour des prénoms à chaque table"} if kind == "agreement" else {}
    proposal = decisions.propose(
        circle=story.circle,
        kind=kind,
        by=story.newcomer,
        words="En une phrase chacun, avant les entrées.",
        payload=payload,
        now=story.now - DAY,
        **more,
    )
    asked = decisions.ask(proposal=proposal, by=story.founder, words="À chaque fois\u202f?", now=story.now - DAY)
    decisions.answer(question=asked, by=story.newcomer, words="Quand quelqu’un est nouveau.", now=story.now - DAY)
    decisions.ask(proposal=proposal, by=story.member, words="Et qui arrive en retard\u202f?", now=story.now - DAY)
    decisions.object_to(proposal=proposal, person=story.member, reason="Cela prend trop de temps.", now=story.now - DAY)
    return proposal


def decided(story: Story) -> Proposal:
    proposal = proposed(story)
    decisions.consent(proposal=proposal, person=story.founder, now=story.now - HOUR)
    decisions.settle(proposal=proposal, now=story.now + 9 * DAY)
    return proposal


def concerned(story: Story) -> Proposal:
    proposal = proposed(story, "remove", about=story.blocked)
    decisions.say_ones_side(proposal=proposal, person=story.blocked, side="Je n’ai rien vendu.", now=story.now - HOUR)
    return proposal


def with_a_charter(story: Story) -> Circle:
    """Adopted a while ago, an objection having fallen, and to be looked at again by now."""
    said = {
        "purpose": "Nous déjeunons le jeudi, pour le plaisir.",
        "keeps": "Ce qui se dit à table y reste.",
        "decides": "L’un propose, les autres consentent ou disent quel tort ils y voient.",
    }
    proposal = decisions.propose(
        circle=story.circle,
        kind="charter",
        by=story.newcomer,
        payload={"sections": said, "review": story.now.date().isoformat()},
        now=story.now - DAY,
    )
    for person in (story.founder, story.member):
        decisions.consent(proposal=proposal, person=person, now=story.now - HOUR)
    held = story.circle.charters.get()
    held.review_on = story.now.date()
    held.save()
    return story.circle


def of_decision(name: str, told: Callable[[Story], Proposal], who: Callable[[Story], Person]) -> Way:
    return lambda story: Reached(reverse(name, args=[told(story).key]), who(story))


def to_propose(kind: str) -> Way:
    return lambda story: Reached(reverse("propose", args=[story.circle.slug, kind]), story.founder)


def all_of_them(story: Story) -> Reached:
    return Reached(reverse("decisions", args=[proposed(story).circle.slug]), story.founder)


def part_with(story: Story) -> Reached:
    return Reached(reverse("propose-about", args=[story.circle.slug, "remove", story.member.key]), story.founder)


def to_suspend(story: Story) -> Reached:
    return Reached(reverse("propose-about", args=[story.circle.slug, "suspend", story.newcomer.key]), story.founder)


def one_of_three(story: Story) -> Proposal:
    rose = somebody("Rose Abadie", now=story.now - 30 * DAY)
    circles.add_member(circle=story.circle, person=rose, now=story.now - 30 * DAY)
    words, at = "Il vend à table.", story.now - DAY
    return decisions.propose(
        circle=story.circle, kind="suspend", by=story.member, about=story.blocked, words=words, now=at
    )


def another_circle(story: Story) -> Circle:
    return a_circle(story.founder, story.member, name="Les soirées du plateau", now=story.now - 40 * DAY)


def to_merge(story: Story) -> Reached:
    another_circle(story)
    return Reached(reverse("propose", args=[story.circle.slug, "merge"]), story.founder)


def becomes_one(story: Story) -> Proposal:
    """What the other circle has agreed on is put to this one."""
    coming, words = (
        another_circle(story),
        "Nous sommes presque les mêmes, et deux dates par semaine, c’est une de trop.",
    )
    payload = {"circle": story.circle.pk, "name": story.circle.name}
    opened = story.now - 8 * DAY
    asked = decisions.propose(circle=coming, kind="merge", by=story.founder, words=words, payload=payload, now=opened)
    decisions.consent(proposal=asked, person=story.member, now=opened)
    decisions.settle(asked, story.now)
    return story.circle.proposals.get(kind="receive")


DECISION_PAGES: dict[str, Way] = {
    "decisions": all_of_them,
    "decision": of_decision("decision", proposed, lambda story: story.founder),
    "decision-settled": of_decision("decision", decided, lambda story: story.founder),
    "decision-about-me": of_decision("decision", concerned, lambda story: story.blocked),
    "decision-amend": of_decision("decision-amend", proposed, lambda story: story.newcomer),
    "charter": lambda story: Reached(reverse("charter", args=[with_a_charter(story).slug]), story.founder),
    "charter-none": lambda story: Reached(reverse("charter", args=[story.circle.slug]), story.founder),
    "propose": to_propose("agreement"),
    "propose-charter": to_propose("charter"),
    "propose-about": part_with,
    "propose-merge": to_merge,
    "decision-receive": of_decision("decision", becomes_one, lambda story: story.founder),
    "suspend": to_suspend,
    "suspend-agree": of_decision("decision", one_of_three, lambda story: story.founder),
    "suspend-mine": of_decision("decision", one_of_three, lambda story: story.member),
    "link-proposal": lambda story: told_in(decisions.link_to(proposed(story), story.founder, story.now)),
}
