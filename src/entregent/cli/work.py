"""`entregent work`: sends the mails that are due, and once a minute does what time alone brings about."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import DatabaseError, close_old_connections, connections
from django.utils import translation

from entregent.circles import operations as circles
from entregent.cli.tongue import terminal_language
from entregent.core import idempotency
from entregent.core.clock import now
from entregent.core.operations import beat
from entregent.decisions import operations as decisions
from entregent.facilitation import operations as facilitation
from entregent.gatherings import operations as gatherings
from entregent.inbound import mailbox
from entregent.inbound import operations as inbound
from entregent.missions import operations as missions
from entregent.notices import operations as notices
from entregent.notices.delivery import deliver_due
from entregent.notices.transports import Transport, transport
from entregent.people import operations as people
from entregent.people.backends import SessionStore
from entregent.people.privacy import forget_merges
from entregent.polls import operations as polls
from entregent.profiles import operations as profiles
from entregent.threads import operations as threads
from entregent.trust import operations as trust

log = logging.getLogger(__name__)

PAUSE, SWEEP_EVERY, BEAT_EVERY, LONGEST_PAUSE = 1.0, 60.0, 10.0, 60.0

SWEEPS: dict[str, Callable[[datetime], Any]] = {
    "polls": polls.sweep_polls,
    "decisions": decisions.sweep_decisions,
    "charters": decisions.call_charters_back,
    "facilitators": facilitation.sweep_terms,
    "dates": gatherings.sweep_dates,
    "places": gatherings.sweep_places,
    "cards": missions.sweep_cards,
    "trends": facilitation.look_at_trends,
    "withdrawn notes": gatherings.forget_notes,
    "unanswered invitations": circles.forget_unanswered,
    "unanswered knocks": circles.forget_knocks,
    "suspensions": circles.end_suspensions,
    "words sent": circles.forget_words,
    "deleted circles": circles.purge_deleted,
    "withdrawn words": threads.forget_old,
    "old reports": trust.forget_old,
    "removed photos": profiles.forget_old,
    "merges past undoing": forget_merges,
    "codes and links": people.forget_old,
    "files waiting": gatherings.forget_uploads,
    "mailbox": mailbox.sweep,
    "mails received": inbound.forget_old,
    "old mails": notices.forget_old,
    "sendings of forms": idempotency.forget_old,
    "sessions": lambda at: SessionStore.clear_expired(),
}


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser("work", help="the worker alone: sends mails, does what is due")
    parser.add_argument("--once", action="store_true", help="do what is due now, then end")
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    worker = Worker(transport(partial(print, flush=True)), args.parent)
    with translation.override(terminal_language()):
        if args.once:
            return worker.once()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop())
        worker.work()
    return 0


class Worker:
    """One loop. What fails is logged and tried again; nothing but a signal, or its parent's death, ends it."""

    def __init__(self, transport: Transport, parent: int | None = None) -> None:
        self._transport = transport
        self._parent = parent
        self._stopping = threading.Event()
        self._beat_due = self._sweep_due = 0.0

    def stop(self) -> None:
        self._stopping.set()

    def goes_on(self) -> bool:
        orphaned = self._parent is not None and os.getppid() != self._parent
        return not (orphaned or self._stopping.is_set())

    def once(self) -> int:
        """One sweep, then mails until none is due."""
        failed = sweep(now())
        at = now()
        while deliver_due(at, self._transport):
            continue
        return 1 if failed else 0

    def work(self) -> None:
        pause = 0.0
        while self.goes_on():
            self._stopping.wait(pause)
            try:
                pause = 0.0 if self._round() else PAUSE
            except DatabaseError as error:
                pause = min(max(PAUSE, pause) * 2, LONGEST_PAUSE)
                log.error("the database does not answer, next try in %d s: %s", pause, error)
                connections.close_all()
            except Exception:
                pause = min(max(PAUSE, pause) * 2, LONGEST_PAUSE)
                log.exception("the worker goes on after an error")

    def _round(self) -> int:
        """What is due now; answers how many mails were dealt with."""
        if not self.goes_on():
            return 0
        close_old_connections()
        self._beat()
        dealt_with = deliver_due(now(), self._transport, self._next_mail)
        if time.monotonic() >= self._sweep_due:
            sweep(now())
            self._sweep_due = time.monotonic() + SWEEP_EVERY
        return dealt_with

    def _next_mail(self) -> bool:
        """Asked before each mail: a slow server must not make a living worker look dead."""
        self._beat()
        return self.goes_on()

    def _beat(self) -> None:
        if time.monotonic() >= self._beat_due:
            beat("worker", now(), pid=os.getpid())
            self._beat_due = time.monotonic() + BEAT_EVERY


def sweep(at: datetime) -> list[str]:
    """Each sweep by itself: one that fails is named and keeps no other from its work."""
    failed = []
    for name, do in SWEEPS.items():
        try:
            do(at)
        except Exception:
            log.exception("sweep failed: %s", name)
            failed.append(name)
    beat("scheduler", at, failed=failed)
    return failed
