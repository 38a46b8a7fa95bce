"""What would help this week; subjects; what is in hand; messages, a bounded number; what is handed over."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.facilitation import operations as facilitation
from entregent.facilitation.enums import Message
from entregent.facilitation.models import Subject
from entregent.facilitation.queries import helping
from entregent.gatherings.operations import record_attendance
from entregent.missions import operations as missions
from entregent.missions.enums import Sign
from entregent.people.models import Person
from entregent.web.circles.caring import asks_after
from tests.cast import DAY, MINUTE, NOW, a_circle, a_date, a_past_date, say, waiting
from tests.facilitation.stage import OPENED, a_term, friends, people

pytestmark = pytest.mark.django_db


def helps(circle: Circle, reader: Person) -> list[str]:
    return [one.what for one in helping.helps(circle, reader, NOW, names_missing=True)]


def test_what_would_help_comes_with_what_is_missing_and_goes_with_it() -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne)
    assert helps(circle, anne) == ["date"]
    gathering = a_date(circle, bruno)
    assert helps(circle, anne) == ["place", "answers"]
    say(gathering, bruno)
    assert helps(circle, anne) == ["place"]
    circles.change_circle(circle=circle, by=anne, now=NOW, place="Chez Youssef")
    circle.refresh_from_db()
    assert helps(circle, anne) == []
    circles.add_member(circle=circle, person=people("Rose")[0], now=NOW, invited_by=bruno)
    facilitation.propose_subject(circle=circle, text="Fixing a price", by=bruno, now=NOW)
    assert helps(circle, anne) == ["newcomers", "subject"]


def test_somebody_not_seen_is_only_spoken_of_to_whoever_facilitates_and_not_at_all_if_they_like() -> None:
    circle, (anne, bruno, chloe, david) = friends()
    for days in (230, 220, 210):
        held = a_past_date(circle, anne, days=days)
        record_attendance(gathering=held, by=anne, person_ids=[anne.pk, david.pk], names=[], now=NOW)
    for days in (50, 40, 30):
        held = a_past_date(circle, anne, days=days)
        record_attendance(gathering=held, by=anne, person_ids=[anne.pk, bruno.pk], names=[], now=NOW)
    a_term(circle, bruno, by=anne)
    assert "stopped" in helps(circle, bruno)
    assert asks_after(circle, bruno, NOW)
    assert not asks_after(circle, chloe, NOW)
    deck = missions.open_deck(circle=circle, by=anne, now=NOW)
    deck.cards.filter(sign=Sign.NEWS).update(holder=chloe)
    assert [asks_after(circle, one, NOW) for one in (anne, bruno, chloe)] == [False, True, True]
    assert "stopped" not in [one.what for one in helping.helps(circle, chloe, NOW, names_missing=False)]
    circles.ask_after_me(circle=circle, person=david, wanted=False, now=NOW)
    assert "stopped" not in helps(circle, bruno)


def test_a_circle_without_facilitator_leaves_it_to_any_of_them() -> None:
    circle, (_anne, bruno, *_) = friends()
    assert asks_after(circle, bruno, NOW)


def test_any_member_proposes_a_subject_and_whoever_facilitates_chooses() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    a_term(circle, anne)
    gathering = a_date(circle, anne)
    subject = facilitation.propose_subject(circle=circle, text="  Fixing   a price ", by=bruno, now=NOW)
    again = facilitation.propose_subject(circle=circle, text="Fixing a price", by=chloe, now=NOW)
    assert (again, subject.text) == (subject, "Fixing a price")
    with pytest.raises(circles.Refused):
        facilitation.pick_subject(subject=subject, gathering=gathering, by=chloe, now=NOW)
    with pytest.raises(circles.Refused):
        facilitation.withdraw_subject(subject=subject, by=chloe, now=NOW)

    facilitation.pick_subject(subject=subject, gathering=gathering, by=anne, now=NOW)

    assert helping.subjects_of(gathering) == [subject]
    assert helping.subjects(circle) == []
    facilitation.put_back_subject(subject=subject, by=anne, now=NOW)
    assert helping.subjects(circle) == [subject]
    facilitation.withdraw_subject(subject=subject, by=bruno, now=NOW)
    assert helping.subjects(circle) == []


def test_a_subject_is_not_chosen_for_another_circle_s_date() -> None:
    circle, (anne, *_) = friends()
    a_term(circle, anne)
    elsewhere = a_date(a_circle(anne, now=OPENED, name="Elsewhere"), anne)
    subject = facilitation.propose_subject(circle=circle, text="Prices", by=anne, now=NOW)
    with pytest.raises(circles.Refused):
        facilitation.pick_subject(subject=subject, gathering=elsewhere, by=anne, now=NOW)
    assert Subject.objects.get().gathering is None


def test_two_messages_a_week_and_one_called_back_counts_for_none() -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne)
    with pytest.raises(circles.Refused):
        facilitation.write_to_circle(circle=circle, kind=Message.WORD, text="Me too", by=bruno, now=NOW)
    first = facilitation.write_to_circle(circle=circle, kind=Message.WORD, text="Hello", by=anne, now=NOW)
    assert waiting("from-facilitator") == ["Bruno", "Chloe", "David"]
    assert facilitation.call_back(written=first, by=anne, now=NOW + MINUTE)
    assert waiting("from-facilitator") == []
    for _again in range(2):
        facilitation.write_to_circle(circle=circle, kind=Message.WORD, text="Hello", by=anne, now=NOW)
    with pytest.raises(facilitation.TooManyMessages):
        facilitation.write_to_circle(circle=circle, kind=Message.WORD, text="Hello", by=anne, now=NOW)
    assert helping.messages_left(circle, NOW + 8 * DAY) == 2


def test_who_comes_goes_to_those_who_have_not_said() -> None:
    circle, (anne, bruno, *_) = friends()
    a_term(circle, anne)
    say(a_date(circle, anne), bruno)
    facilitation.write_to_circle(circle=circle, kind=Message.RELAUNCH, text="Who comes?", by=anne, now=NOW)
    assert waiting("from-facilitator") == ["Chloe", "David"]


def test_the_hand_over_carries_dates_subjects_promises_and_mails_that_have_not_left() -> None:
    circle, (anne, bruno, chloe, _) = friends()
    a_term(circle, anne)
    gathering = a_date(circle, anne)
    subject = facilitation.propose_subject(circle=circle, text="Prices", by=chloe, now=NOW)
    kept = facilitation.promise(circle=circle, text="Ask the library for the room", by=anne, now=NOW)
    done = facilitation.promise(circle=circle, text="Thank Youssef", by=anne, now=NOW)
    facilitation.keep_promise(kept=done, by=anne, now=NOW)
    with pytest.raises(circles.Refused):
        facilitation.promise(circle=circle, text="Me too", by=bruno, now=NOW)
    written = facilitation.write_to_circle(circle=circle, kind=Message.WORD, text="Hello", by=anne, now=NOW)
    a_term(circle, bruno, by=anne, now=NOW + MINUTE)
    found = helping.hand_over(circle, NOW + MINUTE)
    assert (found.dates, found.subjects, found.promises) == ([gathering], [subject], [kept])
    assert (found.leaving, found.asking) == ([written], False)
