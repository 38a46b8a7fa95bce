"""Sends what is due: claim, ask whether it is still wanted, write, send, mark. No transaction is open while it sends.

A process killed before the mail was sent leaves a lease that runs out; one killed after leaves the same, and the mail
goes twice with one Message-ID. It is never lost.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, transaction

from entregent.core.addresses import BadAddress, lookup_key
from entregent.notices.models import Notice
from entregent.notices.operations import claim_due, drop, give_back, mark_returned, mark_sent, put_off, wait_until
from entregent.notices.queries import comes_back
from entregent.notices.quiet import quiet_until
from entregent.notices.registry import kind_of
from entregent.notices.transports import NobodyThere, NotNow, Refused, Transport, Unreachable
from entregent.notices.writing import Mail, compose, recipient
from entregent.people.queries import refuses_mail

log = logging.getLogger(__name__)

BATCH_SECONDS = 120  # then the rest goes back: a mail sent after its lease could be sent by somebody else too


def deliver_due(now: datetime, transport: Transport, go_on: Callable[[], bool] = lambda: True) -> int:
    """Send one batch of what is due; answers how many mails it dealt with, sent or not."""
    batch = claim_due(now)
    until = time.monotonic() + BATCH_SECONDS
    try:
        for place, notice in enumerate(batch):
            if time.monotonic() > until or not go_on():
                give_back(batch[place:])
                return place
            try:
                _deliver(notice, now, transport)
            except Unreachable as error:
                log.warning("no mail can leave: %s", error)
                for waiting in batch[place:]:
                    put_off(waiting, now, str(error))
                break
    finally:
        transport.close()
    return len(batch)


def morning_of(notice: Notice, now: datetime) -> datetime | None:
    """When a mail of the night leaves instead; None for what cannot wait."""
    kind = kind_of(notice)
    if kind.urgent or kind.to_strangers or notice.person is None:
        return None
    morning = quiet_until(notice.person, now)
    return morning if morning is not None and kind.waits(notice, morning) else None


def _deliver(notice: Notice, now: datetime, transport: Transport) -> None:
    try:
        morning = None if transport.keeps else morning_of(notice, now)  # an outbox wakes nobody
        if morning is not None:
            wait_until(notice, morning)
            return
        to = recipient(notice)
        unwanted = why_not(notice, to, now)
        mail = None if unwanted else write(notice, to, now)
    except DatabaseError:
        raise
    except Exception as error:  # a mistake in one kind of mail must not hold up the others
        log.exception("notice %s (%s) could not be written", notice.pk, notice.kind)
        put_off(notice, now, f"could not be written: {type(error).__name__}")
        return
    if mail is None:
        drop(notice, now, unwanted)
        return
    try:
        transport.send(mail)
    except Refused as error:
        drop(notice, now, f"refused: {error}")
        if isinstance(error, NobodyThere):
            mark_returned(lookup_key(mail.to), now)
    except NotNow as error:
        put_off(notice, now, str(error))
    else:
        mark_sent(notice, now, transport.keeps)


def why_not(notice: Notice, to: str, now: datetime) -> str:
    """Why this mail should not leave after all, or ""."""
    kind = kind_of(notice)
    if notice.person is not None and notice.person.erased_at:
        return "its reader was erased"
    try:
        lookup = lookup_key(to)
    except BadAddress:
        return "no address to write to"
    if not kind.to_strangers and refuses_mail(lookup):
        return "this address asked for no more mail"
    if not kind.to_strangers and comes_back(lookup):
        return "mail to this address comes back"
    return kind.wanted(notice, now)


def write(notice: Notice, to: str, now: datetime) -> Mail:
    return compose(notice, kind_of(notice).write(notice, now), to, now)


def read_again(notice: Notice) -> Mail | None:
    """A mail of the outbox, written anew as when it was sent; None when what it spoke of is gone.

    Writing makes and prolongs links; reading again must change nothing, so all of it is rolled back.
    """
    with transaction.atomic():
        try:
            return write(notice, recipient(notice), notice.sent_at or notice.made_at)
        except Exception:  # whatever it spoke of may have been deleted since
            log.info("notice %s can no longer be written", notice.pk)
            return None
        finally:
            transaction.set_rollback(True)
