"""Answers, guests, standing answers."""

from __future__ import annotations

from copy import copy
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from entregent.circles import rules as circle_rules
from entregent.circles.models import Circle
from entregent.circles.queries import circles_of, membership
from entregent.core.folding import clean_line
from entregent.gatherings import queries, rules
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import WORD_LENGTH, Answer, Gathering, StandingAnswer
from entregent.gatherings.operations.booking import tell_booker
from entregent.gatherings.operations.fixing import TooLate
from entregent.gatherings.operations.seating import place, promote
from entregent.notices.operations import queue
from entregent.people.enums import Purpose
from entregent.people.models import NAME_LENGTH, Link, Person
from entregent.people.operations import ensure_link, person_for
from entregent.people.queries import person_at

SAID, SAID_AT = ("reply", "via", "guests", "word", "by_video"), ("answered_at", "waiting_since", "promoted_at")


class TableFull(Exception):
    """One person has already brought as many as one person may."""


@transaction.atomic
def answer(
    *,
    gathering: Gathering,
    person: Person,
    reply: Reply,
    via: Via,
    now: datetime,
    guests: int | None = None,
    name: str = "",
    brought_by: Person | None = None,
    by_video: bool | None = None,
    word: str | None = None,
) -> Answer:
    """Say yes, maybe or no, or change it, until the cut-off. `now` is when the answer was received.

    The gathering's row is locked, so that an answer and a cancellation or move are one after the other, and so that
    two people never take the last place.
    """
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    given = Answer.objects.filter(gathering=locked, person=person).first() or Answer(
        gathering=locked, person=person, name=clean_line(name, NAME_LENGTH), brought_by=brought_by
    )
    counts = _still_counts(given, locked) if given.pk else False
    before = copy(given) if counts else None
    if given.pk and not counts:
        given.before_move = _as_it_was(given)
    given.reply, given.via, given.answered_at, given.gave_up_at = reply, via, now, None
    given.guests = _guests(given.guests if guests is None else guests, reply)
    given.by_video = given.by_video if by_video is None else by_video and bool(locked.video)
    given.word = given.word if word is None else clean_line(word, WORD_LENGTH)
    place(given, before, locked, now)
    if before is not None and before.has_place and reply == Reply.NO:
        _give_up(given, locked, now)
    given.save()
    promote(locked, now, but=person)
    given.refresh_from_db(fields=["waiting_since", "promoted_at"])
    return given


def _still_counts(given: Answer, gathering: Gathering) -> bool:
    return gathering.moved_at is None or given.answered_at >= gathering.moved_at


def _as_it_was(given: Answer) -> dict[str, Any]:
    moments = {field: getattr(given, field) for field in SAID_AT}
    return {field: getattr(given, field) for field in SAID} | {
        field: moment and moment.isoformat() for field, moment in moments.items()
    }


def answers_before_the_move(gathering: Gathering, moved_at: datetime) -> None:
    """What was said since the date moved was said to another date: they had said something else before, or nothing."""
    for given in gathering.answers.filter(answered_at__gte=moved_at):
        before = given.before_move
        if before is None:
            given.delete()
            continue
        for field in SAID:
            setattr(given, field, before[field])
        for field in SAID_AT:
            setattr(given, field, before[field] and datetime.fromisoformat(before[field]))
        given.gave_up_at, given.before_move = None, None
        given.save()


def forget_answers_before_moves(now: datetime) -> int:
    """Once a move can no longer be called back, what was said before it is nobody's to keep."""
    over = Answer.objects.filter(before_move__isnull=False, gathering__moved_at__lte=now - rules.MAIL_CALLED_BACK)
    return over.update(before_move=None) if over.exists() else 0  # looked at each minute, and almost never there


def _give_up(given: Answer, gathering: Gathering, now: datetime) -> None:
    """Whoever booked sees it, and is written to when it is late."""
    given.gave_up_at = now if gathering.booked_by_id else None
    if rules.is_late(gathering, now):
        tell_booker(given, gathering, now)


