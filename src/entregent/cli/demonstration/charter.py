"""The circle of the lunches writes a charter: proposed, asked about, consented to by some, and one objects.

The walkers have theirs: short, and it holds.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.cli.demonstration.days import Days
from entregent.cli.demonstration.lunches import Lunches
from entregent.cli.demonstration.people import KEEPER, NEWCOMER, REGULAR
from entregent.cli.demonstration.telling import MAIL_TAKES, post
from entregent.decisions import operations as decisions
from entregent.people.models import Person

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PROPOSER = "Claire Maurel"
CONSENT = 5


def tell(story: Lunches, days: Days) -> None:
    at = days.ago(days.today - 2 * DAY, "17:40")
    proposal = decisions.propose(
        circle=story.circle,
        kind="charter",
        by=story.people[PROPOSER],
        words=_("Half a page, so that whoever joins us knows what they come into. Change what you like."),
        payload={"sections": _sections(), "review": (days.today + 365 * DAY).isoformat()},
        now=at,
    )
    post(at + MAIL_TAKES)
    asks, objects, examines, *others = _others(story, [row.person for row in proposal.electors.order_by("pk")])
    asked = decisions.ask(proposal=proposal, by=asks, words=_("And if somebody sells all the same?"), now=at + HOUR)
    said = _("We tell them once, between the two of us, and that has always been enough.")
    decisions.answer(question=asked, by=proposal.by, words=said, now=at + 2 * HOUR)
    for number, person in enumerate(others[:CONSENT], 3):
        decisions.consent(proposal=proposal, person=person, now=at + number * HOUR)
    objection = decisions.object_to(
        proposal=proposal,
        person=objects,
        reason=_("“Bring whom you like” cost me twice last month: it should say who pays for a guest."),
        now=at + 9 * HOUR,
    )
    decisions.examine(objection=objection, by=examines, stands=True, now=at + 12 * HOUR)
    post(at + 13 * HOUR)


def _others(story: Lunches, electors: list[Person]) -> list[Person]:
    """Those who say something: neither who proposes, nor those whose eyes the demonstration lends."""
    apart = {PROPOSER, *(name for name, _address in (KEEPER, NEWCOMER, REGULAR))}
    return [person for person in electors if person.name not in apart]


def _sections() -> dict[str, str]:
    return {
        "purpose": _("We lunch on Thursdays because working alone does not mean eating alone."),
        "gives": _("An hour of attention, what we know, and now and then the name of somebody who can help."),
        "keeps": _("What is said at the table stays among us, unless whoever said it agrees."),
        "sells": _("We do not come to sell. Whoever has an interest in what they recommend says so first."),
        "guests": _("Bring whom you like, and tell the others."),
        "decides": _("What can be undone, anybody does. What cannot, we decide by consent."),
        "leaves": _("When one likes, without a reason."),
    }


def holds(circle: Circle, by: Person, at: datetime) -> None:
    """Proposed at that moment, consented to by those asked, and adopted when its time was up."""
    proposal = decisions.propose(
        circle=circle,
        kind="charter",
        by=by,
        words=_("Four sentences, so that whoever comes for the first time knows how we go about it."),
        payload={"sections": _of_walkers(), "review": (at + 300 * DAY).date().isoformat()},
        now=at,
    )
    for number, elector in enumerate(proposal.electors.select_related("person").order_by("pk"), 1):
        decisions.consent(proposal=proposal, person=elector.person, now=at + number * HOUR * 3 / 4)
    decisions.sweep_decisions(proposal.closes_at)


def _of_walkers() -> dict[str, str]:
    return {
        "purpose": _("Ten kilometres on Sundays, whatever the weather, at the pace of the slowest."),
        "keeps": _("What one tells while walking is not told again in town."),
        "guests": _("Come with whom you like, dogs on a lead. Whoever comes for the first time walks with one of us."),
        "decides": _("Whoever leads that day picks the path. For anything else we ask who objects."),
    }
