"""The deck a circle starts from: what keeps it going, and a few cards for the pleasure of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entregent.missions.enums import Sign, Weight


@dataclass(frozen=True)
class Seed:
    sign: Sign
    verb: str | Promise
    line: str | Promise
    done: str | Promise
    weight: Weight = Weight.WORK


SEEDS = (
    Seed(
        Sign.DATE,
        _("Fix the date"),
        _("Find the day of the next gathering, before everybody has gone home."),
        _("a date is fixed, or the circle is asked which one suits."),
    ),
    Seed(
        Sign.PLACE,
        _("Find the place"),
        _("Choose where to meet next, and book if it takes booking."),
        _("the place stands on the gathering’s page."),
    ),
    Seed(
        Sign.WELCOME,
        _("Welcome"),
        _("Look after whoever comes for the first time."),
        _("they have talked with three people and know when the next one is."),
    ),
    Seed(
        Sign.TIME,
        _("Keep the time"),
        _("See that everybody has spoken, and that we end when we said."),
        _("we got up on time, and nobody was left out."),
    ),
    Seed(
        Sign.NOTES,
        _("Take notes"),
        _("Keep in five lines what was said and what was decided."),
        _("the notes are on the gathering’s page."),
    ),
    Seed(
        Sign.TRADE,
        _("Open the door"),
        _("Bring somebody whose trade is missing around the table."),
        _("one person has been invited."),
    ),
    Seed(
        Sign.NEWS,
        _("Send news"),
        _("Write to those who could not come, and say what they missed."),
        _("the word has left."),
    ),
    Seed(
        Sign.QUESTION,
        _("Ask the question"),
        _("Bring one question worth going round the whole table."),
        _("everybody has answered it."),
    ),
    Seed(
        Sign.TIP,
        _("Tell a tip"),
        _("Bring next time a trick of your trade that serves the others."),
        _("somebody wrote it down."),
        Weight.LIGHT,
    ),
    Seed(
        Sign.BESIDE,
        _("Change seats"),
        _("Sit next time beside the person you know least."),
        _("you know what they are working on."),
        Weight.LIGHT,
    ),
    Seed(
        Sign.STORY,
        _("Tell the story"),
        _("Tell how you found your very first client."),
        _("somebody laughed."),
        Weight.LIGHT,
    ),
    Seed(
        Sign.SUN,
        _("Bring good news"),
        _("Open the next gathering with something that went well."),
        _("the table smiled."),
        Weight.LIGHT,
    ),
)
