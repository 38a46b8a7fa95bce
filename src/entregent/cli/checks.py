"""What the doctor looks at. Each check says what it found, and what to do when that is not well."""

from __future__ import annotations

import sqlite3
import zoneinfo
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tzdata
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from entregent.config.database import wal_is_safe
from entregent.core.queries import silence
from entregent.gatherings import operations as gatherings
from entregent.gatherings import queries as gathering_queries
from entregent.notices import queries as notices
from entregent.notices.transports import Smtp, Unreachable

OLDEST_POSTGRES = 15
KEYS = ("session.key", "link.key")
FOR_OTHERS = 0o077


@dataclass(frozen=True)
class Finding:
    about: str
    state: str  # ok, note, wrong
    says: str
    do: str = ""


def database(now: datetime) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            version = str(cursor.fetchone()[0])
            recent = int(version.split(".")[0]) >= OLDEST_POSTGRES
            do = "" if recent else _("Move to PostgreSQL %(version)d or newer.") % {"version": OLDEST_POSTGRES}
            yield Finding(_("database"), "ok" if recent else "wrong", f"PostgreSQL {version}", do)
            return
        cursor.execute("PRAGMA integrity_check(5)")
        damage = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        damage += [_("%(row)s points to nothing") % {"row": f"{row[0]} {row[1]}"} for row in cursor.fetchall()]
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0])
    if damage:
        yield Finding(_("database"), "wrong", "; ".join(damage[:5]), _("Stop the server and restore a backup."))
    else:
        says = _("SQLite %(version)s, whole, every reference kept") % {"version": sqlite3.sqlite_version}
        yield Finding(_("database"), "ok", says)
    yield _journal(journal)


def _journal(mode: str) -> Finding:
    if mode == "wal" and not wal_is_safe(sqlite3.sqlite_version_info):
        says = _("WAL, which SQLite %(version)s may damage when two processes write")
        do = _("Unset ENTREGENT_SQLITE_JOURNAL, or set it to delete, and start again.")
        return Finding(_("journal"), "wrong", says % {"version": sqlite3.sqlite_version}, do)
    return Finding(_("journal"), "ok", mode)


def tables(now: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _backwards in pending)
    if names:
        says = _("not those of this version: %(names)s") % {"names": names}
        yield Finding(_("tables"), "wrong", says, _("Start `entregent serve`: it adapts them."))
    else:
        yield Finding(_("tables"), "ok", _("those of this version"))


def keys(now: datetime) -> Iterator[Finding]:
    for path in (settings.DATA_FOLDER, *(settings.DATA_FOLDER / name for name in KEYS)):
        mode = path.stat().st_mode & 0o777
        if mode & FOR_OTHERS:
            says = _("%(path)s is open to others on this machine (%(mode)s)") % {"path": path, "mode": f"{mode:o}"}
            yield Finding(_("keys"), "wrong", says, f"chmod {'700' if path.is_dir() else '600'} {path}")
            return
    yield Finding(_("keys"), "ok", _("readable by their owner alone"))


def processes(now: datetime) -> Iterator[Finding]:
    start = _("Start `entregent serve`, or `entregent work` beside `entregent serve --no-worker`.")
    for name, about in (("worker", _("worker")), ("scheduler", _("scheduler"))):
        silent = silence(name, now)
        yield Finding(about, "wrong" if silent else "ok", silent or _("alive"), start if silent else "")


def mails(now: datetime) -> Iterator[Finding]:
    trouble = notices.trouble(now)
    worst = notices.failing().first()
    last = _("; the last answer was: %(why)s") % {"why": worst.why} if worst and worst.why else ""
    waiting = notices.failing().count()
    if trouble:
        do = _("Look at the worker above, then at the mail server below.")
        yield Finding(_("mails"), "wrong", f"{trouble}{last}", do)
    elif waiting:
        yield Finding(_("mails"), "note", _("being tried again: %(waiting)d") % {"waiting": waiting} + last)
    else:
        yield Finding(_("mails"), "ok", _("none late"))
    yield _mail_server()


def _mail_server() -> Finding:
    if not settings.SMTP_URL:
        says, do = _("none: mails stay in the outbox"), _("Read them with: entregent outbox")
        return Finding(_("mail server"), "note", says, do)
    try:
        Smtp(settings.SMTP_URL).check()
    except (Unreachable, ValueError) as error:
        do = _("Check ENTREGENT_SMTP_URL, then that the server is up.")
        return Finding(_("mail server"), "wrong", str(error), do)
    return Finding(_("mail server"), "ok", _("answers"))


def dates(now: datetime) -> Iterator[Finding]:
    """Puts right what newer rules of a zone moved: the wall time is what people agreed on."""
    moved = gatherings.recompute_instants(now)
    if moved:
        which = ", ".join(f"{row.key} ({row.zone})" for row in moved)
        yield Finding(_("dates"), "note", _("put back on the clock people agreed on: %(which)s") % {"which": which})
    else:
        yield Finding(_("dates"), "ok", _("each instant follows from its wall time"))
    stopped = gathering_queries.stopped_rhythms(now)
    if stopped:
        which = ", ".join(circle.slug for circle in stopped)
        says = _("a rhythm is set, yet no date is ahead: %(which)s") % {"which": which}
        yield Finding(_("rhythms"), "wrong", says, _("The scheduler pencils dates in: see it above, and its log."))
    else:
        yield Finding(_("rhythms"), "ok", _("each one has a date ahead"))
    yield _breaks(now)


def _breaks(now: datetime) -> Finding:
    late = gathering_queries.late_pauses(now)
    if not late:
        return Finding(_("breaks"), "ok", _("each ends on its day"))
    which = ", ".join(f"{pause.circle.slug} ({pause.back_on})" for pause in late)
    says = _("should be over: %(which)s") % {"which": which}
    return Finding(_("breaks"), "wrong", says, _("The scheduler ends them: see it above, and its log."))


def zones(now: datetime) -> Iterator[Finding]:
    system = system_zones()
    if system and system < tzdata.IANA_VERSION:
        versions = {"here": system, "ours": tzdata.IANA_VERSION}
        says = _("%(here)s on this machine, %(ours)s came with Entregent") % versions
        yield Finding(_("zone rules"), "note", says, _("Update the machine’s zone data (tzdata)."))
    else:
        yield Finding(_("zone rules"), "ok", system or tzdata.IANA_VERSION)


def system_zones() -> str:
    """The version of the zone data Python reads first, if the machine has its own and says which."""
    for folder in map(Path, zoneinfo.TZPATH):
        source = folder / "tzdata.zi"
        if source.exists():
            with source.open(encoding="ascii") as file:
                return file.readline().removeprefix("# version").strip()
    return ""


CHECKS: dict[str, Callable[[datetime], Iterator[Finding]]] = {
    "database": database,
    "tables": tables,
    "keys": keys,
    "processes": processes,
    "mails": mails,
    "dates": dates,
    "zone rules": zones,
}
