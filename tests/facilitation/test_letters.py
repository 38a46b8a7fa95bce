"""The mails about who facilitates, read as their recipient reads them, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle
from entregent.facilitation import operations as facilitation
from entregent.facilitation.enums import How, Message
from entregent.missions import operations as missions
from entregent.people.models import Person
from tests.cast import DAY, HOUR, NOW, a_circle, a_date, somebody
from tests.facilitation.stage import OPENED, a_choice, a_term, meet, sweep
from tests.missions.stage import a_deck
from tests.notices.post import LEFT, deliver, why_dropped

pytestmark = pytest.mark.django_db

WHAT_IT_IS = (
    "La personne qui anime veille à ce qu’il y ait une prochaine date et à ce que les nouveaux soient bien "
    "accueillis. Rien de plus."
)


@pytest.fixture
def nadia() -> Person:
    return somebody("Nadia", "nadia@example.org", language="fr", now=OPENED)


@pytest.fixture
def sam() -> Person:
    return somebody("Sam", "sam@example.org", now=OPENED)


@pytest.fixture
def circle(nadia: Person, sam: Person) -> Circle:
    return a_circle(nadia, sam, somebody("Rose", "rose@example.org", now=OPENED), name="Lunches", now=OPENED)


def lines(text: str) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in text.splitlines() if line]


def test_would_you_names_who_asks_and_says_that_a_no_is_private(circle: Circle, nadia: Person, sam: Person) -> None:
    choice = a_choice(circle, sam, until=date(2026, 12, 24))
    facilitation.ask(choice=choice, person=nadia, by=sam, now=NOW)
    mail = deliver(NOW + LEFT)["nadia@example.org"]
    assert lines(mail.subject) == ["Lunches : voudriez-vous animer ?"]
    assert mail.sender == "Sam, Lunches"
    assert lines(mail.text)[:5] == [
        "Lunches",
        "Voudriez-vous ?",
        "Sam vous demande si vous voudriez animer jusqu’à jeudi 24 décembre.",
        WHAT_IT_IS,
        "Si ce n’est pas le moment, dites-le d’un geste : personne d’autre ne le lit.",
    ]
    assert lines(mail.text)[5].startswith("Répondre : http://testserver/l/")


def test_in_turn_nobody_is_named(circle: Circle, nadia: Person, sam: Person) -> None:
    choice = a_choice(circle, sam, How.TURN)
    first = choice.askings.get().person
    mails = deliver(NOW + LEFT)
    assert list(mails) == [first.addresses.get().written]
    (text,) = (mail.text for mail in mails.values())
    assert "It would be your turn" in text or "Ce serait à vous d’animer" in text
    assert mails[first.addresses.get().written].sender == "Lunches"


def test_whoever_said_no_or_wants_no_mail_gets_none(circle: Circle, nadia: Person, sam: Person) -> None:
    choice = a_choice(circle, sam)
    rose = circle.memberships.get(person__name="Rose").person
    circles.set_mail(circle=circle, person=rose, level=MailLevel.NONE)
    for person in (nadia, rose):
        facilitation.ask(choice=choice, person=person, by=sam, now=NOW)
    facilitation.refuse(choice=choice, person=nadia, now=NOW)
    assert deliver(NOW + LEFT) == {}
    assert why_dropped("would-you") == {
        "Nadia": "answered already, or somebody facilitates by now",
        "Rose": "wants no such mail from this circle",
    }


def take_a_card(circle: Circle, person: Person) -> str:
    """What is on it."""
    card = a_deck(circle, person).cards.get(number=1)
    missions.take(card=card, person=person, now=NOW)
    return card.verb


def test_the_one_who_begins_is_told_what_is_in_hand(circle: Circle, nadia: Person, sam: Person) -> None:
    a_term(circle, sam, now=NOW - DAY)
    a_date(circle, sam, days=2, now=NOW - HOUR)
    facilitation.propose_subject(circle=circle, text="Prices", by=nadia, now=NOW)
    facilitation.promise(circle=circle, text="Ask the library", by=sam, now=NOW)
    card = take_a_card(circle, sam)
    deliver(NOW)
    a_term(circle, nadia, by=sam, now=NOW)
    mail = deliver(NOW + LEFT)["nadia@example.org"]
    assert lines(mail.text)[1:7] == [
        "Vous animez",
        "Vous animez pour six rendez-vous. Merci.",
        "Dates fixées : Jeudi 26 novembre, 12 h 30.",
        "Sujets proposés : Prices.",
        f"Cartes en jeu : {card} (Sam).",
        "En cours : Ask the library.",
    ]


def test_the_one_who_ends_is_thanked_and_told_what_comes(circle: Circle, sam: Person) -> None:
    a_term(circle, sam, gatherings=1)
    deliver(NOW + LEFT)
    after = meet(circle, sam, 1, NOW)
    sweep(after)
    mail = deliver(after + LEFT)["sam@example.org"]
    assert mail.subject == "Lunches: your turn is over, thank you"
    assert "Nobody facilitates for now. Whom would you ask?" in mail.text


def test_a_message_is_their_own_words_and_leads_to_the_answer(circle: Circle, nadia: Person, sam: Person) -> None:
    a_term(circle, sam, now=NOW - DAY)
    a_date(circle, sam, days=3, now=NOW - DAY)
    deliver(NOW)
    words = "Hello,\n\nDo you come?\nSam"
    facilitation.write_to_circle(circle=circle, kind=Message.RELAUNCH, text=words, by=sam, now=NOW)
    mail = deliver(NOW + LEFT)["nadia@example.org"]
    assert lines(mail.subject) == ["Lunches : qui vient ?"]
    assert lines(mail.text)[1:5] == ["Sam vous envoie un mot", "Hello,", "Do you come?", "Sam"]
    assert "Dire si je viens" in mail.text


def test_whom_would_you_name_says_what_it_takes_and_how_not_to_be_named(
    circle: Circle, nadia: Person, sam: Person
) -> None:
    a_choice(circle, sam, How.ELECTION, criteria="Aimer écouter.")
    mail = deliver(NOW + LEFT)["nadia@example.org"]
    assert lines(mail.subject) == ["Lunches : qui nommeriez-vous pour animer ?"]
    assert lines(mail.text)[1:6] == [
        "Qui nommeriez-vous ?",
        "Le cercle cherche quelqu’un qui animerait pour six rendez-vous. Qui nommeriez-vous, et pourquoi ?",
        WHAT_IT_IS,
        "Ce qu’il y faut : Aimer écouter.",
        "Si vous préférez qu’on ne vous nomme pas, dites-le sur la même page : personne d’autre ne le lit.",
    ]
    assert "Les noms seront montrés " in mail.text


def test_the_names_shown_one_may_change_until_an_evening(circle: Circle, nadia: Person, sam: Person) -> None:
    choice = a_choice(circle, sam, How.ELECTION)
    rose = circle.memberships.get(person__name="Rose").person
    for person, named in ((nadia, sam), (rose, nadia)):
        facilitation.nominate(choice=choice, person=person, named=named, now=NOW)
    deliver(NOW + LEFT)
    sweep(NOW + 5 * DAY)
    mails = deliver(NOW + 5 * DAY)
    assert sorted(mails) == ["nadia@example.org", "rose@example.org"]
    assert "You may change until Tuesday 1 December, 20:00." in mails["rose@example.org"].text


def test_whoever_named_somebody_is_not_asked_again(circle: Circle, nadia: Person, sam: Person) -> None:
    choice = a_choice(circle, sam, How.ELECTION)
    facilitation.nominate(choice=choice, person=nadia, named=sam, now=NOW)
    assert list(deliver(NOW + LEFT)) == ["rose@example.org"]
    assert why_dropped("name-somebody") == {"Nadia": "named somebody already"}
