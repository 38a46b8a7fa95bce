"""The circle of the lunches is asked which day suits for a long one: most have answered, one by telephone."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from entregent.cli.demonstration.days import LUNCH, THURSDAY, Days, moment
from entregent.cli.demonstration.lunches import Lunches
from entregent.cli.demonstration.telling import MAIL_TAKES, post
from entregent.gatherings.dates import Slot
from entregent.gatherings.enums import Via
from entregent.polls import operations as polls
from entregent.polls import queries
from entregent.polls.enums import Choice

DAY = timedelta(days=1)
ASKER, BY_TELEPHONE, NOTED_BY = "Odile de La Tour", "Gérard Bouvet", "Nadia Benali"
LONG, AHEAD, SLOTS = 240, 9, 4
SAID = {"y": Choice.YES, "m": Choice.MAYBE, "n": Choice.NO}
ANSWERS = {
    ASKER: "yymn", "Rosalie Kern": "nyym", "Łukasz Świątek": "myny", "Jeanne Colin": "yyny", "Nadia Benali": "nyyy",
    "Hugo Delmas": "ymnn", "Chloé Vasseur": "nynm", "Karim Haddouche": "yyyn", "Olivier Grandpré": "ynyn",
    "Claire Maurel": "nyym", "Malik Ouazzani": "yynn", "Inès Carvalho": "mmyn", "Mehdi Bensalem": "yyyy",
    "Aminata Touré-Lacaze": "nyny", "Maïwenn Carrel": "yymn", "Yann Stéphan": "nymm",
}  # fmt: skip


def tell(story: Lunches, days: Days) -> None:
    asked_at = days.ago(days.today - DAY, "18:20")
    poll = polls.ask(
        circle=story.circle,
        by=story.people[ASKER],
        slots=[Slot(day, LUNCH) for day in _days(days.today)],
        closes_at=moment(days.today + 3 * DAY, "20:00"),
        now=asked_at,
        title=_("A long lunch, for once: until four o’clock"),
        place=_("Odile’s garden, Versailles"),
        minutes=LONG,
    )
    post(asked_at + MAIL_TAKES)
    slots = [slot.pk for slot in queries.slots_of(poll)]
    for place, (name, said) in enumerate(ANSWERS.items(), 1):
        now = asked_at + (days.now - asked_at) * place / (len(ANSWERS) + 2)
        choices = {slot: SAID[one] for slot, one in zip(slots, said, strict=True)}
        via = Via.PAGE if name == ASKER else Via.MAIL
        polls.vote(poll=poll, person=story.people[name], choices=choices, via=via, now=now)
    last = days.now - (days.now - asked_at) / (len(ANSWERS) + 2)
    noted = dict(zip(slots, (SAID[one] for one in "nymy"), strict=True))
    polls.vote_by_name(poll=poll, name=BY_TELEPHONE, choices=noted, said_by=story.people[NOTED_BY], now=last)


def _days(today: date) -> list[date]:
    """Four working days a little ahead, none of them the day of the weekly lunch."""
    ahead = (today + number * DAY for number in range(AHEAD, AHEAD + 14))
    return [day for day in ahead if day.weekday() < 5 and day.weekday() != THURSDAY][:SLOTS]
