"""The mail about a card, as its holder reads it, and nobody else."""

from __future__ import annotations

import pytest

from entregent.circles.models import Circle
from entregent.missions import operations as missions
from entregent.notices.writing import Mail
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, a_date, all_mails_leave, somebody
from tests.missions.stage import a_deck, card
from tests.notices.post import deliver

pytestmark = pytest.mark.django_db

NARROW, SPACE = "\u202f", "\u00a0"


FRENCH = f"""\
{{your}} carte{SPACE}: Trouver le lieu
Déjeuners
{{have}} une carte{SPACE}: Trouver le lieu
Choisir où l’on se retrouve, et réserver s’il le faut.
C’est fait quand{SPACE}: le lieu est sur la page du rendez-vous.
La prochaine fois{SPACE}: lundi 30 novembre, 12{NARROW}h{NARROW}30.
C’est fait{SPACE}:
La passer{SPACE}:
Pas le bon moment{NARROW}? Un geste suffit pour la passer, sans raison à donner{SPACE}: quelqu’un d’autre la reprend. \
C’est le seul rappel, et {{are}} la seule personne à le recevoir."""
ENGLISH = """\
Your card: Find the place
Déjeuners
You hold a card: Find the place
Choose where to meet next, and book if it takes booking.
Done when: the place stands on the gathering’s page.
Next time: Monday 30 November, 12:30.
It is done:
Pass it on:
Not the right moment? Pass it on in one tap, without a reason: somebody else takes it up. \
This is the only reminder, and nobody but you gets it."""
READ = {
    ("fr", "vous"): FRENCH.format(your="Votre", have="Vous avez", are="vous êtes"),
    ("fr", "tu"): FRENCH.format(your="Ta", have="Tu as", are="tu es"),
    ("en", "vous"): ENGLISH,
}


def speaking(language: str, form: str) -> tuple[Circle, Person, Person]:
    long_ago = NOW - 12 * DAY
    nadia = somebody("Nadia", "nadia@example.org", language=language, now=long_ago)
    théo = somebody("Théo", "theo@example.org", language=language, now=long_ago)
    circle = a_circle(nadia, théo, name="Déjeuners", now=long_ago)
    Circle.objects.filter(pk=circle.pk).update(language=language, address_form=form)
    circle.refresh_from_db()
    return circle, nadia, théo


def said_by(mail: Mail) -> str:
    """Its subject and its text part, without addresses, blank lines and what stands at the foot of every mail."""
    lines = [line.split(" http")[0] for line in mail.text.partition("\n--\n")[0].splitlines()]
    return "\n".join([mail.subject, *filter(None, lines)])


@pytest.mark.parametrize(("language", "form"), READ)
def test_the_holder_reads_what_to_do_by_when_and_how_to_pass_it_on(language: str, form: str) -> None:
    circle, nadia, théo = speaking(language, form)
    deck = a_deck(circle, nadia)
    a_date(circle, nadia, days=6)
    missions.take(card=card(deck, 2), person=théo, now=NOW + HOUR)
    all_mails_leave(NOW + DAY)

    missions.sweep_cards(NOW + 5 * DAY)
    mails = deliver(NOW + 5 * DAY)

    assert list(mails) == ["theo@example.org"]
    assert said_by(mails["theo@example.org"]) == READ[language, form]
