"""The circle of the lunches these days: newcomers, the dates ahead and their answers, what people write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from entregent.circles import operations as circles
from entregent.circles.models import Circle, Membership
from entregent.cli.demonstration import keeping
from entregent.cli.demonstration.days import LUNCH, Aside, Days, moment
from entregent.cli.demonstration.lunches import WEEKS_HERE, Lunches
from entregent.cli.demonstration.people import KEEPER, NEWCOMER, REGULAR, address_of
from entregent.cli.demonstration.telling import MAIL_TAKES, answer, fix, fixed_at, post, write
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.people.models import Person
from entregent.people.operations import prove_address
from entregent.trust.enums import Naming

DAY = timedelta(days=1)
YES = (KEEPER[0], "Rosalie Kern", "Łukasz Świątek", "Jeanne Colin", "Nadia Benali")
MAYBE = ("Hugo Delmas", "Chloé Vasseur")
NO = ("Karim Haddouche", "Olivier Grandpré", "Claire Maurel")
YES_ASIDE = (
    "Odile de La Tour", "Malik Ouazzani", "Nadia Benali", "Inès Carvalho", "Chloé Vasseur", "Łukasz Świątek",
    "Mehdi Bensalem", "Aminata Touré-Lacaze", "Maïwenn Carrel",
)  # fmt: skip
SEATS_ASIDE = 6  # fewer than say yes: the others wait, in order
SEATS = 14
OUT_OF_TIME = timedelta(minutes=5)


def tell(keeper: Person, days: Days, language: str, dinners: Circle) -> Lunches:
    story = Lunches(keeper, days, language)
    story.come_here()
    keeping.places(story, days)
    lunches = []
    for weeks_back in reversed(range(WEEKS_HERE)):
        lunches.append(story.week(weeks_back))
        if weeks_back == 2:
            _maiwenn_joins(story, days)
        if weeks_back == 1:
            _theo_joins(story, days)
    _afterwards(story, lunches[-1])
    keeping.notes(story, days, lunches[-1], dinners)
    _at_the_table(story, days)
    for number, day in enumerate(days.lunches_ahead):
        now = days.now - timedelta(hours=15) if number else moment(days.last_lunch, "14:10")
        seats = SEATS if days.aside else SEATS_ASIDE
        ahead = fix(story.circle, story.people["Nadia Benali"], day, LUNCH, now, seats=seats)
        post(now + MAIL_TAKES)
        _answers(story, ahead, days, YES[number:], MAYBE, NO[number:])
        if number == 0:
            _words(story, ahead, days)
            keeping.book(story, ahead, days)
    if days.aside:
        _aside(story, days.aside, days)
    return story


def _invite(story: Lunches, by: str, invited_at: datetime, *names: str) -> None:
    host = story.people[by]
    prove_address(person=host, written=address_of(by), now=invited_at)
    circles.invite(
        circle=story.circle,
        by=host,
        addresses=[(name, address_of(name)) for name in names],
        word=_("Come and have lunch with us on Thursday: you will know nobody, and that is the point."),
        now=invited_at,
    )
    post(invited_at + MAIL_TAKES)


def _join(story: Lunches, name: str, now: datetime) -> Membership:
    invitation = story.circle.invitations.get(name=name)
    member = circles.accept(invitation=invitation, name=name, now=now)
    story.people[name] = member.person
    return member


def _maiwenn_joins(story: Lunches, days: Days) -> None:
    """Invited, come, and welcomed."""
    day, name = days.lunch(2) + DAY, "Maïwenn Carrel"
    _invite(story, "Nadia Benali", moment(day, "09:20"), name)
    member = _join(story, name, moment(day, "18:30"))
    nadia = story.people["Nadia Benali"]
    circles.mark_welcomed(membership_id=member.pk, by=nadia, now=moment(days.lunch(1), "12:25"))


def _theo_joins(story: Lunches, days: Days) -> None:
    """Invited by the keeper, who still has to welcome him."""
    _invite(story, KEEPER[0], moment(days.lunch(1) + DAY, "09:15"), NEWCOMER[0])
    _join(story, NEWCOMER[0], moment(days.lunch(1) + 2 * DAY, "20:10"))


def _at_the_table(story: Lunches, days: Days) -> None:
    """Before leaving the last lunch: two invite somebody; one of those comes in the next morning, two still think."""
    _invite(story, REGULAR[0], moment(days.last_lunch, "13:30"), "Ludivine Sabatier")
    _join(story, "Ludivine Sabatier", days.ago(days.last_lunch + DAY, "08:40"))
    _invite(story, KEEPER[0], moment(days.last_lunch, "13:55"), "Aurélie Montbazin", "Gabin Rochas")
    link = circles.make_link(circle=story.circle, by=story.people["Malik Ouazzani"], now=moment(days.lunch(2), "13:50"))
    circles.revoke_link(
        circle=story.circle, link_id=link.pk, by=story.people["Malik Ouazzani"], now=moment(days.lunch(1), "15:30")
    )


def _afterwards(story: Lunches, lunch: Gathering) -> None:
    now = story.days.ago(lunch.day, "16:20")
    write(lunch, story.people["Yann Stéphan"], _("Thank you Rosalie for the name of the insurer: it is settled."), now)


def _answers(
    story: Lunches, ahead: Gathering, days: Days, yes: Sequence[str], maybe: Sequence[str], no: Sequence[str]
) -> None:
    """One after the other since the date was fixed, until now or until answers closed."""
    given = [(name, Reply.YES) for name in yes] + [(name, Reply.MAYBE) for name in maybe]
    given += [(name, Reply.NO) for name in no]
    begun, last = fixed_at(ahead), min(days.now, ahead.answer_until - OUT_OF_TIME)
    for place, (name, reply) in enumerate(given, 1):
        now = begun + (last - begun) * place / (len(given) + 1)
        answer(ahead, story.people[name], reply, now, Via.MAIL if place > 1 else Via.PAGE)


def _words(story: Lunches, ahead: Gathering, days: Days) -> None:
    roomy = _("I have booked for fourteen; there is room for a colleague.")
    full = _("They could only give us the small table, for six: whoever waits is told when a place comes free.")
    said = (
        ("Jeanne Colin", _("I will be ten minutes late: keep me the seat by the window."), Naming.MAY),
        ("Karim Haddouche", _("Between us: my landlord is selling. If you hear of a studio to let…"), Naming.MAY_NOT),
        (KEEPER[0], roomy if ahead.seats == SEATS else full, Naming.MAY),
    )
    for place, (name, text, naming) in enumerate(said, 1):
        now = fixed_at(ahead) + (days.now - fixed_at(ahead)) * place / (len(said) + 1)
        write(ahead, story.people[name], text, now, naming)


def _aside(story: Lunches, aside: Aside, days: Days) -> None:
    words = {
        "coffee": (_("Coffee before work"), _("Café de l’Atelier, Chaville"), ""),
        "drinks": (_("Drinks in Odile’s workshop"), _("12 rue des Relieurs, Versailles"), _("something to nibble")),
        "walk": (_("A walk in the forest"), _("Car park of the pond, Meudon forest"), _("good shoes")),
    }
    title, place, bring = words[aside.kind]
    odile = story.people["Odile de La Tour"]
    now = days.ago(days.today - 2 * DAY, "18:05")
    gathering = fix(
        story.circle, odile, aside.day, aside.hour, now, place=place, title=title, bring=bring, seats=SEATS_ASIDE
    )
    post(now + MAIL_TAKES)
    _answers(story, gathering, days, YES_ASIDE, ("Hugo Delmas", "Jeanne Colin"), ("Yann Stéphan", "Karim Haddouche"))
