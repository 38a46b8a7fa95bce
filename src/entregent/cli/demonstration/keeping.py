"""What the lunches keep: places everybody knows, notes each with its label, a table somebody books."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from entregent.circles.models import Circle
from entregent.cli.demonstration.days import Days, moment
from entregent.cli.demonstration.lunches import Lunches
from entregent.cli.demonstration.people import KEEPER
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Noise, StepFree
from entregent.gatherings.models import Gathering
from entregent.trust.enums import Naming, Reach

MINUTE = timedelta(minutes=1)


def places(story: Lunches, days: Days) -> None:
    """Three places: one where the circle goes each week, one for the evenings, one that closed."""
    now = moment(days.opened, "09:40")
    market = gatherings.add_venue(
        circle=story.circle,
        by=story.keeper,
        now=now,
        name=_("Le Petit Marché"),
        address="Viroflay",
        way=_("Two minutes from the station, right bank side; bicycles in the yard. The long table is at the back."),
        price=_("Around €18, lunch menu"),
        step_free=StepFree.YES,
        noise=Noise.LIVELY,
    )
    for name, text in (
        ("Rosalie Kern", _("They keep us the back room if we call before Tuesday.")),
        ("Sami Ferhat", _("Good vegetable dish; loud after one o’clock.")),
    ):
        gatherings.say_of_venue(venue=market, person=story.people[name], text=text, now=now + 5 * MINUTE)
    workshop = gatherings.add_venue(
        circle=story.circle,
        by=story.people["Odile de La Tour"],
        now=moment(days.lunch(2), "15:00"),
        name=_("Odile’s workshop"),
        address=_("12 rue des Relieurs, Versailles"),
        way=_("Through the porch, second yard, the green door. No bell: knock."),
        price=_("everybody brings something"),
        step_free=StepFree.PARTLY,
        noise=Noise.QUIET,
    )
    said = _("One hears each other, and the stove is lit.")
    gatherings.say_of_venue(
        venue=workshop, person=story.people["Malik Ouazzani"], text=said, now=moment(days.lunch(1), "15:00")
    )
    closed = gatherings.add_venue(
        circle=story.circle, by=story.keeper, now=now, name=_("La Gare"), address="Chaville", noise=Noise.LOUD
    )
    gatherings.put_venue_away(venue=closed, by=story.keeper, now=moment(days.lunch(3), "15:00"))


def notes(story: Lunches, days: Days, lunch: Gathering, dinners: Circle) -> None:
    """One note of each reach, from the last lunch."""
    kept = (
        ("Rosalie Kern", Reach.CIRCLE, Naming.MAY, _(
            "**Insurers**: three of us compared. What matters is the excess, not the premium.\n\n"
            "- ask for the file before you sign\n- Malik has a template\n- next time: invoices that wait"
        )),
        ("Karim Haddouche", Reach.TABLE, Naming.MAY_NOT, _(
            "Somebody told us about the workshop that will be to let in spring. Not a word before it is public."
        )),
        (KEEPER[0], Reach.CIRCLES, Naming.MAY, _(
            "The town pays half of a first website for shops and craftsmen until the end of the year: ask at the "
            "economy desk, they answer."
        )),
        ("Yann Stéphan", Reach.ANYONE, Naming.MAY, _(
            "Reading list from the table: *The strength of weak ties*, Granovetter, 1973. "
            "Twenty pages, worth the lunch."
        )),
    )  # fmt: skip
    for place, (name, reach, naming, text) in enumerate(kept, 1):
        gatherings.write_note(
            gathering=lunch,
            author=story.people[name],
            text=text,
            reach=reach,
            naming=naming,
            now=days.ago(lunch.day, "17:50") - (len(kept) - place) * MINUTE,
            circles=[dinners],
        )


def book(story: Lunches, ahead: Gathering, days: Days) -> None:
    """The keeper books: what is not eaten, a word or two, somebody who cannot come after all."""
    begun = ahead.fixed_at or days.now
    first = begun + (days.now - begun) * 0.2
    for name, diet in (("Rosalie Kern", _("no nuts")), ("Malik Ouazzani", _("vegetarian"))):
        gatherings.say_diet(person=story.people[name], words=diet, now=first)
    gatherings.book(gathering=ahead, by=story.keeper, instead_of=None, now=first)
    word = _("Ten minutes late: start without me.")
    gatherings.say_more(gathering=ahead, person=story.people["Jeanne Colin"], word=word, now=days.now)