@transaction.atomic
def give_up(*, gathering: Gathering, person: Person, via: Via, now: datetime) -> Answer:
    """ "I can't after all", once answers are closed: the place goes to the next, and whoever booked is told."""
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    given = Answer.objects.filter(gathering=locked, person=person).exclude(reply=Reply.NO).first()
    if given is None or not rules.may_give_up(locked, now) or not _still_counts(given, locked):
        raise TooLate
    had_place = given.reply == Reply.YES and given.waiting_since is None
    given.gave_up_as, given.gave_up_guests = given.reply, given.guests
    given.reply, given.via, given.answered_at = Reply.NO, via, now
    given.guests, given.waiting_since = 0, None
    if had_place:
        _give_up(given, locked, now)
    given.save()
    promote(locked, now)
    return given


@transaction.atomic
def come_back(*, gathering: Gathering, person: Person, now: datetime) -> Answer:
    """Take "I can't after all" back, while it has not begun and nobody else has the place: all is as it was said, but
    for guests who have none any more.
    """
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    given = Answer.objects.filter(gathering=locked, person=person, reply=Reply.NO).first()
    closed = rules.is_ahead(locked, now) and locked.answer_until <= now
    if given is None or not closed or given.answered_at < locked.answer_until:
        raise TooLate
    reply, free = Reply(given.gave_up_as or Reply.YES), queries.seats.free(locked)
    if reply == Reply.YES and free == 0:
        raise TooLate
    given.reply, given.answered_at, given.gave_up_at = reply, now, None
    given.guests = given.gave_up_guests if free is None else min(given.gave_up_guests, max(0, free - 1))
    given.save()
    return given


@transaction.atomic
def say_more(*, gathering: Gathering, person: Person, word: str, now: datetime) -> bool:
    """A word that goes with one's answer; the members of the circle read it. False before there is an answer."""
    if gathering.ends_at <= now:
        raise TooLate
    mine = Answer.objects.filter(gathering=gathering, person=person)
    return bool(mine.update(word=clean_line(word, WORD_LENGTH)))


def _guests(guests: int | None, reply: Reply) -> int:
    return 0 if reply == Reply.NO else max(0, min(guests or 0, rules.MOST_GUESTS))


@transaction.atomic
def take_back_answer(*, gathering: Gathering, person: Person, now: datetime) -> None:
    """As if nothing had been said."""
    locked = Gathering.objects.select_for_update(no_key=True).get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    Answer.objects.filter(gathering=locked, person=person).delete()
    promote(locked, now)


@transaction.atomic
def come_as_guest(*, gathering: Gathering, written: str, name: str, brought_by: Person, now: datetime) -> Person:
    """Somebody a mail was forwarded to gives their own name and address, and gets their own mail to answer.

    One mail brings a few people, no more: its holder could otherwise have the instance write to anybody. Nobody of the
    circle is answered for: an address that is a member's only has the mail sent there once more.
    """
    rows = Gathering.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    locked = rows.get(pk=gathering.pk)
    if not rules.is_open(locked, now):
        raise TooLate
    if Answer.objects.filter(gathering=locked, brought_by=brought_by).count() >= rules.MOST_GUESTS:
        raise TableFull
    person = person_for(written=written, now=now)
    if circle_rules.is_kept_out(locked.circle, person):
        return person
    is_member = membership(locked.circle, person) is not None
    if person != brought_by and not is_member:
        Answer.objects.get_or_create(
            gathering=locked,
            person=person,
            defaults={
                "reply": Reply.MAYBE,
                "via": Via.SOMEBODY,
                "answered_at": now,
                "brought_by": brought_by,
                "name": clean_line(name, NAME_LENGTH),
            },
        )
    kind = "date-again" if is_member else "date"
    _write_to(locked, person, now, f"date-guest:{locked.pk}:{person.pk}", kind)
    return person


