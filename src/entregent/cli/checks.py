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
            do = "" if recent else f"Move to PostgreSQL {OLDEST_POSTGRES} or newer."
            yield Finding("database", "ok" if recent else "wrong", f"PostgreSQL {version}", do)
            return
        cursor.execute("PRAGMA integrity_check(5)")
        damage = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        damage += [f"{row[0]} {row[1]} points to nothing" for row in cursor.fetchall()]
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0])
    if damage:
        yield Finding("database", "wrong", "; ".join(damage[:5]), "Stop the server and restore a backup.")
    else:
        yield Finding("database", "ok", f"SQLite {sqlite3.sqlite_version}, whole, every reference kept")
    yield _journal(journal)


def _journal(mode: str) -> Finding:
    if mode == "wal" and not wal_is_safe(sqlite3.sqlite_version_info):
        says = f"WAL, which SQLite {sqlite3.sqlite_version} may damage when two processes write"
        return Finding(
            "journal", "wrong", says, "Unset ENTREGENT_SQLITE_JOURNAL, or set it to delete, and start again."
        )
    return Finding("journal", "ok", mode)


def tables(now: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in pending)
    if names:
        yield Finding(
            "tables", "wrong", f"not those of this version: {names}", "Start `entregent serve`: it adapts them."
        )
    else:
        yield Finding("tables", "ok", "those of this version")


def keys(now: datetime) -> Iterator[Finding]:
    for path in (settings.DATA_FOLDER, *(settings.DATA_FOLDER / name for name in KEYS)):
        mode = path.stat().st_mode & 0o777
        if mode & FOR_OTHERS:
            says = f"{path} is open to others on this machine ({mode:o})"
            yield Finding("keys", "wrong", says, f"chmod {'700' if path.is_dir() else '600'} {path}")
            return
    yield Finding("keys", "ok", "readable by their owner alone")


def processes(now: datetime) -> Iterator[Finding]:
    for name in ("worker", "scheduler"):
        silent = silence(name, now)
        do = "Start `entregent serve`, or `entregent work` beside `entregent serve --no-worker`." if silent else ""
        yield Finding(name, "wrong" if silent else "ok", silent or "alive", do)


def mails(now: datetime) -> Iterator[Finding]:
    trouble = notices.trouble(now)
    worst = notices.failing().first()
    last = f"; the last answer was: {worst.why}" if worst and worst.why else ""
    if trouble:
        yield Finding("mails", "wrong", f"{trouble}{last}", "Look at the worker above, then at the mail server below.")
    else:
        waiting = notices.failing().count()
        yield Finding(
            "mails", "note" if waiting else "ok", f"{waiting} being tried again{last}" if waiting else "none late"
        )
    if not settings.SMTP_URL:
        yield Finding("mail server", "note", "none: mails stay in the outbox", "Read them with: entregent outbox")
        return
    try:
        Smtp(settings.SMTP_URL).check()
    except (Unreachable, ValueError) as error:
        yield Finding("mail server", "wrong", str(error), "Check ENTREGENT_SMTP_URL, then that the server is up.")
    else:
        yield Finding("mail server", "ok", "answers")


def dates(now: datetime) -> Iterator[Finding]:
    """Puts right what newer rules of a zone moved: the wall time is what people agreed on."""
    moved = gatherings.recompute_instants(now)
    if moved:
        says = "put back on the clock people agreed on: " + ", ".join(f"{row.key} ({row.zone})" for row in moved)
        yield Finding("dates", "note", says)
    else:
        yield Finding("dates", "ok", "each instant follows from its wall time")
    stopped = gathering_queries.stopped_rhythms(now)
    if stopped:
        says = "a rhythm is set, yet no date is ahead: " + ", ".join(circle.slug for circle in stopped)
        yield Finding("rhythms", "wrong", says, "The scheduler pencils dates in: see it above, and its log.")
    else:
        yield Finding("rhythms", "ok", "each one has a date ahead")


def zones(now: datetime) -> Iterator[Finding]:
    system = system_zones()
    if system and system < tzdata.IANA_VERSION:
        says = f"{system} on this machine, {tzdata.IANA_VERSION} came with Entregent"
        yield Finding("zone rules", "note", says, "Update the machine's zone data (tzdata).")
    else:
        yield Finding("zone rules", "ok", system or tzdata.IANA_VERSION)


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
