"""A mail that came in: a calendar's answer, words under a gathering, a mail of ours that came back, or nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, transaction

from entregent.circles.queries import membership
from entregent.core import links
from entregent.core.addresses import BadAddress, lookup_key
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.gatherings.calendar import uid_of
from entregent.gatherings.enums import Reply, Via
from entregent.gatherings.models import Gathering
from entregent.inbound import reading
from entregent.inbound.choices import choices_in
from entregent.inbound.enums import Fate, Why
from entregent.inbound.models import Received
from entregent.inbound.queries import link_answered, notice_of
from entregent.inbound.reading import Bounce, CalendarReply, Incoming, Unreadable
from entregent.notices.operations import mark_returned, queue
from entregent.people.models import Link, Person
from entregent.people.queries import person_at, refuses_mail
from entregent.polls import operations as polls
from entregent.polls import queries as poll_queries
from entregent.threads import operations as threads
from entregent.trust.enums import Naming, Reach

log = logging.getLogger(__name__)

KEPT = timedelta(days=90)
ANSWERS = {"ACCEPTED": Reply.YES, "TENTATIVE": Reply.MAYBE, "DECLINED": Reply.NO}


class NotTaken(Exception):
    """Nothing was done; its sender may be told why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def receive(content: bytes, now: datetime) -> Fate:
    """Deal with one mail, once, whatever it holds. Only a database that does not answer lets it come again."""
    try:
        mail = reading.read(content[: reading.MOST_BYTES])
    except Unreadable:
        return _once(reading.fingerprint_of(content), now, lambda: Fate.REFUSED)
    is_large = len(content) > reading.MOST_BYTES
    return _once(mail.fingerprint, now, lambda: _deal_with(mail, is_large, now))


def receive_headers(head: bytes, now: datetime) -> Fate:
    """A mail too large to be fetched, by its head alone: its sender is told."""
    try:
        mail = reading.read(head)
    except Unreadable:
        return Fate.REFUSED
    return _once(mail.fingerprint, now, lambda: _deal_with(mail, is_large=True, now=now))


def _once(fingerprint: str, now: datetime, deal: Callable[[], Fate]) -> Fate:
    """The row is written first: a second bringing of the same mail waits for it, then finds it."""
    try:
        with transaction.atomic():
            row, first = Received.objects.get_or_create(
                fingerprint=fingerprint, defaults={"fate": Fate.IGNORED, "at": now}
            )
            if not first:
                return Fate.SEEN
            row.fate = deal()
            row.save(update_fields=["fate"])
            return Fate(row.fate)
    except DatabaseError:
        raise
    except Exception:  # a mail that trips us must not stand in the way of those behind it
        log.exception("a mail that came in could not be dealt with")
        Received.objects.get_or_create(fingerprint=fingerprint, defaults={"fate": Fate.REFUSED, "at": now})
        return Fate.REFUSED


def _deal_with(mail: Incoming, is_large: bool, now: datetime) -> Fate:
    if mail.bounce is not None:
        return _came_back(mail.bounce, now)
    if _is_ours(mail.sender):
        return Fate.IGNORED
    link = link_answered(mail, now)
    try:
        if is_large:
            raise NotTaken(Why.LARGE)
        return _take(mail, link, now)
    except NotTaken as error:
        if not mail.is_automatic:
            _tell(mail.sender, link, error.why, now)
        return Fate.REFUSED


def _take(mail: Incoming, link: Link | None, now: datetime) -> Fate:
    """A calendar's reply counts though a program wrote it; any other automatic mail is left unread and unanswered."""
    if mail.is_automatic and mail.calendar is None:
        return Fate.IGNORED
    if link is None:
        raise NotTaken(Why.UNKNOWN)
    if not _is_from(mail.sender, link.person):
        raise NotTaken(Why.ELSEWHERE)
    if link.kind == "poll":
        return _say_which(link, mail.words(settings.ADDRESS), now)
    gathering = gathering_queries.gathering_to_answer(link.person, link.object_id) if link.kind == "gathering" else None
    if gathering is None:
        raise NotTaken(Why.GONE)
    if mail.calendar is not None:
        return _answer(gathering, link.person, mail.calendar, now)
    return _write(gathering, link.person, mail.words(settings.ADDRESS), now)


