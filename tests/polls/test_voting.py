"""Answers: one's own, changed, taken back, noted for somebody; guests; who sees whom; everybody has answered."""

from __future__ import annotations

import pytest

from entregent.circles import operations as circles
from entregent.gatherings.enums import Via
from entregent.gatherings.operations import NotByName, TableFull, TooLate
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.polls import operations as polls
from entregent.polls import queries
from entregent.polls.enums import Choice
from entregent.polls.models import Ballot, Poll
from entregent.polls.queries import Row
from tests.cast import DAY, HOUR, MINUTE, NOW, a_circle, a_poll, somebody, waiting
from tests.polls.stage import choices, fresh, numbers, votes

pytestmark = pytest.mark.django_db


def asked() -> tuple:  # type: ignore[type-arg]
    anne, bruno = somebody("Anne", "anne@example.org"), somebody("Bruno", "bruno@example.org")
    return a_poll(a_circle(anne, bruno), anne, now=NOW), anne, bruno


def seen_by(poll: Poll, viewer: Person) -> list[Row]:
    return queries.sheet(poll, viewer, [], most=20).others


def test_an_answer_counts_until_the_poll_closes_and_can_change() -> None:
    poll, _anne, bruno = asked()

    votes(poll, bruno, "ymn")
    votes(poll, bruno, "nmy", now=poll.closes_at - MINUTE)

    assert numbers(poll) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]
    with pytest.raises(TooLate):
        votes(poll, bruno, "yyy", now=poll.closes_at)
    assert numbers(poll) == [(0, 0, 1), (0, 1, 0), (1, 0, 0)]


def test_whoever_speaks_of_no_slot_that_stands_has_said_nothing() -> None:
    poll, anne, bruno = asked()
    elsewhere, *_others = asked()[0].slots.all()
    for chosen in ({}, {elsewhere.pk: Choice.YES}):
        with pytest.raises(polls.NothingSaid):
            polls.vote(poll=poll, person=bruno, choices=chosen, via=Via.PAGE, now=NOW)
        with pytest.raises(polls.NothingSaid):
            polls.vote_by_name(poll=poll, name="Rose", choices=chosen, said_by=anne, now=NOW)
    assert (Ballot.objects.count(), Person.objects.filter(memberships__name="Rose").count()) == (0, 0)


def test_an_answer_changed_by_somebody_else_stays_one_ballot() -> None:
    poll, anne, bruno = asked()
    guest = somebody("Guest", "guest@example.org")
    Ballot.objects.create(poll=poll, person=guest, brought_by=bruno, name="Guest", via=Via.SOMEBODY)
    for person in (bruno, guest):
        first = votes(poll, person, "yyn")
        second = polls.vote(
            poll=poll, person=person, choices=choices(poll, "nny"), via=Via.SOMEBODY, now=NOW + HOUR, said_by=anne
        )
        assert (first.pk, Ballot.objects.filter(poll=poll, person=person).count()) == (second.pk, 1)
    kept = Ballot.objects.get(poll=poll, person=guest)
    assert (kept.name, kept.brought_by, kept.said_by, kept.answered_at) == ("Guest", bruno, anne, NOW + HOUR)
    assert numbers(poll) == [(0, 0, 2), (0, 0, 2), (2, 0, 0)]


def test_closed_by_hand_just_after_the_last_answer_received() -> None:
    poll, anne, bruno = asked()
    votes(poll, bruno, "yyy", now=NOW + HOUR)

    closed = polls.close(poll=poll, by=anne, now=NOW + HOUR - MINUTE)

    assert closed.closes_at > NOW + HOUR
    with pytest.raises(TooLate):
        votes(poll, anne, "yyy", now=NOW + HOUR + MINUTE)
    assert waiting("poll-over") == []  # whoever closes it is there


def test_taken_back_it_is_as_if_nothing_had_been_said() -> None:
    poll, _anne, bruno = asked()
    votes(poll, bruno, "yyy")
    polls.take_back(poll=poll, person=bruno, now=NOW)
    assert (numbers(poll), queries.row_of(poll, bruno)) == ([(0, 0, 0)] * 3, None)


def test_noted_for_somebody_it_is_said_who_did_and_theirs_to_change() -> None:
    poll, anne, bruno = asked()
    polls.vote(poll=poll, person=bruno, choices=choices(poll, "yyn"), via=Via.SOMEBODY, now=NOW, said_by=anne)
    noted = queries.row_of(poll, bruno)
    assert noted is not None and noted.said_by == "Anne"

    votes(poll, bruno, "nnn")
    own = queries.row_of(poll, bruno)
    assert own is not None and own.said_by == ""


def test_somebody_without_an_address_is_known_by_name() -> None:
    poll, anne, _bruno = asked()
    for said in ("ynn", "nyn"):
        polls.vote_by_name(poll=poll, name="Yvonne", choices=choices(poll, said), said_by=anne, now=NOW)
    assert [row.name for row in seen_by(poll, anne)] == ["Yvonne"]
    assert numbers(poll) == [(0, 0, 1), (1, 0, 0), (0, 0, 1)]


