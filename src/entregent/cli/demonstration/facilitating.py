"""Who facilitates the lunches: Nadia's turn has just ended, Odile asks the keeper, subjects and things in hand wait."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from entregent.cli.demonstration.days import Days, moment
from entregent.cli.demonstration.lunches import Lunches
from entregent.cli.demonstration.people import KEEPER
from entregent.cli.demonstration.telling import MAIL_TAKES, post
from entregent.facilitation import operations as facilitation
from entregent.facilitation import queries
from entregent.facilitation.enums import How

HAD_IT, ASKS, PROPOSE = "Nadia Benali", "Odile de La Tour", ("Malik Ouazzani", "Jeanne Colin")
LUNCHES = 5  # held here since the circle opened
SECRET = bytes(range(16))  # the same each time the story is told


def tell(story: Lunches, days: Days) -> None:
    nadia, odile = story.people[HAD_IT], story.people[ASKS]
    began = moment(days.lunch(LUNCHES) + timedelta(days=2), "10:00")
    choice = facilitation.begin(
        circle=story.circle, how=How.ASKED, by=odile, secret=SECRET, now=began, gatherings=LUNCHES
    )
    facilitation.ask(choice=choice, person=nadia, by=odile, now=began)
    facilitation.accept(choice=choice, person=nadia, now=began + timedelta(hours=1))
    post(began + timedelta(hours=1) + MAIL_TAKES)
    _in_hand(story, days)
    facilitation.sweep_terms(days.now - timedelta(hours=2), lambda: SECRET)
    following = queries.choice_of(story.circle)
    if following is not None:
        facilitation.ask(
            choice=following, person=story.people[KEEPER[0]], by=odile, now=days.now - timedelta(minutes=40)
        )


def _in_hand(story: Lunches, days: Days) -> None:
    """What members proposed to talk about, and what Nadia hands over."""
    proposed = (_("How do you say no to a client?"), _("Premises to share, near the station"))
    for hours, (name, text) in enumerate(zip(PROPOSE, proposed, strict=True)):
        now = days.now - timedelta(hours=30 + hours)
        facilitation.propose_subject(circle=story.circle, text=text, by=story.people[name], now=now)
    facilitation.promise(
        circle=story.circle,
        text=_("Ask the library for its room, for January"),
        by=story.people[HAD_IT],
        now=days.now - timedelta(hours=28),
    )