def _say_which(link: Link, text: str, now: datetime) -> Fate:
    """The numbers of the dates that suit, as the mail gave them."""
    poll = poll_queries.poll_to_answer(link.person, link.object_id)
    if poll is None:
        raise NotTaken(Why.GONE)
    slots = poll_queries.slots_of(poll)
    said = choices_in(text, len(slots))
    if said is None:
        raise NotTaken(Why.UNCLEAR)
    choices = {slot.pk: choice for slot, choice in zip(slots, said, strict=True)}
    try:
        polls.vote(poll=poll, person=link.person, choices=choices, via=Via.MAIL, now=now)
    except gatherings.TooLate as error:
        raise NotTaken(Why.OVER) from error
    return Fate.ANSWERED


def _answer(gathering: Gathering, person: Person, said: CalendarReply, now: datetime) -> Fate:
    reply = ANSWERS.get(said.state)
    if reply is None or said.uid != uid_of(gathering):
        raise NotTaken(Why.UNKNOWN)
    if said.sequence < gathering.sequence and said.starts_at != gathering.starts_at:
        raise NotTaken(Why.CHANGED)
    try:
        gatherings.answer(gathering=gathering, person=person, reply=reply, via=Via.MAIL, now=now)
    except gatherings.TooLate as error:
        raise NotTaken(Why.LATE) from error
    return Fate.ANSWERED


def _write(gathering: Gathering, person: Person, text: str, now: datetime) -> Fate:
    if membership(gathering.circle, person) is None:
        raise NotTaken(Why.GONE)
    try:
        threads.write_reply(
            author=person,
            kind="gathering",
            object_id=gathering.pk,
            circle_id=gathering.circle_id,
            text=text,
            reach=Reach.CIRCLE,
            naming=Naming.MAY,
            table=(),
            now=now,
        )
    except threads.NothingWritten as error:
        raise NotTaken(Why.EMPTY) from error
    except threads.TooLong as error:
        raise NotTaken(Why.LONG) from error
    return Fate.WRITTEN


def _came_back(bounce: Bounce, now: datetime) -> Fate:
    """Believed only where it returns the id of a mail we sent to that very address: nobody else knows that id."""
    for found in bounce.returned:
        notice = notice_of(found)
        if notice is None or notice.person is None:
            continue
        own = {row.lookup for row in notice.person.addresses.all()}
        for lookup in own & {_lookup(one) for one in bounce.recipients}:
            mark_returned(lookup, now)
            return Fate.BOUNCE
    return Fate.IGNORED


def _is_ours(sender: str) -> bool:
    """A mail of ours that comes round: never dealt with, never answered."""
    local, _, domain = sender.lower().rpartition("@")
    own = {settings.MAIL_FROM.lower(), settings.INBOUND_ADDRESS.lower()}
    return f"{local.partition('+')[0]}@{domain}" in own


def _is_from(sender: str, person: Person) -> bool:
    return person.addresses.filter(lookup=_lookup(sender)).exists()


def _lookup(written: str) -> str:
    try:
        return lookup_key(written)
    except BadAddress:
        return ""


def _tell(sender: str, link: Link | None, why: Why, now: datetime) -> None:
    """One sentence, once a day for one reason; to strangers, who may be anybody's forgery, nothing."""
    lookup = _lookup(sender)
    if not lookup or refuses_mail(lookup):
        return
    person = person_at(sender)
    if person is None and link is None:
        return
    queue(
        kind="not-taken",
        dedupe=f"not-taken:{links.digest(lookup, 'not-taken')[:32]}:{why}:{now.date()}",
        now=now,
        person=person or (link.person if link else None),
        to_written=sender,
        payload={"why": str(why)},
    )


def forget_old(now: datetime) -> int:
    return Received.objects.filter(at__lt=now - KEPT).delete()[0]
