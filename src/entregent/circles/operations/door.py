"""Coming in without knowing anybody: by asking, or by an open door."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from entregent.activity.operations import mark_undone, record
from entregent.activity.queries import last_event
from entregent.circles import queries, rules
from entregent.circles.models import Circle, Knock, Membership
from entregent.circles.operations.circle import Refused, add_member
from entregent.circles.operations.forgetting import erase_unheld
from entregent.circles.queries import door
from entregent.core.folding import clean_line, clean_text
from entregent.notices.operations import drop_about, queue, queue_many
from entregent.people.models import NAME_LENGTH, Person
from entregent.people.operations import rename
from entregent.people.queries import has_verified_address

SAYS_LENGTH, WORD_LENGTH = 600, 400


class Unproved(Exception):
    """No address of theirs has proved itself: nobody could answer them."""


class AskedAlready(Exception):
    """They wait for an answer, or got one not long ago."""


class AskedTooOften(Exception):
    """More circles asked in a day than one person may ask."""


@transaction.atomic
def knock(*, circle: Circle, person: Person, says: str, now: datetime, name: str = "") -> Knock:
    """Ask to come in. A few members are told by mail; any settled one answers."""
    _comes_to(circle, person, name)
    if not rules.takes_knocks(circle):
        raise Refused
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if door.waiting_knock(circle, person) or door.declined_lately(circle, person, now):
        raise AskedAlready
    if door.knocks_today(person, now) >= rules.KNOCKS_A_DAY:
        raise AskedTooOften
    made = Knock.objects.create(circle=circle, person=person, says=clean_text(says, SAYS_LENGTH), made_at=now)
    queue_many(
        kind="knock",
        people=door.who_answers(circle, person),
        object_id=made.pk,
        circle_id=circle.pk,
        dedupe=f"knock:{made.pk}",
        now=now,
        due_at=now + rules.LETTERS_CALLED_BACK,
    )
    return made


def _comes_to(circle: Circle, person: Person, name: str) -> None:
    if not has_verified_address(person):
        raise Unproved
    if queries.is_here(circle, person):
        raise AskedAlready
    if clean_line(name, NAME_LENGTH) and not person.name:
        rename(person=person, name=name)


@transaction.atomic
def withdraw_knock(*, knock_id: int, person: Person, now: datetime) -> bool:
    """The asker thinks better of it."""
    mine = Knock.objects.filter(pk=knock_id, person=person, let_in_at=None, declined_at=None, withdrawn_at=None)
    if not mine.update(withdrawn_at=now):
        return False
    drop_about(kind="knock", object_id=knock_id, now=now, why="withdrawn by whoever asked")
    return True


@transaction.atomic
def let_in(*, circle: Circle, knock_id: int, by: Person, now: datetime) -> Membership:
    """Of several who answer at once, one does; a declined knock may be answered anew."""
    rules.allow(circle, by)
    told_no = Knock.objects.filter(pk=knock_id, circle=circle, let_in_at=None, withdrawn_at=None)
    if not told_no.update(let_in_at=now, declined_at=None, answered_by=by, word=""):
        raise Refused
    made = Knock.objects.select_related("person").get(pk=knock_id)
    if made.person.erased_at is not None:
        raise Refused
    record(verb="let-in", kind="knock", open_to_circle=True, **_line(made, by, now))
    _tell(made, "let-in", now)
    return add_member(circle=circle, person=made.person, now=now, invited_by=by)


@transaction.atomic
def decline_knock(*, circle: Circle, knock_id: int, by: Person, word: str, now: datetime) -> Knock:
    """Kindly: the asker reads that it is not for this time, with a word if there is one, and no name."""
    rules.allow(circle, by)
    waiting = Knock.objects.filter(pk=knock_id, circle=circle, let_in_at=None, declined_at=None, withdrawn_at=None)
    if not waiting.update(declined_at=now, answered_by=by, word=clean_text(word, WORD_LENGTH)):
        raise Refused
    made = Knock.objects.select_related("person").get(pk=knock_id)
    _tell(made, "declined", now)
    return made


def _tell(made: Knock, kind: str, now: datetime) -> None:
    """The asker, in two minutes; the members who were to answer need not any more."""
    drop_about(kind="knock", object_id=made.pk, now=now, why="answered already")
    drop_about(kind="knock-declined", object_id=made.pk, now=now, why="answered anew")
    queue(
        kind=f"knock-{kind}",
        dedupe=f"knock-{kind}:{made.pk}:{now.timestamp():.0f}",
        now=now,
        person=made.person,
        object_id=made.pk,
        circle_id=made.circle_id,
        due_at=now + rules.LETTERS_CALLED_BACK,
    )


def _line(made: Knock, by: Person, now: datetime) -> dict[str, Any]:
    """What every line of the journal about a knock says besides its verb."""
    return {"actor": by, "about": made.person, "object_id": made.pk, "circle_id": made.circle_id, "now": now}


@transaction.atomic
def take_answer_back(*, circle: Circle, knock_id: int, by: Person, now: datetime) -> None:
    """Within two minutes, by whoever answered: nothing has left, and the asker waits again."""
    made = Knock.objects.select_for_update(of=("self",), no_key=True).filter(pk=knock_id, circle=circle).first()
    answered = (made.let_in_at or made.declined_at) if made else None
    if made is None or answered is None or made.answered_by_id != by.pk or now >= answered + rules.LETTERS_CALLED_BACK:
        raise Refused
    was_in = made.let_in_at is not None
    made.let_in_at = made.declined_at = made.answered_by = None
    made.word = ""
    made.save()
    for kind in ("knock-let-in", "knock-declined"):
        drop_about(kind=kind, object_id=made.pk, now=now, why="taken back by whoever answered")
    if was_in:
        Membership.objects.filter(circle=circle, person=made.person_id, left_at=None).update(left_at=now)
        done = last_event("knock", made.pk, "let-in")
        undone = record(verb="undid", kind="knock", open_to_circle=True, **_line(made, by, now))
        if done is not None:
            mark_undone(done, undone)


@transaction.atomic
def walk_in(*, circle: Circle, person: Person, now: datetime, name: str = "") -> Membership:
    """By an open door: whoever has proved an address is in."""
    _comes_to(circle, person, name)
    if not rules.takes_anybody(Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)):
        raise Refused
    record(
        actor=person,
        about=person,
        verb="joined",
        kind="circle",
        object_id=circle.pk,
        circle_id=circle.pk,
        now=now,
        open_to_circle=True,
    )
    return add_member(circle=circle, person=person, now=now)


@transaction.atomic
def forget_knocks(now: datetime) -> int:
    """Knocks that brought nobody in, sixty days on, with the people only they held."""
    old = Knock.objects.filter(made_at__lt=now - rules.KNOCK_WAITS, let_in_at=None).select_related("person")
    people = [row.person for row in old]
    old.delete()
    for person in people:
        erase_unheld(person, now)
    return len(people)
