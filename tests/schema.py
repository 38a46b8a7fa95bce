"""The tables every process of a run starts from: migrated once, kept as a file, copied until a migration changes.

The migrations are still asked for on the copy: what the file does not know yet is applied to it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.contrib.contenttypes.management import create_contenttypes
from django.db import connection
from django.db.models.signals import post_migrate

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "test-results" / "tables"


def use_file(database: dict[str, Any], path: Path) -> None:
    """A file of this process. It is written as fast as the disk lets it: no test here cuts the power."""
    database.setdefault("TEST", {})["NAME"] = str(path)
    options = database["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    if known().exists():
        shutil.copyfile(known(), path)


def known() -> Path:
    """The file of these very migrations, for this Django."""
    read = hashlib.sha256(django.get_version().encode())
    for path in sorted((ROOT / "src").rglob("migrations/*.py")):
        read.update(path.read_bytes())
    return KEPT / f"{read.hexdigest()[:16]}.sqlite3"


def keep() -> None:
    """For the next process; whole, whoever else keeps one at the same moment."""
    if known().exists():
        return
    KEPT.mkdir(parents=True, exist_ok=True)
    made = KEPT / f"{os.getpid()}.part"
    with closing(sqlite3.connect(made)) as copy:
        connection.connection.backup(copy)
    made.replace(known())


def forget_what_follows_a_migration() -> None:
    """Emptying the tables after a test would write Django's permissions anew, which nothing here reads."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
