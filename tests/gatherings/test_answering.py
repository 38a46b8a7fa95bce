"""Yes, maybe, no, until the cut-off; guests; "every Thursday unless I say no"."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.models import Circle
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Rhythm, Via
from entregent.gatherings.models import Answer, Gathering, StandingAnswer
from entregent.notices.models import Notice
from entregent.people import operations as people
from entregent.people.models import Person
from entregent.people.privacy import erase_all
from entregent.people.queries import person_at
from tests.cast import DAY, HOUR, MINUTE, NOON, NOW, a_circle, a_date, day_of, say, seen, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(circle: Circle, anne: Person) -> Gathering:
    return a_date(circle, anne)


def answered(gathering: Gathering) -> list[tuple[str, str, int, str]]:
    return [(row.person.name or row.name, row.reply, row.guests, row.via) for row in queries.answers(gathering)]


def bring(gathering: Gathering, by: Person, written: str = "odile@example.org", name: str = "Odile") -> Person:
    return gatherings.come_as_guest(gathering=gathering, written=written, name=name, brought_by=by, now=NOW)


# Answers


def test_an_answer_is_given_and_changed_until_the_cut_off(gathering: Gathering, theo: Person) -> None:
    say(gathering, theo, Reply.YES, guests=2)
    say(gathering, theo, Reply.MAYBE, now=NOW + HOUR, via=Via.MAIL)
    last = gathering.answer_until - timedelta(microseconds=1)
    assert answered(gathering) == [("Théo", "maybe", 2, "mail")]
    say(gathering, theo, Reply.NO, now=last)
    assert answered(gathering) == [("Théo", "no", 0, "page")]
    row = queries.answer_of(gathering, theo)
    assert row is not None and row.answered_at == last


@pytest.mark.parametrize(("guests", "kept"), [(None, 0), (-1, 0), (3, 3), (40, 3)])
def test_guests_are_few(gathering: Gathering, theo: Person, guests: int | None, kept: int) -> None:
    say(gathering, theo, guests=guests)
    assert answered(gathering) == [("Théo", "yes", kept, "page")]


def closed(circle: Circle, gathering: Gathering, why: str) -> datetime:
    if why == "past the cut-off":
        return gathering.answer_until
    if why == "cancelled":
        gatherings.cancel(gathering=gathering, by=circle.opened_by, seen=seen(circle), now=NOW)
    if why == "called back":
        gatherings.call_back_date(gathering=gathering, by=circle.opened_by, now=NOW)
    return NOW


@pytest.mark.parametrize("why", ["past the cut-off", "cancelled", "called back"])
def test_answers_are_closed(circle: Circle, gathering: Gathering, theo: Person, why: str) -> None:
    say(gathering, theo, Reply.MAYBE)
    now = closed(circle, gathering, why)
    with pytest.raises(gatherings.TooLate):
        say(gathering, theo, now=now)
    with pytest.raises(gatherings.TooLate):
        gatherings.take_back_answer(gathering=gathering, person=theo, now=now)
    with pytest.raises(gatherings.TooLate):
        gatherings.come_as_guest(
            gathering=gathering, written="odile@example.org", name="Odile", brought_by=theo, now=now
        )
    assert Answer.objects.get().reply == "maybe"


def test_an_answer_taken_back_is_as_if_never_said(gathering: Gathering, theo: Person) -> None:
    say(gathering, theo)
    gatherings.take_back_answer(gathering=gathering, person=theo, now=NOW + HOUR)
    assert answered(gathering) == []


def test_answers_stand_in_the_order_they_came(gathering: Gathering, anne: Person, theo: Person) -> None:
    say(gathering, anne, now=NOW + HOUR)
    say(gathering, theo)
    assert [name for name, *_ in answered(gathering)] == ["Théo", "Anne"]


def test_a_block_hides_answers_both_ways(gathering: Gathering, anne: Person, theo: Person) -> None:
    people.block(by=anne, person=theo, now=NOW)
    for person in (anne, theo):
        say(gathering, person)
    assert [row.person for row in queries.answers(gathering, anne)] == [anne]
    assert [row.person for row in queries.answers(gathering, theo)] == [theo]
    assert len(queries.answers(gathering)) == 2


def test_who_leaves_the_circle_is_no_longer_expected_and_who_was_there_stays(
    circle: Circle, gathering: Gathering, theo: Person
) -> None:
    say(gathering, theo)
    event = circles.leave(circle=circle, person=theo, now=NOW)
    assert event is not None
    assert answered(gathering) == []
    circles.undo(event=event, by=theo, now=NOW + HOUR)
    assert answered(gathering) == [("Théo", "yes", 0, "page")]
    circles.leave(circle=circle, person=theo, now=gathering.starts_at + HOUR)
    assert answered(gathering) == [("Théo", "yes", 0, "page")]


def test_an_erased_persons_answer_is_not_shown(gathering: Gathering, theo: Person) -> None:
    say(gathering, theo)
    erase_all(theo, NOW)
    assert answered(gathering) == []


def test_names_at_a_table_are_ones_own_then_the_circles_then_as_typed(
    circle: Circle, gathering: Gathering, theo: Person
) -> None:
    typed = somebody()
    circles.add_member(circle=circle, person=typed, now=NOW, name="Inès")
    for person in (theo, typed):
        say(gathering, person)
    guest = bring(gathering, theo)
    rows = queries.answers(gathering)
    assert queries.shown_names(gathering, rows) == {theo.pk: "Théo", typed.pk: "Inès", guest.pk: "Odile"}


# Guests


def test_a_guest_gets_their_own_mail_and_maybe(gathering: Gathering, anne: Person) -> None:
    guest = bring(gathering, anne)
    assert answered(gathering) == [("Odile", "maybe", 0, "somebody")]
    assert Notice.objects.filter(kind="date", person=guest).count() == 1
    assert queries.gathering_to_answer(guest, gathering.pk) == gathering
    bring(gathering, anne)
    assert Answer.objects.filter(person=guest).count() == 1


def test_one_mail_brings_three_and_no_more(gathering: Gathering, anne: Person, theo: Person) -> None:
    for number in range(rules.MOST_GUESTS):
        bring(gathering, anne, f"guest{number}@example.org")
    with pytest.raises(gatherings.TableFull):
        bring(gathering, anne, "one-more@example.org")
    bring(gathering, theo, "another@example.org")
    assert len(answered(gathering)) == 4


@pytest.mark.parametrize("written", ["anne@example.org", "theo@example.org"])
def test_a_forwarded_mail_answers_for_no_member(gathering: Gathering, anne: Person, written: str) -> None:
    say(gathering, anne, Reply.NO)
    bring(gathering, anne, written)
    assert answered(gathering) == [("Anne", "no", 0, "page")]


def test_a_guests_own_answer_is_not_overwritten_by_who_brings_them(
    gathering: Gathering, anne: Person, theo: Person
) -> None:
    guest = bring(gathering, anne)
    say(gathering, guest, Reply.NO)
    bring(gathering, theo, name="Overwritten")
    assert answered(gathering) == [("Odile", "no", 0, "page")]


def test_a_mails_link_answers_for_members_and_guests_alone(circle: Circle, gathering: Gathering, theo: Person) -> None:
    assert queries.gathering_to_answer(theo, gathering.pk) == gathering
    circles.leave(circle=circle, person=theo, now=NOW)
    assert queries.gathering_to_answer(theo, gathering.pk) is None
    assert queries.gathering_to_answer(somebody("Stranger"), gathering.pk) is None
    assert queries.gathering_to_answer(circle.opened_by, 0) is None
    Circle.objects.filter(pk=circle.pk).update(deleted_at=NOW)
    assert queries.gathering_to_answer(circle.opened_by, gathering.pk) is None


def test_a_lost_mail_is_sent_again_once_a_day_to_its_own_address(
    circle: Circle, gathering: Gathering, theo: Person
) -> None:
    assert gatherings.write_again(circle=circle, person=theo, now=NOW)
    assert gatherings.write_again(circle=circle, person=theo, now=NOW + HOUR)
    assert Notice.objects.filter(person=theo, dedupe__startswith="date-again").count() == 1
    assert gatherings.write_again(circle=circle, person=theo, now=NOW + DAY)
    assert Notice.objects.filter(person=theo, dedupe__startswith="date-again").count() == 2
    assert not gatherings.write_again(circle=circle, person=somebody("Stranger"), now=NOW)
    assert not gatherings.write_again(circle=circle, person=theo, now=gathering.ends_at)


def test_whoever_lost_the_mail_gets_it_again_for_each_circle_in_use_and_a_stranger_nothing(
    circle: Circle, gathering: Gathering, theo: Person
) -> None:
    other, archived = a_circle(theo, name="Other"), a_circle(theo, name="Ancient")
    for each in (other, archived):
        a_date(each, theo)
    Circle.objects.filter(pk=archived.pk).update(archived_at=NOW)
    gatherings.write_again_to(written="THEO@example.org", now=NOW)
    gatherings.write_again_to(written="stranger@example.org", now=NOW)
    rows = Notice.objects.filter(dedupe__startswith="date-again")
    assert {(row.person, row.circle_id) for row in rows} == {(theo, circle.pk), (theo, other.pk)}


def test_the_next_date_is_answered_from_any_mail(circle: Circle, gathering: Gathering, theo: Person) -> None:
    link = gatherings.answer_next(circle=circle, person=theo, reply=Reply.YES, now=NOW)
    assert (link.person, link.object_id, link.expires_at) == (theo, gathering.pk, gathering.ends_at + rules.LINK_LIVES)
    assert answered(gathering) == [("Théo", "yes", 0, "mail")]
    with pytest.raises(gatherings.TooLate):
        gatherings.answer_next(circle=circle, person=somebody("Stranger"), reply=Reply.YES, now=NOW)
    with pytest.raises(gatherings.TooLate):
        gatherings.answer_next(circle=circle, person=theo, reply=Reply.YES, now=gathering.ends_at)


# Standing answers


def test_every_thursday_unless_i_say_no(circle: Circle, anne: Person, theo: Person) -> None:
    gatherings.stand(circle=circle, person=theo, weekday=3, now=NOW)
    thursday, friday = a_date(circle, anne), a_date(circle, anne, days=3)
    assert (answered(thursday), answered(friday)) == ([("Théo", "yes", 0, "standing")], [])
    say(thursday, theo, Reply.NO, now=NOW + HOUR)
    assert answered(thursday) == [("Théo", "no", 0, "page")]


def test_it_counts_for_dates_already_fixed_where_nothing_was_said(circle: Circle, anne: Person, theo: Person) -> None:
    unanswered, no, closed_already = (a_date(circle, anne, days=days) for days in (2, 9, 1))
    say(no, theo, Reply.NO)
    Gathering.objects.filter(pk=closed_already.pk).update(answer_until=NOW)
    gatherings.stand(circle=circle, person=theo, weekday=None, now=NOW)
    assert [answered(each) for each in (unanswered, no, closed_already)] == [
        [("Théo", "yes", 0, "standing")], [("Théo", "no", 0, "page")], [],
    ]  # fmt: skip


def test_a_standing_answer_changes_stops_and_starts_anew(circle: Circle, theo: Person) -> None:
    assert not gatherings.stop_standing(circle=circle, person=theo, now=NOW)
    gatherings.stand(circle=circle, person=theo, weekday=3, now=NOW)
    standing = gatherings.stand(circle=circle, person=theo, weekday=None, now=NOW + HOUR)
    assert queries.standing_answer(circle, theo) == standing
    assert queries.standing_answers_of(theo) == [standing]
    assert gatherings.stop_standing(circle=circle, person=theo, now=NOW + DAY)
    assert (queries.standing_answer(circle, theo), queries.standing_answers_of(theo)) == (None, [])
    gatherings.stand(circle=circle, person=theo, weekday=3, now=NOW + 2 * DAY)
    row = StandingAnswer.objects.get()
    assert (row.weekday, row.since, row.ended_at) == (3, NOW + 2 * DAY, None)


def test_who_left_or_stopped_is_not_answered_for(circle: Circle, anne: Person, theo: Person) -> None:
    for person in (anne, theo):
        gatherings.stand(circle=circle, person=person, weekday=None, now=NOW)
    circles.leave(circle=circle, person=theo, now=NOW)
    gatherings.stop_standing(circle=circle, person=anne, now=NOW)
    assert answered(a_date(circle, anne)) == []
    assert queries.standing_answers_of(theo) == []


@pytest.mark.parametrize(
    ("kind", "weekday"),
    [(Rhythm.WEEKLY, 3), (Rhythm.MONTHLY_WEEKDAY, 3), (Rhythm.MONTHLY_DATE, None), (Rhythm.FREE, None)],
)
def test_each_time_means_a_weekday_where_the_rhythm_has_one(
    circle: Circle, gathering: Gathering, kind: Rhythm, weekday: int | None
) -> None:
    given: dict[str, Any] = {"anchor": gathering.day, "hour": NOON, "place": "", "minutes": 90}
    series = gatherings.set_rhythm(circle=circle, by=circle.opened_by, now=NOW + MINUTE, rhythm=kind, **given)
    assert queries.standing_weekday(series, gathering) == weekday


def test_a_break_shortened_gives_the_standing_answers_again_and_one_in_a_break_gives_none(
    circle: Circle, anne: Person, theo: Person
) -> None:
    gatherings.stand(circle=circle, person=theo, weekday=None, now=NOW)
    near, far = a_date(circle, anne, days=3), a_date(circle, anne, days=10)
    gatherings.rest(person=theo, until=day_of(NOW, 30), now=NOW)
    assert (answered(near), answered(far)) == ([], [])
    gatherings.stand(circle=circle, person=theo, weekday=None, now=NOW)
    assert (answered(near), answered(far)) == ([], [])
    gatherings.rest(person=theo, until=day_of(NOW, 4), now=NOW)
    assert (answered(near), answered(far)) == ([], [("Théo", "yes", 0, "standing")])


def test_a_guest_who_lost_their_mail_gets_it_again(circle: Circle, gathering: Gathering, anne: Person) -> None:
    gatherings.come_as_guest(gathering=gathering, written="zoe@example.org", name="Zoé", brought_by=anne, now=NOW)
    gatherings.write_again_to(written="zoe@example.org", now=NOW + HOUR)
    rows = Notice.objects.filter(dedupe__startswith="date-again")
    assert [(row.person, row.object_id) for row in rows] == [(person_at("zoe@example.org"), gathering.pk)]
