"""How much mail a person gets: what they chose, nothing at night, less when they say nothing, one mail for one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from entregent.circles import operations as circles
from entregent.circles.enums import MailLevel
from entregent.circles.models import Circle, Membership
from entregent.circles.operations.resting import lower_mail
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries
from entregent.gatherings.enums import Reply, Rhythm, Via
from entregent.gatherings.queries import mailing
from entregent.notices.models import Notice
from entregent.notices.quiet import habits_of, quiet_until, read_hours, set_habits
from entregent.people.models import Person
from tests.cast import DAY, HOUR, MINUTE, NOON, NOW, a_circle, a_date, a_past_date, say, seen, somebody, waiting
from tests.notices.post import LetterBox, deliver, why_dropped

pytestmark = pytest.mark.django_db

EVE = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)  # of the date in two days


@pytest.fixture
def circle(anne: Person, theo: Person) -> Circle:
    return a_circle(anne, theo, now=NOW - 90 * DAY)


def level_of(circle: Circle, person: Person) -> str:
    return Membership.objects.get(circle=circle, person=person).mail


# The day before


def test_the_day_before_goes_to_yes_and_maybe_only_once(circle: Circle, anne: Person, theo: Person) -> None:
    ines, odile = somebody("Inès", "ines@example.org"), somebody("Odile", "odile@example.org")
    for person in (ines, odile):
        circles.add_member(circle=circle, person=person, now=NOW - 30 * DAY)
    gathering = a_date(circle, anne, place="Chez Youssef")
    for person, reply in ((anne, Reply.YES), (theo, Reply.MAYBE), (ines, Reply.NO)):
        say(gathering, person, reply)
    gatherings.sweep_dates(EVE - 2 * HOUR)
    assert waiting("day-before") == []
    for at in (EVE, EVE + HOUR):
        gatherings.sweep_dates(at)
    assert waiting("day-before") == ["Anne", "Théo"]
    mail = deliver(EVE + HOUR)["theo@example.org"]
    assert mail.subject == "Tomorrow, 12:30: Tuesday lunch"
    assert "12:30, Chez Youssef" in mail.text and "answer=no" in mail.text


def test_two_circles_that_meet_on_one_day_are_one_mail(circle: Circle, anne: Person) -> None:
    other = a_circle(anne, name="Choir", now=NOW - 90 * DAY)
    say(a_date(circle, anne), anne)
    say(a_date(other, anne, hour=time(19, 0)), anne)
    gatherings.sweep_dates(EVE)
    box = LetterBox()
    deliver(EVE, box)
    reminders = [mail for mail in box.mails if "Tomorrow" in mail.subject]
    assert [mail.subject for mail in reminders] == ["Tomorrow, 12:30: Tuesday lunch, Choir"]
    assert "19:00" in reminders[0].text


def test_a_date_fixed_the_evening_before_needs_no_reminder(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne, now=EVE - 12 * HOUR, days=2)
    say(gathering, anne, now=EVE - 11 * HOUR)
    gatherings.sweep_dates(EVE)
    assert waiting("day-before") == []


def test_whoever_says_no_after_all_is_not_reminded(circle: Circle, anne: Person) -> None:
    gathering = a_date(circle, anne)
    say(gathering, anne)
    gatherings.sweep_dates(EVE)
    say(gathering, anne, Reply.NO, now=EVE)
    deliver(EVE)
    assert why_dropped("day-before") == {"Anne": "nothing of it takes place, or they come to none"}


# Quiet hours


def test_mails_of_the_night_wait_until_morning_by_their_readers_clock(
    circle: Circle, anne: Person, theo: Person, settings: Any
) -> None:
    settings.QUIET_HOURS = "21:30-07:00"
    Person.objects.filter(pk=theo.pk).update(zone="America/Montreal")
    night = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    a_date(circle, anne, now=night, days=3)
    assert list(deliver(night + 5 * MINUTE)) == ["theo@example.org"]
    assert list(deliver(night + 7 * HOUR)) == []
    assert list(deliver(datetime(2026, 11, 25, 6, 0, tzinfo=UTC))) == ["anne@example.org"]
    assert list(deliver(night + 5 * MINUTE, LetterBox(keeps=True))) == []


def test_what_begins_in_the_morning_does_not_wait(circle: Circle, anne: Person, settings: Any) -> None:
    settings.QUIET_HOURS = "21:30-07:00"
    night = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    a_date(circle, anne, now=night, days=1, hour=time(8, 0))
    assert sorted(deliver(night + 5 * MINUTE)) == ["anne@example.org", "theo@example.org"]


def test_each_has_their_own_hours(anne: Person, settings: Any) -> None:
    settings.QUIET_HOURS = "21:30-07:00"
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert quiet_until(anne, noon) is None
    set_habits(person=anne, quiet_from=time(12, 0), quiet_until=time(14, 0), digest_day=40)
    assert (quiet_until(anne, noon), habits_of(anne).digest_day) == (noon + HOUR, 28)
    set_habits(person=anne, quiet_from=None, quiet_until=None, digest_day=1)
    assert quiet_until(anne, datetime(2026, 11, 24, 2, 0, tzinfo=UTC)) is None
    assert read_hours("none") is None


# Fewer


def test_after_four_silences_one_mail_a_month_told_once(circle: Circle, anne: Person, theo: Person) -> None:
    for days in (28, 21, 14):
        say(a_past_date(circle, anne, days=days), anne, now=NOW - (days + 1) * DAY)
    gatherings.sweep_dates(NOW - 10 * DAY)
    assert level_of(circle, theo) == MailLevel.EVERY
    say(a_past_date(circle, anne, days=7), anne, now=NOW - 8 * DAY)
    for at in (NOW, NOW + HOUR):
        gatherings.sweep_dates(at)
    assert (level_of(circle, theo), level_of(circle, anne)) == (MailLevel.MONTHLY, MailLevel.EVERY)
    box = LetterBox()
    deliver(NOW + HOUR, box)
    told = [mail for mail in box.mails if mail.subject == "Tuesday lunch: one mail a month from now on"]
    assert [mail.to for mail in told] == ["theo@example.org"]
    assert "/l/" in told[0].text and "?level=every" in told[0].text
    circles.set_mail(circle=circle, person=theo, level=MailLevel.EVERY)
    say(a_past_date(circle, anne, days=1), anne, now=NOW - 2 * DAY)
    gatherings.sweep_dates(NOW + 2 * HOUR)
    assert (level_of(circle, theo), Notice.objects.filter(kind="fewer-mails").count()) == (MailLevel.EVERY, 1)


@pytest.mark.parametrize("spoke", ["answered", "came", "stands", "rests"])
def test_one_word_in_four_is_not_silence(circle: Circle, anne: Person, theo: Person, spoke: str) -> None:
    last = [a_past_date(circle, anne, days=days) for days in (28, 21, 14, 7)]
    if spoke == "answered":
        say(last[0], theo, Reply.NO, now=NOW - 29 * DAY)
    elif spoke == "came":
        gatherings.record_attendance(gathering=last[1], by=anne, person_ids=[theo.pk], names=[], now=NOW)
    elif spoke == "stands":
        gatherings.stand(circle=circle, person=theo, weekday=None, now=NOW)
    else:
        gatherings.rest(person=theo, until=date(2026, 12, 24), now=NOW)
    gatherings.sweep_dates(NOW)
    assert level_of(circle, theo) == MailLevel.EVERY
    assert mailing.answered_lately(circle, NOW) == set()


# Once a month


FIRST = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_the_monthly_mail_comes_on_the_chosen_day_and_says_what_is_ahead(
    circle: Circle, anne: Person, theo: Person
) -> None:
    other = a_circle(anne, theo, name="Choir", now=NOW - 90 * DAY)
    for each in (circle, other):
        circles.set_mail(circle=each, person=theo, level=MailLevel.MONTHLY)
    a_date(circle, anne, days=10, place="Chez Youssef")
    a_date(other, anne, days=2)
    assert waiting("date") == ["Anne", "Anne"]
    gatherings.send_digests(FIRST - 2 * HOUR)
    assert waiting("digest") == []
    assert [gatherings.send_digests(FIRST + hours * HOUR) for hours in (0, 1, 24)] == [1, 0, 0]
    mail = deliver(FIRST)["theo@example.org"]
    assert mail.subject == "What is ahead: Tuesday lunch"
    assert "Friday 4 December, 12:30, Chez Youssef" in mail.text
    assert "You get this once a month, as you chose." in mail.text
    set_habits(person=theo, quiet_from=None, quiet_until=None, digest_day=15)
    assert gatherings.send_digests(FIRST + 31 * DAY) == 0


def test_whom_silences_brought_to_it_does_not_read_that_they_chose(circle: Circle, anne: Person, theo: Person) -> None:
    row = circle.memberships.get(person=theo)
    lower_mail(memberships=[row.pk], now=NOW)
    a_date(circle, anne, days=10)
    gatherings.send_digests(FIRST)
    text = deliver(FIRST)["theo@example.org"].text
    assert "as you chose" not in text
    assert "You get this once a month. The link for fewer mails also brings every date back." in text


def test_an_empty_month_is_no_mail(circle: Circle, anne: Person, theo: Person) -> None:
    circles.set_mail(circle=circle, person=theo, level=MailLevel.MONTHLY)
    assert gatherings.send_digests(FIRST) == 0
    gathering = a_date(circle, anne, days=20)
    gatherings.send_digests(FIRST)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=FIRST)
    deliver(FIRST + HOUR)
    assert why_dropped("digest") == {"Théo": "nothing is ahead"}


def test_whoever_comes_is_told_that_it_is_off_however_few_mails_they_want(
    circle: Circle, anne: Person, theo: Person
) -> None:
    circles.set_mail(circle=circle, person=theo, level=MailLevel.MONTHLY)
    gathering = a_date(circle, anne)
    say(gathering, theo)
    deliver(NOW + 5 * MINUTE)
    gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=NOW + HOUR)
    assert sorted(deliver(NOW + 2 * HOUR)) == ["anne@example.org", "theo@example.org"]


# A break of one's own


def test_a_break_of_ones_own_stops_mails_and_standing_answers_and_ends(
    circle: Circle, anne: Person, theo: Person
) -> None:
    gatherings.stand(circle=circle, person=theo, weekday=None, now=NOW)
    soon, later = a_date(circle, anne), a_date(circle, anne, days=40)
    assert soon.answers.get().via == Via.STANDING
    gatherings.rest(person=theo, until=date(2026, 12, 20), now=NOW)
    assert (soon.answers.count(), later.answers.count()) == (0, 1)
    assert list(deliver(NOW + HOUR)) == ["anne@example.org"]
    assert set(why_dropped("date").values()) == {"takes a break from this circle"}
    a_date(circle, anne, days=9, now=NOW + 2 * HOUR)
    assert waiting("date") == ["Anne"]
    gatherings.rest(person=theo, until=None, now=NOW + 3 * HOUR)
    assert soon.answers.get().person == theo
    with pytest.raises(gatherings.InThePast):
        gatherings.rest(person=theo, until=NOW.date(), now=NOW)


# A noisy year

LEVELS = {"every": MailLevel.EVERY, "dates": MailLevel.DATES, "monthly": MailLevel.MONTHLY, "none": MailLevel.NONE}
ALLOWED = {
    "every": {"date", "date-moved", "date-cancelled", "day-before", "next-missing", "pause-over"},
    "dates": {"date", "date-moved", "date-cancelled", "day-before"},
    "monthly": {"digest", "date-moved", "date-cancelled"},
    "silent": {"date", "date-moved", "date-cancelled", "next-missing", "pause-over", "fewer-mails", "digest"},
    "none": set(),
}


@pytest.mark.whole
def test_over_a_noisy_year_nobody_gets_more_than_they_chose(anne: Person, settings: Any) -> None:
    settings.QUIET_HOURS = "21:30-07:00"
    people = {name: somebody(name, f"{name}@example.org") for name in (*LEVELS, "silent", "resting")}
    both = [a_circle(anne, *people.values(), name=name, now=NOW - 90 * DAY) for name in ("Lunch", "Dinner")]
    for circle, hour, rhythm in zip(
        both, (NOON, time(19, 30)), (Rhythm.FORTNIGHTLY, Rhythm.MONTHLY_WEEKDAY), strict=True
    ):
        for name, level in LEVELS.items():
            circles.set_mail(circle=circle, person=people[name], level=level)
        gatherings.set_rhythm(
            circle=circle, by=anne, now=NOW, rhythm=rhythm, anchor=date(2026, 11, 5), hour=hour, place="", minutes=90,
            automatic=circle == both[0],
        )  # fmt: skip
    sent: list[tuple[str, str, datetime]] = []
    for week in range(52):
        monday = NOW + week * 7 * DAY - DAY
        if week == 10:
            gatherings.rest(person=people["resting"], until=(monday + 70 * DAY).date(), now=monday)
        if week == 20:
            gatherings.declare_pause(circle=both[0], by=anne, back_on=(monday + 28 * DAY).date(), why="", now=monday)
        night = [monday + 3 * DAY + 14 * HOUR] if week % 4 == 0 else []
        for at in (monday, monday + 2 * DAY + 2 * HOUR, *night):
            _live(both, anne, week, at)
            _deliver(at + 3 * MINUTE, sent)
            _answer(both, [people[name] for name in ("every", "dates", "monthly")], at + 4 * MINUTE)
    _nobody_gets_more(sent, people)


def _live(both: list[Circle], anne: Person, week: int, at: datetime) -> None:
    """What time brings, and what people do: confirm, now and then cancel."""
    gatherings.sweep_dates(at)
    for circle in both:
        gathering = queries.next_to_come(circle, at)
        pencil = queries.pencilled(circle, at)
        if gathering is None and pencil is not None and not queries.pause_of(circle):
            when = gatherings.When(pencil.day, pencil.hour)
            gathering = gatherings.fix_date(circle=circle, by=anne, when=when, seen=seen(circle), now=at)
        if gathering is None or gathering.answer_until <= at:
            continue
        if week % 9 == 4 and at.weekday() == 2:
            gatherings.cancel(gathering=gathering, by=anne, seen=seen(circle), now=at)


def _answer(both: list[Circle], people: list[Person], at: datetime) -> None:
    for circle in both:
        gathering = queries.next_to_come(circle, at)
        for person in people if gathering and gathering.answer_until > at else []:
            say(gathering, person, now=at)  # type: ignore[arg-type]


def _deliver(at: datetime, sent: list[tuple[str, str, datetime]]) -> None:
    before = set(Notice.objects.filter(sent_at__isnull=False).values_list("pk", flat=True))
    deliver(at)
    fresh = Notice.objects.filter(sent_at__isnull=False).exclude(pk__in=before).select_related("person")
    sent += [(row.person.name if row.person else "", row.kind, at) for row in fresh]


def _nobody_gets_more(sent: list[tuple[str, str, datetime]], people: dict[str, Person]) -> None:
    kinds = {name: {kind for who, kind, _at in sent if who == name} for name in people}
    for name, allowed in ALLOWED.items():
        assert kinds[name] <= allowed, name
    assert kinds["every"] >= {"date", "date-cancelled", "day-before"}
    digests = [at for who, kind, at in sent if (who, kind) == ("monthly", "digest")]
    assert 6 <= len(digests) <= 12 and len({(at.year, at.month) for at in digests}) == len(digests)
    told = [at for who, kind, at in sent if (who, kind) == ("silent", "fewer-mails")]
    assert len(told) == 2  # once for each circle
    assert {kind for who, kind, at in sent if who == "silent" and at > max(told) + DAY} <= {"digest"}
    rest = NOW + 69 * DAY
    assert [kind for who, kind, at in sent if who == "resting" and rest < at < rest + 68 * DAY] == []
    days = [(who, at.date()) for who, kind, at in sent if kind == "day-before"]
    assert len(days) == len(set(days))
    assert all(7 <= (at + timedelta(hours=1)).hour < 22 for _who, _kind, at in sent)
