"""One at a time, where no row stands yet that could be locked."""

from __future__ import annotations

from django.db import connection


def one_at_a_time(*names: str) -> None:
    """Whoever names the same thing waits until this transaction ends. On SQLite a write transaction is that already.

    The names are taken in one order, so that two who need several never wait for each other.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for name in sorted(set(names)):
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
