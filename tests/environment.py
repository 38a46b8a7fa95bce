"""Set before Django's settings are read: a data folder of the tests' own, and the database they run on.

SQLite is a file, never memory: an in-memory database shares one connection and proves nothing about two.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ON_POSTGRES = os.environ.get("ENTREGENT_TEST_DB", "sqlite") == "postgres"
KEPT = (
    "ENTREGENT_SQLITE_JOURNAL",
    "ENTREGENT_TEST_AT",
    "ENTREGENT_TEST_DB",
    "ENTREGENT_TEST_CLUSTER",
    "ENTREGENT_TEST_OTHERS",
)


def own_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="entregent-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def prepare() -> None:
    for name in list(os.environ):
        if name.startswith("ENTREGENT_") and name not in KEPT:
            del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ["ENTREGENT_DATA"] = str(own_folder())
    os.environ["ENTREGENT_ADDRESS"] = "http://testserver"
    os.environ["ENTREGENT_QUIET_HOURS"] = "none"  # tests that read the clock run at night too
    if ON_POSTGRES:
        from tests.postgres import cluster_url

        os.environ["DATABASE_URL"] = cluster_url()


prepare()
