"""What the mails of a gathering say, each to its reader, in the words of the moment it leaves."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

import pytest

from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.people import operations as people
from entregent.people import privacy
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, a_past_date, say, seen, somebody
from tests.notices.post import LEFT, deliver

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 12, 3)
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
    made = a_circle(nadia, theo, sam, name="Les déjeuners du plateau", now=NOW - 12 * DAY)
    Circle.objects.filter(pk=made.pk).update(language="fr")
    made.refresh_from_db()
    return made


def fix(circle: Circle, by: Person, day: date = THURSDAY, hour: time = time(12, 30), **words: Any) -> Gathering:
    when = gatherings.When(day, hour, **{"place": "Le Petit Marché", **words})
    return gatherings.fix_date(circle=circle, by=by, when=when, seen=seen(circle), now=NOW)


def move(gathering: Gathering, by: Person, now: datetime, **changes: Any) -> None:
    was = {"day": gathering.day, "hour": gathering.hour, "place": gathering.place}
    when = gatherings.When(**{**was, **changes})
    gatherings.move(gathering=gathering, by=by, when=when, seen=seen(gathering.circle), now=now)
    gathering.refresh_from_db()


def test_a_date_in_french(circle: Circle, nadia: Person) -> None:
    fix(circle, nadia, bring="une idée")
    mail = deliver(NOW + DAY)["theo@example.org"]
    assert mail.subject == f"Jeudi 3 décembre, {HALF_PAST}{SPACE}: vous venez{NARROW}?"
    assert mail.sender == "Nadia, Les déjeuners du plateau"
    lines = [line for line in mail.text.splitlines() if line]
    assert lines[:5] == [
        "Les déjeuners du plateau",
        f"Jeudi 3 décembre, {HALF_PAST}",
        "Le Petit Marché",
        f"À apporter{SPACE}: une idée",
        "Nadia a fixé la date hier.",
    ]
    assert [line.split(SPACE)[0] for line in lines[5:8]] == ["Je viens", "Peut-être", "Non"]
    assert f"jusqu’à 10{NARROW}h le jour même. Les membres du cercle voient votre réponse." in mail.text
    assert "car Nadia vous a fait entrer dans ce cercle le 12 novembre." in mail.text


def test_the_same_date_in_english(circle: Circle, nadia: Person) -> None:
    fix(circle, nadia)
    mail = deliver(NOW + DAY)["sam@example.org"]
    assert mail.subject == "Thursday 3 December, 12:30: are you coming?"
    assert "Nadia fixed the date yesterday." in mail.text
    assert "You get this mail because Nadia brought you into this circle on 12 November." in mail.text


def test_a_circle_that_says_tu_says_it_in_its_mails(circle: Circle, nadia: Person) -> None:
    Circle.objects.filter(pk=circle.pk).update(address_form="tu")
    fix(circle, nadia)
    mail = deliver(NOW + LEFT)["theo@example.org"]
    assert mail.subject.endswith(f"tu viens{NARROW}?")
    assert "Tu pourras changer d’avis" in mail.text
    assert not any(word in mail.text for word in ("vous", "Vous", "votre"))


def test_each_answer_is_one_tap_away_in_both_parts(circle: Circle, nadia: Person) -> None:
    fix(circle, nadia)
    mail = deliver(NOW + LEFT)["theo@example.org"]
    for answer in ("yes", "maybe", "no"):
        assert mail.text.count(f"?answer={answer}") == 1
        assert mail.html.count(f"?answer={answer}") == 1


def test_whoever_fixed_it_reads_you(circle: Circle, nadia: Person) -> None:
    fix(circle, nadia)
    mail = deliver(NOW + LEFT)["nadia@example.org"]
    assert "Vous avez fixé la date aujourd’hui." in mail.text
    assert "parce que vous avez rejoint ce cercle le 12 novembre." in mail.text


def test_a_block_keeps_the_name_out(circle: Circle, nadia: Person, theo: Person) -> None:
    people.block(by=theo, person=nadia, now=NOW)
    fix(circle, nadia)
    mail = deliver(NOW + LEFT)["theo@example.org"]
    assert "La date a été fixée aujourd’hui." in mail.text
    assert "Nadia" not in mail.message.as_string()


def test_whoever_was_erased_since_is_not_named(circle: Circle, nadia: Person) -> None:
    fix(circle, nadia)
    privacy.erase_all(nadia, NOW)
    mail = deliver(NOW + LEFT)["theo@example.org"]
    assert "La date a été fixée aujourd’hui." in mail.text
    assert "Nadia" not in mail.message.as_string()


def test_a_yes_given_in_advance_only_asks_who_cannot(circle: Circle, nadia: Person, theo: Person) -> None:
    gatherings.stand(circle=circle, person=theo, weekday=None, now=NOW)
    fix(circle, nadia)
    mail = deliver(NOW + LEFT)["theo@example.org"]
    assert mail.subject.endswith("votre place est gardée")
    assert "Vous avez répondu oui d’avance" in mail.text
    assert "answer=yes" not in mail.text
    assert f"Pas cette fois{SPACE}: http" in mail.text


def test_the_clock_is_named_to_who_lives_by_another(circle: Circle, nadia: Person, sam: Person) -> None:
    people.rename(person=sam, name="Sam", zone="America/New_York")
    fix(circle, nadia)
    mails = deliver(NOW + LEFT)
    assert "Thursday 3 December, 12:30 (Paris time)" in mails["sam@example.org"].text
    assert "heure de Paris" not in mails["theo@example.org"].text


def test_a_cut_off_on_another_day_is_named(circle: Circle, nadia: Person) -> None:
    fix(circle, nadia, hour=time(1, 0))
    assert f"jusqu’au mercredi 2 décembre, 22{NARROW}h{NARROW}30." in deliver(NOW + LEFT)["theo@example.org"].text


def test_late_it_asks_nothing_any_more(circle: Circle, nadia: Person) -> None:
    """Retried until answers were closed: no button that would refuse."""
    gathering = fix(circle, nadia)
    mail = deliver(gathering.answer_until + HOUR)["theo@example.org"]
    assert "answer=" not in mail.text
    assert "Les réponses sont closes à présent." in mail.text


def test_a_new_day_is_asked_anew(circle: Circle, nadia: Person, theo: Person) -> None:
    gathering = fix(circle, nadia)
    deliver(NOW + LEFT)
    say(gathering, theo, now=NOW + HOUR)
    move(gathering, theo, NOW + DAY, day=date(2026, 12, 4))
    mails = deliver(NOW + DAY + HOUR)
    mail = mails["sam@example.org"]
    assert mail.subject == "New date: Friday 4 December, 12:30"
    assert mail.sender == "Théo, Les déjeuners du plateau"
    assert "Théo changed the date today." in mail.text
    assert "Si vous aviez répondu, c’était pour l’ancienne date." in mails["theo@example.org"].text
    assert "answer=yes" in mails["theo@example.org"].text


def test_a_new_place_keeps_the_answers(circle: Circle, nadia: Person, theo: Person) -> None:
    gathering = fix(circle, nadia)
    deliver(NOW + LEFT)
    say(gathering, theo, Reply.MAYBE, now=NOW + HOUR)
    move(gathering, nadia, NOW + DAY, place="Chez Paul")
    mail = deliver(NOW + DAY + HOUR)["theo@example.org"]
    assert mail.subject.endswith("du nouveau")
    assert "Chez Paul" in mail.text
    assert f"Votre réponse tient toujours{SPACE}: «{NARROW}Peut-être{NARROW}»." in mail.text


def test_moved_before_anybody_read_of_it_it_is_simply_the_date(circle: Circle, nadia: Person) -> None:
    gathering = fix(circle, nadia)
    move(gathering, nadia, NOW, day=date(2026, 12, 4))
    mail = deliver(NOW + LEFT)["sam@example.org"]
    assert mail.subject == "Friday 4 December, 12:30: are you coming?"


def test_cancelled_it_says_what_comes_next(circle: Circle, nadia: Person) -> None:
    gathering = fix(circle, nadia)
    deliver(NOW + LEFT)
    gatherings.cancel(gathering=gathering, by=nadia, seen=seen(circle), now=NOW + DAY)
    mail = deliver(NOW + DAY + HOUR)["sam@example.org"]
    assert mail.subject == "Cancelled: Thursday 3 December, 12:30"
    assert "This gathering will not take place." in mail.text
    assert "Nadia cancelled it today." in mail.text
    assert "No other date is fixed yet" in mail.text


def test_cancelled_with_another_date_fixed_it_names_it(circle: Circle, nadia: Person) -> None:
    gathering = fix(circle, nadia)
    deliver(NOW + LEFT)
    gatherings.cancel(gathering=gathering, by=nadia, seen=seen(circle), now=NOW + DAY)
    fix(circle, nadia, day=date(2026, 12, 10))
    assert "Next time: Thursday 10 December, 12:30." in deliver(NOW + DAY + HOUR)["sam@example.org"].text


def test_restored_it_is_told_to_who_read_that_it_was_off(circle: Circle, nadia: Person, theo: Person) -> None:
    gathering = fix(circle, nadia)
    deliver(NOW + LEFT)
    say(gathering, theo, now=NOW + HOUR, via=Via.MAIL)
    gatherings.cancel(gathering=gathering, by=nadia, seen=seen(circle), now=NOW + DAY)
    deliver(NOW + DAY + HOUR)
    gathering.refresh_from_db()
    gatherings.restore(gathering=gathering, by=nadia, seen=seen(circle), now=NOW + 2 * DAY)
    mail = deliver(NOW + 2 * DAY + HOUR)["theo@example.org"]
    assert mail.subject == f"Finalement maintenu{SPACE}: jeudi 3 décembre, {HALF_PAST}"
    assert f"Votre réponse tient toujours{SPACE}: «{NARROW}Je viens{NARROW}»." in mail.text


def test_a_day_after_with_no_date_ahead_three_slots_are_offered(circle: Circle, nadia: Person, theo: Person) -> None:
    past = a_past_date(circle, nadia, days=1)
    gatherings.record_attendance(gathering=past, by=nadia, person_ids=[theo.pk], names=[], now=past.ends_at)
    at = past.ends_at + 25 * HOUR
    gatherings.sweep_dates(at)
    mails = deliver(at)
    assert list(mails) == ["theo@example.org"]
    text = mails["theo@example.org"].text
    assert mails["theo@example.org"].subject == f"Les déjeuners du plateau{SPACE}: à quand la prochaine{NARROW}?"
    assert "c’était hier, et personne n’a encore fixé le prochain." in text
    slots = re.findall(r"/l/([\w-]+)\?day=2026-1\d-\d\d&hour=12:30", text)
    assert (len(slots), len(set(slots))) == (3, 1)
    assert re.search(r"/l/[\w-]+/break", text)


def test_a_guest_reads_why_and_is_offered_nothing_of_the_circle(circle: Circle, nadia: Person) -> None:
    gathering = fix(circle, nadia)
    gatherings.come_as_guest(
        gathering=gathering, written="odile@example.org", name="Odile", brought_by=nadia, now=NOW + HOUR
    )
    mail = deliver(NOW + HOUR)["odile@example.org"]
    assert "for this gathering today, thanks to Nadia." in mail.text or "grâce à Nadia." in mail.text
    assert "answer=yes" in mail.text
    assert "/never" in mail.text
    assert f"/c/{circle.slug}" not in mail.text
    assert "Moins de courriels" not in mail.text