def test_a_guest_votes_under_their_own_name_and_one_mail_brings_three() -> None:
    poll, _anne, bruno = asked()
    names = ("Odile", "Paul", "Quentin")
    guests = [
        polls.come_as_guest(poll=poll, written=f"{name}@ailleurs.example", name=name, brought_by=bruno, now=NOW)
        for name in names
    ]
    assert numbers(poll) == [(0, 0, 0)] * 3
    assert Ballot.objects.filter(answered_at=None).count() == 3

    votes(poll, guests[0], "yyy")
    assert [row.name for row in seen_by(poll, bruno)] == ["Odile"]
    with pytest.raises(TableFull):
        polls.come_as_guest(poll=poll, written="r@ailleurs.example", name="Rose", brought_by=bruno, now=NOW)


def test_a_member_whose_mail_was_forwarded_is_not_answered_for() -> None:
    poll, _anne, bruno = asked()
    polls.come_as_guest(poll=poll, written="anne@example.org", name="Anne", brought_by=bruno, now=NOW)
    assert not Ballot.objects.exists()
    assert waiting("poll-again") == ["Anne"]


def test_who_left_does_not_count_and_whom_a_block_hides_counts_without_a_name() -> None:
    poll, anne, bruno = asked()
    others = [somebody(name, f"{name}@example.org") for name in ("leaves", "blocked", "stays")]
    for person in others:
        circles.add_member(circle=poll.circle, person=person, now=NOW)
        votes(poll, person, "yyy")
    circles.leave(circle=poll.circle, person=others[0], now=NOW + HOUR)
    people.block(by=anne, person=others[1], now=NOW)

    assert numbers(poll)[0] == (2, 0, 0)
    assert [row.name for row in seen_by(poll, anne)] == ["stays"]
    assert [row.name for row in seen_by(poll, bruno)] == ["blocked", "stays"]


def test_whoever_asked_is_told_once_that_everybody_has_answered() -> None:
    poll, anne, bruno = asked()
    votes(poll, anne, "yyy")
    votes(poll, bruno, "yy-")
    assert waiting("poll-complete") == []
    votes(poll, bruno, "yyn")
    votes(poll, bruno, "nnn")
    assert waiting("poll-complete") == ["Anne"]
    assert fresh(poll).complete_at == NOW


def test_whoever_asked_is_not_told_what_they_just_did_themselves() -> None:
    poll, anne, bruno = asked()
    votes(poll, bruno, "yyy")
    votes(poll, anne, "yyy")
    assert waiting("poll-complete") == []


def test_a_lost_mail_is_sent_again_once_a_day_to_its_owner() -> None:
    poll, _anne, bruno = asked()
    for _ in range(3):
        polls.write_again(circle=poll.circle, person=bruno, now=NOW)
    assert waiting("poll-again") == ["Bruno"]
    assert polls.write_again(circle=poll.circle, person=bruno, now=NOW + 4 * DAY) is False


def test_names_come_by_the_page() -> None:
    poll, anne, _bruno = asked()
    for number in range(5):
        polls.vote_by_name(poll=poll, name=f"Yvonne {number}", choices=choices(poll, "yyy"), said_by=anne, now=NOW)
    first = queries.sheet(poll, anne, [], most=3).others
    assert [row.name for row in first] == [f"Yvonne {number}" for number in range(4)]
    rest = queries.sheet(poll, anne, [], after=first[2].number, most=3).others
    assert [row.name for row in rest] == ["Yvonne 3", "Yvonne 4"]


def test_who_cannot_is_named_while_they_are_few() -> None:
    poll, anne, bruno = asked()
    votes(poll, anne, "yny")
    votes(poll, bruno, "ynn")
    tallies = queries.tallies(poll, queries.slots_of(poll))
    first, second, third = (one.slot.pk for one in tallies)
    assert queries.cannot(poll, tallies, anne) == {second: ["Anne", "Bruno"], third: ["Bruno"]}
    assert first not in queries.cannot(poll, tallies, anne)


def test_a_name_is_nobody_elses_to_answer_for() -> None:
    poll, anne, bruno = asked()
    votes(poll, bruno, "yyy")
    with pytest.raises(NotByName):
        polls.vote_by_name(poll=poll, name="bruno", choices=choices(poll, "nnn"), said_by=anne, now=NOW)
    for _ in range(2):
        rose = polls.vote_by_name(poll=poll, name="Rose", choices=choices(poll, "nnn"), said_by=anne, now=NOW).person
    assert numbers(poll) == [(1, 0, 1)] * 3
    circles.leave(circle=poll.circle, person=rose, now=NOW)
    again = polls.vote_by_name(poll=poll, name="Rose", choices=choices(poll, "nnn"), said_by=anne, now=NOW)
    assert again.person != rose
    for _ in range(2):
        circles.add_member(circle=poll.circle, person=somebody("Marie"), now=NOW)
    with pytest.raises(NotByName):
        polls.vote_by_name(poll=poll, name="Marie", choices=choices(poll, "nnn"), said_by=anne, now=NOW)


def test_a_name_across_a_block_is_somebody_new() -> None:
    poll, anne, bruno = asked()
    people.block(by=bruno, person=anne, now=NOW)
    noted = polls.vote_by_name(poll=poll, name="Bruno", choices=choices(poll, "nnn"), said_by=anne, now=NOW)
    assert noted.person != bruno
