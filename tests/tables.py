"""Everything the database holds, as a test reads it: to find what should be gone, or to see that nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.db import connection

from entregent.people.models import Session

SESSIONS = "people_session"


def rows_of(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return list(cursor.fetchall())


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def everything() -> Iterator[tuple[str, str]]:
    """(table, text) of every value of every row, sessions decoded."""
    for table in tables():
        for row in rows_of(table):
            yield from ((table, str(value)) for value in row)
    for session in Session.objects.all():
        yield SESSIONS, str(session.get_decoded())


def holding(*needles: str) -> set[tuple[str, str]]:
    """Where any of these words still stands, whatever its case."""
    folded = [needle.casefold() for needle in needles]
    return {(table, text) for table, text in everything() if any(needle in text.casefold() for needle in folded)}


def fingerprint() -> dict[str, tuple[int, str]]:
    """How many rows each table has and what they say; sessions, which a page may write, left out."""
    found = {}
    for table in tables():
        if table != SESSIONS:
            lines = sorted(map(repr, rows_of(table)))
            found[table] = (len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest())
    return found
