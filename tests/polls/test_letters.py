"""What the mails of a poll say, each to its reader, in the words of the moment it leaves."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.gatherings.dates import Slot as Offered
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.polls import operations as polls
from entregent.polls import queries
from entregent.polls.models import Poll
from tests.cast import DAY, HOUR, NOON, NOW, a_circle, a_poll, day_of, seen, somebody
from tests.notices.post import LEFT, deliver, why_dropped
from tests.polls.stage import votes

pytestmark = pytest.mark.django_db

NARROW, SPACE = "\u202f", "\u00a0"
HALF_PAST = f"12{NARROW}h{NARROW}30"


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org", language="fr", now=NOW - 12 * DAY)


@pytest.fixture
def theo() -> Person:
    return somebody("Théo", "theo@example.org", language="fr", now=NOW - 12 * DAY)


@pytest.fixture
def sam() -> Person:
    return somebody("Sam", "sam@example.org", language="en", now=NOW - 12 * DAY)


@pytest.fixture
def circle(nadia: Person, theo: Person, sam: Person) -> Circle:
    made = a_circle(nadia, theo, sam, name="Les déjeuners", now=NOW - 12 * DAY)
    Circle.objects.filter(pk=made.pk).update(language="fr")
    made.refresh_from_db()
    return made


@pytest.fixture
def poll(circle: Circle, nadia: Person) -> Poll:
    return a_poll(circle, nadia, days=(5, 6), now=NOW, place="Chez Youssef")


def test_the_question_names_who_asks_the_dates_and_until_when(poll: Poll, theo: Person) -> None:
    mail = deliver(NOW + LEFT)["theo@example.org"]
    assert mail.subject == f"Quand déjeune-t-on{NARROW}? Réponse d’ici vendredi 27 novembre"
    assert mail.sender == "Nadia, Les déjeuners"
    lines = [line for line in mail.text.splitlines() if line]
    assert lines[:7] == [
        "Les déjeuners",
        f"Quand déjeune-t-on{NARROW}?",
        "Chez Youssef",
        "Nadia demande quelles dates vous conviennent.",
        f"- Dimanche 29 novembre, {HALF_PAST}",
        f"- Lundi 30 novembre, {HALF_PAST}",
        lines[6],
    ]
    assert lines[6].startswith(f"Dire quelles dates me vont{SPACE}: http://testserver/l/")
    assert "sans compte à créer" in mail.text
    assert "Nadia vous a fait entrer dans ce cercle" in mail.text


def test_each_reads_their_own_language_and_their_clock_is_named(poll: Poll, sam: Person) -> None:
    people.rename(person=sam, name="Sam", zone="America/Montreal")
    mail = deliver(NOW + LEFT)["sam@example.org"]
    assert mail.subject == "When do we have lunch? Answer by Friday 27 November"
    assert "When do we have lunch? (Paris time)" in mail.text
    assert "Nadia asks which of these dates suit you." in mail.text


def test_one_s_own_question_says_so(poll: Poll) -> None:
    assert "Vous demandez au cercle quelles dates conviennent." in deliver(NOW + LEFT)["nadia@example.org"].text


def test_whoever_answered_left_or_wants_no_mail_gets_none(poll: Poll, nadia: Person, theo: Person, sam: Person) -> None:
    votes(poll, nadia, "yy")
    circles.leave(circle=poll.circle, person=theo, now=NOW)
    circles.set_mail(circle=poll.circle, person=sam, level=MailLevel.NONE)
    assert deliver(NOW + LEFT) == {}
    assert why_dropped("poll") == {
        "Nadia": "already answered",
        "Théo": "left the circle",
        "Sam": "wants no such mail from this circle",
    }


def test_a_change_says_what_still_stands(poll: Poll, nadia: Person, sam: Person) -> None:
    votes(poll, sam, "yn")
    slots = [Offered(day_of(NOW, day), NOON) for day in (5, 8)]
    polls.change(poll=poll, by=nadia, slots=slots, closes_at=poll.closes_at, seen=0, now=NOW + HOUR)
    mail = deliver(NOW + HOUR + LEFT)["sam@example.org"]
    assert mail.subject == "When do we have lunch? The dates have changed"
    assert "What you said of those that stay still stands." in mail.text
    assert "- Wednesday 2 December, 12:30" in mail.text


def test_everybody_has_answered_explains_the_best_and_leads_to_it(
    poll: Poll, nadia: Person, theo: Person, sam: Person
) -> None:
    deliver(NOW + LEFT)
    votes(poll, nadia, "ym")
    votes(poll, theo, "nm")
    votes(poll, sam, "yy", now=NOW + HOUR)
    mail = deliver(NOW + HOUR)["nadia@example.org"]
    assert mail.subject == f"Tout le monde a répondu{SPACE}: vous pouvez fixer la date"
    best = f"Lundi 30 novembre, {HALF_PAST}{SPACE}: un peut, deux si besoin{NARROW}; personne n’est laissé de côté."
    assert f"- {best}" in mail.text
    assert f"Fixer lundi 30 novembre, {HALF_PAST}{SPACE}: http://testserver/p/{poll.key}" in mail.text


def test_at_the_end_whoever_asked_reads_what_to_fix_unless_it_is_fixed(poll: Poll, nadia: Person, theo: Person) -> None:
    votes(poll, theo, "yn")
    deliver(NOW + LEFT)
    polls.sweep_polls(poll.closes_at)
    mail = deliver(poll.closes_at)["nadia@example.org"]
    assert mail.subject == f"Le sondage est fini{SPACE}: quelle date{NARROW}?"
    assert "Une personne a répondu." in mail.text
    assert f"- Dimanche 29 novembre, {HALF_PAST}{SPACE}: un peut{NARROW}; personne n’est laissé de côté." in mail.text


def test_nobody_is_asked_for_a_date_that_is_fixed(poll: Poll, theo: Person) -> None:
    deliver(NOW + LEFT)
    polls.sweep_polls(poll.closes_at)
    slot = queries.slots_of(poll)[0]
    polls.fix(poll=poll, slot=slot, by=theo, seen=seen(poll.circle), now=poll.closes_at)
    assert deliver(poll.closes_at) == {}
    assert why_dropped("poll-over") == {"Nadia": "the date is fixed"}


def test_the_date_says_what_was_said_of_it(poll: Poll, nadia: Person, theo: Person, sam: Person) -> None:
    deliver(NOW + LEFT)
    for person, said in ((nadia, "yn"), (theo, "mn"), (sam, "nn")):
        votes(poll, person, said)
    slot = queries.slots_of(poll)[0]
    polls.fix(poll=poll, slot=slot, by=nadia, seen=seen(poll.circle), now=NOW + HOUR)
    mails = deliver(NOW + HOUR + LEFT)
    assert mails["nadia@example.org"].subject.endswith("votre place est gardée")
    assert "cette date vous convient" in mails["nadia@example.org"].text
    assert "cela compte comme un peut-être" in mails["theo@example.org"].text
    assert "You said that this date does not suit you." in mails["sam@example.org"].text


def test_withdrawn_says_by_whom_and_that_nothing_is_asked(poll: Poll, nadia: Person) -> None:
    deliver(NOW + LEFT)
    polls.withdraw(poll=poll, by=nadia, now=NOW + HOUR)
    mail = deliver(NOW + HOUR + LEFT)["sam@example.org"]
    assert mail.subject == "Withdrawn: When do we have lunch?"
    assert "Nadia withdrew the poll today." in mail.text
    assert "Nothing is asked of you any more." in mail.text