def _write_to(gathering: Gathering, person: Person, now: datetime, dedupe: str, kind: str = "date") -> None:
    queue(kind=kind, dedupe=dedupe, now=now, person=person, object_id=gathering.pk, circle_id=gathering.circle_id)


@transaction.atomic
def write_again(*, circle: Circle, person: Person, now: datetime) -> bool:
    """Send the mail of the next date once more to somebody who lost theirs: once a day, to their own address alone."""
    gathering = queries.next_to_come(circle, now)
    if gathering is None or not (membership(circle, person) or _is_guest(gathering, person)):
        return False
    _write_to(gathering, person, now, f"date-again:{gathering.pk}:{person.pk}:{now.date()}", "date-again")
    return True


def _is_guest(gathering: Gathering, person: Person) -> bool:
    theirs = Answer.objects.filter(gathering=gathering, person=person, brought_by__isnull=False)
    return theirs.exists() and not circle_rules.is_kept_out(gathering.circle, person)


@transaction.atomic
def mail_for_calendar(*, gathering: Gathering, person: Person, now: datetime) -> None:
    """The date in the form calendars take in by themselves, to who asks for it: once a day for one revision."""
    dedupe = f"date-calendar:{gathering.pk}:{person.pk}:{gathering.sequence}:{now.date()}"
    _write_to(gathering, person, now, dedupe, "date-calendar")


def write_again_to(*, written: str, now: datetime) -> None:
    """For whoever lost the mail itself: the address's owner gets their links, the asker learns nothing."""
    person = person_at(written)
    if person is None:
        return
    as_guest = Answer.objects.filter(person=person, brought_by__isnull=False, gathering__starts_at__gt=now)
    guests_of = Circle.objects.filter(pk__in=as_guest.values("gathering__circle"), deleted_at__isnull=True)
    mine = circles_of(person)
    for circles in (mine, guests_of.exclude(pk__in=mine.values("pk"))):
        for circle in circles.filter(archived_at__isnull=True):
            write_again(circle=circle, person=person, now=now)


def link_to(gathering: Gathering, person: Person, now: datetime) -> Link:
    """The link that answers for this person; it outlives the gathering, so that it can lead to the next one."""
    lives = max(gathering.ends_at - now, timedelta()) + rules.LINK_LIVES
    return ensure_link(
        person=person, purpose=Purpose.ANSWER, kind="gathering", object_id=gathering.pk, now=now, lives=lives
    )


@transaction.atomic
def answer_next(
    *, circle: Circle, person: Person, reply: Reply, now: datetime, besides: Gathering | None = None
) -> Link:
    """Answer the circle's next date from a mail about something else, and get the link that changes the answer."""
    gathering = queries.next_to_come(circle, now, besides)
    if gathering is None or membership(circle, person) is None:
        raise TooLate
    answer(gathering=gathering, person=person, reply=reply, via=Via.MAIL, now=now)
    return link_to(gathering, person, now)


@transaction.atomic
def stand(*, circle: Circle, person: Person, weekday: int | None, now: datetime) -> StandingAnswer:
    """ "Every Thursday unless I say no": counts for each new date, and for those already fixed and not answered."""
    standing, _ = StandingAnswer.objects.update_or_create(
        circle=circle, person=person, defaults={"weekday": weekday, "since": now, "ended_at": None}
    )
    rests = circle.memberships.filter(person=person).values_list("rests_until", flat=True).first()
    ahead_of_rest = Q() if rests is None else Q(day__gte=rests)
    for ahead in circle.gatherings.filter(queries.fixed(), ahead_of_rest, answer_until__gt=now).order_by("pk"):
        answered = Answer.objects.filter(gathering=ahead, person=person).exists()
        if not answered and (weekday is None or ahead.day.weekday() == weekday):
            answer(gathering=ahead, person=person, reply=Reply.YES, via=Via.STANDING, now=now)
    return standing


def stop_standing(*, circle: Circle, person: Person, now: datetime) -> bool:
    return bool(StandingAnswer.objects.filter(circle=circle, person=person, ended_at__isnull=True).update(ended_at=now))
